//! A call from its first attempt to its last, apart from the sending: async and blocking clients
//! send what [`Exchange::next_attempt`] returns and do what [`Exchange::on_result`] decides.

mod error_body;

use std::mem;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

use crate::authentication::Authentication;
use crate::body::Body;
use crate::call::Outgoing;
use crate::config::{BaseUrl, Config, CredentialRequest, Provided, TimeLimits};
use crate::download::is_no_file;
use crate::error::{Error, History, Timeout};
use crate::events::Source;
use crate::idempotency;
use crate::retry::{Outcome, RetryPolicy, is_idempotent};
use crate::trace;
use crate::transport::{Limits, TransportError};
pub(crate) use error_body::ErrorBodyReader;

/// A call in progress.
pub(crate) struct Exchange<'c> {
    config: &'c Config,
    /// The server of the operation, if it has one of its own.
    server: Option<BaseUrl>,
    /// Boxed, because futures that hold an exchange are moved; its headers are those of the next attempt.
    outgoing: Box<Outgoing>,
    /// The headers of the last attempt, kept for the next one: a list is copied faster than a map.
    headers: Vec<(HeaderName, HeaderValue)>,
    authentication: Authentication,
    policy: RetryPolicy,
    time_limits: TimeLimits,
    started: Instant,
    attempt_started: Instant,
    /// Whether repeating is safe though the request may have been carried out.
    repeatable: bool,
    history: History,
}

/// A successful response, and the history of its attempts.
pub(crate) struct Success {
    pub(crate) response: Response<Bytes>,
    pub(crate) history: History,
    /// The body, if it is streamed.
    pub(crate) source: Option<Source>,
    /// The maximum size of one item of the stream, in bytes.
    pub(crate) limit: usize,
}

/// What to do after an attempt.
#[allow(
    clippy::large_enum_variant,
    reason = "the caller matches it at once, and a box would be an allocation per call"
)]
pub(crate) enum Next {
    /// The call is over.
    Done(Result<Success, Error>),
    /// Wait this long, then try again.
    RetryAfter(Duration),
    /// Get other credentials from the provider, and try again with them.
    RefreshCredentials,
}

impl<'c> Exchange<'c> {
    /// Prepares a call. The idempotency key is chosen here, and is the same for all attempts.
    pub(crate) fn new(config: &'c Config, mut outgoing: Box<Outgoing>) -> Result<Self, Error> {
        let Outgoing { operation, request, options, in_body, .. } = &mut *outgoing;
        let keys = idempotency::Keys {
            given: options.idempotency_key.take(),
            in_body: mem::take(in_body),
        };
        let key = idempotency::complete(operation, request, &config.headers, keys)?;
        config.complete(request)?;
        let id = options.client_request_id.take();
        let id = config.tracking.identify(id, &mut request.headers)?;
        let authentication = Authentication::new(config, operation, request)?;
        let mask = config.credentials.mask();
        let started = Instant::now();
        Ok(Exchange {
            config,
            server: config.server(operation)?,
            policy: outgoing.options.retries.unwrap_or(config.retries),
            time_limits: TimeLimits {
                connect: config.time_limits.connect,
                attempt: outgoing.options.attempt_timeout.unwrap_or(config.time_limits.attempt),
                total: outgoing.options.timeout.unwrap_or(config.time_limits.total),
            },
            started,
            attempt_started: started,
            repeatable: key.is_some() || is_idempotent(&outgoing.request.method),
            history: History {
                has_side_effects: !outgoing.request.method.is_safe(),
                ..History::new(key, id, mask)
            },
            outgoing,
            headers: Vec::new(),
            authentication,
        })
    }

    /// The argument for the credential provider, if it must be called.
    pub(crate) fn credential_request(&self) -> Option<CredentialRequest> {
        let is_refused = self.authentication.needs_provider()?;
        Some(CredentialRequest { is_refused, time_left: self.remaining(Instant::now()) })
    }

    /// Applies the provided credentials; `None` means that the provider took too long.
    pub(crate) fn authenticate(&mut self, provided: Option<Provided>) -> Result<(), Error> {
        let provided = provided.ok_or_else(|| Error::provider_timeout(self.time_limits));
        let completed =
            self.authentication.complete(self.config, self.outgoing.operation, provided);
        let (request, mask) = completed.map_err(|error| self.with_history(error))?;
        self.outgoing.request = request;
        self.history.mask = mask;
        Ok(())
    }

    /// The request and the limits of the next attempt.
    pub(crate) fn next_attempt(&mut self) -> Result<(http::Request<Body>, Limits), Error> {
        let now = Instant::now();
        self.attempt_started = now;
        let timeout = self.time_limits.attempt.min(self.remaining(now));
        if timeout.is_zero() {
            let error = TransportError::timeout("no time is left to send it");
            let error = self.without_response(error);
            return Err(self.with_history(error));
        }
        let mut headers = self.next_headers();
        self.history.attempts += 1;
        self.config.tracking.count(self.history.attempts, &mut headers);
        let request = self.config.request(self.server.as_ref(), &self.outgoing.request, headers)?;
        let mut limits = Limits::new(timeout, self.config.response_size);
        limits.idle = self.time_limits.attempt;
        limits.operation = self.outgoing.operation.name;
        Ok((request, limits))
    }

    fn next_headers(&mut self) -> HeaderMap {
        let mut headers = mem::take(&mut self.outgoing.request.headers);
        if headers.is_empty() {
            for (name, value) in &self.headers {
                headers.append(name.clone(), value.clone());
            }
        } else {
            self.headers.clear();
            let pairs = headers.iter().map(|(name, value)| (name.clone(), value.clone()));
            self.headers.extend(pairs);
        }
        headers
    }

    /// Whether the body of the response is streamed.
    pub(crate) fn is_streamed(&self) -> bool {
        self.outgoing.is_streamed
    }

    /// Whether a response of this status is a success: besides those of HTTP, redirects where the
    /// document declares nothing else.
    pub(crate) fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || self.outgoing.operation.redirects && status.is_redirection()
    }

    /// Whether the body is passed on as a stream: that of a success, unless it is JSON or a page in place of a file.
    pub(crate) fn streams_body(&self, head: &http::response::Parts) -> bool {
        self.is_success(head.status) && !(self.outgoing.is_file && is_no_file(&head.headers))
    }

    /// The next step after an attempt; `source` is the body of a response that is not read yet.
    pub(crate) fn on_result(
        &mut self,
        attempt: Result<Response<Bytes>, TransportError>,
        source: Option<Source>,
    ) -> Next {
        let outcome = Outcome::of(&attempt);
        self.history.uncertain |= match &attempt {
            Ok(response) if self.is_success(response.status()) => false,
            Ok(_) => matches!(outcome, Outcome::Unknown | Outcome::FinalUnknown),
            Err(error) => error.is_sent(),
        };
        let error = match attempt {
            Ok(response) if self.is_success(response.status()) => {
                self.trace(&Ok(&response), None);
                return Next::Done(Ok(Success {
                    response,
                    history: mem::take(&mut self.history),
                    source,
                    limit: self.config.response_size,
                }));
            }
            Ok(response) => Error::from_status(response).with_environment(&self.config.environment),
            Err(error) => self.without_response(error),
        }
        .with_mask(&self.history.mask);
        let wait = self.wait(outcome, &error);
        self.trace(&Err(&error), wait);
        if let Some(wait) = wait {
            return Next::RetryAfter(wait);
        }
        match self.retry_with_new_credentials(error) {
            Ok(()) => Next::RefreshCredentials,
            Err(error) => Next::Done(Err(self.with_history(error))),
        }
    }

    /// Requests other credentials from the provider, if the error is a 401.
    fn retry_with_new_credentials(&mut self, error: Error) -> Result<(), Error> {
        match error.is_unauthorized() && self.is_repeatable() {
            true => self.authentication.retry_after_rejection(error),
            false => Err(error),
        }
    }

    /// How long to wait for another attempt; `None` if this was the last.
    fn wait(&mut self, outcome: Outcome, error: &Error) -> Option<Duration> {
        let safe = match outcome {
            Outcome::Final | Outcome::FinalUnknown => false,
            Outcome::NotProcessed => true,
            Outcome::Unknown => self.repeatable,
        };
        if !safe || !self.policy.allows_another(self.history.attempts) {
            return None;
        }
        if !self.is_repeatable() {
            self.history.body_consumed = true;
            return None;
        }
        let delay = self.policy.delay(self.history.attempts);
        let wait = delay.max(error.retry_after().unwrap_or_default());
        (wait < self.remaining(Instant::now())).then_some(wait)
    }

    /// Whether the request body can be sent again.
    fn is_repeatable(&self) -> bool {
        self.outgoing.request.body.as_ref().is_none_or(Body::is_readable)
    }

    fn without_response(&self, error: TransportError) -> Error {
        let timeout = match (error.is_timeout(), error.is_connect()) {
            (false, _) => return Error::transport(error),
            (true, true) => Timeout::Connect,
            (true, false) => self.timeout(),
        };
        Error::transport(error).timed_out(timeout, self.reached(timeout))
    }

    /// The limit, if it is the one that was reached: a transport may have others, and give up before.
    fn reached(&self, timeout: Timeout) -> Option<Duration> {
        let (limit, start) = match timeout {
            Timeout::Connect if self.config.has_custom_transport => return None,
            Timeout::Connect => (self.time_limits.connect, self.attempt_started),
            Timeout::Attempt => (self.time_limits.attempt, self.attempt_started),
            Timeout::Total => (self.time_limits.total, self.started),
        };
        // Clocks of other libraries are not as exact.
        (start.elapsed() >= limit - limit / 10).then_some(limit)
    }

    /// Which limit the attempt ran into, if it ran into one.
    fn timeout(&self) -> Timeout {
        let before = self.attempt_started.duration_since(self.started);
        if self.time_limits.attempt <= self.time_limits.total.saturating_sub(before) {
            Timeout::Attempt
        } else {
            Timeout::Total
        }
    }

    fn remaining(&self, now: Instant) -> Duration {
        let elapsed = now.duration_since(self.started);
        self.time_limits.total.saturating_sub(elapsed)
    }

    fn with_history(&mut self, error: Error) -> Error {
        error.with_history(mem::take(&mut self.history))
    }

    fn trace(&self, attempt: &Result<&Response<Bytes>, &Error>, wait: Option<Duration>) {
        trace::log_attempt(&self.history, self.attempt_started, attempt, wait);
    }
}
