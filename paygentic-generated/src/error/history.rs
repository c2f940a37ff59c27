//! The history of a failed call: attempts, keys and ids.

use super::text::Mask;

/// A time limit of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Timeout {
    /// No connection was established in time; nothing was sent.
    Connect,
    /// One attempt took too long.
    Attempt,
    /// The whole call took too long, with all attempts and the waits between them.
    Total,
}

/// What happened before the end of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    pub(crate) attempts: u32,
    /// The id that the client gave the call; empty if it had none yet.
    pub(crate) client_request_id: String,
    pub(crate) idempotency_key: Option<String>,
    /// Whether an attempt may have been carried out, and its outcome is unknown.
    pub(crate) uncertain: bool,
    /// Whether the request changes anything, so that an unknown outcome matters.
    pub(crate) has_side_effects: bool,
    /// Whether there was no other attempt because the body can be read only once.
    pub(crate) body_consumed: bool,
    /// The credentials that were sent, to hide them in texts from the service.
    pub(crate) mask: Mask,
}

impl History {
    pub(crate) fn new(
        idempotency_key: Option<String>,
        client_request_id: String,
        mask: Mask,
    ) -> Self {
        History { idempotency_key, client_request_id, mask, ..History::default() }
    }
}
