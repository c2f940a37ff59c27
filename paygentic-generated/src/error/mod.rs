#![doc = include_str!("../../docs/error.md")]

mod accessors;
mod api;
mod bounded;
mod cause;
mod constructors;
mod headers;
mod history;
mod html;
pub(crate) mod text;
mod validation;

use std::error::Error as StdError;
use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::json::Item;
pub(crate) use accessors::is_server_error;
use api::ApiError;
pub use api::ValidationError;
pub(crate) use headers::{content_coding, request_id};
pub(crate) use history::History;
pub use history::Timeout;
pub(crate) use html::{begins_page, is_declared as is_declared_page, is_page};
pub(crate) use text::Mask;

/// The error of a call, or of building a client.
///
/// It has the operation and the cause and, if a response was received, its status, headers and body.
///
/// ```
/// # fn handle(error: paygentic_generated::Error) {
/// if error.is_not_found() {
///     println!("no such customer");
/// } else if let Some(wait) = error.retry_after() {
///     println!("retry after {wait:?}");
/// } else {
///     println!("{error} (request {:?})", error.request_id());
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    operation: Option<&'static str>,
    message: String,
    path: Option<String>,
    /// The item of a list that could not be read.
    item: Option<Item>,
    /// How far a list was read before.
    progress: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    response: Option<ErrorResponse>,
    timeout: Option<Timeout>,
    /// Where the call was sent, if the status is 401.
    sent_to: Option<String>,
    /// Another error that occurred after it.
    follow_up_error: Option<String>,
    history: History,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Configuration,
    Credentials,
    Request,
    Transport,
    Pagination,
    Status,
    Decode,
}

/// A response that is, or led to, an error.
struct ErrorResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// Whether only the beginning of the body was read.
    is_cut: bool,
    /// Read from the body on first use.
    api: OnceLock<ApiError>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        match (self.0.kind, &self.0.response) {
            (Kind::Status, Some(response)) => {
                f.write_str(response.status.as_str())?;
                if let Some(reason) = response.status.canonical_reason() {
                    write!(f, " {reason}")?;
                }
                if let Some(explanation) = self.explanation() {
                    write!(f, ": {explanation}")?;
                }
            }
            _ => f.write_str(&self.0.history.mask.hide(&self.0.message))?,
        }
        if let Some(sent_to) = &self.0.sent_to {
            write!(f, " (sent to {})", self.0.history.mask.hide(sent_to))?;
        }
        if let Some(error) = &self.0.follow_up_error {
            write!(f, " ({})", self.0.history.mask.hide(error))?;
        }
        if let Some(progress) = &self.0.progress {
            write!(f, " (after {progress})")?;
        }
        if self.0.history.uncertain && self.0.history.has_side_effects && self.0.response.is_none()
        {
            f.write_str(" (the request may have been carried out)")?;
        }
        if let Some(wait) = self.retry_after().filter(|wait| *wait != Duration::MAX) {
            write!(f, " (retry after {wait:?})")?;
        }
        if self.0.history.body_consumed {
            f.write_str(" (not sent again, because its body comes from a reader)")?;
        }
        match self.attempts() {
            0 | 1 => Ok(()),
            attempts => write!(f, " (after {attempts} attempts)"),
        }
    }
}

/// Omits headers and body, which may hold personal data.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("message", &self.to_string());
        if let Some(response) = &self.0.response {
            debug.field("status", &response.status.as_u16());
            let mask = &self.0.history.mask;
            debug.field("code", &self.code().map(|code| mask.safe(code)));
            debug.field("request_id", &self.request_id().map(|id| mask.safe(id)));
            debug.field("body_length", &response.body.len());
        }
        debug.field("attempts", &self.attempts());
        if let Some(id) = self.client_request_id() {
            debug.field("client_request_id", &self.0.history.mask.safe(id));
        }
        if let Some(source) = &self.0.source {
            // Texts, because the `Debug` output of libraries hides the messages among types.
            debug.field("causes", &cause::texts(source.as_ref(), &self.0.history.mask));
        }
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
