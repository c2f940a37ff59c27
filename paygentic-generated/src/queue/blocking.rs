//! The queue of the blocking client: the same methods, which wait in the thread that calls them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::item::{self, Queueable};
use super::ledger::{Job, Stop};
use super::observe::observers;
use super::shared::Shared;
use super::store::Store;
use super::{Entry, PushError, PushProblem, Report, WhenFull};
use crate::blocking::Client;

pub use super::builder::BlockingQueueBuilder as QueueBuilder;

/// Sends items in the background, on threads of its own, many at once, and accounts for each of them.
///
/// Share it by reference or in an `Arc`. Shut it down before the program ends: threads end with the program, and what
/// was not sent by then is lost unless it is on disk. The module [`queue`](crate::queue) says what queues do.
pub struct Queue<I: Queueable> {
    pub(super) shared: Arc<Shared<I>>,
    when_full: WhenFull,
}

observers!(Queue);

impl<I: Queueable> Queue<I> {
    /// A queue that sends through a client.
    pub fn builder(client: &Client) -> QueueBuilder<I> {
        QueueBuilder::new(client.clone())
    }

    pub(super) fn of(shared: Arc<Shared<I>>, when_full: WhenFull) -> Self {
        Queue { shared, when_full }
    }

    /// Takes an item to send it soon; a durable queue has it on disk then. If the queue is full it waits, or hands the
    /// item back, as it was set up to.
    ///
    /// # Errors
    ///
    /// The queue does not take the item, which is in the error.
    pub fn push(&self, item: impl Into<Entry<I>>) -> Result<(), PushError<I>> {
        let entry = item.into().pushed();
        let Some(bytes) = item::size(entry.item()) else {
            return Err(entry.refused(PushProblem::Invalid));
        };
        let admitted = match self.when_full {
            WhenFull::Wait => self.shared.wait_for_room(bytes),
            WhenFull::Refuse => self.shared.ledger().admit(bytes),
        };
        match admitted {
            Ok(epoch) => self.insert(Job::new(entry, epoch, bytes)),
            Err(problem) => Err(entry.refused(problem)),
        }
    }

    /// Puts an item in that was admitted.
    fn insert(&self, job: Job<I>) -> Result<(), PushError<I>> {
        match &self.shared.store {
            Store::Memory(_) => self.shared.enter([job]),
            #[cfg(feature = "durable")]
            Store::Disk(spool) => return spool.put_and_wait(&self.shared, job),
        }
        Ok(())
    }

    /// Waits until everything that was pushed before is accepted or refused, and reports. That takes as long as an
    /// outage of the service does; see [`flush_within`](Queue::flush_within).
    pub fn flush(&self) -> Report<I> {
        self.settled(None);
        self.shared.take_report()
    }

    /// As [`flush`](Queue::flush), but waits this long at most. What is not settled by then stays in the queue.
    pub fn flush_within(&self, limit: Duration) -> Report<I> {
        self.settled(Instant::now().checked_add(limit));
        self.shared.take_report()
    }

    /// Takes nothing more, waits until everything is accepted or refused, and reports.
    ///
    /// That takes as long as an outage of the service does. See
    /// [`shutdown_within`](Queue::shutdown_within).
    pub fn shutdown(&self) -> Report<I> {
        self.shared.close();
        self.settled(None);
        self.finish();
        self.shared.take_report()
    }

    /// Takes nothing more, waits this long at most, and reports: what is not settled by then is handed back as pending;
    /// that of a durable queue is kept on disk.
    ///
    /// A request that is under way by then is not broken off, but its response is not waited for, so that the service
    /// may accept the item all the same. Push it to another queue as it is, and its key keeps it from counting twice.
    pub fn shutdown_within(&self, limit: Duration) -> Report<I> {
        self.shared.close();
        if !self.settled(Instant::now().checked_add(limit)) {
            self.shared.stop(Stop::Ended);
            // What a thread was about to send, or to settle, belongs into the report.
            self.shared.wait_until(None, |ledger| ledger.depth() == 0);
        }
        self.finish();
        self.shared.take_report()
    }

    /// Nothing more comes: everything is to be on disk, and the file closed.
    fn finish(&self) {
        match &self.shared.store {
            Store::Memory(_) => {}
            #[cfg(feature = "durable")]
            Store::Disk(spool) => spool.finish_and_wait(),
        }
    }

    fn settled(&self, limit: Option<Instant>) -> bool {
        let epoch = self.shared.ledger().end_epoch();
        self.shared.wait_until(limit, |ledger| ledger.is_settled(epoch))
    }
}
