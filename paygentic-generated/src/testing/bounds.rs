//! Sizes of responses, as real transports bound them.

#[cfg(feature = "async")]
use std::pin::Pin;
#[cfg(feature = "async")]
use std::task::{Context, Poll};

#[cfg(feature = "async")]
use bytes::Bytes;

use super::Reply;
use crate::transport::{BodyCut, Limits, TransportError};

/// A response that is read as a whole: a longer body is an error, that of an error is cut.
pub(super) fn bounded(reply: Reply, limits: Limits) -> Reply {
    let mut response = reply?;
    let length = response.body().len();
    if response.status().is_success() {
        return match length > limits.response_size {
            true => Err(TransportError::too_large(limits.response_size)),
            false => Ok(response),
        };
    }
    if length > limits.error_size {
        response.body_mut().truncate(limits.error_size);
        response.extensions_mut().insert(BodyCut);
    }
    Ok(response)
}

/// A body that is streamed, as one piece.
#[cfg(feature = "async")]
pub(super) struct Piece(pub(super) Option<Bytes>);

#[cfg(feature = "async")]
impl futures_core::Stream for Piece {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
