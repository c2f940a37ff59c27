//! A response of success that is to be read.

use bytes::Bytes;
use http::Response;

use crate::error::{Error, History};
use crate::json::DecodeError;

/// A response of success, and what went before; public for a trait that cannot be named outside.
#[derive(Debug)]
pub struct Received {
    pub(crate) operation: &'static str,
    pub(crate) response: Response<Bytes>,
    pub(crate) history: History,
}

impl Received {
    pub(crate) fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// The error of a response that cannot be read, or of a part of it.
    #[cold]
    pub(crate) fn unreadable(&self, error: DecodeError) -> Error {
        Error::decode(error, self.response.clone())
            .after(self.history.clone())
            .in_operation(self.operation)
    }
}
