//! A request that a mock has recorded.

use bytes::Bytes;
use http::Request;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::json;
use crate::request::decode;
use crate::values::Value;

/// A request that a [`MockTransport`](super::MockTransport) has received: one attempt of a call.
#[derive(Clone, Debug)]
pub struct Asked {
    pub(super) operation: &'static str,
    pub(super) request: Request<Bytes>,
}

impl Asked {
    /// The operation, such as `customers.update`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The request as it was sent.
    pub fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// The path, decoded.
    pub fn path(&self) -> String {
        decode(self.request.uri().path())
    }

    /// The value of a query parameter, decoded; the first one if there are several.
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = self.request.uri().query()?.split('&');
        let mut pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let (_, value) = pairs.find(|(other, _)| decode(other) == name)?;
        Some(decode(value))
    }

    /// The value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// The body as JSON; `null` if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.request.body()).unwrap_or_default()
    }

    /// The body, decoded into a type such as that of the request.
    ///
    /// # Errors
    ///
    /// The body does not fit the type, or there is none.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        json::read_as(self.request.body()).map_err(|error| {
            let problem = format!("the body of {} does not fit the type: {error}", self.operation);
            Error::invalid_request(problem)
        })
    }
}
