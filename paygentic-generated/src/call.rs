//! A request that can be looked at, changed and sent.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::codec::{Field, Written};
use crate::error::Error;
use crate::idempotency::InBody;
use crate::json::{self, DecodeError};
use crate::operation::{Idempotency, Operation};
use crate::param::{Param, ParameterWriter, Parameters, header_value};
use crate::request::{Request, encode, segment_problem};
use crate::retry::RetryPolicy;

/// An operation with its arguments, ready to be sent.
///
/// It is plain data until it is sent: with `.await` or [`send`](Call::send) for the value, or with
/// [`with_response`](Call::with_response) for status and headers too. An argument that cannot be
/// sent, such as an empty id, is the error that sending gives; nothing leaves the program then.
#[must_use = "a call does nothing until it is sent: add `.await` or `.send()`"]
pub struct Call<'c, C, T> {
    pub(crate) client: &'c C,
    pub(crate) outgoing: Outgoing,
    pub(crate) decode: Decode<T>,
    /// What is left of the path template, from a placeholder on.
    template: &'static str,
    /// Why the call cannot be sent.
    pub(crate) problem: Option<Error>,
}

/// Reads the body of a response.
pub(crate) type Decode<T> = fn(&Bytes) -> Result<T, DecodeError>;

/// What is sent, and how.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) operation: &'static Operation,
    pub(crate) request: Request,
    pub(crate) options: Options,
    /// The idempotency key in the body.
    pub(crate) in_body: InBody,
}

/// What a caller may set for one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retries: Option<RetryPolicy>,
    pub(crate) idempotency_key: Option<String>,
    /// The key to use if there would be none.
    pub(crate) spare_idempotency_key: Option<String>,
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

    /// Sends a header along.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match HeaderName::try_from(name) {
            Ok(name) => match header_value(name.as_str(), value) {
                Ok(value) => drop(self.outgoing.request.headers.insert(name, value)),
                Err(error) => self.fail(error),
            },
            Err(_) => {
                self.fail(Error::invalid_request(format!(
                    "`{}` is no header name",
                    name.escape_debug()
                )));
            }
        }
        self
    }

    /// Sends an idempotency key: requests of one operation with the same key are carried out once.
    ///
    /// If none is given, neither here nor in the body, one is made when the call is sent; an error
    /// tells it ([`Error::idempotency_key`]). Give a key of your own, such as the number of an
    /// order, if the call may be repeated by another run of the program. An operation that takes no
    /// key refuses it when the call is sent.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        let key = key.into();
        if self.outgoing.operation.idempotency == Idempotency::default() {
            return self.refuse("this operation takes no idempotency key");
        }
        if key.is_empty() {
            return self.refuse("the idempotency key is empty");
        }
        self.outgoing.options.idempotency_key = Some(key);
        self
    }

    /// Uses this key instead of a new one if the caller has given none.
    #[cfg(feature = "async")]
    pub(crate) fn spare_idempotency_key(mut self, key: Option<String>) -> Self {
        self.outgoing.options.spare_idempotency_key = key;
        self
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
        self.outgoing
            .request
            .query
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_str()))
    }

    /// The headers that this call adds.
    pub fn headers(&self) -> &HeaderMap {
        &self.outgoing.request.headers
    }

    /// The body, if there is one.
    pub fn body(&self) -> Option<&[u8]> {
        self.outgoing.request.body.as_deref()
    }

    /// Why the call cannot be sent, if so.
    pub fn problem(&self) -> Option<&Error> {
        self.problem.as_ref()
    }
}

/// How emitted methods make calls.
// Which of these the emitted code calls depends on the document.
#[allow(dead_code)]
impl<'c, C, T> Call<'c, C, T> {
    fn new(
        client: &'c C,
        operation: &'static Operation,
        accept: &'static str,
        decode: Decode<T>,
    ) -> Self {
        let mut request = Request::new(operation.method.clone());
        request
            .headers
            .insert(ACCEPT, HeaderValue::from_static(accept));
        let mut call = Call {
            client,
            outgoing: Outgoing {
                operation,
                request,
                options: Options::default(),
                in_body: InBody::default(),
            },
            decode,
            template: operation.path,
            problem: None,
        };
        call.copy_template();
        call
    }

    /// A call that is answered with JSON.
    pub(crate) fn json(client: &'c C, operation: &'static Operation) -> Self
    where
        T: Field,
    {
        Call::new(client, operation, "application/json", |body| {
            json::read(body)
        })
    }

    /// Fills the next placeholder of the path.
    pub(crate) fn segment<P: Param>(mut self, value: impl Into<P>) -> Self {
        let value = value.into();
        let mut text = String::new();
        value.each(&mut |part| text.push_str(part));
        self.fill(&text);
        self
    }

    /// Adds query and header parameters.
    pub(crate) fn params(mut self, parameters: &dyn Parameters) -> Self {
        let mut writer = ParameterWriter {
            request: &mut self.outgoing.request,
            problem: None,
        };
        parameters.write(&mut writer);
        if let Some(problem) = writer.problem {
            self.fail(problem);
        }
        self
    }

    /// Sends a value as JSON.
    pub(crate) fn json_body(mut self, body: &impl Field) -> Self {
        match serde_json::to_vec(&Written(body)) {
            Ok(text) => self.set_body(text.into(), "application/json"),
            Err(error) => {
                self.fail(Error::invalid_request(format!(
                    "the body cannot be written: {error}"
                )));
            }
        }
        self
    }

    /// Looks for an idempotency key in this field of the body.
    pub(crate) fn key_in_body(mut self, field: &(impl Field + Param)) -> Self {
        self.outgoing.in_body = InBody::of(field);
        self
    }

    /// Sends a value as JSON, if there is one.
    pub(crate) fn optional_json_body(self, body: &Option<impl Field>) -> Self {
        match body {
            Some(body) => self.json_body(body),
            None => self,
        }
    }

    /// Sends bytes of a content type.
    pub(crate) fn bytes_body(mut self, body: impl Into<Bytes>, content_type: &'static str) -> Self {
        self.set_body(body.into(), content_type);
        self
    }

    /// Names another type than `application/json` for the JSON that is sent, if any is.
    pub(crate) fn content_type(mut self, content_type: &'static str) -> Self {
        if self.outgoing.request.body.is_some() {
            let value = HeaderValue::from_static(content_type);
            self.outgoing.request.headers.insert(CONTENT_TYPE, value);
        }
        self
    }

    fn set_body(&mut self, body: Bytes, content_type: &'static str) {
        self.outgoing
            .request
            .headers
            .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.outgoing.request.body = Some(body);
    }

    /// Copies the template up to the next placeholder.
    fn copy_template(&mut self) {
        let end = self.template.find('{').unwrap_or(self.template.len());
        let (literal, rest) = self.template.split_at(end);
        self.outgoing.request.path.push_str(literal);
        self.template = rest;
    }

    fn fill(&mut self, text: &str) {
        let Some((name, rest)) = self.template.split_once('}') else {
            return self.fail(Error::invalid_request(
                "there are more arguments than placeholders",
            ));
        };
        if let Some(problem) = segment_problem(text) {
            let name = name.trim_start_matches('{');
            self.fail(Error::invalid_request(format!(
                "path parameter `{name}` {problem}"
            )));
        }
        self.outgoing.request.path.extend(encode(text));
        self.template = rest;
        self.copy_template();
    }

    /// What is sent, unless something is wrong with it.
    pub(crate) fn checked(self) -> Result<Outgoing, Error> {
        match self.problem {
            None => Ok(self.outgoing),
            Some(problem) => Err(problem),
        }
    }

    /// Keeps the first error; it is given when the call is sent.
    fn fail(&mut self, error: Error) {
        self.problem
            .get_or_insert(error.in_operation(self.outgoing.operation.name));
    }
}

#[allow(dead_code)]
impl<'c, C> Call<'c, C, ()> {
    /// A call whose answer has no content.
    pub(crate) fn empty(client: &'c C, operation: &'static Operation) -> Self {
        Call::new(client, operation, "application/json", |_| Ok(()))
    }
}

#[allow(dead_code)]
impl<'c, C> Call<'c, C, Bytes> {
    /// A call that is answered with something else than JSON.
    pub(crate) fn bytes(client: &'c C, operation: &'static Operation) -> Self {
        Call::new(client, operation, "*/*", |body| Ok(body.clone()))
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
