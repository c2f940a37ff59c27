//! A successful response before it is decoded.

use std::fmt;

use bytes::Bytes;
use http::Response;

use crate::error::{Error, History, begins_page, is_page};
use crate::events::Source;
use crate::json::DecodeError;

/// A successful response and its history; public because a trait that cannot be named outside uses it.
pub struct RawResponse {
    pub(crate) operation: &'static str,
    pub(crate) response: Response<Bytes>,
    pub(crate) history: History,
    /// The body, if it is streamed.
    pub(crate) source: Option<Source>,
    /// The maximum size of one item of the stream, in bytes.
    pub(crate) limit: usize,
}

impl RawResponse {
    pub(crate) fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// Status and headers, for what streams the body.
    pub(crate) fn head(&self) -> Response<()> {
        let mut head = Response::new(());
        *head.status_mut() = self.response.status();
        *head.headers_mut() = self.response.headers().clone();
        head
    }

    /// The error of a response that cannot be read, or of a part of it.
    #[cold]
    pub(crate) fn unreadable(&self, error: DecodeError) -> Error {
        let mut history = self.history.clone();
        // The page is not from the service, and does not tell whether the request was carried out.
        history.uncertain |=
            error.is_syntax && is_page(self.response.headers(), self.response.body());
        Error::decode(error, self.response.clone())
            .with_history(history)
            .in_operation(self.operation)
    }

    /// Rejects an HTML page where no content is expected: the service does not send one.
    pub(crate) fn refuse_page(&self) -> Result<(), Error> {
        match begins_page(self.body()) {
            true => Err(self.unreadable(DecodeError::not_json())),
            false => Ok(()),
        }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation)
            .field("response", &self.response)
            .finish_non_exhaustive()
    }
}
