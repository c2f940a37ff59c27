//! Durable queues: what is on disk, in an embedded database.

mod disk;
mod file;
mod frame;
mod letters;
mod options;
mod salvage;
mod writer;

use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use super::item::Queueable;
use super::ledger::Job;
use super::worker::Shared;
use super::{PushError, PushProblem};
use crate::error::Error;
pub(super) use disk::Inventory;
use disk::{Disk, Problem};
use letters::Command;
pub use letters::DeadLetter;
pub(super) use letters::export;
pub use options::SpoolOptions;
pub use salvage::Damage;
use writer::{Op, Writer};

/// The way to the thread that has the disk.
pub(super) struct Spool<I> {
    ops: Sender<Op<I>>,
    options: SpoolOptions,
    /// Until the queue is there.
    idle: Mutex<Option<(Disk, Receiver<Op<I>>)>>,
    pub(super) damage: Option<Damage>,
}

impl<I: Queueable> Spool<I> {
    pub(super) fn open(options: SpoolOptions) -> Result<(Self, Inventory), Error> {
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
        let found = disk.inventory().map_err(|problem| failed(&problem))?;
        let (ops, receiver) = channel();
        let idle = Mutex::new(Some((disk, receiver)));
        let spool = Spool { ops, options, idle, damage };
        Ok((spool, found))
    }

    /// Starts to work for a queue.
    pub(super) fn run(&self, queue: &Arc<Shared<I>>) -> Result<(), Error> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((disk, ops)) = idle.take() else {
            return Ok(());
        };
        let writer = Writer::new(disk, writer::weak(queue), self.options.within);
        writer::start(writer, ops).map_err(|error| {
            Error::configuration(format!("no thread can be started for the disk: {error}"))
        })
    }

    /// Writes an item, and waits until it is on disk unless it need not.
    pub(super) async fn put(&self, job: Job<I>) -> Result<(), PushError<I>> {
        if self.options.within.is_some() {
            return self.put_soon(job);
        }
        let json = match frame::write(&job.entry, &[]) {
            Ok(json) => json,
            Err(_) => return Err(job.entry.refused(PushProblem::Disk)),
        };
        let key = job.entry.clone();
        let (ack, written) = oneshot::channel();
        if let Err(unsent) = self.ops.send(Op::Put(job, json, Some(ack))) {
            return Err(returned(unsent.0).unwrap_or(key).refused(PushProblem::Disk));
        }
        match written.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(job)) => Err(job.entry.refused(PushProblem::Disk)),
            Err(_) => Err(key.refused(PushProblem::Disk)),
        }
    }

    /// Writes an item soon.
    pub(super) fn put_soon(&self, job: Job<I>) -> Result<(), PushError<I>> {
        let json = match frame::write(&job.entry, &[]) {
            Ok(json) => json,
            Err(_) => return Err(job.entry.refused(PushProblem::Disk)),
        };
        let sent = self.ops.send(Op::Put(job, json, None));
        match sent.map_err(|unsent| returned(unsent.0)) {
            Err(Some(entry)) => Err(entry.refused(PushProblem::Disk)),
            _ => Ok(()),
        }
    }

    async fn ask<T>(&self, op: impl FnOnce(oneshot::Sender<T>) -> Op<I>) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.ops.send(op(reply)).ok()?;
        answer.await.ok()
    }

    /// Writes everything, and closes the file if there is nothing more to come.
    pub(super) async fn finish(&self, is_end: bool) {
        // If the thread is gone, everything is written.
        let _ = self.ask(|done| Op::Finish(is_end, done)).await;
    }

    pub(super) async fn letters(&self, most: usize) -> Vec<DeadLetter<I>> {
        let listed = self.ask(|reply| Op::Letters(Command::List(most), reply));
        listed.await.unwrap_or_default()
    }

    pub(super) async fn discard(&self, numbers: Vec<u64>) -> Vec<DeadLetter<I>> {
        let discarded =
            self.ask(|reply| Op::Letters(Command::Discard(numbers.into_iter().collect()), reply));
        discarded.await.unwrap_or_default()
    }
}

impl<I> Spool<I> {
    pub(super) fn remove(&self, number: u64) {
        // If the thread is gone, the item is sent once more after the next start.
        let _ = self.ops.send(Op::Remove(number));
    }

    pub(super) fn load(&self, first: u64) {
        let _ = self.ops.send(Op::Load(first));
    }
}

impl<I: Queueable> Spool<I> {
    pub(super) fn bury(&self, job: &Job<I>, error: &Error) {
        if let Ok(json) = frame::write_dead(&job.entry, error) {
            let _ = self.ops.send(Op::Bury(job.number, json));
        }
    }
}

fn returned<I>(op: Op<I>) -> Option<super::Entry<I>> {
    match op {
        Op::Put(job, ..) => Some(job.entry),
        _ => None,
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::InUse => f.write_str("another queue has it, in this process or another one"),
            Problem::Newer(format) => {
                write!(f, "it has format {format}, of a newer version of this crate")
            }
            Problem::Damaged(reason) | Problem::Io(reason) => f.write_str(reason),
        }
    }
}
