//! An item in a queue with the history of its attempts.

use std::cmp::Ordering;
use std::time::{Duration, Instant};

use super::Epoch;
use crate::queue::Entry;

/// An item in a queue.
pub(in crate::queue) struct QueuedItem<I> {
    pub(in crate::queue) entry: Entry<I>,
    /// Its position in the order of items, and its key on disk.
    pub(in crate::queue) number: u64,
    pub(in crate::queue) epoch: Epoch,
    /// The dead letter that it is pushed again for.
    #[cfg_attr(not(feature = "durable"), allow(dead_code))]
    pub(in crate::queue) letter: Option<u64>,
    /// Its size as JSON, in bytes.
    pub(in crate::queue) bytes: usize,
    /// How often it was sent.
    pub(in crate::queue) tries: u32,
    /// Whether one of the attempts may have been carried out.
    pub(in crate::queue) is_uncertain: bool,
    /// When it was last sent.
    pub(super) started: Option<Instant>,
    /// When it failed for the first time.
    first: Option<Instant>,
    /// How often it failed while the service responded to others.
    failures: u32,
    /// The number of items answered before its first attempt, or before its last failure.
    pub(super) answers: u64,
}

impl<I> QueuedItem<I> {
    pub(in crate::queue) fn new(entry: Entry<I>, epoch: Epoch, bytes: usize) -> Self {
        QueuedItem {
            entry,
            number: 0,
            epoch,
            letter: None,
            bytes,
            tries: 0,
            is_uncertain: false,
            started: None,
            first: None,
            failures: 0,
            answers: 0,
        }
    }

    pub(in crate::queue) fn with_letter(self, letter: Option<u64>) -> Self {
        QueuedItem { letter, ..self }
    }

    /// Only repeats of an item that failed while others were answered count against the budget.
    pub(super) fn costs_budget(&self) -> bool {
        self.failures > 0
    }

    pub(super) fn sent(mut self, now: Instant, answers: u64) -> Self {
        self.tries = self.tries.saturating_add(1);
        self.started = Some(now);
        // On repeats, answers since the previous failure count too.
        if self.tries == 1 {
            self.answers = answers;
        }
        self
    }

    /// Records a failure with an unknown outcome. It counts only if others were answered in the meantime: otherwise it
    /// is evidence about the service, not about the item.
    pub(super) fn failed(&mut self, others: bool, now: Instant) {
        self.first.get_or_insert(now);
        self.is_uncertain = true;
        self.failures += u32::from(others);
    }

    pub(super) fn is_exhausted(&self, attempts: u32, patience: Duration, now: Instant) -> bool {
        let since = |first: Instant| now.saturating_duration_since(first);
        self.failures >= attempts || self.first.is_some_and(|first| since(first) >= patience)
    }
}

/// An item that is to be sent again.
pub(super) struct DelayedItem<I> {
    pub(super) due: Instant,
    pub(super) job: QueuedItem<I>,
}

/// The item that is due first is the greatest, for a max-heap.
impl<I> Ord for DelayedItem<I> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.due, other.job.number).cmp(&(self.due, self.job.number))
    }
}

impl<I> PartialOrd for DelayedItem<I> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<I> PartialEq for DelayedItem<I> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<I> Eq for DelayedItem<I> {}
