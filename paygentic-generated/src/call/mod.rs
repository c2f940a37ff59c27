//! A call before it is sent: it can be inspected, changed and sent.

// Which of these the emitted code uses depends on the document.
#[allow(dead_code)]
pub(crate) mod answers;
mod bodies;
mod build;
mod received;
mod streams;
mod template;

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, Method};

use self::template::Template;
use crate::error::Error;
use crate::idempotency::{self, InBody};
use crate::operation::{Idempotency, Operation};
use crate::param::header_value;
use crate::request::Request;
use crate::retry::RetryPolicy;

pub(crate) use received::Received;

/// An operation with its arguments, ready to be sent.
///
/// It is plain data until it is sent: with `.await` or [`send`](Call::send) for the value, or with
/// [`with_response`](Call::with_response) for status and headers too. An argument that cannot be
/// sent, such as an empty id, is the error that sending gives; nothing leaves the program then.
#[must_use = "a call does nothing until it is sent: add `.await` or `.send()`"]
pub struct Call<'c, C, T> {
    pub(crate) client: &'c C,
    /// Boxed, because a call is moved from step to step until it is sent.
    pub(crate) outgoing: Box<Outgoing>,
    pub(crate) decode: Decode<T>,
    /// What is left of the path template, from a placeholder on.
    template: Template,
    /// Why the call cannot be sent.
    pub(crate) problem: Option<Error>,
}

/// Reads the value in a response.
pub(crate) type Decode<T> = fn(&mut Received) -> Result<T, Error>;

/// What is sent, and how.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) operation: &'static Operation,
    pub(crate) request: Request,
    pub(crate) options: Options,
    /// The idempotency key in the body.
    pub(crate) in_body: InBody,
    /// Whether the body of the response is handed on as it comes.
    pub(crate) is_streamed: bool,
    /// Whether the response is a file, and JSON in its place is none.
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

/// What callers may set and look at.
impl<C, T> Call<'_, C, T> {
    /// How long the call may take in all, with its retries, instead of the client's setting.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.outgoing.options.timeout = Some(timeout);
        self
    }

    /// How long one attempt may take, instead of the client's setting.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.outgoing.options.attempt_timeout = Some(timeout);
        self
    }

    /// How often the call is tried, instead of the client's setting.
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.outgoing.options.retries = Some(retries);
        self
    }

    /// Sends a header along. Its value is marked as sensitive, so that nothing prints it.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match HeaderName::try_from(name) {
            Ok(name) => match header_value(name.as_str(), value) {
                Ok(mut value) => {
                    // It may be a secret: nothing prints it.
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

    /// Gives the call an id of yours, by which your logs and those of the service tell of the same call. If
    /// none is given, one is made when the call is sent; it stands in errors, in the response and in traces.
    ///
    /// It goes along in the header `x-client-request-id`, unless the client is set otherwise
    /// ([`ClientBuilder::client_request_id_header`](crate::ClientBuilder::client_request_id_header)), and is
    /// refused when the call is sent if it has other characters than printable ASCII.
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

    /// Sends an idempotency key: requests of one operation with the same key are carried out once.
    ///
    /// If none is given, neither here nor in the body, one is made when the call is sent; an error
    /// has it ([`Error::idempotency_key`]). Give a key of your own, such as the number of an
    /// order, if the call may be repeated by another run of the program. When the call is sent, an
    /// operation that takes no key refuses it, and so is a key refused that is empty or blank, or that
    /// goes into a header and has other characters than printable ASCII.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        let key = key.into();
        if self.outgoing.operation.idempotency == Idempotency::default() {
            return self.refuse("this operation takes no idempotency key");
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
            None => {
                self.refuse("no idempotency key can be made, because the system has no randomness")
            }
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

    /// The body, if there is one and it is in memory in one piece, as JSON is. One with large files,
    /// or files on disk, is not; a [`MockTransport`](crate::testing::MockTransport) shows it whole.
    pub fn body(&self) -> Option<&[u8]> {
        self.outgoing.request.body.as_ref()?.as_bytes().map(|bytes| &**bytes)
    }

    /// The error that sending gives at once, if the call cannot be sent.
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
