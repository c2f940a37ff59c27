//! Tasks that send what is in a queue. There are as many as there is work for, up to a limit.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore};

use super::Entry;
use super::ledger::{Epoch, Ledger};
use crate::error::Error;
use crate::trace;

/// Sends an item with a key.
pub(super) type SendItem<I> = dyn Fn(I, Option<String>) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>
    + Send
    + Sync;

/// Is told what became of each item.
pub(super) type Settled<I> = dyn Fn(&Entry<I>, Result<(), &Error>) + Send + Sync;

/// What a queue and its workers share.
pub(super) struct Shared<I> {
    ledger: Mutex<Ledger<I>>,
    /// A permit for each item that may still be pushed.
    pub(super) room: Semaphore,
    /// Something was settled, or a worker is gone.
    pub(super) changed: Notify,
    pub(super) send: Box<SendItem<I>>,
    pub(super) settled: Option<Box<Settled<I>>>,
    pub(super) runtime: Handle,
    /// How many items were not accepted so far.
    refused: AtomicUsize,
}

impl<I> Shared<I> {
    pub(super) fn new(
        capacity: usize,
        concurrency: usize,
        send: Box<SendItem<I>>,
        settled: Option<Box<Settled<I>>>,
        runtime: Handle,
    ) -> Self {
        Shared {
            ledger: Mutex::new(Ledger::new(capacity, concurrency)),
            room: Semaphore::new(capacity),
            changed: Notify::new(),
            send,
            settled,
            runtime,
            refused: AtomicUsize::new(0),
        }
    }

    /// The ledger is whole even if somebody panicked who had it.
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger<I>> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the ledger is as wanted.
    pub(super) async fn until(&self, wanted: impl Fn(&Ledger<I>) -> bool) {
        loop {
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            // From here on no change is missed.
            changed.as_mut().enable();
            if wanted(&self.ledger()) {
                return;
            }
            changed.await;
        }
    }
}

impl<I: Clone + Send + 'static> Shared<I> {
    /// Starts a worker that the ledger has a place for.
    pub(super) fn start(self: &Arc<Self>, worker: u64) {
        let place = Place {
            shared: self.clone(),
            worker,
            has_started: false,
        };
        let task = self.runtime.spawn(work(place));
        self.ledger().started(worker, task.abort_handle());
    }
}

/// Sends one item after another, until there is none.
async fn work<I: Clone + Send + 'static>(mut place: Place<I>) {
    place.has_started = true;
    let shared = place.shared.clone();
    loop {
        let Some((epoch, entry)) = shared.ledger().take() else {
            return;
        };
        let key = entry.idempotency_key().map(str::to_owned);
        let sending = Sending {
            shared: &shared,
            epoch,
            entry: Some(entry),
        };
        let Some(item) = sending.entry.as_ref().map(|entry| entry.item().clone()) else {
            return;
        };
        let result = (shared.send)(item, key).await;
        sending.done(result);
    }
}

/// The place of a worker, which is free again when the worker ends, however it ends.
struct Place<I: Clone + Send + 'static> {
    shared: Arc<Shared<I>>,
    worker: u64,
    has_started: bool,
}

impl<I: Clone + Send + 'static> Drop for Place<I> {
    fn drop(&mut self) {
        let mut ledger = self.shared.ledger();
        ledger.gone(self.worker);
        // Something may have been pushed while this worker was on its way out, or a panic stopped
        // it. One that never started tells that the runtime is gone.
        let next = if self.has_started {
            ledger.hire()
        } else {
            None
        };
        drop(ledger);
        if let Some(next) = next {
            self.shared.start(next);
        }
        self.shared.changed.notify_waiters();
    }
}

/// An item that is being sent. It goes back into the ledger however the sending ends.
struct Sending<'s, I> {
    shared: &'s Shared<I>,
    epoch: Epoch,
    entry: Option<Entry<I>>,
}

impl<I> Sending<'_, I> {
    fn done(mut self, result: Result<(), Error>) {
        // If this panics, the entry is still here to be handed back.
        if let (Some(settled), Some(entry)) = (&self.shared.settled, &self.entry) {
            settled(entry, result.as_ref().copied());
        }
        let Some(entry) = self.entry.take() else {
            return;
        };
        if let Err(error) = &result {
            let refused = self.shared.refused.fetch_add(1, Ordering::Relaxed) + 1;
            trace::refused(refused, error);
        }
        let mut ledger = self.shared.ledger();
        match result {
            Ok(()) => ledger.accept(self.epoch),
            Err(error) => ledger.refuse(self.epoch, entry, error),
        }
        drop(ledger);
        self.shared.room.add_permits(1);
        self.shared.changed.notify_waiters();
    }
}

impl<I> Drop for Sending<'_, I> {
    fn drop(&mut self) {
        if let Some(entry) = self.entry.take() {
            self.shared.ledger().interrupt(self.epoch, entry);
            self.shared.room.add_permits(1);
            self.shared.changed.notify_waiters();
        }
    }
}
