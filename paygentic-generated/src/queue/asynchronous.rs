//! The queue of the async client.

use std::sync::Arc;
use std::time::Duration;

use super::item::{self, Queueable};
use super::ledger::{Epoch, Job, Stop};
use super::observe::observers;
use super::shared::Shared;
use super::store::Store;
use super::{Entry, PushError, PushProblem, QueueBuilder, Report, WhenFull};
use crate::client::Client;

/// Sends items in the background, many at once, and accounts for each of them.
///
/// Share it by reference or in an `Arc`. Shut it down before it is dropped: items that were pushed
/// are still sent then while the runtime is there, but nobody learns what became of them.
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
        if let Some(tasks) = shared.tasks() {
            tasks.keep(&shared);
        }
        Queue { shared, when_full }
    }

    /// Takes an item to send it soon; a durable queue has it on disk then. If the queue is full it waits, or hands the
    /// item back, as it was set up to. If the future is dropped while it waits for room, the item was not taken.
    ///
    /// # Errors
    ///
    /// The queue does not take the item, which is in the error.
    pub async fn push(&self, item: impl Into<Entry<I>>) -> Result<(), PushError<I>> {
        let entry = item.into().pushed();
        let Some(bytes) = item::size(entry.item()) else {
            return Err(entry.refused(PushProblem::Invalid));
        };
        let admitted = match self.when_full {
            WhenFull::Wait => self.shared.admit(bytes).await,
            WhenFull::Refuse => self.shared.ledger().admit(bytes),
        };
        match admitted {
            Ok(epoch) => self.insert(Job::new(entry, epoch, bytes)).await,
            Err(problem) => Err(entry.refused(problem)),
        }
    }

    /// Puts an item in that was admitted.
    async fn insert(&self, job: Job<I>) -> Result<(), PushError<I>> {
        match &self.shared.store {
            Store::Memory(_) => self.shared.enter([job]),
            #[cfg(feature = "durable")]
            Store::Disk(spool) => return spool.put(&self.shared, job).await,
        }
        Ok(())
    }

    /// Waits until everything that was pushed before is accepted or refused, and reports. That takes as long as an
    /// outage of the service does; see [`flush_within`](Queue::flush_within).
    ///
    /// If the future is dropped, nothing is lost: the next report has it.
    pub async fn flush(&self) -> Report<I> {
        self.settled().await;
        self.shared.take_report()
    }

    /// As [`flush`](Queue::flush), but waits this long at most. What is not settled by then stays in the queue.
    pub async fn flush_within(&self, limit: Duration) -> Report<I> {
        // What is late is in a later report.
        let _ = tokio::time::timeout(limit, self.settled()).await;
        self.shared.take_report()
    }

    /// Takes nothing more, waits until everything is accepted or refused, and reports.
    ///
    /// That takes as long as an outage of the service does. See
    /// [`shutdown_within`](Queue::shutdown_within).
    pub async fn shutdown(&self) -> Report<I> {
        self.shared.close();
        self.settled().await;
        self.finish().await;
        self.shared.take_report()
    }

    /// Takes nothing more, waits this long at most, and reports: what is not settled by then is not sent any more. It
    /// is handed back as pending; that of a durable queue is kept on disk.
    ///
    /// The service may have accepted a pending item whose response was under way. Push it to another
    /// queue as it is, and its key keeps it from counting twice.
    pub async fn shutdown_within(&self, limit: Duration) -> Report<I> {
        self.shared.close();
        if tokio::time::timeout(limit, self.settled()).await.is_err() {
            self.shared.stop(Stop::Ended);
        }
        self.shared.until(|ledger| ledger.depth() == 0).await;
        self.finish().await;
        self.shared.take_report()
    }

    /// Nothing more comes: everything is to be on disk, and the file closed.
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
