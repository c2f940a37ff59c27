//! What a client is set to, whichever way it sends.

mod base_url;
mod token;

use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) use base_url::BaseUrl;
pub(crate) use token::Token;

use crate::call::Options;
use crate::error::Error;
use crate::operation::Operation;
use crate::param::header_value;
use crate::request::Request;
use crate::transport::Limits;

/// What a client is set to.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) base: BaseUrl,
    pub(crate) token: Option<Token>,
    pub(crate) headers: HeaderMap,
    pub(crate) times: Times,
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
    /// The request as it goes over the wire.
    pub(crate) fn request(
        &self,
        operation: &Operation,
        request: Request,
    ) -> Result<http::Request<Bytes>, Error> {
        let uri = self.base.join(&request.target())?;
        let mut made = http::Request::new(request.body.unwrap_or_default());
        *made.method_mut() = request.method;
        *made.uri_mut() = uri;
        let headers = made.headers_mut();
        headers.clone_from(&self.headers);
        headers.extend(request.headers);
        if operation.authenticated
            && let Some(token) = &self.token
        {
            headers.insert(token.header.clone(), token.value.clone());
        }
        Ok(made)
    }

    /// What the next attempt must keep to.
    pub(crate) fn limits(&self, options: &Options) -> Limits {
        Limits {
            timeout: self
                .times
                .attempt
                .min(options.timeout.unwrap_or(self.times.total)),
            response_size: self.response_size,
        }
    }
}

/// The headers that go with every request.
pub(crate) fn default_headers(
    suffix: Option<&str>,
    more: &[(String, String)],
) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let mut agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned();
    if let Some(suffix) = suffix {
        agent.push(' ');
        agent.push_str(suffix);
    }
    headers.insert(USER_AGENT, checked("user-agent", &agent)?);
    for (name, value) in more {
        let value = checked(name, value)?;
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
