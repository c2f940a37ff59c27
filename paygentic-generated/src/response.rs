//! A value together with the response it came in.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use crate::call::{Decode, Received};
use crate::error::{Error, request_id};
use crate::exchange::Answer;

/// A value together with the response it came in.
#[derive(Clone, Debug)]
pub struct Response<T> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) value: T,
    pub(crate) attempts: u32,
}

impl<T> Response<T> {
    /// Reads the value in a response.
    pub(crate) fn read(
        answer: Result<Answer, Error>,
        operation: &'static str,
        decode: Decode<T>,
    ) -> Result<Self, Error> {
        let (response, history) = answer?;
        if let Some(coding) = content_coding(response.headers()) {
            return Err(Error::compressed(&coding, response).after(history));
        }
        let received = Received {
            operation,
            response,
            history,
        };
        let value = decode(&received)?;
        let (head, body) = received.response.into_parts();
        Ok(Response {
            status: head.status,
            headers: head.headers,
            body,
            value,
            attempts: received.history.attempts,
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

    /// The id under which the service knows the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// How many times the request was sent.
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

    /// The value itself.
    pub fn into_value(self) -> T {
        self.value
    }
}

/// How the body is compressed; none was asked for, and a transport that asks undoes it.
fn content_coding(headers: &HeaderMap) -> Option<String> {
    let coding = headers.get(header::CONTENT_ENCODING)?;
    let coding = String::from_utf8_lossy(coding.as_bytes());
    (!coding.trim().eq_ignore_ascii_case("identity")).then(|| coding.escape_debug().to_string())
}
