//! Tasks that send what is in a queue: as many as the pace allows and there is work for.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::item::Queueable;
use super::ledger::{Bounds, Epoch, Fate, Job, Ledger, Next};
use super::stats::QueueState;
use super::store::Store;
use super::verdict::Verdict;
use super::{Entry, PushProblem};
use crate::error::Error;
use crate::trace;

/// Sends an item with a key.
pub(super) type SendItem<I> = dyn Fn(I, Option<String>) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>
    + Send
    + Sync;

/// Is told what became of each item.
pub(super) type Settled<I> = dyn Fn(&Entry<I>, Result<(), &Error>) + Send + Sync;

/// What a queue and its workers share.
pub(super) struct Shared<I: Queueable> {
    ledger: Mutex<Ledger<I>>,
    /// There may be room.
    pub(super) room: Notify,
    /// Something was settled.
    pub(super) changed: Notify,
    /// There is another time to wait for.
    timer: Notify,
    alarm: Mutex<Option<Instant>>,
    send: Box<SendItem<I>>,
    settled: Option<Box<Settled<I>>>,
    runtime: Handle,
    pub(super) store: Store<I>,
}

/// The time, which tests can stop.
pub(super) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

impl<I: Queueable> Shared<I> {
    pub(super) fn new(
        bounds: Bounds,
        send: Box<SendItem<I>>,
        settled: Option<Box<Settled<I>>>,
        runtime: Handle,
        store: Store<I>,
    ) -> Self {
        Shared {
            ledger: Mutex::new(Ledger::new(bounds)),
            room: Notify::new(),
            changed: Notify::new(),
            timer: Notify::new(),
            alarm: Mutex::new(None),
            send,
            settled,
            runtime,
            store,
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

    /// Begins to send what may be sent.
    pub(super) fn kick(self: &Arc<Self>) {
        while let Some(job) = self.next() {
            self.start(job);
        }
    }

    /// What is to be sent now. If that depends on the time, the keeper comes back to it.
    fn next(&self) -> Option<Job<I>> {
        let mut ledger = self.ledger();
        let next = ledger.next(now());
        let wanted = ledger.wants_load();
        drop(ledger);
        if let Some(first) = wanted {
            self.store.load(first);
        }
        match next {
            Next::Send(job) => Some(job),
            Next::At(time) => {
                self.wake_at(time);
                None
            }
            Next::Nothing => None,
        }
    }

    fn wake_at(&self, time: Instant) {
        let mut alarm = self.alarm();
        if alarm.is_none_or(|earlier| time < earlier) {
            *alarm = Some(time);
            self.timer.notify_one();
        }
    }

    fn alarm(&self) -> MutexGuard<'_, Option<Instant>> {
        self.alarm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a worker with its first item.
    fn start(self: &Arc<Self>, job: Job<I>) {
        let number = job.number;
        let sending = Sending { shared: self.clone(), job: Some(job), has_started: false };
        self.ledger().hire(number);
        let task = self.runtime.spawn(work(sending, number));
        self.ledger().working(number, task.abort_handle());
    }

    /// Has the keeper look whether it is needed.
    pub(super) fn look(&self) {
        self.timer.notify_one();
    }

    /// Keeps the time of the queue, until nobody has it any more and everything is sent.
    pub(super) fn keep(self: &Arc<Self>) {
        let keeper = Keeper(self.clone());
        self.runtime.spawn(keeper.run());
    }

    /// Tells of another state than before.
    fn tell(&self, before: QueueState, after: QueueState) {
        if before != after {
            trace::queue_state(before, after, || self.ledger().stats(now()));
        }
    }

    /// Notes what became of an attempt; whoever has the queue is told if that is the end of the item.
    fn ended(&self, job: Job<I>, result: Result<(), Error>) {
        let verdict = Verdict::of(result.as_ref().copied());
        let mut ledger = self.ledger();
        let before = ledger.pace.state();
        let (fate, job) = ledger.judge(job, verdict, now());
        let after = ledger.pace.state();
        let is_over = ledger.is_over();
        drop(ledger);
        self.tell(before, after);
        if let Some(job) = job {
            self.settle(job, fate, result);
        } else if is_over {
            // A shutdown waits for what was on its way.
            self.changed.notify_waiters();
        }
    }

    fn settle(&self, job: Job<I>, fate: Fate, result: Result<(), Error>) {
        let error = match (fate, result) {
            (Fate::Accept | Fate::Again, _) | (_, Ok(())) => None,
            (Fate::Refuse, Err(error)) => Some(error.after_tries(job.tries, job.is_uncertain)),
        };
        if let Some(settled) = &self.settled {
            let told = || settled(&job.entry, error.as_ref().map_or(Ok(()), Err));
            if catch_unwind(AssertUnwindSafe(told)).is_err() {
                trace::hook_panicked();
            }
        }
        match error {
            None => {
                self.store.accepted(job.number);
                self.ledger().accept(&job);
            }
            Some(error) => {
                self.store.refused(&job, &error);
                let count = self.ledger().count_refusal();
                trace::refused(count, &error);
                self.ledger().refuse(job, error);
            }
        }
        self.room.notify_one();
        self.changed.notify_waiters();
        let is_over = self.ledger().is_over();
        if is_over {
            self.look();
        }
    }

    /// Nothing can be sent any more.
    pub(super) fn stop(&self) {
        let workers = self.ledger().stop();
        workers.iter().for_each(|worker| worker.abort());
        self.room.notify_waiters();
        self.changed.notify_waiters();
    }

    /// Makes room for an item; waits for it if it is to.
    pub(super) async fn admit(&self, bytes: usize) -> Result<Epoch, PushProblem> {
        loop {
            let room = self.room.notified();
            let mut room = std::pin::pin!(room);
            room.as_mut().enable();
            let admitted = self.ledger().admit(bytes);
            match admitted {
                Err(PushProblem::Full) => room.await,
                done => {
                    // There may be room for more.
                    self.room.notify_one();
                    return done;
                }
            }
        }
    }
}

/// Sends one item after another, until there is none or the pace allows no more.
async fn work<I: Queueable>(mut sending: Sending<I>, worker: u64) {
    sending.has_started = true;
    let shared = sending.shared.clone();
    while let Some(job) = &sending.job {
        let (item, key) = (job.entry.item().clone(), job.entry.idempotency_key());
        let result = (shared.send)(item, key.map(str::to_owned)).await;
        if let Some(job) = sending.job.take() {
            shared.ended(job, result);
        }
        sending.job = shared.next();
        // An answer may have made way for more than one.
        if sending.job.is_some() {
            shared.kick();
        }
    }
    shared.ledger().gone(worker);
}

/// An item that is being sent. It goes back into the ledger however the sending ends.
struct Sending<I: Queueable> {
    shared: Arc<Shared<I>>,
    job: Option<Job<I>>,
    has_started: bool,
}

impl<I: Queueable> Drop for Sending<I> {
    fn drop(&mut self) {
        let Some(mut job) = self.job.take() else {
            return;
        };
        self.shared.ledger().gone(job.number);
        if std::thread::panicking() {
            let error = Error::interrupted(job.entry.idempotency_key());
            self.shared.ended(job, Err(error));
            self.shared.look();
            return;
        }
        // The runtime ends, or has ended; or the queue was stopped before.
        job.is_uncertain |= self.has_started;
        self.shared.stop();
        self.shared.ledger().interrupt(job);
        self.shared.changed.notify_waiters();
    }
}

/// Wakes the queue when time has passed that it waits for. If it is dropped before its end, the runtime is gone.
struct Keeper<I: Queueable>(Arc<Shared<I>>);

impl<I: Queueable> Keeper<I> {
    async fn run(self) {
        let shared = &self.0;
        loop {
            let looked = shared.timer.notified();
            let time = *shared.alarm();
            match time {
                None => looked.await,
                Some(time) => {
                    let late = tokio::time::timeout_at(time.into(), looked).await.is_err();
                    if late {
                        *shared.alarm() = None;
                    }
                }
            }
            if shared.ledger().is_over() {
                return;
            }
            shared.kick();
        }
    }
}

impl<I: Queueable> Drop for Keeper<I> {
    fn drop(&mut self) {
        let is_over = self.0.ledger().is_over();
        if !is_over {
            trace::queue_stopped();
            self.0.stop();
        }
    }
}
