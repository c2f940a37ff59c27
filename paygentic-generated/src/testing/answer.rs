//! The responses of a mock: values, refusals, raw responses and failures.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::{Reply, reply};
use crate::codec::{AsSerialize, Field};
use crate::transport::TransportError;

/// A raw response, for an operation whose response is not one value: see [`reply`].
pub type RawReply = Response<Bytes>;

/// An operation whose response is a `T`. The module `operations` has a constant for each.
pub struct Op<T> {
    name: &'static str,
    answer: PhantomData<fn() -> T>,
}

impl<T> Op<T> {
    // Not every document has operations.
    #[allow(dead_code)]
    pub(crate) const fn new(name: &'static str) -> Self {
        let answer = PhantomData;
        Op { name, answer }
    }

    /// Its name, such as `customers.update`.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl<T> Copy for Op<T> {}

impl<T> Clone for Op<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> fmt::Debug for Op<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Op").field(&self.name).finish()
    }
}

/// A type that can be the response of an operation: those of the models, `()`, [`Bytes`](crate::Bytes), [`RawReply`].
pub trait Answerable {
    /// The response with this value.
    #[doc(hidden)]
    fn into_reply(self) -> Reply;
}

impl<T: Field> Answerable for T {
    fn into_reply(self) -> Reply {
        if size_of::<T>() == 0 {
            return Ok(reply(204, ""));
        }
        let json = serde_json::to_vec(&AsSerialize(&self)).map_err(TransportError::unusable)?;
        Ok(json_reply(200, json))
    }
}

impl Answerable for Bytes {
    fn into_reply(self) -> Reply {
        Ok(reply(200, self))
    }
}

impl Answerable for RawReply {
    fn into_reply(self) -> Reply {
        Ok(self)
    }
}

/// A failure of an operation: a response with an error status ([`refusal`], [`reply`]), or a [`TransportError`].
#[derive(Debug)]
pub struct Failure(Box<Reply>);

impl Failure {
    pub(super) fn into_reply(self) -> Reply {
        *self.0
    }

    /// A copy of the failure, for another request.
    pub(super) fn again(&self) -> Reply {
        (*self.0).as_ref().map_err(TransportError::again).cloned()
    }
}

impl From<RawReply> for Failure {
    fn from(response: RawReply) -> Self {
        Failure(Box::new(Ok(response)))
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Failure(Box::new(Err(error)))
    }
}

/// An error response with a JSON body.
///
/// An invalid status becomes 500.
pub fn refusal(status: u16, body: serde_json::Value) -> Failure {
    json_reply(status, body.to_string()).into()
}

fn json_reply(status: u16, body: impl Into<Bytes>) -> RawReply {
    let mut response = reply(status, body);
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
