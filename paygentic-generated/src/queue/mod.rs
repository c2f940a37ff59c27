#![doc = include_str!("../../docs/queue.md")]

mod builder;
mod entry;
mod ledger;
mod worker;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::client::Client;
use crate::trace;

pub use builder::{QueueBuilder, WhenFull};
pub use entry::{Entry, Failed, PushError, PushProblem, Report};
use worker::Shared;

/// Sends items in the background, many at once, and accounts for each of them.
///
/// Share it by reference or in an `Arc`. Shut it down before it is dropped: items that were pushed
/// are still sent then while the runtime is there, but nobody learns what became of them.
pub struct Queue<I> {
    shared: Arc<Shared<I>>,
    when_full: WhenFull,
}

impl<I: Clone + Send + 'static> Queue<I> {
    /// A queue that sends through a client.
    pub fn builder(client: &Client) -> QueueBuilder<I> {
        QueueBuilder::new(client.clone())
    }

    fn of(shared: Arc<Shared<I>>, when_full: WhenFull) -> Self {
        Queue { shared, when_full }
    }

    /// Takes an item to send it soon. If the queue is full it waits, or hands the item back, as it
    /// was set up to. If the future is dropped while it waits, the item was not taken.
    ///
    /// # Errors
    ///
    /// The queue does not take the item, which is in the error.
    pub async fn push(&self, item: impl Into<Entry<I>>) -> Result<(), PushError<I>> {
        let full = match self.try_push(item) {
            Err(full) if full.reason == PushProblem::Full => full,
            done => return done,
        };
        if self.when_full == WhenFull::Refuse {
            return Err(full);
        }
        let entry = full.entry;
        // Whoever waited would wait in vain, if nobody asks for a report.
        if self.shared.ledger().is_choked() {
            return Err(entry.refused(PushProblem::Failures));
        }
        match self.shared.room.acquire().await {
            Ok(permit) => permit.forget(),
            Err(_) => return Err(entry.refused(PushProblem::Closed)),
        }
        self.insert(entry)
    }

    /// Takes an item to send it soon, or hands it back at once.
    ///
    /// # Errors
    ///
    /// The queue does not take the item, which is in the error.
    pub fn try_push(&self, item: impl Into<Entry<I>>) -> Result<(), PushError<I>> {
        let entry = item.into();
        match self.shared.room.try_acquire() {
            Ok(permit) => permit.forget(),
            Err(tokio::sync::TryAcquireError::NoPermits) => {
                return Err(entry.refused(PushProblem::Full));
            }
            Err(tokio::sync::TryAcquireError::Closed) => {
                return Err(entry.refused(PushProblem::Closed));
            }
        }
        self.insert(entry)
    }

    /// Puts an item where a permit says that there is room.
    fn insert(&self, entry: Entry<I>) -> Result<(), PushError<I>> {
        let pushed = self.shared.ledger().push(entry);
        match pushed {
            Ok(Some(worker)) => self.shared.start(worker),
            Ok(None) => {}
            Err(refused) => {
                self.shared.room.add_permits(1);
                return Err(refused);
            }
        }
        Ok(())
    }

    /// Waits until everything that was pushed before is accepted or has failed, and reports.
    ///
    /// If the future is dropped, nothing is lost: the next report has it.
    pub async fn flush(&self) -> Report<I> {
        self.settled().await;
        self.take_report()
    }

    /// What became of the items since the report before, without waiting.
    pub fn take_report(&self) -> Report<I> {
        self.shared.ledger().report()
    }

    /// Takes nothing more, waits until everything is accepted or has failed, and reports.
    ///
    /// Each item has the time that its call has: with the default settings this may take minutes
    /// if the service is down. See [`shutdown_within`](Queue::shutdown_within).
    pub async fn shutdown(&self) -> Report<I> {
        self.close();
        self.flush().await
    }

    /// Takes nothing more, waits this long at most, and reports: what is not settled by then is not
    /// sent any more and is handed back as pending.
    ///
    /// The service may have accepted a pending item whose answer was under way. Push it to another
    /// queue as it is, and its key keeps it from counting twice.
    pub async fn shutdown_within(&self, limit: Duration) -> Report<I> {
        self.close();
        if tokio::time::timeout(limit, self.settled()).await.is_err() {
            let workers = self.shared.ledger().stop();
            workers.iter().for_each(|worker| worker.abort());
        }
        self.shared.until(|ledger| ledger.is_idle()).await;
        self.take_report()
    }

    fn close(&self) {
        self.shared.ledger().close();
        self.shared.room.close();
    }

    async fn settled(&self) {
        let epoch = self.shared.ledger().end_epoch();
        self.shared.until(|ledger| ledger.is_settled(epoch)).await;
    }

    /// How many items wait to be sent.
    pub fn waiting(&self) -> usize {
        self.shared.ledger().waiting_count()
    }

    /// How many items are neither accepted nor failed yet.
    pub fn pending(&self) -> usize {
        self.shared.ledger().unsettled_count()
    }
}

impl<I> Drop for Queue<I> {
    fn drop(&mut self) {
        self.shared.room.close();
        trace::dropped(self.shared.ledger().unreported_count());
    }
}

impl<I> fmt::Debug for Queue<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ledger = self.shared.ledger();
        f.debug_struct("Queue")
            .field("capacity", &ledger.capacity())
            .field("unsettled", &ledger.unsettled_count())
            .finish_non_exhaustive()
    }
}
