//! What becomes of a request: the body of its response, and what its errors mean.

use std::future::Future;
use std::mem;

use bytes::{Bytes, BytesMut};

use super::incoming::Incoming;
use crate::transport::{AsyncPieces, BodyCut, Limits, TransportError, head};

/// What became of a request: the head of its response, whose body is still to be read.
pub(super) type Started = Result<reqwest::Response, TransportError>;

/// No more room than this is made for a body before it is there, whatever the server announces.
const MAX_RESERVE: u64 = 1024 * 1024;

/// Waits for a response and reads it whole.
pub(super) async fn read(
    started: impl Future<Output = Started>,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut response = started.await?;
    let (limit, is_enough) = limits.of(response.status());
    let (body, is_cut) = read_body(&mut response, limit, is_enough).await?;
    let mut answer = http::Response::new(body);
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = mem::take(response.headers_mut());
    if is_cut {
        answer.extensions_mut().insert(BodyCut);
    }
    Ok(answer)
}

/// Waits for a response and streams its body.
pub(super) async fn stream(
    started: impl Future<Output = Started>,
    limits: Limits,
) -> Result<http::Response<AsyncPieces>, TransportError> {
    let response =
        tokio::time::timeout(limits.timeout, started).await.map_err(TransportError::timeout)??;
    let response = http::Response::<reqwest::Body>::from(response);
    Ok(response.map(|body| Box::pin(Incoming::new(body, limits.idle)) as AsyncPieces))
}

/// Reads no further than the limit, whatever the length that the server announces. A longer body is
/// an error, unless its beginning `is_enough`; says whether it was cut.
async fn read_body(
    response: &mut reqwest::Response,
    limit: usize,
    is_enough: bool,
) -> Result<(Bytes, bool), TransportError> {
    let length = response.content_length();
    let announced = length.unwrap_or(0);
    if announced > limit as u64 && !is_enough {
        return Err(TransportError::too_large(limit));
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(classify)? {
        let left = limit - body.len();
        if chunk.len() > left {
            if !is_enough {
                return Err(TransportError::too_large(limit));
            }
            body.extend_from_slice(&chunk[..left]);
            return Ok((body.freeze(), true));
        }
        if body.is_empty() {
            // A chunk may be empty: without a length that is not all of the body.
            if length == Some(chunk.len() as u64) {
                return Ok((chunk, false));
            }
            body.reserve(announced.min(MAX_RESERVE) as usize);
        }
        body.extend_from_slice(&chunk);
    }
    Ok((body.freeze(), false))
}

/// The address is left out: its query may hold personal data.
pub(super) fn classify(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if head::is_refused(&error) {
        return TransportError::head_too_large();
    }
    if error.is_builder() {
        return TransportError::unusable(error);
    }
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportError::connect_timeout(error),
        (true, false) => TransportError::connect(error),
        (false, true) => TransportError::timeout(error),
        (false, false) => TransportError::other(error),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::VecDeque;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use http_body::{Body, Frame};

    use super::{Bytes, read_body};

    /// Chunks without a length of the whole.
    struct Chunks(VecDeque<&'static str>);

    impl Body for Chunks {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Ready(self.0.pop_front().map(|chunk| Ok(Frame::data(chunk.into()))))
        }
    }

    #[test]
    fn an_empty_piece_does_not_end_a_body_of_unknown_length() {
        let body = reqwest::Body::wrap(Chunks(["", "a", "", "b"].into()));
        let mut response = reqwest::Response::from(http::Response::new(body));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let read = runtime.block_on(read_body(&mut response, 10, false)).unwrap();
        assert_eq!(read, (Bytes::from("ab"), false));
    }
}
