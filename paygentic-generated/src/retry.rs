#![doc = include_str!("../docs/retry.md")]

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Response, StatusCode};

use crate::error::is_server_error;
use crate::random;
use crate::transport::TransportError;

/// How often a call is retried, and after which waits.
///
/// ```
/// use std::time::Duration;
/// use paygentic_generated::RetryPolicy;
///
/// let patient = RetryPolicy::default().max_attempts(8).max_delay(Duration::from_secs(30));
/// let once = RetryPolicy::never();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts; waits of up to 0.5, 1 and 2 seconds.
    fn default() -> Self {
        RetryPolicy {
            max_attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
        }
    }
}

impl RetryPolicy {
    /// No retries: each call is attempted once.
    pub fn never() -> Self {
        RetryPolicy::default().max_attempts(1)
    }

    /// The maximum number of attempts, including the first one; 4 by default. 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The longest wait before the second attempt: 0.5 seconds by default. It doubles with each further attempt, up to
    /// [`max_delay`](Self::max_delay). The wait itself is random, between zero and this.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait before any attempt: 8 seconds by default, which the default of four attempts does not reach. A
    /// longer `Retry-After` of the service is still honoured.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Whether a call that was tried this often may be tried again.
    pub(crate) fn allows_another(&self, attempts: u32) -> bool {
        attempts < self.max_attempts
    }

    /// A random wait, so that clients that failed together do not retry together.
    pub(crate) fn delay(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        let longest = self.base_delay.saturating_mul(1 << doublings);
        longest.min(self.max_delay).mul_f64(random::fraction())
    }
}

/// What is known after an attempt about whether the request was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The response is final: another attempt would not change it.
    Final,
    /// The response is final, but does not tell whether the request was carried out.
    FinalUnknown,
    /// The request was not carried out.
    NotProcessed,
    /// The request may have been carried out, or part of it.
    Unknown,
}

impl Outcome {
    pub(crate) fn of(attempt: &Result<Response<Bytes>, TransportError>) -> Self {
        match attempt {
            Ok(response) => match response.status() {
                StatusCode::TOO_MANY_REQUESTS => Outcome::NotProcessed,
                StatusCode::REQUEST_TIMEOUT => Outcome::Unknown,
                // The response may come from a proxy that timed out, which does not know what was done.
                status if is_server_error(status) => Outcome::Unknown,
                // The server switches to another protocol, and its result is not read.
                status if status.is_informational() => Outcome::FinalUnknown,
                // RFC 9110, 15.4: nothing was changed, or the same request is to be sent to another address.
                StatusCode::NOT_MODIFIED
                | StatusCode::TEMPORARY_REDIRECT
                | StatusCode::PERMANENT_REDIRECT => Outcome::Final,
                // After 303 it was carried out; after 301 and 302 some clients repeat it and others fetch its result.
                status if status.is_redirection() => Outcome::FinalUnknown,
                _ => Outcome::Final,
            },
            Err(error) if error.is_connect() => Outcome::NotProcessed,
            Err(error) if error.is_final() => Outcome::Final,
            Err(_) => Outcome::Unknown,
        }
    }
}

/// Whether HTTP defines the method as idempotent (RFC 9110, 9.2.2).
pub(crate) fn is_idempotent(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT, Method::DELETE].contains(method)
}
