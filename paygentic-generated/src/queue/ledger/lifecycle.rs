//! Closing and stopping a queue, its reports and its statistics.

use std::mem;
use std::time::{Duration, Instant};

use super::backlog::Backlog;
use super::{Epoch, Ledger, QueuedItem, Stop};
use crate::queue::Report;
use crate::queue::stats::{QueueState, QueueStats};
use crate::values::Timestamp;

impl<I: Clone> Ledger<I> {
    /// Accepts no more items.
    pub(in crate::queue) fn close(&mut self) {
        self.closed = true;
    }

    /// Hands back the waiting items, and sends no more.
    pub(in crate::queue) fn stop(&mut self, why: Stop) {
        self.stopped.get_or_insert(why);
        let delayed = mem::take(&mut self.delayed).into_iter();
        let jobs: Vec<QueuedItem<I>> = mem::take(&mut self.waiting)
            .into_iter()
            .chain(delayed.map(|delayed| delayed.job))
            .collect();
        jobs.into_iter().for_each(|job| self.return_to_caller(job));
        let left = self.backlog.as_mut().map(Backlog::abandon).unwrap_or_default();
        for (epoch, items, bytes) in left {
            self.depth = self.depth.saturating_sub(items);
            self.bytes = self.bytes.saturating_sub(bytes);
            self.epochs.forget(epoch, items);
        }
    }

    /// Begins an epoch, and returns the previous one.
    pub(in crate::queue) fn end_epoch(&mut self) -> Epoch {
        self.epochs.end()
    }

    /// Whether every item up to an epoch is settled.
    pub(in crate::queue) fn is_settled(&self, epoch: Epoch) -> bool {
        self.epochs.is_settled(epoch)
    }

    /// The results since the previous report.
    pub(in crate::queue) fn report(&mut self) -> Report<I> {
        let accepted = self.accepted - mem::replace(&mut self.reported, self.accepted);
        Report {
            accepted,
            failed: mem::take(&mut self.failed),
            pending: mem::take(&mut self.pending),
            kept: self.backlog.as_mut().map_or(0, Backlog::take_kept),
            unreadable: mem::take(&mut self.unreadable),
        }
    }

    /// The number of refused items that are kept.
    pub(in crate::queue) fn dead_letters(&self) -> usize {
        match self.backlog {
            Some(_) => self.dead_count,
            None => self.failed.len(),
        }
    }

    pub(in crate::queue) fn waiting_count(&self) -> usize {
        self.depth - self.in_flight.min(self.depth)
    }

    pub(in crate::queue) fn depth(&self) -> usize {
        self.depth
    }

    /// The number of items whose outcome has not been reported: queued, failed or pending ones.
    pub(in crate::queue) fn unreported_count(&self) -> usize {
        self.depth + self.failed.len() + self.pending.len()
    }

    pub(in crate::queue) fn state(&self) -> QueueState {
        match (self.stopped, self.closed) {
            (Some(Stop::Ended), _) => QueueState::Stopped,
            #[cfg(feature = "durable")]
            (Some(Stop::Disk), _) => QueueState::DiskFailed,
            (None, true) if self.pace.state() == QueueState::Sending => QueueState::Closed,
            _ => self.pace.state(),
        }
    }

    pub(in crate::queue) fn stats(&self, now: Instant) -> QueueStats {
        let age = |at: &Timestamp| Duration::try_from(Timestamp::now().duration_since(*at)).ok();
        QueueStats {
            state: self.state(),
            depth: self.depth,
            bytes: self.bytes,
            in_flight: self.in_flight,
            oldest: self.open.values().next().and_then(age),
            accepted: self.accepted,
            refused: self.refused,
            requests: self.requests,
            dead_letters: self.dead_letters(),
            concurrency: self.pace.window(),
            rate: self.pace.limit(now),
        }
    }

    /// Whether another worker would have work, now or later.
    #[cfg(feature = "blocking")]
    pub(in crate::queue) fn wants_worker(&self) -> bool {
        let has_work = !self.waiting.is_empty() || !self.delayed.is_empty();
        self.stopped.is_none() && has_work && self.in_flight < self.pace.window()
    }

    /// Whether the limit of requests in flight is reached: then running workers take the next items.
    pub(in crate::queue) fn is_busy(&self) -> bool {
        self.in_flight >= self.pace.window()
    }

    /// The oldest epoch with unsettled items, or else the current one.
    pub(in crate::queue) fn oldest_epoch(&self) -> Epoch {
        self.epochs.oldest()
    }

    /// Whether sending has stopped.
    pub(in crate::queue) fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    /// Whether nothing is left, except for what the disk decides on.
    pub(in crate::queue) fn is_given_up(&self) -> bool {
        self.depth == self.unwritten.len()
    }

    /// Whether the workers can end: there is no work, and there will be none.
    pub(in crate::queue) fn is_over(&self) -> bool {
        self.stopped.is_some() || (self.closed || self.dropped) && self.depth == 0
    }

    /// The number of the first item to be read from disk, if it is time to read some.
    pub(in crate::queue) fn wants_load(&mut self) -> Option<u64> {
        let in_memory = self.waiting.len() + self.delayed.len();
        self.backlog.as_mut()?.wants(in_memory)
    }
}
