//! A decoded value together with the response that it came in.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;

use crate::call::{Decode, RawResponse};
use crate::error::text::{MAX_SHOWN, safe};
use crate::error::{Error, content_coding, request_id};
use crate::exchange::Success;
use crate::json::without_mark;

/// A value together with status, headers and body of its response.
#[derive(Clone)]
pub struct Response<T> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) value: T,
    pub(crate) attempts: u32,
    pub(crate) client_request_id: String,
}

impl<T> Response<T> {
    /// Reads the value in a response.
    pub(crate) fn read(
        success: Result<Success, Error>,
        operation: &'static str,
        decode: Decode<T>,
    ) -> Result<Self, Error> {
        let Success { response, history, source, limit } = success?;
        let coding = match source {
            None => unreadable_coding::<T>(&response),
            Some(_) => content_coding(response.headers()),
        };
        if let Some(coding) = coding {
            return Err(Error::compressed(&coding, response).with_history(history));
        }
        let mut received = RawResponse { operation, response, history, source, limit };
        let value = decode(&mut received)?;
        let (head, body) = received.response.into_parts();
        Ok(Response {
            status: head.status,
            headers: head.headers,
            body,
            value,
            attempts: received.history.attempts,
            client_request_id: received.history.client_request_id,
        })
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The service's id of the request. Quote it when you contact support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The client's id of the call; see [`Call::client_request_id`](crate::Call::client_request_id).
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// The number of attempts.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The body as it was received.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value without the rest of the response.
    pub fn into_value(self) -> T {
        self.value
    }
}

/// How the body is compressed, if it cannot be read because of that.
///
/// Some servers name a coding where there is none: for an empty body, or for plain JSON. A call that
/// returns no value, of size 0, does not need the body.
fn unreadable_coding<T>(response: &http::Response<Bytes>) -> Option<String> {
    let coding = content_coding(response.headers())?;
    let body = response.body();
    let is_readable = body.is_empty() || size_of::<T>() == 0 || is_json(body);
    (!is_readable).then_some(coding)
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(without_mark(text)).is_ok()
}

/// Omits headers and body, which may hold personal data. The value is printed by its own `Debug`.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("request_id", &self.request_id().map(|id| safe(id, MAX_SHOWN)))
            .field("attempts", &self.attempts)
            .field("body_length", &self.body.len())
            .field("value", &self.value)
            .finish()
    }
}
