//! A call from its first attempt to its last, apart from the sending: async and blocking clients
//! send what [`Exchange::attempt`] gives and do what [`Exchange::settle`] says.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Response;

use crate::call::Outgoing;
use crate::config::{Config, Times};
use crate::error::{Error, History, Timeout};
use crate::idempotency;
use crate::operation::Operation;
use crate::request::Request;
use crate::retry::{Outcome, RetryPolicy, is_idempotent};
use crate::trace;
use crate::transport::{Limits, TransportError};

/// A call on its way.
pub(crate) struct Exchange<'c> {
    config: &'c Config,
    operation: &'static Operation,
    request: Request,
    policy: RetryPolicy,
    times: Times,
    started: Instant,
    attempt_started: Instant,
    /// Whether repeating is safe though the request may have been carried out.
    repeatable: bool,
    history: History,
}

/// A response of success, and what went before.
pub(crate) type Answer = (Response<Bytes>, History);

/// What to do after an attempt.
pub(crate) enum Next {
    /// The call is over.
    Done(Result<Answer, Error>),
    /// Wait this long, then try again.
    After(Duration),
}

impl<'c> Exchange<'c> {
    /// Makes the idempotency key, which is the same for all attempts.
    pub(crate) fn new(
        config: &'c Config,
        Outgoing {
            operation,
            mut request,
            options,
            in_body,
        }: Outgoing,
    ) -> Result<Self, Error> {
        let keys = idempotency::Keys {
            given: options.idempotency_key,
            spare: options.spare_idempotency_key,
            in_body,
        };
        let key = idempotency::complete(operation, &mut request, &config.headers, keys)?;
        let mask = config.credentials.mask();
        let started = Instant::now();
        Ok(Exchange {
            config,
            operation,
            policy: options.retries.unwrap_or(config.retries),
            times: Times {
                connect: config.times.connect,
                attempt: options.attempt_timeout.unwrap_or(config.times.attempt),
                total: options.timeout.unwrap_or(config.times.total),
            },
            started,
            attempt_started: started,
            repeatable: key.is_some() || is_idempotent(&request.method),
            request,
            history: History::new(key, mask),
        })
    }

    /// The next attempt.
    pub(crate) fn attempt(&mut self) -> Result<(http::Request<Bytes>, Limits), Error> {
        let timeout = self.times.attempt.min(self.remaining());
        if timeout.is_zero() {
            let error = Error::transport(TransportError::timeout("no time is left to send it"));
            return Err(self.failed(error.timed_out(self.timeout(), self.times)));
        }
        let request = self.config.request(self.operation, &self.request)?;
        self.history.attempts += 1;
        self.attempt_started = Instant::now();
        let limits = Limits::new(timeout, self.config.response_size);
        Ok((request, limits))
    }

    /// What follows from the outcome of an attempt.
    pub(crate) fn settle(&mut self, attempt: Result<Response<Bytes>, TransportError>) -> Next {
        let outcome = Outcome::of(&attempt);
        self.history.uncertain |= match &attempt {
            Ok(_) => outcome == Outcome::Unknown,
            Err(error) => error.is_sent(),
        };
        let error = match attempt {
            Ok(response) if response.status().is_success() => {
                self.trace(&Ok(&response), None);
                return Next::Done(Ok((response, std::mem::take(&mut self.history))));
            }
            Ok(response) => Error::failed(response),
            Err(error) => self.without_response(error),
        }
        .hiding(&self.history.mask);
        let wait = self.wait(outcome, &error);
        self.trace(&Err(&error), wait);
        match wait {
            Some(wait) => Next::After(wait),
            None => Next::Done(Err(self.failed(error))),
        }
    }

    /// How long to wait for another attempt; `None` if this was the last.
    fn wait(&self, outcome: Outcome, error: &Error) -> Option<Duration> {
        let safe = match outcome {
            Outcome::Settled => false,
            Outcome::NotDone => true,
            Outcome::Unknown => self.repeatable,
        };
        if !safe || !self.policy.allows_another(self.history.attempts) {
            return None;
        }
        let delay = self.policy.delay(self.history.attempts);
        let wait = delay.max(error.retry_after().unwrap_or_default());
        (wait < self.remaining()).then_some(wait)
    }

    fn without_response(&self, error: TransportError) -> Error {
        let timeout = match (error.is_timeout(), error.is_connect()) {
            (false, _) => return Error::transport(error),
            (true, true) => Timeout::Connect,
            (true, false) => self.timeout(),
        };
        Error::transport(error).timed_out(timeout, self.times)
    }

    /// Which limit the attempt ran into, if it ran into one.
    fn timeout(&self) -> Timeout {
        let before = self.attempt_started.duration_since(self.started);
        if self.times.attempt <= self.times.total.saturating_sub(before) {
            Timeout::Attempt
        } else {
            Timeout::Total
        }
    }

    fn remaining(&self) -> Duration {
        self.times.total.saturating_sub(self.started.elapsed())
    }

    fn failed(&mut self, error: Error) -> Error {
        error.after(std::mem::take(&mut self.history))
    }

    fn trace(&self, attempt: &Result<&Response<Bytes>, &Error>, wait: Option<Duration>) {
        trace::attempt(&self.history, self.attempt_started.elapsed(), attempt, wait);
    }
}
