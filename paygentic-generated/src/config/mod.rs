//! What a client is set to, whichever way it sends.

mod base_url;
mod token;

use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) use base_url::BaseUrl;
pub(crate) use token::Token;

use crate::error::Error;
use crate::operation::Operation;
use crate::param::header_value;
use crate::request::Request;
use crate::retry::RetryPolicy;

/// What a client is set to.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) base: BaseUrl,
    pub(crate) token: Option<Token>,
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

/// How much of the body of an error is read: more explains nothing.
pub(crate) const ERROR_SIZE: usize = 1024 * 1024;

impl Config {
    /// An error that says what to do if TLS is needed and compiled out.
    pub(crate) fn check_tls(&self) -> Result<(), Error> {
        if self.base.is_https() && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            return Err(Error::configuration(
                "an `https` address needs the feature `rustls` or `native-tls` of this crate, or a \
                 transport with TLS of its own",
            ));
        }
        Ok(())
    }

    /// The request as it goes over the wire.
    pub(crate) fn request(
        &self,
        operation: &Operation,
        request: &Request,
    ) -> Result<http::Request<Bytes>, Error> {
        let uri = self.base.join(request)?;
        let mut made = http::Request::new(request.body.clone().unwrap_or_default());
        *made.method_mut() = request.method.clone();
        *made.uri_mut() = uri;
        let headers = made.headers_mut();
        headers.clone_from(&request.headers);
        for (name, value) in &self.headers {
            if !headers.contains_key(name) {
                headers.insert(name, value.clone());
            }
        }
        if operation.authenticated
            && let Some(token) = &self.token
        {
            headers.insert(token.header.clone(), token.value.clone());
        }
        Ok(made)
    }
}

/// The headers that go with every request.
pub(crate) fn default_headers<'h>(
    suffix: Option<&str>,
    more: impl Iterator<Item = (&'h str, &'h str)>,
) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let mut agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned();
    if let Some(suffix) = suffix {
        agent.push(' ');
        agent.push_str(suffix);
    }
    headers.insert(USER_AGENT, checked("user-agent", &agent)?);
    for (name, value) in more {
        let mut value = checked(name, value)?;
        // It may be the key of a gateway: nothing prints it.
        value.set_sensitive(true);
        let name = HeaderName::try_from(name).map_err(|_| {
            Error::configuration(format!("`{}` is no header name", name.escape_debug()))
        })?;
        headers.insert(name, value);
    }
    Ok(headers)
}

fn checked(name: &str, value: &str) -> Result<HeaderValue, Error> {
    header_value(name, value).map_err(|error| Error::configuration(error.to_string()))
}
