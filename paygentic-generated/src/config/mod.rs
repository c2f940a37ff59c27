//! What a client is set to, whichever way it sends.

mod address;
mod base_url;
mod credentials;
mod given;
mod headers;
mod host;
mod next;
mod provider;
mod secret;
mod target;
mod tracking;

use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method, Uri};

pub(crate) use address::address;
pub(crate) use base_url::BaseUrl;
pub(crate) use credentials::Credentials;
pub(crate) use given::Given;
pub(crate) use headers::default_headers;
pub(crate) use host::is_loopback;
#[cfg(feature = "async")]
pub(crate) use provider::AsyncProvider;
#[cfg(feature = "blocking")]
pub(crate) use provider::BlockingProvider;
pub use provider::CredentialRequest;
pub(crate) use provider::Provided;
pub(crate) use target::Target;
pub(crate) use tracking::{Tracking, TrackingNames};

use crate::body::Body;
use crate::error::Error;
use crate::operation::Operation;
use crate::request::Request;
use crate::retry::RetryPolicy;

/// What a client is set to.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) base: BaseUrl,
    /// The environment that has this address.
    pub(crate) target: Target,
    pub(crate) allow_plain_http: bool,
    pub(crate) credentials: Credentials,
    /// Whether the credentials come from a provider instead.
    pub(crate) is_provided: bool,
    pub(crate) tracking: Tracking,
    pub(crate) headers: HeaderMap,
    pub(crate) times: Times,
    pub(crate) retries: RetryPolicy,
    pub(crate) response_size: usize,
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) total: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Times {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(30),
            total: Duration::from_secs(120),
        }
    }
}

/// Enough for every list; a longer response is a mistake or an attack.
pub(crate) const RESPONSE_SIZE: usize = 32 * 1024 * 1024;

impl Config {
    /// Completes a request with what goes with all of them, but for credentials. It is the same for all attempts.
    pub(crate) fn complete(&self, request: &mut Request) -> Result<(), Error> {
        let headers = &mut request.headers;
        headers::check(headers)?;
        for (name, value) in &self.headers {
            if !headers.contains_key(name) {
                headers.insert(name, value.clone());
            }
        }
        if request.body.as_ref().is_none_or(Body::is_empty)
            && [Method::POST, Method::PUT, Method::PATCH].contains(&request.method)
        {
            // RFC 9110, 8.6: methods that are expected to have a body say that there is none.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(())
    }

    /// A completed request as it goes over the wire.
    pub(crate) fn request(
        &self,
        operation: &Operation,
        request: &Request,
    ) -> Result<http::Request<Body>, Error> {
        let uri = self.uri(operation, request)?;
        let mut made = http::Request::new(request.body.clone().unwrap_or_default());
        *made.method_mut() = request.method.clone();
        *made.uri_mut() = uri;
        *made.headers_mut() = request.headers.clone();
        Ok(made)
    }

    /// The address of a request: on the server of its operation, if that has one of its own and the
    /// caller gave no address.
    fn uri(&self, operation: &Operation, request: &Request) -> Result<Uri, Error> {
        match self.target.name.and_then(|name| operation.server(name)) {
            None => self.base.join(request),
            Some(address) => {
                let server = BaseUrl::new(address, self.allow_plain_http)?;
                // The proxy is that for the client's own address.
                if self.base.is_https() && !server.is_https() && !self.allow_plain_http {
                    return Err(Error::configuration(
                        "the server of this operation is not encrypted (`allow_plain_http` allows it)",
                    ));
                }
                server.join(request)
            }
        }
    }
}
