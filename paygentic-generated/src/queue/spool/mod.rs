//! Durable queues: items in an embedded database. One thread owns it, because writes that wait for each other
//! can share a commit.

mod changes;
mod disk;
mod file;
mod frame;
mod letters;
mod options;
mod problem;
mod reply;
mod salvage;
mod scan;
mod writer;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SendError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::item::Queueable;
use super::ledger::{Epoch, QueuedItem};
use super::shared::Shared;
use super::{Entry, PushError, PushProblem};
use crate::error::Error;
use disk::Disk;
pub(super) use disk::StoredCounts;
#[cfg(test)]
pub(crate) use file::FAILS;
pub use letters::DeadLetter;
pub(super) use letters::{Command, Letters, export};
pub use options::SpoolOptions;
use reply::Reply;
pub use salvage::Damage;
use writer::{Op, Writer};

/// How many items may wait for the thread before `push` waits too: they are in memory.
const MAX_PENDING: usize = 4096;

/// The same for `try_push`, which cannot wait and fails then.
const MAX_PENDING_TRY: usize = 65_536;

/// The handle to the thread that owns the disk.
pub(super) struct Spool<I> {
    ops: Sender<Op<I>>,
    /// The number of items that wait for the thread.
    pending: Arc<AtomicUsize>,
    options: SpoolOptions,
    /// The parts of the thread, until `run` starts it.
    idle: Mutex<Option<(Disk, Receiver<Op<I>>)>>,
    pub(super) damage: Option<Damage>,
}

impl<I: Queueable> Spool<I> {
    pub(super) fn open(options: SpoolOptions) -> Result<(Self, StoredCounts), Error> {
        let folder = options.folder.display().to_string();
        let failed = |problem: &dyn fmt::Display| {
            Error::configuration(format!("the queue in {folder} cannot be opened: {problem}"))
        };
        std::fs::create_dir_all(&options.folder).map_err(|error| failed(&error))?;
        let path = options.folder.join("queue.redb");
        let opened = salvage::open(&path, options.file_bytes);
        let (mut disk, damage) = opened.map_err(|problem| failed(&problem))?;
        if let Some(damage) = &damage {
            crate::trace::spool_damaged(damage);
        }
        let found = disk.counts().map_err(|problem| failed(&problem))?;
        let (ops, receiver) = channel();
        let idle = Mutex::new(Some((disk, receiver)));
        let spool = Spool { ops, pending: Arc::default(), options, idle, damage };
        Ok((spool, found))
    }

    /// Starts the thread for a queue.
    pub(super) fn run(&self, queue: &Arc<Shared<I>>) -> Result<(), Error> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((disk, ops)) = idle.take() else {
            return Ok(());
        };
        let pending = self.pending.clone();
        let writer = Writer::new(disk, writer::weak(queue), self.options.within, pending);
        writer::start(writer, ops).map_err(|error| {
            Error::configuration(format!("no thread can be started for the disk: {error}"))
        })
    }

    /// Writes an item, and waits until it is on disk unless it need not.
    #[cfg(feature = "async")]
    pub(super) async fn put(
        &self,
        queue: &Arc<Shared<I>>,
        job: QueuedItem<I>,
    ) -> Result<(), PushError<I>> {
        if self.can_defer(&job) {
            return self.put_deferred(queue, job);
        }
        let (ack, written) = reply::to_task();
        let write = PendingWrite::copied(queue, &job);
        self.send_put(queue, job, Some(ack))?;
        write.returned(queue, written.await.ok())
    }

    /// Writes an item, and waits until it is on disk unless it need not.
    #[cfg(feature = "blocking")]
    pub(super) fn put_and_wait(
        &self,
        queue: &Arc<Shared<I>>,
        job: QueuedItem<I>,
    ) -> Result<(), PushError<I>> {
        if self.can_defer(&job) {
            return self.put_deferred(queue, job);
        }
        let (ack, written) = reply::to_thread();
        let write = PendingWrite::copied(queue, &job);
        self.send_put(queue, job, Some(ack))?;
        write.returned(queue, written.recv().ok())
    }

    /// Whether an item may be written later. One that is a dead letter leaves its place only when it is written.
    fn can_defer(&self, job: &QueuedItem<I>) -> bool {
        self.options.within.is_some() && job.letter.is_none() && !self.has_pending(MAX_PENDING)
    }

    /// Writes an item without waiting for the disk.
    pub(super) fn put_deferred(
        &self,
        queue: &Arc<Shared<I>>,
        job: QueuedItem<I>,
    ) -> Result<(), PushError<I>> {
        self.send_put(queue, job, None)
    }

    /// Sends an item to the thread; if it is gone, or the item cannot be written as JSON, its room is freed.
    fn send_put(
        &self,
        queue: &Arc<Shared<I>>,
        job: QueuedItem<I>,
        ack: Option<Reply<Result<(), QueuedItem<I>>>>,
    ) -> Result<(), PushError<I>> {
        // The caller's code may panic in here; its caller learns of it.
        let room = Reservation::of(queue, &job);
        let Ok(json) = frame::write(&job.entry) else {
            return Err(job.entry.refused(PushProblem::Invalid));
        };
        room.keep();
        self.pending.fetch_add(1, Ordering::Relaxed);
        match self.ops.send(Op::Put(job, json, ack)) {
            Err(SendError(Op::Put(job, ..))) => {
                self.pending.fetch_sub(1, Ordering::Relaxed);
                queue.give_back(job.epoch, job.bytes);
                Err(job.entry.refused(PushProblem::Disk))
            }
            _ => Ok(()),
        }
    }

    /// Asks the thread for something.
    #[cfg(feature = "async")]
    async fn ask<T: Send + 'static>(&self, op: impl FnOnce(Reply<T>) -> Op<I>) -> Option<T> {
        let (reply, answer) = reply::to_task();
        self.ops.send(op(reply)).ok()?;
        answer.await.ok()
    }

    /// Asks the thread for something.
    #[cfg(feature = "blocking")]
    fn ask_and_wait<T: Send + 'static>(&self, op: impl FnOnce(Reply<T>) -> Op<I>) -> Option<T> {
        let (reply, answer) = reply::to_thread();
        self.ops.send(op(reply)).ok()?;
        answer.recv().ok()
    }

    /// Writes everything, and closes the file. If the thread is gone, there is nothing left to write.
    #[cfg(feature = "async")]
    pub(super) async fn finish(&self) {
        let _ = self.ask(Op::Finish).await;
    }

    #[cfg(feature = "blocking")]
    pub(super) fn finish_and_wait(&self) {
        let _ = self.ask_and_wait(Op::Finish);
    }

    #[cfg(feature = "async")]
    pub(super) async fn letters(&self, command: Command) -> Letters<I> {
        self.ask(|reply| Op::Letters(command, reply)).await.unwrap_or_else(letters::no_thread)
    }

    #[cfg(feature = "blocking")]
    pub(super) fn letters_and_wait(&self, command: Command) -> Letters<I> {
        self.ask_and_wait(|reply| Op::Letters(command, reply)).unwrap_or_else(letters::no_thread)
    }
}

impl<I> Spool<I> {
    fn has_pending(&self, most: usize) -> bool {
        self.pending.load(Ordering::Relaxed) >= most
    }

    /// Whether too many items wait for the thread to accept another.
    pub(super) fn is_overloaded(&self) -> bool {
        self.has_pending(MAX_PENDING_TRY)
    }

    pub(super) fn remove(&self, number: u64) {
        // If the thread is gone, the item is sent once more after the next start.
        let _ = self.ops.send(Op::Remove(number));
    }

    /// Has everything written now.
    pub(super) fn write(&self) {
        let _ = self.ops.send(Op::Write);
    }

    pub(super) fn load(&self, first: u64) {
        let _ = self.ops.send(Op::Load(first));
    }

    /// Keeps an item that was refused. Its record on disk is reused, so that no code of the caller runs.
    pub(super) fn refuse(&self, number: u64, error: &Error) {
        // If the thread is gone, the item is sent once more after the next start.
        let _ = self.ops.send(Op::Refuse(number, frame::refusal(error)));
    }
}

/// Reserved room for an item, which is freed on drop unless it is kept.
struct Reservation<'q, I: Queueable> {
    queue: &'q Shared<I>,
    epoch: Epoch,
    bytes: usize,
}

impl<'q, I: Queueable> Reservation<'q, I> {
    fn of(queue: &'q Shared<I>, job: &QueuedItem<I>) -> Self {
        Reservation { queue, epoch: job.epoch, bytes: job.bytes }
    }

    /// Keeps the room, because the item was inserted.
    fn keep(self) {
        std::mem::forget(self);
    }
}

impl<I: Queueable> Drop for Reservation<'_, I> {
    fn drop(&mut self) {
        self.queue.give_back(self.epoch, self.bytes);
    }
}

/// A copy of an item that was sent to the thread, in case the thread dies.
struct PendingWrite<I> {
    entry: Entry<I>,
    epoch: Epoch,
    bytes: usize,
}

impl<I: Queueable> PendingWrite<I> {
    fn copied(queue: &Shared<I>, job: &QueuedItem<I>) -> Self {
        // The caller's code may panic in here; its caller learns of it.
        let room = Reservation::of(queue, job);
        let write = PendingWrite { entry: job.entry.clone(), epoch: job.epoch, bytes: job.bytes };
        room.keep();
        write
    }

    /// Converts the reply of the thread; `None` means that it died.
    fn returned(
        self,
        queue: &Shared<I>,
        written: Option<Result<(), QueuedItem<I>>>,
    ) -> Result<(), PushError<I>> {
        match written {
            Some(Ok(())) => Ok(()),
            Some(Err(job)) => Err(job.entry.refused(PushProblem::Disk)),
            None => Err(self.lost(queue)),
        }
    }

    /// The thread is gone, and the item with it.
    fn lost(self, queue: &Shared<I>) -> PushError<I> {
        queue.give_back(self.epoch, self.bytes);
        self.entry.refused(PushProblem::Disk)
    }
}
