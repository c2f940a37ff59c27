//! Threads that send items of a queue of the blocking client: as many as the pace allows and there is work for. They
//! end when there is nothing to do for a while.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::catch_panic::{catch_panic, copied_item, discard};
use super::item::Queueable;
use super::ledger::{Action, Epoch, Ledger, QueuedItem};
use super::runner::Runner;
use super::shared::{Shared, now};
use super::{Entry, PushProblem};
use crate::error::Error;

/// Sends an item with a key.
pub(super) type SendItem<I> = dyn Fn(I, Option<String>) -> Result<(), Error> + Send + Sync;

/// An item to be sent, with its key.
type Copied<I> = (I, Option<String>);

/// How long a thread waits for work before it ends.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) struct Threads<I> {
    send: Box<SendItem<I>>,
    max_threads: usize,
    /// Signals that there may be work. Used with the lock of the ledger.
    work: Condvar,
    /// Locked after the ledger, if both are locked.
    pool: Mutex<ThreadPool<I>>,
}

struct ThreadPool<I> {
    count: usize,
    /// How many of them wait for work.
    idle: usize,
    /// The time until which one of them waits.
    alarm: Option<Instant>,
    /// The items being sent. The side that removes an item settles it.
    sending: HashMap<u64, QueuedItem<I>>,
}

impl<I> Threads<I> {
    pub(super) fn new(send: Box<SendItem<I>>, max_threads: usize) -> Self {
        let pool = ThreadPool { count: 0, idle: 0, alarm: None, sending: HashMap::new() };
        Threads { send, max_threads, work: Condvar::new(), pool: Mutex::new(pool) }
    }

    fn pool(&self) -> MutexGuard<'_, ThreadPool<I>> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn notify_workers(&self) {
        self.work.notify_all();
    }
}

impl<I: Queueable> Threads<I> {
    /// Wakes or starts a thread, if there is work.
    pub(super) fn start_workers(&self, shared: &Arc<Shared<I>>) {
        if !shared.ledger().wants_worker() {
            return;
        }
        let mut pool = self.pool();
        if pool.idle > 0 {
            self.work.notify_one();
        } else if pool.count < self.max_threads {
            pool.count += 1;
            drop(pool);
            self.start(shared);
        }
    }

    fn start(&self, shared: &Arc<Shared<I>>) {
        let worker = shared.clone();
        let thread = std::thread::Builder::new().name("queue-send".to_owned());
        if thread.spawn(move || worker.work()).is_ok() {
            return;
        }
        let mut pool = self.pool();
        pool.count -= 1;
        let is_alone = pool.count == 0;
        drop(pool);
        // The other threads send the items. Without any thread, they would never be sent.
        if is_alone {
            shared.workers_ended();
        }
    }

    /// Hands back the items being sent: the threads cannot be stopped, and their results are no longer used.
    pub(super) fn return_to_caller(&self, ledger: &mut Ledger<I>) {
        let sending = std::mem::take(&mut self.pool().sending);
        sending.into_values().for_each(|job| ledger.interrupt(job));
    }

    /// Waits for an item to be sent; `None` if the thread is no longer needed.
    fn next(&self, shared: &Shared<I>) -> Option<QueuedItem<I>> {
        let mut ledger = shared.ledger();
        let mut is_needed = true;
        loop {
            let time = match shared.next(&mut ledger) {
                Action::Send(job) => return Some(job),
                Action::WaitUntil(time) => Some(time),
                Action::Idle => None,
            };
            // No work is added between the last check and the end, because the ledger is locked.
            if !is_needed || ledger.is_over() {
                self.pool().count -= 1;
                return None;
            }
            (ledger, is_needed) = self.wait(ledger, time);
        }
    }

    /// Records that an item is being sent, so that a shutdown can hand it back. If the queue was stopped already, it is
    /// not sent, but handed back here.
    fn mark_in_flight(&self, shared: &Shared<I>, job: QueuedItem<I>) -> bool {
        let mut ledger = shared.ledger();
        if ledger.is_stopped() {
            ledger.interrupt(job);
            drop(ledger);
            shared.changed.notify_all();
            return false;
        }
        self.pool().sending.insert(job.number, job);
        true
    }

    /// Waits until there may be work. One thread waits for the alarm on behalf of all.
    fn wait<'l>(
        &self,
        ledger: MutexGuard<'l, Ledger<I>>,
        time: Option<Instant>,
    ) -> (MutexGuard<'l, Ledger<I>>, bool) {
        let mut pool = self.pool();
        let time = time.filter(|time| pool.alarm.is_none_or(|alarm| *time < alarm));
        let limit = time.map_or(IDLE_TIMEOUT, |time| time.saturating_duration_since(now()));
        pool.alarm = time.or(pool.alarm);
        pool.idle += 1;
        drop(pool);
        let (ledger, waited) =
            self.work.wait_timeout(ledger, limit).unwrap_or_else(PoisonError::into_inner);
        let mut pool = self.pool();
        pool.idle -= 1;
        if time.is_some() && pool.alarm == time {
            pool.alarm = None;
        }
        (ledger, time.is_some() || !waited.timed_out())
    }
}

impl<I: Queueable> Shared<I> {
    fn threads(&self) -> Option<&Threads<I>> {
        match &self.runner {
            Runner::Threads(threads) => Some(threads),
            #[cfg(feature = "async")]
            Runner::Tasks(_) => None,
        }
    }

    /// Sends one item after another.
    fn work(self: &Arc<Self>) {
        let Some(threads) = self.threads() else { return };
        let _guard = WorkerGuard(self);
        while let Some(job) = threads.next(self) {
            // There may be work for another thread, and one has to wait for the alarm.
            threads.start_workers(self);
            match copied(&job.entry) {
                Ok(copied) => self.send(threads, job, copied),
                Err(error) => self.ended(job, Err(error)),
            }
        }
    }

    /// Sends the copy of an item, and records the outcome unless a shutdown has handed the item back.
    fn send(&self, threads: &Threads<I>, job: QueuedItem<I>, (item, key): Copied<I>) {
        let number = job.number;
        if !threads.mark_in_flight(self, job) {
            discard(item);
            return;
        }
        let sent = catch_panic(|| (threads.send)(item, key.clone()));
        let result = sent.unwrap_or_else(|| Err(Error::panicked(key.as_deref())));
        let job = threads.pool().sending.remove(&number);
        if let Some(job) = job {
            self.ended(job, result);
        }
    }

    /// Waits until the ledger meets a condition, or until a time; returns whether it does.
    pub(super) fn wait_until(
        &self,
        limit: Option<Instant>,
        wanted: impl Fn(&Ledger<I>) -> bool,
    ) -> bool {
        let mut ledger = self.ledger();
        while !wanted(&ledger) {
            let left = limit.map(|limit| limit.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return false;
            }
            ledger = self.changed.wait(ledger, left);
        }
        true
    }

    /// Waits for room for an item.
    pub(super) fn wait_for_room(
        &self,
        bytes: usize,
        is_letter: bool,
    ) -> Result<Epoch, PushProblem> {
        let mut ledger = self.ledger();
        loop {
            match ledger.admit(bytes, is_letter) {
                Err(PushProblem::Full) => {
                    ledger = self.room.wait(ledger, None);
                }
                done => {
                    // There may be room for more.
                    self.room.notify_one();
                    return done;
                }
            }
        }
    }
}

/// A copy of an item, made without holding a lock, because it runs code of the caller.
fn copied<I: Queueable>(entry: &Entry<I>) -> Result<Copied<I>, Error> {
    Ok((copied_item(entry)?, entry.idempotency_key().map(str::to_owned)))
}

/// A thread that sends. If it panics, another one replaces it.
struct WorkerGuard<'s, I: Queueable>(&'s Arc<Shared<I>>);

impl<I: Queueable> Drop for WorkerGuard<'_, I> {
    fn drop(&mut self) {
        if let (true, Some(threads)) = (std::thread::panicking(), self.0.threads()) {
            threads.pool().count -= 1;
            threads.start_workers(self.0);
        }
    }
}
