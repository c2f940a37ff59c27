//! The one error type.

mod api;
mod headers;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::json::{self, DecodeError};
use crate::transport::TransportError;

use api::ApiError;
pub use api::ValidationError;
pub(crate) use headers::request_id;

/// What went wrong.
///
/// It says which operation failed and why; where a response was received, it keeps the status, the
/// headers and the body, whatever the body is.
///
/// ```
/// # fn handle(error: paygentic_generated::Error) {
/// if error.is_not_found() {
///     println!("no such customer");
/// } else if let Some(wait) = error.retry_after() {
///     println!("again in {wait:?}");
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
    source: Option<Box<dyn StdError + Send + Sync>>,
    reply: Option<Reply>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Configuration,
    Request,
    Transport,
    Status,
    Decode,
}

/// A response that is, or led to, an error.
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    api: ApiError,
}

/// How errors are made.
impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner {
            kind,
            operation: None,
            message: message.into(),
            path: None,
            source: None,
            reply: None,
        }))
    }

    /// The client cannot be made like this.
    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Error::new(Kind::Configuration, message)
    }

    /// The request cannot be sent like this.
    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Error::new(Kind::Request, message)
    }

    /// No response was received, or not all of it.
    pub(crate) fn transport(error: TransportError) -> Self {
        let mut made = Error::new(Kind::Transport, error.to_string());
        made.0.source = Some(Box::new(error));
        made
    }

    /// The response says that the operation failed.
    pub(crate) fn failed(response: http::Response<Bytes>) -> Self {
        let mut made = Error::new(Kind::Status, "");
        made.0.reply = Some(Reply::new(response));
        made
    }

    /// The response cannot be read.
    pub(crate) fn decode(error: DecodeError, response: http::Response<Bytes>) -> Self {
        let mut made = Error::decode_only(error);
        made.0.reply = Some(Reply::new(response));
        made
    }

    fn decode_only(error: DecodeError) -> Self {
        let mut made = Error::new(Kind::Decode, format!("cannot read the response: {error}"));
        made.0.path = Some(error.path.clone());
        made.0.source = Some(Box::new(error));
        made
    }

    /// Says which operation failed.
    pub(crate) fn in_operation(mut self, name: &'static str) -> Self {
        self.0.operation = Some(name);
        self
    }
}

/// What an error tells.
impl Error {
    /// The operation that failed, such as `customers.update`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The status of the response, if one was received.
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(|reply| reply.status)
    }

    /// The service's code for what went wrong, for programs to tell errors apart.
    pub fn code(&self) -> Option<&str> {
        self.api()?.code.as_deref()
    }

    /// The service's explanation, for people.
    pub fn message(&self) -> Option<&str> {
        self.api()?.message.as_deref()
    }

    /// What the service found wrong, field by field.
    pub fn validation_errors(&self) -> &[ValidationError] {
        self.api().map_or(&[], |api| &api.errors)
    }

    /// The id under which the service knows the request; support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// The headers of the response, if one was received.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(|reply| &reply.headers)
    }

    /// The body of the response as it was received; empty if there was none.
    pub fn body(&self) -> &[u8] {
        self.reply().map_or(&[], |reply| &reply.body)
    }

    /// The body of the response as text.
    pub fn body_text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.body())
    }

    /// The body of the response as a type.
    ///
    /// # Errors
    ///
    /// The body is of another type, or there is none.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        json::read_as(self.body()).map_err(Error::decode_only)
    }

    /// How long the service asks to wait before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        headers::retry_after(self.headers()?)
    }

    /// Where in the response reading failed, such as `data[3].itemId`.
    pub fn decode_path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The response could not be read.
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }

    /// The client or the request was not right, and nothing was sent.
    pub fn is_invalid_request(&self) -> bool {
        matches!(self.0.kind, Kind::Request | Kind::Configuration)
    }

    /// No complete response came in time.
    pub fn is_timeout(&self) -> bool {
        self.transport_error()
            .is_some_and(TransportError::is_timeout)
    }

    /// No connection could be made; the service did nothing.
    pub fn is_connect(&self) -> bool {
        self.transport_error()
            .is_some_and(TransportError::is_connect)
    }

    /// 400: the service refuses the request as it is.
    pub fn is_bad_request(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST)
    }

    /// 401: the token is missing or not valid.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// 403: the token does not allow this.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// 404: there is no such thing.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// 409: the state of the thing does not allow this.
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// 429: too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// 5xx: the service failed.
    pub fn is_server_error(&self) -> bool {
        self.0.kind == Kind::Status && self.status().is_some_and(|s| s.is_server_error())
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == Kind::Status && self.status() == Some(status)
    }

    fn reply(&self) -> Option<&Reply> {
        self.0.reply.as_ref()
    }

    fn api(&self) -> Option<&ApiError> {
        self.reply().map(|reply| &reply.api)
    }

    fn transport_error(&self) -> Option<&TransportError> {
        self.0.source.as_ref()?.downcast_ref()
    }
}

impl Reply {
    fn new(response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        let api = if head.status.is_success() {
            ApiError::default()
        } else {
            ApiError::read(&body)
        };
        Reply {
            status: head.status,
            headers: head.headers,
            body,
            api,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        match (self.0.kind, &self.0.reply) {
            (Kind::Status, Some(reply)) => {
                write!(f, "{}", reply.status)?;
                match &reply.api.message {
                    Some(message) => write!(f, ": {message}"),
                    None => Ok(()),
                }
            }
            _ => f.write_str(&self.0.message),
        }
    }
}

/// Neither headers nor body: they may hold personal data.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &self.0.kind)
            .field("message", &self.to_string());
        if let Some(reply) = &self.0.reply {
            debug.field("status", &reply.status.as_u16());
            debug.field("code", &reply.api.code);
            debug.field("request_id", &self.request_id());
            debug.field("body_length", &reply.body.len());
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
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
