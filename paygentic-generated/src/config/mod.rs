//! What a client is set to, whichever way it sends.

mod base_url;
mod headers;
mod host;
mod token;

use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method};

pub(crate) use base_url::BaseUrl;
pub(crate) use headers::default_headers;
pub(crate) use host::is_loopback;
pub(crate) use token::Token;

use crate::body::Body;
use crate::error::Error;
use crate::operation::Operation;
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

impl Config {
    /// The request as it goes over the wire.
    pub(crate) fn request(
        &self,
        operation: &Operation,
        request: &Request,
    ) -> Result<http::Request<Body>, Error> {
        let uri = self.base.join(request)?;
        let mut made = http::Request::new(request.body.clone().unwrap_or_default());
        *made.method_mut() = request.method.clone();
        *made.uri_mut() = uri;
        let headers = made.headers_mut();
        headers.clone_from(&request.headers);
        headers::check(headers)?;
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
        if request.body.as_ref().is_none_or(Body::is_empty)
            && [Method::POST, Method::PUT, Method::PATCH].contains(&request.method)
        {
            // RFC 9110, 8.6: methods that are expected to have a body say that there is none.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(made)
    }
}
