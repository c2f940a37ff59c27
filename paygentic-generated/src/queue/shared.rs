//! What a queue and its workers share. Whether the workers are tasks or threads is known to the runner only, so that
//! the async and the blocking queue treat an outcome alike.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::Entry;
use super::isolate::{discard, isolated};
use super::item::Queueable;
use super::ledger::{Bounds, Epoch, Fate, Job, Ledger, Next, Stop};
use super::runner::Runner;
use super::signal::Signal;
use super::stats::{QueueState, QueueStats};
use super::store::Store;
use super::verdict::Verdict;
use crate::error::Error;
use crate::trace;

/// Is called with what became of each item.
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

/// The time. Tests can stop that of tasks.
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

    /// The ledger is whole even if somebody panicked who had it.
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger<I>> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn stats(&self) -> QueueStats {
        self.ledger().stats(now())
    }

    /// Puts items in that were admitted.
    pub(super) fn enter(self: &Arc<Self>, jobs: impl IntoIterator<Item = Job<I>>) {
        let mut ledger = self.ledger();
        jobs.into_iter().for_each(|job| ledger.enter(job));
        let (is_stopped, is_busy) = (ledger.is_stopped(), ledger.is_busy());
        drop(ledger);
        if is_stopped {
            // A shutdown waits for what was coming in.
            self.changed.wake_all();
        } else if !is_busy {
            self.kick();
        }
    }

    /// Begins to send what may be sent.
    pub(super) fn kick(self: &Arc<Self>) {
        self.runner.kick(self);
    }

    /// Has the workers check whether they are still needed.
    pub(super) fn look(&self) {
        self.runner.look();
    }

    /// Begins with what was on disk when the queue was started.
    pub(super) fn begin(self: &Arc<Self>) {
        let first = self.ledger().wants_load();
        if let Some(first) = first {
            self.store.load(first);
        }
    }

    /// What is to be sent now, and whether that depends on the time.
    pub(super) fn next(&self, ledger: &mut Ledger<I>) -> Next<I> {
        let next = ledger.next(now());
        if let Some(first) = ledger.wants_load() {
            self.store.load(first);
        }
        next
    }

    pub(super) fn close(&self) {
        self.ledger().close();
        self.room.wake_all();
        self.look();
    }

    /// Tries again at once.
    pub(super) fn resume(self: &Arc<Self>) {
        self.ledger().pace.resume();
        self.kick();
    }

    /// All handles of the queue were dropped.
    pub(super) fn leave_alone(&self) {
        let mut ledger = self.ledger();
        ledger.dropped = true;
        let unreported = ledger.unreported_count();
        drop(ledger);
        self.look();
        trace::dropped(unreported);
    }

    /// Reports another state than before.
    fn report(&self, before: QueueState, after: QueueState) {
        if before != after {
            trace::queue_state(before, after, || self.stats());
        }
    }

    /// Notes the outcome of an attempt, and settles the item if it was the last.
    pub(super) fn ended(&self, job: Job<I>, result: Result<(), Error>) {
        let verdict = Verdict::of(result.as_ref().copied());
        let mut ledger = self.ledger();
        let before = ledger.pace.state();
        let (fate, mut job) = ledger.judge(job, verdict, now());
        let after = ledger.pace.state();
        // Most items are accepted, and have no hook to call first: so the ledger is locked once.
        let accepted = job.take_if(|_| fate == Fate::Accept && self.settled.is_none());
        let news = accepted.as_ref().map(|job| self.accept(&mut ledger, job));
        let is_over = ledger.is_over();
        drop(ledger);
        self.report(before, after);
        if let Some(news) = news {
            discard(accepted);
            self.wake(news);
        } else if let Some(job) = job {
            self.settle(job, fate, result);
        } else if is_over {
            // A shutdown waits for what was on its way.
            self.changed.wake_all();
        }
    }

    fn settle(&self, job: Job<I>, fate: Fate, result: Result<(), Error>) {
        let error = match (fate, result) {
            (Fate::Accept | Fate::Again, _) | (_, Ok(())) => None,
            (Fate::Refuse, Err(error)) => Some(error.after_tries(job.tries, job.is_uncertain)),
        };
        self.call_hook(&job.entry, error.as_ref());
        let news = match error {
            None => {
                let news = self.accept(&mut self.ledger(), &job);
                discard(job);
                news
            }
            Some(error) => self.refuse(job, error),
        };
        self.wake(news);
    }

    fn call_hook(&self, entry: &Entry<I>, error: Option<&Error>) {
        if let Some(settled) = &self.settled
            && isolated(|| settled(entry, error.map_or(Ok(()), Err))).is_none()
        {
            trace::hook_panicked();
        }
    }

    fn accept(&self, ledger: &mut Ledger<I>, job: &Job<I>) -> News {
        self.store.accepted(job.number);
        let epoch = ledger.oldest_epoch();
        ledger.accept(job);
        News::since(epoch, ledger)
    }

    fn refuse(&self, job: Job<I>, error: Error) -> News {
        self.store.refused(job.number, &error);
        let count = self.ledger().count_refusal();
        trace::refused(count, &error);
        let mut ledger = self.ledger();
        let epoch = ledger.oldest_epoch();
        ledger.refuse(job, error);
        News::since(epoch, &ledger)
    }

    /// An item was settled.
    fn wake(&self, news: News) {
        self.room.wake_one();
        if news.is_awaited {
            self.changed.wake_all();
        }
        if news.is_over {
            self.look();
        }
    }

    /// There is no sender left: the runtime ended, or no thread can be started. If there was anything left to do, that
    /// is reported; who notices it first is not known.
    pub(super) fn workers_ended(&self) {
        let is_over = self.ledger().is_over();
        if !is_over {
            trace::queue_stopped();
            self.stop(Stop::Ended);
        }
    }

    /// Nothing can be sent any longer.
    pub(super) fn stop(&self, why: Stop) {
        let mut ledger = self.ledger();
        ledger.stop(why);
        self.runner.hand_back(&mut ledger);
        drop(ledger);
        self.runner.abort();
        self.store.write();
        self.look();
        self.room.wake_all();
        self.changed.wake_all();
    }
}

/// What follows from an item that was settled.
struct News {
    /// Whether somebody may wait for it: it was the last of its epoch, or of all.
    is_awaited: bool,
    is_over: bool,
}

impl News {
    fn since<I: Queueable>(epoch: Epoch, ledger: &Ledger<I>) -> Self {
        let is_awaited = ledger.oldest_epoch() != epoch || ledger.depth() == 0;
        News { is_awaited, is_over: ledger.is_over() }
    }
}
