//! The error of webhook verification, with the status to respond with.

use std::fmt;

use http::StatusCode;

use crate::json::DecodeError;

/// Why a delivery is rejected. The message of the error contains no secret, no signature and nothing of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// A secret is empty, or not of the form `whsec_<base64>`: check the configuration of your program.
    InvalidSecret,
    /// The header of this name is missing.
    MissingHeader(&'static str),
    /// The header of this name is malformed, or occurs more than once.
    InvalidHeader(&'static str),
    /// The message was signed longer ago than the tolerance allows. It may be a replay.
    TooOld,
    /// The time of the message is further in the future than the tolerance allows: check the clock of this machine.
    TooNew,
    /// The body is longer than the limit.
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// No signature matches the message with any of the secrets.
    NoSignatureMatches,
    /// The signature is valid, but the body is not an event, or its data does not fit the requested type.
    InvalidEvent(
        /// What is wrong with it, and where.
        String,
    ),
}

impl WebhookError {
    /// The status to respond with: 413 for a body that is too long, 500 for a secret that cannot be used, and 400 for
    /// anything else. The service counts such a delivery as failed, and repeats it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::InvalidSecret => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    pub(super) fn event(error: &DecodeError) -> Self {
        Self::InvalidEvent(error.to_string())
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidSecret => f.write_str(
                "the secret is not of the form `whsec_<base64>`; copy it whole from the webhook portal",
            ),
            Self::MissingHeader(name) => write!(f, "the header `{name}` is missing"),
            Self::InvalidHeader(name) => {
                write!(f, "the header `{name}` is malformed, or occurs more than once")
            }
            Self::TooOld => f.write_str(
                "the message was signed too long ago: it is a replay, or the clock of this machine is wrong",
            ),
            Self::TooNew => f.write_str(
                "the message was signed in the future: check the clock of this machine",
            ),
            Self::TooLong { limit } => write!(f, "the body is longer than {limit} bytes"),
            Self::NoSignatureMatches => {
                f.write_str(
                    "no signature matches: check the secret, and pass the body exactly as received",
                )
            }
            Self::InvalidEvent(problem) => write!(f, "the event cannot be read: {problem}"),
        }
    }
}

impl std::error::Error for WebhookError {}
