//! Classifies the outcome of an attempt, for its item and for the pace of the queue.

use std::time::Duration;

use http::StatusCode;

use crate::call::RawResponse;
use crate::error::Error;
use crate::json::{DecodeError, without_mark};

/// The outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttemptOutcome {
    /// The service accepted the item.
    Accepted,
    /// The service refused the item, and would refuse it again.
    Refused,
    /// Nothing was sent, so it says nothing about the service.
    Unsent,
    /// The service asks to wait, with or without a time. The item was not processed.
    Limited(Option<Duration>, Limit),
    /// The token is not valid. The item was not processed.
    Unauthorized,
    /// The service cannot be reached, or there is no token. The item was not processed.
    Unreachable,
    /// It is unknown whether the item was processed.
    Failed {
        /// Whether there was no response in time.
        is_late: bool,
    },
}

/// The kind of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// Too many requests (429).
    Rate,
    /// The service is temporarily unavailable (503).
    Maintenance,
}

/// Whether a response is an HTML page: with status 200 it is from an intermediary, such as a proxy that asks for a
/// login, and not the service.
fn is_page(status: StatusCode, body: &[u8]) -> bool {
    let start = without_mark(body).iter().find(|byte| !byte.is_ascii_whitespace());
    status == StatusCode::OK && start == Some(&b'<')
}

/// Reads a successful response without its value, which is not used.
pub(super) fn discard_value(received: &mut RawResponse) -> Result<(), Error> {
    match is_page(received.response.status(), received.body()) {
        true => Err(received.unreadable(DecodeError::other("it is a page, not a value"))),
        false => Ok(()),
    }
}

impl AttemptOutcome {
    pub(super) fn of(result: Result<(), &Error>) -> Self {
        let Err(error) = result else {
            return AttemptOutcome::Accepted;
        };
        if error.is_rate_limited() {
            return AttemptOutcome::Limited(error.retry_after(), Limit::Rate);
        }
        if error.is_unauthorized() {
            return AttemptOutcome::Unauthorized;
        }
        if error.is_connect() || error.is_credentials() {
            return AttemptOutcome::Unreachable;
        }
        match (error.status(), error.retry_after()) {
            (Some(StatusCode::SERVICE_UNAVAILABLE), Some(wait)) => {
                AttemptOutcome::Limited(Some(wait), Limit::Maintenance)
            }
            (Some(StatusCode::REQUEST_TIMEOUT), _) => AttemptOutcome::Failed { is_late: true },
            (Some(_), _) if error.is_server_error() => AttemptOutcome::Failed { is_late: false },
            (Some(status), _) if is_page(status, error.body()) => {
                AttemptOutcome::Failed { is_late: false }
            }
            // The service accepted the item, even if the response cannot be read.
            (Some(status), _) if status.is_success() => AttemptOutcome::Accepted,
            (Some(_), _) => AttemptOutcome::Refused,
            (None, _) if error.is_final() => match error.is_invalid_request() {
                true => AttemptOutcome::Unsent,
                false => AttemptOutcome::Refused,
            },
            (None, _) => AttemptOutcome::Failed { is_late: error.is_timeout() },
        }
    }

    /// Whether the service gave a final answer about the item.
    pub(super) fn is_answer(self) -> bool {
        matches!(self, AttemptOutcome::Accepted | AttemptOutcome::Refused)
    }
}
