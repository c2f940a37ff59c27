//! The items of a queue, its reports, and the errors of `push`.

use std::error::Error as StdError;
use std::fmt;

use super::item::Queueable;
use crate::error::Error;
use crate::random;
use crate::values::Timestamp;

/// An item with its idempotency key.
///
/// Pushing an item creates one. An entry that a queue hands back can be pushed again and keeps its key, so that the
/// item counts once even if the first request was carried out.
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

    /// An item with a key of your own, such as one from a journal on disk.
    ///
    /// An empty or blank key is invalid: the item is not sent, and the report has it with the error. A key in the
    /// item itself has precedence.
    pub fn with_key(item: I, idempotency_key: impl Into<String>) -> Self {
        Entry { item, idempotency_key: Some(idempotency_key.into()), pushed_at: None }
    }

    /// The item.
    pub fn item(&self) -> &I {
        &self.item
    }

    /// Takes the item; its key is dropped.
    pub fn into_item(self) -> I {
        self.item
    }

    /// When it was pushed for the first time.
    pub(super) fn pushed_at(&self) -> Timestamp {
        self.pushed_at.unwrap_or_default()
    }

    /// Returns it to the caller, with the reason.
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
    /// An item from disk, as it was pushed.
    pub(super) fn from_disk(
        item: I,
        idempotency_key: Option<String>,
        pushed_at: Timestamp,
    ) -> Self {
        Entry { item, idempotency_key, pushed_at: Some(pushed_at) }
    }
}

impl<I> From<I> for Entry<I> {
    fn from(item: I) -> Self {
        Entry::new(item)
    }
}

/// An item that the service did not accept, and why.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failed<I> {
    /// The item, which can be pushed again.
    pub entry: Entry<I>,
    /// The error of its last attempt.
    pub error: Error,
}

/// The results since the previous report.
///
/// Each item that was pushed is in exactly one report.
#[derive(Debug)]
#[must_use = "the items that were not accepted are in here"]
#[non_exhaustive]
pub struct Report<I> {
    /// The number of items that the service accepted.
    pub accepted: u64,
    /// The items that were refused or given up.
    pub failed: Vec<Failed<I>>,
    /// The items with an unknown result, because the queue was shut down before they were sent, or before their
    /// response arrived. Of a durable queue these are only items that could not be written to disk.
    pub pending: Vec<Entry<I>>,
    /// The number of items of a durable queue that are neither accepted nor refused, because it was shut down or its
    /// runtime ended. They are on disk, and the next start sends them.
    pub kept: u64,
    /// The number of items of a durable queue that were on disk and cannot be read, because their type has changed.
    /// They are dead letters now.
    pub unreadable: u64,
}

impl<I> Report<I> {
    /// Whether nothing of this report was refused, pending, kept or unreadable. After a `flush_within` whose time ran out, items may
    /// still be in the queue and in no report yet: `Queue::pending` has their number.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.pending.is_empty() && self.kept == 0 && self.unreadable == 0
    }
}

/// Why an item was not added, and the item.
pub struct PushError<I> {
    /// The item.
    pub entry: Entry<I>,
    /// Why it was not added.
    pub reason: PushProblem,
}

/// Why a queue refuses to add an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushProblem {
    /// The queue is full.
    Full,
    /// The queue was shut down.
    Closed,
    /// The queue is full of failed items: take them out with [`take_report`](super::Queue::take_report) or
    /// [`flush`](super::Queue::flush), or those of a durable queue with `retry_dead_letters` or `discard_dead_letters`.
    Failures,
    /// The item alone is larger than the size limit of the queue.
    TooLarge,
    /// The queue has stopped, because the Tokio runtime that it was started in has ended, or the time of a shutdown
    /// was over.
    Stopped,
    /// The item could not be written to disk, because the disk is full or failed. It may be on disk nevertheless;
    /// pushed again unchanged, it counts once.
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
                "the queue is full of refused items: call `take_report` or `flush`, or of a durable queue \
                 `retry_dead_letters` or `discard_dead_letters`"
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

/// Omits the item, which need not implement `Debug`.
impl<I> fmt::Debug for PushError<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushError").field("reason", &self.reason).finish_non_exhaustive()
    }
}

impl<I> StdError for PushError<I> {}
