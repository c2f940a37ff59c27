//! The settings of a client, the same for the async and the blocking one, and how they complete a request.

mod address;
mod base_url;
mod credentials;
mod environment;
mod headers;
mod host;
mod next_page;
mod provider;
mod scheme_credentials;
mod secret;
mod tracking;

use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method};

pub(crate) use address::{address, without_user};
pub(crate) use base_url::BaseUrl;
pub(crate) use credentials::Credentials;
pub(crate) use environment::SelectedEnvironment;
pub(crate) use headers::default_headers;
pub(crate) use host::{is_this_machine, split as split_host};
#[cfg(feature = "async")]
pub(crate) use provider::AsyncProvider;
#[cfg(feature = "blocking")]
pub(crate) use provider::BlockingProvider;
pub use provider::CredentialRequest;
pub(crate) use provider::Provided;
pub(crate) use scheme_credentials::CredentialSet;
pub(crate) use tracking::{Tracking, TrackingNames};

use crate::body::Body;
use crate::error::Error;
use crate::operation::Operation;
use crate::request::Request;
use crate::retry::RetryPolicy;

/// The settings of a client.
#[derive(Debug)]
pub struct Config {
    pub(crate) base: BaseUrl,
    /// The environment that has this address.
    pub(crate) environment: SelectedEnvironment,
    pub(crate) allow_plain_http: bool,
    pub(crate) credentials: Credentials,
    /// Whether the credentials come from a provider instead.
    pub(crate) uses_provider: bool,
    pub(crate) tracking: Tracking,
    pub(crate) headers: HeaderMap,
    pub(crate) time_limits: TimeLimits,
    /// Whether the transport is one of the caller's, whose limit for connecting is not known.
    pub(crate) has_custom_transport: bool,
    pub(crate) retries: RetryPolicy,
    pub(crate) response_size: usize,
}

/// The time limits of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeLimits {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) total: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        TimeLimits {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(30),
            total: Duration::from_secs(120),
        }
    }
}

/// The default limit of a response, in bytes: enough for every list; a longer response is a mistake or an attack.
pub(crate) const RESPONSE_SIZE: usize = 32 * 1024 * 1024;

impl Config {
    /// Adds the headers of all requests, except credentials. The request is the same for all attempts.
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

    /// A completed request with these headers, as it is sent to the server of its operation, or else to that of the client.
    pub(crate) fn request(
        &self,
        server: Option<&BaseUrl>,
        request: &Request,
        headers: HeaderMap,
    ) -> Result<http::Request<Body>, Error> {
        let uri = server.unwrap_or(&self.base).join(request)?;
        let mut made = http::Request::new(request.body.clone().unwrap_or_default());
        *made.method_mut() = request.method.clone();
        *made.uri_mut() = uri;
        *made.headers_mut() = headers;
        Ok(made)
    }

    /// The server of an operation, if it has one of its own and the caller gave no address.
    pub(crate) fn server(&self, operation: &Operation) -> Result<Option<BaseUrl>, Error> {
        let Some(address) = self.environment.name.and_then(|name| operation.server(name)) else {
            return Ok(None);
        };
        let server = BaseUrl::new(address, self.allow_plain_http)?;
        // The proxy was chosen for the client's own address, so this one must be as safe.
        if self.base.is_https() && !server.is_https() && !self.allow_plain_http {
            return Err(Error::configuration(
                "the server of this operation is not encrypted (`allow_plain_http` allows it)",
            ));
        }
        Ok(Some(server))
    }
}
