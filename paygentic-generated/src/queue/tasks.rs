//! Tasks that send the items of a queue: as many as the pace allows and there is work for.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::item::Queueable;
use super::ledger::{Action, Epoch, Ledger, QueuedItem};
use super::runner::Runner;
use super::shared::Shared;
use super::{Entry, PushProblem};
use crate::error::Error;

/// Sends a copy of an item, with its key.
pub(super) type SendItem<I> =
    dyn Fn(&Entry<I>) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>> + Send + Sync;

pub(super) struct Tasks<I> {
    send: Box<SendItem<I>>,
    runtime: Handle,
    /// Wakes the timer task, for an earlier alarm or a check.
    timer: Notify,
    alarm: Mutex<Option<Instant>>,
    workers: Mutex<Workers>,
}

/// The handles with which the workers can be cancelled.
#[derive(Default)]
struct Workers {
    next: u64,
    handles: HashMap<u64, Option<AbortHandle>>,
    is_stopped: bool,
}

impl<I> Tasks<I> {
    pub(super) fn new(send: Box<SendItem<I>>, runtime: Handle) -> Self {
        Tasks {
            send,
            runtime,
            timer: Notify::new(),
            alarm: Mutex::default(),
            workers: Mutex::default(),
        }
    }

    pub(super) fn notify_workers(&self) {
        self.timer.notify_one();
    }

    /// Cancels all workers.
    pub(super) fn abort(&self) {
        let mut workers = self.workers();
        workers.is_stopped = true;
        let handles: Vec<_> = workers.handles.drain().filter_map(|(_, handle)| handle).collect();
        drop(workers);
        handles.iter().for_each(AbortHandle::abort);
    }

    fn workers(&self) -> MutexGuard<'_, Workers> {
        self.workers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn alarm(&self) -> MutexGuard<'_, Option<Instant>> {
        self.alarm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake_at(&self, time: Instant) {
        let mut alarm = self.alarm();
        if alarm.is_none_or(|earlier| time < earlier) {
            *alarm = Some(time);
            self.timer.notify_one();
        }
    }

    /// Stores the handle of a worker, unless it has ended already.
    fn set_handle(&self, worker: u64, handle: AbortHandle) {
        let mut workers = self.workers();
        if workers.is_stopped {
            handle.abort();
        } else if let Some(entry) = workers.handles.get_mut(&worker) {
            *entry = Some(handle);
        }
    }

    /// Registers a new worker, and returns its number.
    fn register(&self) -> u64 {
        let mut workers = self.workers();
        let worker = workers.next;
        workers.next += 1;
        workers.handles.insert(worker, None);
        worker
    }

    fn unregister(&self, worker: u64) {
        self.workers().handles.remove(&worker);
    }
}

impl<I: Queueable> Tasks<I> {
    pub(super) fn start_workers(&self, shared: &Arc<Shared<I>>) {
        while let (Some(job), others) = self.next(shared) {
            self.start(shared, job);
            if !others {
                return;
            }
        }
    }

    /// The item to send now, and whether there may be more. If it must wait for a time, the timer task is set to wake then.
    fn next(&self, shared: &Shared<I>) -> (Option<QueuedItem<I>>, bool) {
        let mut ledger = shared.ledger();
        let next = shared.next(&mut ledger);
        let others = !ledger.is_busy();
        drop(ledger);
        match next {
            Action::Send(job) => (Some(job), others),
            Action::WaitUntil(time) => {
                self.wake_at(time);
                (None, false)
            }
            Action::Idle => (None, false),
        }
    }

    /// Starts a worker with its first item.
    fn start(&self, shared: &Arc<Shared<I>>, job: QueuedItem<I>) {
        let worker = self.register();
        let sending =
            Sending { shared: shared.clone(), worker, job: Some(job), has_started: false };
        let task = self.runtime.spawn(work(sending));
        self.set_handle(worker, task.abort_handle());
    }

    /// Runs the timers of the queue until all handles are dropped and everything is sent.
    pub(super) fn start_timer(&self, shared: &Arc<Shared<I>>) {
        self.runtime.spawn(TimerTask(shared.clone()).run());
    }
}

impl<I: Queueable> Shared<I> {
    pub(super) fn tasks(&self) -> Option<&Tasks<I>> {
        match &self.runner {
            Runner::Tasks(tasks) => Some(tasks),
            #[cfg(feature = "blocking")]
            Runner::Threads(_) => None,
        }
    }

    /// Waits until the ledger meets a condition.
    pub(super) async fn until(&self, wanted: impl Fn(&Ledger<I>) -> bool) {
        loop {
            let changed = self.changed.tasks.notified();
            let mut changed = std::pin::pin!(changed);
            // From here on no change is missed.
            changed.as_mut().enable();
            if wanted(&self.ledger()) {
                return;
            }
            changed.await;
        }
    }

    /// Waits for room for an item.
    pub(super) async fn admit(&self, bytes: usize, is_letter: bool) -> Result<Epoch, PushProblem> {
        loop {
            let room = self.room.tasks.notified();
            let mut room = std::pin::pin!(room);
            room.as_mut().enable();
            let admitted = self.ledger().admit(bytes, is_letter);
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
async fn work<I: Queueable>(mut sending: Sending<I>) {
    sending.has_started = true;
    let shared = sending.shared.clone();
    let Some(tasks) = shared.tasks() else { return };
    while let Some(job) = &sending.job {
        let result = (tasks.send)(&job.entry).await;
        if let Some(job) = sending.job.take() {
            shared.ended(job, result);
        }
        let others;
        (sending.job, others) = tasks.next(&shared);
        // A response may allow more than one further request.
        if others {
            tasks.start_workers(&shared);
        }
    }
    tasks.unregister(sending.worker);
}

/// A worker and the item that it sends, which returns to the ledger however the worker ends.
struct Sending<I: Queueable> {
    shared: Arc<Shared<I>>,
    worker: u64,
    job: Option<QueuedItem<I>>,
    has_started: bool,
}

impl<I: Queueable> Drop for Sending<I> {
    fn drop(&mut self) {
        if let Some(tasks) = self.shared.tasks() {
            tasks.unregister(self.worker);
        }
        let job = self.job.take();
        if std::thread::panicking() {
            if let Some(job) = job {
                let error = Error::panicked(job.entry.idempotency_key());
                self.shared.ended(job, Err(error));
            }
            // The timer task starts another worker.
            self.shared.notify_workers();
            return;
        }
        let Some(mut job) = job else { return };
        // The runtime is ending or has ended, or the queue was stopped.
        job.is_uncertain |= self.has_started;
        self.shared.workers_ended();
        self.shared.ledger().interrupt(job);
        self.shared.changed.notify_all();
    }
}

/// Starts workers when the time of the alarm is reached. If it is dropped before it ends, the runtime is gone.
struct TimerTask<I: Queueable>(Arc<Shared<I>>);

impl<I: Queueable> TimerTask<I> {
    async fn run(self) {
        let shared = &self.0;
        let Some(tasks) = shared.tasks() else { return };
        loop {
            let notified = tasks.timer.notified();
            let time = *tasks.alarm();
            match time {
                None => notified.await,
                Some(time) => {
                    let late = tokio::time::timeout_at(time.into(), notified).await.is_err();
                    if late {
                        *tasks.alarm() = None;
                    }
                }
            }
            if shared.ledger().is_over() {
                return;
            }
            tasks.start_workers(shared);
        }
    }
}

impl<I: Queueable> Drop for TimerTask<I> {
    fn drop(&mut self) {
        self.0.workers_ended();
    }
}
