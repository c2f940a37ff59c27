//! The queue of the blocking client: the same methods, which wait in the thread that calls them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::item::{self, Queueable};
use super::ledger::{Ledger, QueuedItem, Stop};
use super::observe::observers;
use super::shared::Shared;
use super::store::Store;
use super::{Entry, PushError, PushProblem, Report, WhenFull};
use crate::blocking::Client;

pub use super::builder::BlockingQueueBuilder as QueueBuilder;

/// Sends items in the background, on threads of its own, many at once, and reports the result of each.
///
/// Share it by reference or in an `Arc`: all methods take `&self`. Shut it down before the program ends, because its
/// threads end with the program, and items that are not sent by then are lost unless they are on disk. The module
/// [`queue`](crate::queue) explains queues.
pub struct Queue<I: Queueable> {
    pub(super) shared: Arc<Shared<I>>,
    when_full: WhenFull,
}

observers!(Queue);

impl<I: Queueable> Queue<I> {
    /// A builder for a queue that sends through this client.
    pub fn builder(client: &Client) -> QueueBuilder<I> {
        QueueBuilder::new(client.clone())
    }

    pub(super) fn of(shared: Arc<Shared<I>>, when_full: WhenFull) -> Self {
        Queue { shared, when_full }
    }

    /// Adds an item, to be sent soon; a durable queue has it on disk when this returns. If the queue is full, `push`
    /// waits or fails, as set by [`when_full`](QueueBuilder::when_full).
    ///
    /// # Errors
    ///
    /// The item was not added; the error has the item and the reason.
    pub fn push(&self, item: impl Into<Entry<I>>) -> Result<(), PushError<I>> {
        self.push_entry(item.into(), None)
    }

    /// Adds an item, which may be a dead letter with this number.
    pub(super) fn push_entry(
        &self,
        entry: Entry<I>,
        letter: Option<u64>,
    ) -> Result<(), PushError<I>> {
        let entry = entry.pushed();
        let Some(bytes) = item::size(entry.item()) else {
            return Err(entry.refused(PushProblem::Invalid));
        };
        let admitted = match self.when_full {
            WhenFull::Wait => self.shared.wait_for_room(bytes, letter.is_some()),
            WhenFull::Refuse => self.shared.ledger().admit(bytes, letter.is_some()),
        };
        match admitted {
            Ok(epoch) => self.insert(QueuedItem::new(entry, epoch, bytes).with_letter(letter)),
            Err(problem) => Err(entry.refused(problem)),
        }
    }

    /// Inserts an item that was admitted.
    fn insert(&self, job: QueuedItem<I>) -> Result<(), PushError<I>> {
        match &self.shared.store {
            Store::Memory(_) => self.shared.enter([job]),
            #[cfg(feature = "durable")]
            Store::Disk(spool) => return spool.put_and_wait(&self.shared, job),
        }
        Ok(())
    }

    /// Waits until all items pushed so far are accepted or refused, and reports. During an outage of the service it
    /// waits until the outage is over; see [`flush_within`](Queue::flush_within).
    pub fn flush(&self) -> Report<I> {
        self.settled(None);
        self.shared.take_report()
    }

    /// As [`flush`](Queue::flush), but waits at most this long. Items that are neither accepted nor refused by then
    /// stay in the queue, and are in a later report; [`pending`](Queue::pending) has their number.
    pub fn flush_within(&self, limit: Duration) -> Report<I> {
        self.settled(Instant::now().checked_add(limit));
        self.shared.take_report()
    }

    /// Closes the queue, waits until all items are accepted or refused, and reports.
    ///
    /// During an outage of the service it waits until the outage is over. See
    /// [`shutdown_within`](Queue::shutdown_within).
    pub fn shutdown(&self) -> Report<I> {
        self.shared.close();
        self.settled(None);
        self.finish();
        self.shared.take_report()
    }

    /// Closes the queue, waits at most this long, and reports. The report has items that are neither accepted nor
    /// refused by then as pending; a durable queue keeps them on disk.
    ///
    /// A request in flight is not cancelled, but its response is not waited for, so the service may still accept the
    /// item. Pushed to another queue unchanged, it has the same key and does not count twice.
    pub fn shutdown_within(&self, limit: Duration) -> Report<I> {
        self.shared.close();
        if !self.settled(Instant::now().checked_add(limit)) {
            self.shared.stop(Stop::Ended);
            // Items that a thread is about to send or to settle belong in the report.
            self.shared.wait_until(None, Ledger::is_given_up);
        }
        self.finish();
        self.shared.take_report()
    }

    /// Ends the store: all results are written to disk, and the file is closed.
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
