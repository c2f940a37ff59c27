//! The books of a queue: each item is in one place, from being pushed to being reported.

use std::collections::{HashMap, VecDeque};
use std::mem;

use tokio::task::AbortHandle;

use super::{Entry, Failed, PushError, PushProblem, Report};
use crate::error::Error;

/// Which of the stretches of time between two flushes an item was pushed in.
pub(super) type Epoch = u64;

/// Everything that is in a queue.
pub(super) struct Ledger<I> {
    /// How many refused items there may be.
    capacity: usize,
    /// How many workers there may be.
    concurrency: usize,
    waiting: VecDeque<(Epoch, Entry<I>)>,
    /// How many items of each epoch are waiting or being sent, from the oldest such epoch on.
    unsettled: VecDeque<usize>,
    oldest: Epoch,
    workers: HashMap<u64, Option<AbortHandle>>,
    next_worker: u64,
    accepted: u64,
    failed: Vec<Failed<I>>,
    pending: Vec<Entry<I>>,
    /// Nothing is taken in any more.
    closed: bool,
    /// Nothing is sent any more.
    stopped: bool,
}

impl<I> Ledger<I> {
    pub(super) fn new(capacity: usize, concurrency: usize) -> Self {
        Ledger {
            capacity,
            concurrency,
            waiting: VecDeque::new(),
            unsettled: VecDeque::from([0]),
            oldest: 0,
            workers: HashMap::new(),
            next_worker: 0,
            accepted: 0,
            failed: Vec::new(),
            pending: Vec::new(),
            closed: false,
            stopped: false,
        }
    }

    /// Takes an item in, and says which worker is to be started for it, if there is work for one more.
    pub(super) fn push(&mut self, entry: Entry<I>) -> Result<Option<u64>, PushError<I>> {
        if self.is_choked() {
            return Err(entry.refused(PushProblem::Failures));
        }
        if self.closed {
            return Err(entry.refused(PushProblem::Closed));
        }
        if let Some(count) = self.unsettled.back_mut() {
            *count += 1;
        }
        let epoch = self.oldest + self.unsettled.len() as u64 - 1;
        self.waiting.push_back((epoch, entry));
        Ok(self.hire())
    }

    /// Takes nothing more in.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    /// The next item to send.
    pub(super) fn take(&mut self) -> Option<(Epoch, Entry<I>)> {
        self.waiting.pop_front()
    }

    pub(super) fn accept(&mut self, epoch: Epoch) {
        self.accepted += 1;
        self.settle(epoch);
    }

    pub(super) fn refuse(&mut self, epoch: Epoch, entry: Entry<I>, error: Error) {
        self.failed.push(Failed { entry, error });
        self.settle(epoch);
    }

    /// An item that was being sent when its worker was stopped.
    pub(super) fn interrupt(&mut self, epoch: Epoch, entry: Entry<I>) {
        if self.stopped {
            self.pending.push(entry);
            self.settle(epoch);
        } else {
            let error = Error::interrupted(entry.idempotency_key());
            self.refuse(epoch, entry, error);
        }
    }

    /// Hands back what waits, and takes nothing more from it.
    pub(super) fn stop(&mut self) -> Vec<AbortHandle> {
        self.stopped = true;
        while let Some((epoch, entry)) = self.waiting.pop_front() {
            self.pending.push(entry);
            self.settle(epoch);
        }
        self.workers.values().flatten().cloned().collect()
    }

    fn settle(&mut self, epoch: Epoch) {
        let index = usize::try_from(epoch - self.oldest).unwrap_or(usize::MAX);
        if let Some(count) = self.unsettled.get_mut(index) {
            *count -= 1;
        }
        // The last epoch stays: it is the one that items are pushed into.
        while self.unsettled.len() > 1 && self.unsettled.front() == Some(&0) {
            self.unsettled.pop_front();
            self.oldest += 1;
        }
    }

    /// Begins an epoch, and gives the one before.
    pub(super) fn end_epoch(&mut self) -> Epoch {
        let ended = self.oldest + self.unsettled.len() as u64 - 1;
        self.unsettled.push_back(0);
        if self.unsettled.front() == Some(&0) {
            self.unsettled.pop_front();
            self.oldest += 1;
        }
        ended
    }

    /// Whether every item up to an epoch is settled.
    pub(super) fn is_settled(&self, epoch: Epoch) -> bool {
        self.oldest > epoch
    }

    /// What there is to report.
    pub(super) fn report(&mut self) -> Report<I> {
        Report {
            accepted: mem::take(&mut self.accepted),
            failed: mem::take(&mut self.failed),
            pending: mem::take(&mut self.pending),
        }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    /// Whether there are so many refused items that nothing is taken in before they are reported.
    pub(super) fn is_choked(&self) -> bool {
        self.failed.len() >= self.capacity
    }

    pub(super) fn waiting_count(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn unsettled_count(&self) -> usize {
        self.unsettled.iter().sum()
    }

    /// What would be lost if nobody asked again.
    pub(super) fn unreported_count(&self) -> usize {
        self.unsettled_count() + self.failed.len() + self.pending.len()
    }

    /// Makes room for a worker if there is work for one more.
    pub(super) fn hire(&mut self) -> Option<u64> {
        if self.waiting.is_empty() || self.workers.len() >= self.concurrency {
            return None;
        }
        self.next_worker += 1;
        self.workers.insert(self.next_worker, None);
        Some(self.next_worker)
    }

    /// Says how a worker can be stopped, unless it is gone already.
    pub(super) fn started(&mut self, worker: u64, handle: AbortHandle) {
        if self.stopped {
            handle.abort();
        } else if let Some(place) = self.workers.get_mut(&worker) {
            *place = Some(handle);
        }
    }

    pub(super) fn gone(&mut self, worker: u64) {
        self.workers.remove(&worker);
    }

    pub(super) fn is_idle(&self) -> bool {
        self.workers.is_empty()
    }
}
