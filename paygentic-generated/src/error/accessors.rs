//! The public accessors of `Error`.

use std::borrow::Cow;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::api::ApiError;
use super::constructors::unreadable;
use super::{
    Error, ErrorResponse, Kind, Timeout, ValidationError, content_coding, headers, html, request_id,
};
use crate::json;
use crate::transport::TransportError;

impl Error {
    /// The operation that failed, such as `customers.update`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The status of the response, if one was received.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// The machine-readable code of the error, if the service sent one.
    ///
    /// Like the message and the validation errors, it is read from the body on first use. If the service
    /// repeats the token, it is replaced by `***`.
    pub fn code(&self) -> Option<&str> {
        self.api()?.code.as_deref()
    }

    /// The human-readable message of the service, as it was sent. It may contain line breaks and other
    /// control characters, which the `Display` of the error escapes.
    pub fn message(&self) -> Option<&str> {
        self.api()?.message.as_deref()
    }

    /// The validation errors of the service, field by field; the first hundred of them.
    ///
    /// All usual forms are read: lists of objects or of texts, and texts by field, under `errors`, `issues`,
    /// `details` and similar keys.
    pub fn validation_errors(&self) -> &[ValidationError] {
        self.api().map_or(&[], |api| &api.errors)
    }

    /// The service's id of the request. Quote it when you contact support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// The client's id of the call; `None` if the call failed before it had one. It is the same for all
    /// attempts, and is sent in the header `x-client-request-id`, unless the client is configured otherwise.
    pub fn client_request_id(&self) -> Option<&str> {
        let id = self.0.history.client_request_id.as_str();
        (!id.is_empty()).then_some(id)
    }

    /// The headers of the response, if one was received.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// The body of the response as it was received; empty if there was none.
    ///
    /// Nothing in it is escaped or redacted. Of an error response, at most the first MiB is kept; see
    /// [`is_body_cut`](Error::is_body_cut).
    pub fn body(&self) -> &[u8] {
        self.response().map_or(&[], |response| &response.body)
    }

    /// Whether [`body`](Error::body) has only the beginning of the body.
    pub fn is_body_cut(&self) -> bool {
        self.response().is_some_and(|response| response.is_cut)
    }

    /// The body of the response as text.
    pub fn body_text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.body())
    }

    /// The body of the response, decoded as JSON into a type, such as the one that the operation declares for
    /// this status.
    ///
    /// # Errors
    ///
    /// There is no body, or it does not fit the type.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        json::read_as(self.body()).map_err(Error::decode_only)
    }

    /// How long the service asks to wait before the next attempt, by `Retry-After`; zero if it names a time in
    /// the past.
    ///
    /// It is [`Duration::MAX`] if the header cannot be read, or names more seconds than a `Duration` can hold.
    pub fn retry_after(&self) -> Option<Duration> {
        headers::retry_after(self.headers()?)
    }

    /// The location in the response that could not be decoded, such as `data[3].itemId`.
    pub fn decode_path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The index on its page, from zero, of the list item that could not be decoded, if the error is about an
    /// item. The other items can be read: see [`pagination`](crate::pagination).
    pub fn item_index(&self) -> Option<usize> {
        self.0.item.as_ref().map(|item| item.index)
    }

    /// The JSON of the list item that could not be decoded; invalid UTF-8 is replaced.
    pub fn item_json(&self) -> Option<Cow<'_, str>> {
        let item = self.0.item.as_ref()?;
        Some(String::from_utf8_lossy(&item.json))
    }

    /// The response could not be decoded.
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }

    /// The pages of a list repeat or lead nowhere, so that the list cannot be read to its end.
    pub fn is_pagination(&self) -> bool {
        self.0.kind == Kind::Pagination
    }

    /// The configuration of the client or the request is invalid, and nothing was sent.
    pub fn is_invalid_request(&self) -> bool {
        matches!(self.0.kind, Kind::Request | Kind::Configuration)
    }

    /// The credential provider failed, took too long, or returned an invalid credential, and nothing was sent.
    /// The error of the provider is the [`source`](std::error::Error::source).
    pub fn is_credentials(&self) -> bool {
        self.0.kind == Kind::Credentials
    }

    /// No complete response was received in time.
    pub fn is_timeout(&self) -> bool {
        self.transport_error().is_some_and(TransportError::is_timeout)
    }

    /// No connection could be established; the service did nothing.
    pub fn is_connect(&self) -> bool {
        self.transport_error().is_some_and(TransportError::is_connect)
    }

    /// 400: the request is invalid.
    pub fn is_bad_request(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST)
    }

    /// 401: the token is missing or invalid.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// 403: the token does not allow this.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// 404: the resource does not exist.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// 409: the state of the resource does not allow this.
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// 429: too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// 5xx: the service failed. Statuses from 600 on, which HTTP does not define, are treated alike.
    pub fn is_server_error(&self) -> bool {
        self.0.kind == Kind::Status && self.status().is_some_and(is_server_error)
    }

    /// Which limit was reached, if the call timed out. A transport of your own may have given up before; then the error
    /// says what the transport says, and names no limit.
    pub fn timeout(&self) -> Option<Timeout> {
        self.0.timeout
    }

    /// The number of attempts to send the request.
    pub fn attempts(&self) -> u32 {
        self.0.history.attempts
    }

    /// The idempotency key of the request, if it had one.
    ///
    /// If the call is repeated with this key, the service does not carry it out twice.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.history.idempotency_key.as_deref()
    }

    /// Whether the service may have carried out the request although the call failed: an attempt
    /// was sent, and no response reported its outcome.
    ///
    /// Besides 5xx, 408 and missing responses these are redirects, which are not followed: all but 304, 307 and 308, which
    /// say that the request was not carried out. An HTML page in place of JSON counts too: it is not from the service.
    ///
    /// Before repeating such a call, check whether it took effect, or repeat it with the same idempotency key.
    pub fn is_outcome_unknown(&self) -> bool {
        self.0.history.uncertain
    }

    /// The explanation of a status, safe to print.
    pub(super) fn explanation(&self) -> Option<String> {
        let response = self.response()?;
        if let Some(said) = self.api()?.headline() {
            return Some(self.0.history.mask.safe(&said));
        }
        if response.status.is_redirection() {
            let target = headers::redirect(&response.headers)?;
            let said = format!("unexpected redirect to {target}, which was not followed");
            return Some(self.0.history.mask.safe(&said));
        }
        if let Some(coding) =
            content_coding(&response.headers).filter(|_| !response.body.is_empty())
        {
            return Some(unreadable(&coding));
        }
        // Gateways have pages of their own for 5xx.
        let is_page =
            response.status.is_client_error() && html::is_page(&response.headers, &response.body);
        is_page.then(|| html::PAGE_MEANING.to_owned())
    }

    /// The text to log for an error that is not a status; none of it comes from the service.
    #[cfg(feature = "tracing")]
    pub(crate) fn problem(&self) -> Option<Cow<'_, str>> {
        (self.0.kind != Kind::Status).then(|| self.0.history.mask.hide(&self.0.message))
    }

    /// Whether the service rejected the request with a 4xx status.
    #[cfg(feature = "tracing")]
    pub(crate) fn is_refusal(&self) -> bool {
        self.0.kind == Kind::Status && self.status().is_some_and(|status| status.is_client_error())
    }

    /// The service's id of the request, masked and escaped for output.
    #[cfg(feature = "tracing")]
    pub(crate) fn shown_request_id(&self) -> Option<String> {
        self.request_id().map(|id| self.0.history.mask.safe(id))
    }

    /// Whether there was no response, and another attempt would end in the same way.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn is_final(&self) -> bool {
        let is_final = |error: &TransportError| error.is_final();
        self.is_invalid_request() || self.transport_error().is_some_and(is_final)
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == Kind::Status && self.status() == Some(status)
    }

    fn response(&self) -> Option<&ErrorResponse> {
        self.0.response.as_ref()
    }

    fn api(&self) -> Option<&ApiError> {
        let response = self.response().filter(|_| self.0.kind == Kind::Status)?;
        let read = || ApiError::read(&response.body, response.status, &self.0.history.mask);
        Some(response.api.get_or_init(read))
    }

    fn transport_error(&self) -> Option<&TransportError> {
        self.0.source.as_ref()?.downcast_ref()
    }
}

/// Whether a status counts as a failure of the service; those from 600 on do too (RFC 9110, 15).
pub(crate) fn is_server_error(status: StatusCode) -> bool {
    status.as_u16() >= 500
}
