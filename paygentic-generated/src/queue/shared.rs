//! The state that a queue and its workers share. Only the runner knows whether the workers are tasks or threads, so
//! that the async and the blocking queue handle an outcome in the same way.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::Entry;
use super::attempt_outcome::AttemptOutcome;
use super::catch_panic::{catch_panic, discard};
use super::item::Queueable;
use super::ledger::{Action, Bounds, Disposition, Epoch, Ledger, QueuedItem, Stop};
use super::runner::Runner;
use super::signal::Signal;
use super::stats::{QueueState, QueueStats};
use super::store::Store;
use crate::error::Error;
use crate::trace;

/// The hook that is called with the result of each item.
pub(super) type Settled<I> = dyn Fn(&Entry<I>, Result<(), &Error>) + Send + Sync;

pub(super) struct Shared<I: Queueable> {
    ledger: Mutex<Ledger<I>>,
    /// There may be room.
    pub(super) room: Signal,
    /// Something was settled.
    pub(super) changed: Signal,
    settled: Option<Box<Settled<I>>>,
    pub(super) runner: Runner<I>,
    pub(super) store: Store<I>,
}

/// The current time. With the async client it is that of Tokio, which tests can pause.
pub(super) fn now() -> Instant {
    #[cfg(feature = "async")]
    return tokio::time::Instant::now().into_std();
    #[cfg(not(feature = "async"))]
    Instant::now()
}

impl<I: Queueable> Shared<I> {
    pub(super) fn new(
        bounds: Bounds,
        settled: Option<Box<Settled<I>>>,
        runner: Runner<I>,
        store: Store<I>,
    ) -> Self {
        Shared {
            ledger: Mutex::new(Ledger::new(bounds)),
            room: Signal::default(),
            changed: Signal::default(),
            settled,
            runner,
            store,
        }
    }

    /// The ledger is consistent even if a thread panicked while it held the lock.
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger<I>> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn stats(&self) -> QueueStats {
        self.ledger().stats(now())
    }

    /// Inserts items that were admitted.
    pub(super) fn enter(self: &Arc<Self>, jobs: impl IntoIterator<Item = QueuedItem<I>>) {
        let mut ledger = self.ledger();
        jobs.into_iter().for_each(|job| ledger.enter(job));
        let (is_stopped, is_busy) = (ledger.is_stopped(), ledger.is_busy());
        drop(ledger);
        if is_stopped {
            // A shutdown waits for items that are being inserted.
            self.changed.notify_all();
        } else if !is_busy {
            self.start_workers();
        }
    }

    /// Starts workers for the items that may be sent now.
    pub(super) fn start_workers(self: &Arc<Self>) {
        self.runner.start_workers(self);
    }

    /// Has the workers check whether they are still needed.
    pub(super) fn notify_workers(&self) {
        self.runner.notify_workers();
    }

    /// Loads the first items that were on disk when the queue was started.
    pub(super) fn begin(self: &Arc<Self>) {
        let first = self.ledger().wants_load();
        if let Some(first) = first {
            self.store.load(first);
        }
    }

    /// What a worker should do next; also loads items from disk when there is room.
    pub(super) fn next(&self, ledger: &mut Ledger<I>) -> Action<I> {
        let next = ledger.next(now());
        if let Some(first) = ledger.wants_load() {
            self.store.load(first);
        }
        next
    }

    pub(super) fn close(&self) {
        self.ledger().close();
        self.room.notify_all();
        self.notify_workers();
    }

    /// Ends all waits, so that the queue sends again at once.
    pub(super) fn resume(self: &Arc<Self>) {
        self.ledger().pace.resume();
        self.start_workers();
    }

    /// All handles of the queue were dropped.
    pub(super) fn detach(&self) {
        let mut ledger = self.ledger();
        ledger.dropped = true;
        let unreported = ledger.unreported_count();
        drop(ledger);
        self.notify_workers();
        trace::dropped(unreported);
    }

    /// Reports a change of the state.
    fn report(&self, before: QueueState, after: QueueState) {
        if before != after {
            trace::queue_state(before, after, || self.stats());
        }
    }

    /// Notes the outcome of an attempt, and settles the item if it was the last.
    pub(super) fn ended(&self, job: QueuedItem<I>, result: Result<(), Error>) {
        let outcome = AttemptOutcome::of(result.as_ref().copied());
        let mut ledger = self.ledger();
        let before = ledger.pace.state();
        let (disposition, mut job) = ledger.decide(job, outcome, now());
        let after = ledger.pace.state();
        // Most items are accepted, and have no hook to call first: so the ledger is locked once.
        let accepted =
            job.take_if(|_| disposition == Disposition::Accept && self.settled.is_none());
        let wakeups = accepted.as_ref().map(|job| self.accept(&mut ledger, job));
        let is_over = ledger.is_over();
        drop(ledger);
        self.report(before, after);
        if let Some(wakeups) = wakeups {
            discard(accepted);
            self.wake(wakeups);
        } else if let Some(job) = job {
            self.settle(job, disposition, result);
        } else if is_over {
            // A shutdown waits for requests in flight.
            self.changed.notify_all();
        }
    }

    fn settle(&self, job: QueuedItem<I>, disposition: Disposition, result: Result<(), Error>) {
        let error = match (disposition, result) {
            (Disposition::Accept | Disposition::Again, _) | (_, Ok(())) => None,
            (Disposition::Refuse, Err(error)) => {
                Some(error.with_tries(job.tries, job.is_uncertain))
            }
        };
        self.call_hook(&job.entry, error.as_ref());
        let wakeups = match error {
            None => {
                let wakeups = self.accept(&mut self.ledger(), &job);
                discard(job);
                wakeups
            }
            Some(error) => self.refuse(job, error),
        };
        self.wake(wakeups);
    }

    fn call_hook(&self, entry: &Entry<I>, error: Option<&Error>) {
        if let Some(settled) = &self.settled
            && catch_panic(|| settled(entry, error.map_or(Ok(()), Err))).is_none()
        {
            trace::hook_panicked();
        }
    }

    fn accept(&self, ledger: &mut Ledger<I>, job: &QueuedItem<I>) -> Wakeups {
        self.store.accepted(job.number);
        let epoch = ledger.oldest_epoch();
        ledger.accept(job);
        Wakeups::since(epoch, ledger)
    }

    fn refuse(&self, job: QueuedItem<I>, error: Error) -> Wakeups {
        self.store.refused(job.number, &error);
        let count = self.ledger().count_refusal();
        trace::refused(count, &error);
        let mut ledger = self.ledger();
        let epoch = ledger.oldest_epoch();
        ledger.refuse(job, error);
        Wakeups::since(epoch, &ledger)
    }

    /// An item was settled.
    fn wake(&self, wakeups: Wakeups) {
        self.room.notify_one();
        if wakeups.is_awaited {
            self.changed.notify_all();
        }
        if wakeups.is_over {
            self.notify_workers();
        }
    }

    /// No worker is left: the runtime ended, or no thread can be started. If items are left, that
    /// is reported; several workers may call this.
    pub(super) fn workers_ended(&self) {
        let is_over = self.ledger().is_over();
        if !is_over {
            trace::queue_stopped();
            self.stop(Stop::Ended);
        }
    }

    /// Stops sending for good.
    pub(super) fn stop(&self, why: Stop) {
        let mut ledger = self.ledger();
        ledger.stop(why);
        self.runner.return_to_caller(&mut ledger);
        drop(ledger);
        self.runner.abort();
        self.store.write();
        self.notify_workers();
        self.room.notify_all();
        self.changed.notify_all();
    }
}

/// What to wake after an item was settled.
struct Wakeups {
    /// Whether a flush may wait for it: it was the last of its epoch, or of all.
    is_awaited: bool,
    is_over: bool,
}

impl Wakeups {
    fn since<I: Queueable>(epoch: Epoch, ledger: &Ledger<I>) -> Self {
        let is_awaited = ledger.oldest_epoch() != epoch || ledger.is_given_up();
        Wakeups { is_awaited, is_over: ledger.is_over() }
    }
}
