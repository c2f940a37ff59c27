//! Why a delivery is refused.

use std::fmt;

use http::StatusCode;

use crate::json::DecodeError;

/// Why a delivery is refused. No message repeats a secret, a signature or anything of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// A secret is empty or not of the form `whsec_<base64>`. This is a fault of the program's own settings.
    InvalidSecret,
    /// The header of this name is not there.
    MissingHeader(&'static str),
    /// The header of this name cannot be read, or is there more than once.
    InvalidHeader(&'static str),
    /// The message was signed longer ago than is tolerated. It may have been recorded and sent again.
    TooOld,
    /// The message was signed later than it is now by our clock, by more than is tolerated.
    TooNew,
    /// The body is longer than is read.
    TooLong {
        /// The most bytes that are read.
        limit: usize,
    },
    /// No signature is that of the message by any of the secrets.
    NoSignatureMatches,
    /// The signature is right, but the body is not an event, or its data not of the type that was asked for.
    InvalidEvent(
        /// What is wrong with it, and where.
        String,
    ),
}

impl WebhookError {
    /// The status to answer with: 400 for all that the sender is to blame for, 413 for a body that is too long, and
    /// 500 for a secret that cannot be used. The service repeats what is answered so, and counts it as failed.
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
                write!(f, "the header `{name}` is malformed or there more than once")
            }
            Self::TooOld => f.write_str("the message was signed too long ago"),
            Self::TooNew => f.write_str("the message was signed in the future"),
            Self::TooLong { limit } => write!(f, "the body is longer than {limit} bytes"),
            Self::NoSignatureMatches => {
                f.write_str("no signature matches the message and the secrets")
            }
            Self::InvalidEvent(problem) => write!(f, "the event cannot be read: {problem}"),
        }
    }
}

impl std::error::Error for WebhookError {}
