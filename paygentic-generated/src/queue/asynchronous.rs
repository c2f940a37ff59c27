//! The queue of the async client.

use std::sync::Arc;
use std::time::Duration;

use super::item::{self, Queueable};
use super::ledger::{Epoch, Ledger, QueuedItem, Stop};
use super::observe::observers;
use super::shared::Shared;
use super::store::Store;
use super::{Entry, PushError, PushProblem, QueueBuilder, Report, WhenFull};
use crate::client::Client;

/// Sends items in the background, many at once, and reports the result of each.
///
/// Share it by reference or in an `Arc`: all methods take `&self`. Shut it down before it is dropped. After a drop
/// the items are still sent while the runtime exists, but their results are lost.
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
        if let Some(tasks) = shared.tasks() {
            tasks.start_timer(&shared);
        }
        Queue { shared, when_full }
    }

    /// Adds an item, to be sent soon; a durable queue has it on disk when this returns. If the queue is full, `push`
    /// waits or fails, as set by [`when_full`](QueueBuilder::when_full). If the future is dropped while it waits for
    /// room, the item was not added.
    ///
    /// # Errors
    ///
    /// The item was not added; the error has the item and the reason.
    pub async fn push(&self, item: impl Into<Entry<I>>) -> Result<(), PushError<I>> {
        self.push_entry(item.into(), None).await
    }

    /// Adds an item, which may be a dead letter with this number.
    pub(super) async fn push_entry(
        &self,
        entry: Entry<I>,
        letter: Option<u64>,
    ) -> Result<(), PushError<I>> {
        let entry = entry.pushed();
        let Some(bytes) = item::size(entry.item()) else {
            return Err(entry.refused(PushProblem::Invalid));
        };
        let admitted = match self.when_full {
            WhenFull::Wait => self.shared.admit(bytes, letter.is_some()).await,
            WhenFull::Refuse => self.shared.ledger().admit(bytes, letter.is_some()),
        };
        match admitted {
            Ok(epoch) => {
                self.insert(QueuedItem::new(entry, epoch, bytes).with_letter(letter)).await
            }
            Err(problem) => Err(entry.refused(problem)),
        }
    }

    /// Inserts an item that was admitted.
    async fn insert(&self, job: QueuedItem<I>) -> Result<(), PushError<I>> {
        match &self.shared.store {
            Store::Memory(_) => self.shared.enter([job]),
            #[cfg(feature = "durable")]
            Store::Disk(spool) => return spool.put(&self.shared, job).await,
        }
        Ok(())
    }

    /// Waits until all items pushed so far are accepted or refused, and reports. During an outage of the service it
    /// waits until the outage is over; see [`flush_within`](Queue::flush_within).
    ///
    /// Dropping the future loses nothing: the next report has the results.
    pub async fn flush(&self) -> Report<I> {
        self.settled().await;
        self.shared.take_report()
    }

    /// As [`flush`](Queue::flush), but waits at most this long. Items that are neither accepted nor refused by then
    /// stay in the queue, and are in a later report; [`pending`](Queue::pending) has their number.
    pub async fn flush_within(&self, limit: Duration) -> Report<I> {
        // Items that are not settled in time are in a later report.
        let _ = tokio::time::timeout(limit, self.settled()).await;
        self.shared.take_report()
    }

    /// Closes the queue, waits until all items are accepted or refused, and reports.
    ///
    /// During an outage of the service it waits until the outage is over. See
    /// [`shutdown_within`](Queue::shutdown_within).
    pub async fn shutdown(&self) -> Report<I> {
        self.shared.close();
        self.settled().await;
        self.finish().await;
        self.shared.take_report()
    }

    /// Closes the queue, waits at most this long, and reports. Items that are neither accepted nor refused by then
    /// are not sent any more: a queue in memory hands them back in
    /// `pending` of the report, and a durable queue keeps them on disk and has their number in `kept`.
    ///
    /// The service may have accepted a pending item whose response had not arrived. Pushed to another queue
    /// unchanged, it has the same key and does not count twice.
    pub async fn shutdown_within(&self, limit: Duration) -> Report<I> {
        self.shared.close();
        if tokio::time::timeout(limit, self.settled()).await.is_err() {
            self.shared.stop(Stop::Ended);
        }
        self.shared.until(Ledger::is_given_up).await;
        self.finish().await;
        self.shared.take_report()
    }

    /// Ends the store: all results are written to disk, and the file is closed.
    async fn finish(&self) {
        match &self.shared.store {
            Store::Memory(_) => {}
            #[cfg(feature = "durable")]
            Store::Disk(spool) => spool.finish().await,
        }
    }

    async fn settled(&self) {
        let epoch: Epoch = self.shared.ledger().end_epoch();
        self.shared.until(|ledger| ledger.is_settled(epoch)).await;
    }
}
