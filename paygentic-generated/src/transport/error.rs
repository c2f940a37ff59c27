//! The error of a transport: why there is no response.

use std::error::Error as StdError;
use std::fmt;

use super::head;
use crate::error::Mask;

/// Why no response was received.
#[derive(Debug)]
pub struct TransportError {
    kind: Kind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
// Which of these occur depends on the features.
#[cfg_attr(not(feature = "async"), allow(dead_code))]
enum Kind {
    Connect { timeout: bool },
    Timeout,
    TooLarge(usize),
    HeadTooLarge,
    FileTooLarge(u64),
    Unusable,
    Redirected,
    Panicked,
    Other,
}

impl TransportError {
    fn new(kind: Kind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        TransportError { kind, source: Some(source.into()) }
    }

    /// No connection could be established; nothing was sent.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        TransportError::new(Kind::Connect { timeout: false }, source)
    }

    /// No connection could be established in time; nothing was sent.
    pub fn connect_timeout(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        TransportError::new(Kind::Connect { timeout: true }, source)
    }

    /// No complete response was received in time.
    pub fn timeout(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        TransportError::new(Kind::Timeout, source)
    }

    /// The rest of a streamed response did not arrive.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn idle(limit: std::time::Duration) -> Self {
        TransportError::timeout(format!("nothing came for {limit:?}"))
    }

    /// The response is longer than this many bytes.
    pub fn too_large(limit: usize) -> Self {
        TransportError { kind: Kind::TooLarge(limit), source: None }
    }

    /// The head of the response exceeds the limit of its size or of its number of headers.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn head_too_large() -> Self {
        TransportError { kind: Kind::HeadTooLarge, source: None }
    }

    /// A file is longer than the limit of its download.
    pub(crate) fn file_too_large(limit: u64) -> Self {
        TransportError { kind: Kind::FileTooLarge(limit), source: None }
    }

    /// The transport cannot send this request; it is not retried.
    pub fn unusable(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        TransportError::new(Kind::Unusable, source)
    }

    /// A copy of the error, with the text of its source.
    pub(crate) fn again(&self) -> Self {
        self.with_source_text(|text| text)
    }

    /// A copy of the error without these secrets, with the text of its source.
    pub(crate) fn with_mask(&self, mask: &Mask) -> Self {
        self.with_source_text(|text| mask.hide(&text).into_owned())
    }

    fn with_source_text(&self, change: impl FnOnce(String) -> String) -> Self {
        let source = self.source.as_ref().map(|source| change(source.to_string()).into());
        TransportError { kind: self.kind, source }
    }

    /// The response is from another address.
    #[cfg(feature = "async")]
    pub(crate) fn redirected() -> Self {
        TransportError { kind: Kind::Redirected, source: None }
    }

    /// The transport panicked.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn panicked() -> Self {
        TransportError { kind: Kind::Panicked, source: None }
    }

    /// Any other failure, such as a broken connection. The request may have reached the server.
    pub fn other(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        TransportError::new(Kind::Other, source)
    }

    /// Whether no connection could be established.
    pub fn is_connect(&self) -> bool {
        matches!(self.kind, Kind::Connect { .. })
    }

    /// Whether a time limit was exceeded.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, Kind::Timeout | Kind::Connect { timeout: true })
    }

    /// Whether the request cannot be sent at all.
    pub fn is_unusable(&self) -> bool {
        self.kind == Kind::Unusable
    }

    /// Whether another attempt would end in the same way.
    pub(crate) fn is_final(&self) -> bool {
        let finals = [Kind::Unusable, Kind::Redirected, Kind::Panicked, Kind::HeadTooLarge];
        matches!(self.kind, Kind::TooLarge(_)) || finals.contains(&self.kind)
    }

    /// Whether the request may have reached the server.
    pub fn is_sent(&self) -> bool {
        !self.is_connect() && !self.is_unusable()
    }

    /// Whether the response was too long.
    pub fn is_too_large(&self) -> bool {
        matches!(self.kind, Kind::TooLarge(_) | Kind::FileTooLarge(_) | Kind::HeadTooLarge)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Connect { timeout: false } => f.write_str("cannot connect to the server"),
            Kind::Connect { timeout: true } => f.write_str("no connection to the server in time"),
            Kind::Timeout => f.write_str("timed out before the response was complete"),
            Kind::TooLarge(limit) => write!(
                f,
                "the response is longer than {limit} bytes; raise the limit with \
                 `ClientBuilder::max_response_size`"
            ),
            Kind::HeadTooLarge => write!(
                f,
                "the head of the response is longer than {} KiB, or has more than {} headers, \
                 which is the limit",
                head::MAX_HEAD_SIZE / 1024,
                head::MAX_HEADERS
            ),
            Kind::FileTooLarge(limit) => write!(
                f,
                "the file is longer than {limit} bytes; raise the limit with `Download::limit`"
            ),
            Kind::Redirected => f.write_str(
                "the HTTP client followed a redirect, and the request went to an address that \
                 the caller did not choose; redirects must not be followed: build the client with \
                 `redirect(Policy::none())`",
            ),
            Kind::Panicked => f.write_str(
                "the transport panicked while it sent the request; correct it, and send it again",
            ),
            Kind::Unusable => f.write_str("the request cannot be sent"),
            Kind::Other => f.write_str("the exchange with the server failed"),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
