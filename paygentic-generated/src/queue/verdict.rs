//! What the outcome of an attempt means for its item, and for the queue.

use std::time::Duration;

use http::StatusCode;

use crate::call::Received;
use crate::error::Error;
use crate::json::{DecodeError, without_mark};

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The service has it.
    Accepted,
    /// The service does not take it, now or later.
    Refused,
    /// It did not become a request, so it tells nothing about the service.
    Unsent,
    /// The service takes nothing for a while; it names how long, or does not. Nothing was done.
    Limited(Option<Duration>, Limit),
    /// The token is not valid. Nothing was done.
    Unauthorized,
    /// The service cannot be reached, or there is no token. Nothing was done.
    Unreachable,
    /// It is unknown whether it was done.
    Failed {
        /// Because there was no answer in time.
        is_late: bool,
    },
}

/// Of what kind a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// There were too many requests.
    Rate,
    /// The service is not there for a while.
    Maintenance,
}

/// Whether a response is a page for people: with status 200 that is somebody between, such as a proxy that asks for a
/// login, and not the service.
fn is_page(status: StatusCode, body: &[u8]) -> bool {
    let start = without_mark(body).iter().find(|byte| !byte.is_ascii_whitespace());
    status == StatusCode::OK && start == Some(&b'<')
}

/// Reads a successful response without its value, which is not used.
pub(super) fn taken(received: &mut Received) -> Result<(), Error> {
    match is_page(received.response.status(), received.body()) {
        true => Err(received.unreadable(DecodeError::other("it is a page, not a value"))),
        false => Ok(()),
    }
}

impl Verdict {
    pub(super) fn of(result: Result<(), &Error>) -> Self {
        let Err(error) = result else {
            return Verdict::Accepted;
        };
        if error.is_rate_limited() {
            return Verdict::Limited(error.retry_after(), Limit::Rate);
        }
        if error.is_unauthorized() {
            return Verdict::Unauthorized;
        }
        if error.is_connect() || error.is_credentials() {
            return Verdict::Unreachable;
        }
        match (error.status(), error.retry_after()) {
            (Some(StatusCode::SERVICE_UNAVAILABLE), Some(wait)) => {
                Verdict::Limited(Some(wait), Limit::Maintenance)
            }
            (Some(StatusCode::REQUEST_TIMEOUT), _) => Verdict::Failed { is_late: true },
            (Some(_), _) if error.is_server_error() => Verdict::Failed { is_late: false },
            (Some(status), _) if is_page(status, error.body()) => {
                Verdict::Failed { is_late: false }
            }
            // The service has it, whatever else it says.
            (Some(status), _) if status.is_success() => Verdict::Accepted,
            (Some(_), _) => Verdict::Refused,
            (None, _) if error.is_final() => match error.is_invalid_request() {
                true => Verdict::Unsent,
                false => Verdict::Refused,
            },
            (None, _) => Verdict::Failed { is_late: error.is_timeout() },
        }
    }

    /// Whether the service answered for good.
    pub(super) fn is_answer(self) -> bool {
        matches!(self, Verdict::Accepted | Verdict::Refused)
    }
}
