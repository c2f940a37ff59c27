//! What goes into a queue, and what comes back.

use std::error::Error as StdError;
use std::fmt;

use crate::error::Error;
use crate::random;

/// An item with the idempotency key that it is sent with, however often that is.
///
/// Pushing an item makes one. What is handed back can be pushed again as it is, and has the same
/// key then: if the first time was carried out after all, the service does not do it twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<I> {
    item: I,
    idempotency_key: Option<String>,
}

impl<I> Entry<I> {
    /// An item with a new key.
    pub fn new(item: I) -> Self {
        Entry {
            item,
            idempotency_key: random::uuid(),
        }
    }

    /// An item with a key that was kept elsewhere, such as in a journal on disk.
    ///
    /// An empty or blank one is no key: the item is not sent, and comes back with the error in the
    /// report.
    pub fn with_key(item: I, idempotency_key: impl Into<String>) -> Self {
        Entry {
            item,
            idempotency_key: Some(idempotency_key.into()),
        }
    }

    /// The item.
    pub fn item(&self) -> &I {
        &self.item
    }

    /// The item itself. Its key is lost.
    pub fn into_item(self) -> I {
        self.item
    }

    /// Hands it back.
    pub(super) fn refused(self, reason: PushProblem) -> PushError<I> {
        PushError {
            entry: self,
            reason,
        }
    }

    /// The key that the item is sent with if it has none of its own and the operation takes one.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.idempotency_key.as_deref()
    }
}

impl<I> From<I> for Entry<I> {
    fn from(item: I) -> Self {
        Entry::new(item)
    }
}

/// What the service did not accept, and why.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failed<I> {
    /// The item, to be pushed again or put aside.
    pub entry: Entry<I>,
    /// The error of its last attempt.
    pub error: Error,
}

/// What became of the items since the report before.
///
/// All reports of a queue together have each item that was pushed, once.
#[derive(Debug)]
#[must_use = "the items that were not accepted are in here"]
#[non_exhaustive]
pub struct Report<I> {
    /// How many items the service accepted.
    pub accepted: u64,
    /// What it did not accept.
    pub failed: Vec<Failed<I>>,
    /// What nobody knows of, because the queue was shut down before: it was not sent, or there was
    /// no answer yet.
    pub pending: Vec<Entry<I>>,
}

impl<I> Report<I> {
    /// Whether every item was accepted.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.pending.is_empty()
    }
}

/// Why an item was not taken; it is handed back.
pub struct PushError<I> {
    /// The item.
    pub entry: Entry<I>,
    /// Why it was not taken.
    pub reason: PushProblem,
}

/// Why a queue takes no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushProblem {
    /// It is full.
    Full,
    /// It was shut down.
    Closed,
    /// It holds as many failed items as it may hold: take them out first, with
    /// [`take_report`](super::Queue::take_report) or [`flush`](super::Queue::flush).
    Failures,
}

impl fmt::Display for PushProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PushProblem::Full => "the queue is full",
            PushProblem::Closed => "the queue is shut down",
            PushProblem::Failures => {
                "the queue holds as many failed items as it may; take a report first"
            }
        })
    }
}

impl<I> fmt::Display for PushError<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

/// Without the item, which need not have a form to be shown in.
impl<I> fmt::Debug for PushError<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushError")
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

impl<I> StdError for PushError<I> {}
