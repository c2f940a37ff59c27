#![doc = include_str!("../../docs/testing.md")]

mod answer;
mod bounds;
mod mock;
mod recorded_request;
mod sample;
mod script;

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::transport::TransportError;

pub use answer::{Answerable, Failure, Op, RawReply, refusal};
pub use mock::MockTransport;
pub use recorded_request::Asked;
pub use sample::{Sample, page_of, sample};

/// The result of a request: a response, or no response.
pub type Reply = Result<Response<Bytes>, TransportError>;

/// A response with a status and a body.
///
/// An invalid status becomes 500.
pub fn reply(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}
