//! The body of an error whose response came in chunks.

use bytes::{Bytes, BytesMut};
use http::Response;

use crate::transport::{BodyCut, Limits};

/// The body, as far as it is of use.
pub(crate) struct ErrorBodyReader {
    head: http::response::Parts,
    body: BytesMut,
    limit: usize,
    is_cut: bool,
}

impl ErrorBodyReader {
    pub(crate) fn new(head: http::response::Parts, limits: Limits) -> Self {
        ErrorBodyReader { head, body: BytesMut::new(), limit: limits.error_size, is_cut: false }
    }

    pub(crate) fn is_wanted(&self) -> bool {
        !self.is_cut
    }

    /// What has come is enough: the rest takes too long.
    pub(crate) fn cut(&mut self) {
        self.is_cut = true;
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) {
        let left = self.limit - self.body.len();
        self.is_cut = chunk.len() > left;
        self.body.extend_from_slice(&chunk[..chunk.len().min(left)]);
    }

    pub(crate) fn into_response(self) -> Response<Bytes> {
        let mut response = Response::from_parts(self.head, self.body.freeze());
        if self.is_cut {
            response.extensions_mut().insert(BodyCut);
        }
        response
    }
}
