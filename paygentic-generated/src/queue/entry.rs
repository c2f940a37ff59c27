//! What goes into a queue, and what comes back.

use std::error::Error as StdError;
use std::fmt;

use super::item::Queueable;
use crate::error::Error;
use crate::random;
use crate::values::Timestamp;

/// An item with the idempotency key that it is sent with, however often that is.
///
/// Pushing an item makes one. What is handed back can be pushed again as it is, and has the same
/// key then: if the first time was carried out after all, the service does not do it twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<I> {
    item: I,
    idempotency_key: Option<String>,
    pushed_at: Option<Timestamp>,
}

impl<I> Entry<I> {
    /// An item with a new key.
    pub fn new(item: I) -> Self {
        Entry { item, idempotency_key: random::uuid(), pushed_at: None }
    }

    /// An item with a key that was kept elsewhere, such as in a journal on disk.
    ///
    /// An empty or blank key is invalid: the item is not sent, and comes back with the error in the
    /// report. A key that stands in the item itself comes first.
    pub fn with_key(item: I, idempotency_key: impl Into<String>) -> Self {
        Entry { item, idempotency_key: Some(idempotency_key.into()), pushed_at: None }
    }

    /// The item.
    pub fn item(&self) -> &I {
        &self.item
    }

    /// The item itself. Its key is lost.
    pub fn into_item(self) -> I {
        self.item
    }

    /// When it was pushed for the first time.
    pub(super) fn pushed_at(&self) -> Timestamp {
        self.pushed_at.unwrap_or_default()
    }

    /// Hands it back.
    pub(super) fn refused(self, reason: PushProblem) -> PushError<I> {
        PushError { entry: self, reason }
    }

    /// The key that the item is sent with. Once it was pushed, it is that of the item itself, if the item has one.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.idempotency_key.as_deref()
    }
}

impl<I: Queueable> Entry<I> {
    /// Fixes what is sent: the key, and the time unless the item says when it happened.
    pub(super) fn pushed(mut self) -> Self {
        if let Some(key) = self.item.own_key() {
            self.idempotency_key = Some(key);
        }
        let at = *self.pushed_at.get_or_insert_with(Timestamp::now);
        self.item.stamp(at);
        self
    }
}

#[cfg(feature = "durable")]
impl<I> Entry<I> {
    /// An item as it was pushed once.
    pub(super) fn kept(item: I, idempotency_key: Option<String>, pushed_at: Timestamp) -> Self {
        Entry { item, idempotency_key, pushed_at: Some(pushed_at) }
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
    /// How many items of a durable queue are not accepted or refused, because it was shut down or its runtime ended
    /// before. They are on disk, and the next start takes them up.
    pub kept: u64,
}

impl<I> Report<I> {
    /// Whether every item was accepted.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.pending.is_empty() && self.kept == 0
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
    /// The item alone has more bytes than the queue may hold.
    TooLarge,
    /// Nothing is sent any more, because the Tokio runtime that the queue was started in is gone, or a shutdown ran out
    /// of time.
    Stopped,
    /// It could not be written to disk: the disk is full, or failed. The item may be on disk all the same; pushed again
    /// as it is, it counts once.
    Disk,
    /// The item cannot be written as JSON.
    Invalid,
}

impl fmt::Display for PushProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PushProblem::Full => "the queue is full",
            PushProblem::Closed => "the queue is shut down",
            PushProblem::Failures => {
                "the queue holds as many failed items as it may; take a report first"
            }
            PushProblem::TooLarge => "the item is larger than the queue may hold",
            PushProblem::Stopped => {
                "the queue has stopped: its runtime is gone, or its shutdown ran out of time"
            }
            PushProblem::Disk => "the item cannot be written to disk",
            PushProblem::Invalid => "the item cannot be written as JSON",
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
        f.debug_struct("PushError").field("reason", &self.reason).finish_non_exhaustive()
    }
}

impl<I> StdError for PushError<I> {}
