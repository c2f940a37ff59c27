//! The constructors of `Error`, one for each kind of failure.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;

use super::text::{MAX_SHOWN, safe};
use super::{Error, ErrorResponse, History, Inner, Kind, Mask, Timeout, cause, html};
use crate::config::{SelectedEnvironment, TimeLimits};
use crate::json::DecodeError;
use crate::transport::{BodyCut, TransportError};

impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner {
            kind,
            operation: None,
            message: message.into(),
            path: None,
            item: None,
            progress: None,
            source: None,
            response: None,
            timeout: None,
            sent_to: None,
            follow_up_error: None,
            history: History::default(),
        }))
    }

    /// The settings of the client are invalid.
    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Error::new(Kind::Configuration, message)
    }

    /// The request is invalid, and was not sent.
    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Error::new(Kind::Request, message)
    }

    /// The credential provider failed, or returned invalid credentials.
    pub(crate) fn provider(cause: Box<dyn StdError + Send + Sync>) -> Self {
        let said = safe(&cause.to_string(), MAX_SHOWN);
        let mut made =
            Error::new(Kind::Credentials, format!("the credential provider failed: {said}"));
        made.0.source = Some(cause);
        made
    }

    /// The credential provider took longer than the time limit of the call.
    pub(crate) fn provider_timeout(time_limits: TimeLimits) -> Self {
        let message = format!(
            "the credential provider gave nothing within the {:?} that the call may take",
            time_limits.total
        );
        let mut made = Error::new(Kind::Credentials, message);
        made.0.source = Some(Box::new(TransportError::timeout("no time is left")));
        made.0.timeout = Some(Timeout::Total);
        made
    }

    /// Adds another error that occurred after it.
    pub(crate) fn with_follow_up(mut self, other: &Error) -> Self {
        self.0.follow_up_error = Some(other.to_string());
        self
    }

    /// The transport panicked, so the outcome of the request is unknown.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn panicked(idempotency_key: Option<&str>) -> Self {
        Error::transport(TransportError::panicked()).with_history(History {
            attempts: 1,
            idempotency_key: idempotency_key.map(str::to_owned),
            uncertain: true,
            ..History::default()
        })
    }

    /// Adds how often a queue sent an item, and whether one of the attempts may have been carried out.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn with_tries(mut self, tries: u32, is_uncertain: bool) -> Self {
        self.0.history.attempts = tries.max(self.0.history.attempts);
        self.0.history.uncertain |= is_uncertain;
        self
    }

    /// The pages of a list do not lead to its end.
    pub(crate) fn pagination(message: impl Into<String>) -> Self {
        Error::new(Kind::Pagination, message)
    }

    /// No response was received, or not all of it.
    pub(crate) fn transport(error: TransportError) -> Self {
        let message = match cause::describe(&error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
        let mut made = Error::new(Kind::Transport, message);
        made.0.source = Some(Box::new(error));
        made
    }

    /// The response cannot be written to a file.
    pub(crate) fn unwritable(path: &std::path::Path, error: std::io::Error) -> Self {
        let message = format!("cannot write {}: {error}", path.display());
        let mut made = Error::new(Kind::Request, message);
        made.0.source = Some(Box::new(error));
        made
    }

    /// The status of the response is an error.
    pub(crate) fn from_status(response: http::Response<Bytes>) -> Self {
        let mut made = Error::new(Kind::Status, "");
        made.0.response = Some(ErrorResponse::new(response));
        made
    }

    /// The response cannot be read.
    pub(crate) fn decode(error: DecodeError, response: http::Response<Bytes>) -> Self {
        let is_page = error.is_syntax && html::is_page(response.headers(), response.body());
        let mut made = Error::decode_only(error);
        if is_page {
            made.0.message.push_str("; ");
            made.0.message.push_str(html::PAGE_MEANING);
        }
        made.0.response = Some(ErrorResponse::new(response));
        made
    }

    /// The response is compressed, although the request did not ask for it.
    pub(crate) fn compressed(coding: &str, response: http::Response<Bytes>) -> Self {
        let message = format!("cannot read the response: {}", unreadable(coding));
        let mut made = Error::new(Kind::Decode, message);
        made.0.response = Some(ErrorResponse::new(response));
        made
    }

    pub(super) fn decode_only(mut error: DecodeError) -> Self {
        let mut made = Error::new(Kind::Decode, format!("cannot read the response: {error}"));
        made.0.path = Some(error.path.clone());
        // Moved out of the source, which is printed and must not show the item.
        made.0.item = error.item.take();
        made.0.source = Some(Box::new(error));
        made
    }

    /// Says which limit the transport ran into, and how long it is if that is known.
    pub(crate) fn timed_out(mut self, timeout: Timeout, limit: Option<Duration>) -> Self {
        self.0.timeout = Some(timeout);
        let Some(limit) = limit else {
            return self;
        };
        self.0.message = match timeout {
            Timeout::Connect => format!("connecting timed out after {limit:?}"),
            Timeout::Attempt => {
                format!("timed out: no complete response within {limit:?}, the limit of an attempt")
            }
            Timeout::Total => format!("timed out after {limit:?}, the limit of the call"),
        };
        self
    }

    /// Adds where it was sent, if the status is 401: the credentials may be those of another environment.
    pub(crate) fn with_environment(mut self, environment: &SelectedEnvironment) -> Self {
        if self.is_unauthorized() {
            self.0.sent_to = Some(environment.to_string());
        }
        self
    }

    /// Hides the credentials in texts from the service.
    pub(crate) fn with_mask(mut self, mask: &Mask) -> Self {
        self.0.history.mask = mask.clone();
        self.hide_in_cause();
        self
    }

    /// Adds the history of the call.
    pub(crate) fn with_history(mut self, history: History) -> Self {
        self.0.history = history;
        self.hide_in_cause();
        self
    }

    /// Hides the token in the cause and the location: a service may send it as the key of an object, and a transport may
    /// name an address with it.
    fn hide_in_cause(&mut self) {
        let Inner { history, source, path, .. } = &mut *self.0;
        if let Some(path) = path
            && let Cow::Owned(hidden) = history.mask.hide(path)
        {
            *path = hidden;
        }
        let Some(source) = source else {
            return;
        };
        let is_in = |text: &str| matches!(history.mask.hide(text), Cow::Owned(_));
        let is_shown = cause::chain(source.as_ref())
            .any(|error| is_in(&error.to_string()) || is_in(&format!("{error:?}")));
        if is_shown {
            // A `TransportError` stays one, because its kind is needed later.
            *source = match source.downcast_ref::<TransportError>() {
                Some(error) => Box::new(error.with_mask(&history.mask)),
                None => history.mask.hide(&source.to_string()).into(),
            };
        }
    }

    /// Adds how far a list was read before.
    pub(crate) fn with_progress(mut self, progress: String) -> Self {
        self.0.progress = Some(progress);
        self
    }

    /// Adds which operation failed.
    pub(crate) fn in_operation(mut self, name: &'static str) -> Self {
        self.0.operation = Some(name);
        self
    }
}

impl ErrorResponse {
    fn new(response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        ErrorResponse {
            status: head.status,
            headers: head.headers,
            body,
            is_cut: head.extensions.get::<BodyCut>().is_some(),
            api: OnceLock::new(),
        }
    }
}

/// The message for a compressed body.
pub(super) fn unreadable(coding: &str) -> String {
    format!("the body is compressed with `{coding}`, which was not asked for")
}
