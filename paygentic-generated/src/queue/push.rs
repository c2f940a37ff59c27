//! Methods that the queues of both clients share and that do not wait.

use std::sync::Arc;

use super::item::{self, Queueable};
use super::ledger::QueuedItem;
use super::shared::Shared;
use super::store::Store;
use super::{Entry, PushError, PushProblem, Report};

impl<I: Queueable> Shared<I> {
    /// Adds an item, or fails at once if the queue is full.
    pub(super) fn try_push(self: &Arc<Self>, entry: Entry<I>) -> Result<(), PushError<I>> {
        #[cfg(feature = "durable")]
        if let Store::Disk(spool) = &self.store
            && spool.is_overloaded()
        {
            return Err(entry.refused(PushProblem::Full));
        }
        let Some(bytes) = item::size(entry.item()) else {
            return Err(entry.refused(PushProblem::Invalid));
        };
        let admitted = self.ledger().admit(bytes, false);
        let job = match admitted {
            Ok(epoch) => QueuedItem::new(entry, epoch, bytes),
            Err(problem) => return Err(entry.refused(problem)),
        };
        match &self.store {
            Store::Memory(_) => self.enter([job]),
            #[cfg(feature = "durable")]
            Store::Disk(spool) => return spool.put_deferred(self, job),
        }
        Ok(())
    }

    /// The results since the previous report.
    pub(super) fn take_report(&self) -> Report<I> {
        let report = self.ledger().report();
        self.room.notify_one();
        report
    }

    /// Frees the room of an item that was admitted and is not inserted after all.
    #[cfg(feature = "durable")]
    pub(super) fn give_back(&self, epoch: super::ledger::Epoch, bytes: usize) {
        self.ledger().leave(epoch, bytes);
        self.room.notify_one();
        self.changed.notify_all();
    }

    /// Puts items in that were admitted and are on disk, as all before this number are that are not settled.
    #[cfg(feature = "durable")]
    pub(super) fn written(self: &Arc<Self>, before: u64, jobs: Vec<QueuedItem<I>>) {
        self.ledger().written(before);
        self.enter(jobs);
    }

    /// Puts an item in that was admitted, unless it is to be on disk first.
    #[cfg(feature = "durable")]
    pub(super) fn enter_unwritten(self: &Arc<Self>, job: QueuedItem<I>) -> Option<QueuedItem<I>> {
        let job = self.ledger().take_in(job);
        if job.is_none() {
            self.enter(None);
        }
        job
    }

    /// The disk failed for good: nothing is sent any more.
    #[cfg(feature = "durable")]
    pub(super) fn lose_disk(&self) {
        self.ledger().lose_disk();
        self.stop(super::ledger::Stop::Disk);
    }
}
