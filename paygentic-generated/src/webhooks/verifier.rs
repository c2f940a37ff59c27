//! Verifies that a delivery comes from the service, by its signature and its time.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;

use super::error::WebhookError;
use super::event::WebhookEvent;
use super::secret::{Secret, signatures};
use super::signed_headers::{HeaderNames, SignedHeaders, single};

/// The default difference that is allowed between the time of a message and the local time.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// The default maximum size of a body, in bytes.
const LIMIT: usize = 8 * 1024 * 1024;

type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Verifies the signature of webhook deliveries, and reads their events.
///
/// Create one at the start of the program and share it: cloning is cheap.
///
/// ```
/// use paygentic_generated::webhooks::{Verifier, WebhookEventType};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let verifier = Verifier::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
///
/// let body = br#"{"eventType": "customer.created.v0", "data": {"id": "cus_1"}}"#;
/// let headers = verifier.sign("msg_1", paygentic_generated::Timestamp::now(), body)?; // as the service does
/// let event = verifier.verify(&headers, body)?;
/// assert_eq!(event.event_type(), &WebhookEventType::CustomerCreatedV0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Verifier {
    secrets: Vec<Secret>,
    tolerance: Duration,
    limit: usize,
    clock: Clock,
}

impl Verifier {
    /// A verifier with the secret of an endpoint, `whsec_...`, which the webhook portal shows.
    ///
    /// # Errors
    ///
    /// The secret is empty, or not of the form `whsec_...`.
    pub fn new(secret: impl AsRef<str>) -> Result<Self, WebhookError> {
        Ok(Verifier {
            secrets: vec![Secret::read(secret.as_ref())?],
            tolerance: TOLERANCE,
            limit: LIMIT,
            clock: Arc::new(Timestamp::now),
        })
    }

    /// Accepts deliveries signed with this secret as well: the previous one during a rotation, or that of another
    /// endpoint.
    ///
    /// # Errors
    ///
    /// The secret is empty, or not of the form `whsec_...`.
    pub fn or_secret(mut self, secret: impl AsRef<str>) -> Result<Self, WebhookError> {
        self.secrets.push(Secret::read(secret.as_ref())?);
        Ok(self)
    }

    /// How far the time of a message may differ from the local time, in both directions; five minutes by default.
    /// Other messages are rejected, because they may be replays.
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The maximum size of a body in bytes; 8 MiB by default. Longer ones are rejected without being read.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Sets the clock, for tests. By default it is that of the system.
    pub fn clock(mut self, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }

    /// Verifies a delivery, and returns its event.
    ///
    /// `headers` are those of the request; `svix-id`, `svix-timestamp` and `svix-signature` are read, or the same
    /// names with `webhook-`. `body` is the body exactly as it was received: the signature does not match JSON that
    /// was parsed and serialized again.
    ///
    /// # Errors
    ///
    /// A header is missing, malformed or repeated; the message is too old, too new or too long; no signature matches;
    /// or the body is not an event. [`WebhookError::status`] is the status to respond with.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<WebhookEvent, WebhookError> {
        let names = HeaderNames::of(headers);
        let [id, timestamp, signature] =
            [names.id, names.timestamp, names.signature].map(|name| single(headers, name));
        let head = SignedHeaders::new(id?, timestamp?, names)?;
        let invalid = WebhookError::InvalidHeader;
        let signatures = signatures(signature?).ok_or(invalid(names.signature))?;
        if body.len() > self.limit {
            return Err(WebhookError::TooLong { limit: self.limit });
        }
        let seconds = head.seconds().ok_or(invalid(names.timestamp))?;
        let signed = Timestamp::from_second(seconds).map_err(|_| invalid(names.timestamp))?;
        self.check_time(signed)?;
        let accepts = |secret: &Secret| secret.accepts(&head, &signatures, body);
        if !self.secrets.iter().any(accepts) {
            return Err(WebhookError::NoSignatureMatches);
        }
        WebhookEvent::read(head.id, signed, body)
    }

    fn check_time(&self, signed: Timestamp) -> Result<(), WebhookError> {
        let now = (self.clock)();
        let distance = now.duration_since(signed);
        if distance.unsigned_abs() <= self.tolerance {
            Ok(())
        } else if distance.is_negative() {
            Err(WebhookError::TooNew)
        } else {
            Err(WebhookError::TooOld)
        }
    }

    /// The headers of a delivery with this id, time and body, signed with the first secret. For tests of a handler.
    ///
    /// # Errors
    ///
    /// The id is empty or contains a dot or another invalid character, or the time is before 1970.
    pub fn sign(
        &self,
        id: &str,
        timestamp: Timestamp,
        body: &[u8],
    ) -> Result<HeaderMap, WebhookError> {
        let names = HeaderNames::of(&HeaderMap::new());
        let seconds = timestamp.as_second().to_string();
        let head = SignedHeaders::new(id, &seconds, names)?;
        let secret = self.secrets.first().ok_or(WebhookError::InvalidSecret)?;
        let values = [id, &seconds, &secret.sign(&head, body)].map(HeaderValue::from_str);
        let mut headers = HeaderMap::new();
        for (name, value) in HeaderNames::own().into_iter().zip(values) {
            headers.insert(name, value.map_err(|_| WebhookError::InvalidHeader(names.id))?);
        }
        Ok(headers)
    }
}

/// Omits the secrets.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("secrets", &self.secrets.len())
            .field("tolerance", &self.tolerance)
            .field("max_body", &self.limit)
            .finish_non_exhaustive()
    }
}
