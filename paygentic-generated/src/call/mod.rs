//! A call before it is sent: it can be inspected, changed and sent.

mod bodies;
mod build;
mod raw_response;
// Which of these the emitted code uses depends on the document.
#[allow(dead_code)]
pub(crate) mod response_variants;
mod streams;
mod template;

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, Method};

use self::template::Template;
use crate::error::Error;
use crate::idempotency::{self, BodyKey};
use crate::operation::{Idempotency, Operation};
use crate::param::header_value;
use crate::request::Request;
use crate::retry::RetryPolicy;

pub(crate) use raw_response::RawResponse;

/// An operation with its arguments, not yet sent.
///
/// `.await` (or [`send`](Call::send)) sends it and returns the value; [`with_response`](Call::with_response) returns
/// status and headers too. If an argument cannot be sent, such as an empty id, sending fails before anything leaves
/// the program.
#[must_use = "a call does nothing until it is sent: add `.await` or `.send()`"]
pub struct Call<'c, C, T> {
    pub(crate) client: &'c C,
    /// Boxed, because a call is moved from step to step until it is sent.
    pub(crate) outgoing: Box<Outgoing>,
    pub(crate) decode: Decode<T>,
    /// The rest of the path template, from the next placeholder on.
    template: Template,
    /// Why the call cannot be sent.
    pub(crate) problem: Option<Error>,
}

/// Reads the value in a response.
pub(crate) type Decode<T> = fn(&mut RawResponse) -> Result<T, Error>;

/// The request of a call, and how it is sent and read.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) operation: &'static Operation,
    pub(crate) request: Request,
    pub(crate) options: Options,
    /// The idempotency key in the body.
    pub(crate) in_body: BodyKey,
    /// Whether the body of the response is streamed.
    pub(crate) is_streamed: bool,
    /// Whether the response is a file, and JSON or a page in its place is none.
    pub(crate) is_file: bool,
}

/// What a caller may set for one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retries: Option<RetryPolicy>,
    pub(crate) client_request_id: Option<String>,
    pub(crate) idempotency_key: Option<String>,
}

/// Options of the call, and its parts.
impl<C, T> Call<'_, C, T> {
    /// The time limit of the whole call, including retries, instead of the client's setting.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.outgoing.options.timeout = Some(timeout);
        self
    }

    /// The time limit of one attempt, instead of the client's setting.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.outgoing.options.attempt_timeout = Some(timeout);
        self
    }

    /// The retry policy of this call, instead of the client's.
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.outgoing.options.retries = Some(retries);
        self
    }

    /// Adds a header. Its value is marked as sensitive, so that it is never printed.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match HeaderName::try_from(name) {
            Ok(name) => match header_value(name.as_str(), value) {
                Ok(mut value) => {
                    // It may be a secret, which must not be printed.
                    value.set_sensitive(true);
                    self.outgoing.request.headers.insert(name, value);
                }
                Err(error) => self.fail(error),
            },
            Err(_) => {
                self.fail(Error::invalid_request(format!(
                    "invalid header name `{}`",
                    name.escape_debug()
                )));
            }
        }
        self
    }

    /// Sets the id of the call, to find it in your logs and in those of the service. By default an id is generated
    /// when the call is sent. It is part of errors, responses and traces.
    ///
    /// It is sent in the header `x-client-request-id`, or the one set by
    /// [`ClientBuilder::client_request_id_header`](crate::ClientBuilder::client_request_id_header). Characters other
    /// than printable ASCII are an error when the call is sent.
    pub fn client_request_id(mut self, id: impl Into<String>) -> Self {
        let id = id.into();
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            return self.refuse(
                "the client request id is empty or has other characters than printable ASCII",
            );
        }
        self.outgoing.options.client_request_id = Some(id);
        self
    }

    /// Sets the idempotency key: requests of one operation with the same key are carried out once.
    ///
    /// Without a key, here or in the body, one is generated when the call is sent; errors have it
    /// ([`Error::idempotency_key`]). Set a key of your own, such as the number of an order, if your program may
    /// repeat the call after a restart.
    ///
    /// Sending fails if the operation takes no key (its documentation says if it does), if the key is empty or blank, or if it is sent in a header and
    /// contains characters other than printable ASCII.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        let key = key.into();
        if self.outgoing.operation.idempotency == Idempotency::default() {
            return self.refuse("this operation takes no idempotency key from the call: if its request body has a field for one, set that");
        }
        if let Err(error) = idempotency::check_is_key(&key) {
            self.fail(error);
            return self;
        }
        self.outgoing.options.idempotency_key = Some(key);
        self
    }

    /// Sends this key, whatever key was given before: that of an item of a queue, which is the same however often the
    /// item is sent.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn in_queue(self, key: Option<String>) -> Self {
        match key {
            Some(key) => self.idempotency_key(key),
            None => self.refuse(
                "cannot generate an idempotency key: the system has no source of randomness",
            ),
        }
    }

    fn refuse(mut self, problem: impl Into<String>) -> Self {
        self.fail(Error::invalid_request(problem.into()));
        self
    }

    /// The operation, such as `customers.update`.
    pub fn operation(&self) -> &'static str {
        self.outgoing.operation.name
    }

    /// The operation's id in the contract, such as `updateCustomer`.
    pub fn operation_id(&self) -> &'static str {
        self.outgoing.operation.id
    }

    /// The method of the request.
    pub fn method(&self) -> &Method {
        &self.outgoing.request.method
    }

    /// The path of the request, encoded, without the server's address.
    pub fn path(&self) -> &str {
        &self.outgoing.request.path
    }

    /// The names and values of the query, not encoded.
    pub fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.outgoing.request.query.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
    }

    /// The headers that this call adds.
    pub fn headers(&self) -> &HeaderMap {
        &self.outgoing.request.headers
    }

    /// The body, if it is in memory in one piece, as JSON is; `None` for bodies with large files or files on disk. A
    /// [`MockTransport`](crate::testing::MockTransport) has those too.
    pub fn body(&self) -> Option<&[u8]> {
        self.outgoing.request.body.as_ref()?.as_bytes().map(|bytes| &**bytes)
    }

    /// The error that sending would return at once, if the call is invalid.
    pub fn error(&self) -> Option<&Error> {
        self.problem.as_ref()
    }
}

/// The body is left out: it may hold personal data.
impl<C, T> fmt::Debug for Call<'_, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.outgoing.operation.name)
            .field("method", &self.outgoing.request.method)
            .field("path", &self.outgoing.request.path)
            .field("options", &self.outgoing.options)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}
