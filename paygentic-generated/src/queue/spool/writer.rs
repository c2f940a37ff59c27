//! The thread that has the disk. What comes in while it writes is written at once afterwards.

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::disk::{Changes, Disk};
use super::frame;
use super::letters::{Command, DeadLetter};
use crate::queue::Queueable;
use crate::queue::ledger::Job;
use crate::queue::worker::Shared;
use crate::trace;

/// How many changes are written at once.
const BATCH: usize = 4096;

/// How many items are read at once.
const LOADED: usize = 2048;

/// How long it is put off to note what was settled, if nothing else is to be written.
const LAZY: Duration = Duration::from_millis(50);

/// How long to wait after the disk failed.
const RECOVERY: Duration = Duration::from_millis(500);

/// What is to be done with the disk.
pub(super) enum Op<I> {
    /// An item comes in. If somebody waits, it is sent when it is on disk; else at once.
    Put(Job<I>, Vec<u8>, Option<Ack<I>>),
    /// An item is accepted.
    Remove(u64),
    /// An item is refused.
    Bury(u64, Vec<u8>),
    /// Items from this number on are to be read.
    Load(u64),
    Letters(Command, oneshot::Sender<Vec<DeadLetter<I>>>),
    /// Everything is to be written; then the file is closed, if it is to be.
    Finish(bool, oneshot::Sender<()>),
}

type Ack<I> = oneshot::Sender<Result<(), Job<I>>>;

pub(super) struct Writer<I: Queueable> {
    disk: Disk,
    queue: Weak<Shared<I>>,
    changes: Changes,
    waiting: Vec<(Job<I>, Ack<I>)>,
    within: Option<(Duration, usize)>,
    /// When there was the first change that is not written.
    since: Option<Instant>,
    is_failing: bool,
    is_closed: bool,
}

impl<I: Queueable> Writer<I> {
    pub(super) fn new(
        disk: Disk,
        queue: Weak<Shared<I>>,
        within: Option<(Duration, usize)>,
    ) -> Self {
        Writer {
            disk,
            queue,
            changes: Changes::default(),
            waiting: Vec::new(),
            within,
            since: None,
            is_failing: false,
            is_closed: false,
        }
    }

    /// Does what comes in, until nobody is left who could ask for more.
    pub(super) fn run(mut self, ops: &Receiver<Op<I>>) {
        loop {
            let next = match self.patience() {
                None => ops.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(time) => ops.recv_timeout(time),
            };
            match next {
                Ok(op) => {
                    self.take(op);
                    while self.count() < BATCH
                        && let Ok(op) = ops.try_recv()
                    {
                        self.take(op);
                    }
                    if self.is_due() {
                        self.commit();
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.commit(),
                Err(RecvTimeoutError::Disconnected) => {
                    self.commit();
                    return;
                }
            }
        }
    }

    fn count(&self) -> usize {
        self.changes.put.len() + self.changes.removed.len()
    }

    /// How long changes may wait; `None` if there are none.
    fn patience(&self) -> Option<Duration> {
        let since = self.since?;
        let longest = match (self.is_failing, self.within, self.changes.put.is_empty()) {
            (true, ..) => RECOVERY,
            (false, Some((time, _)), false) => time,
            _ => LAZY,
        };
        Some(longest.saturating_sub(since.elapsed()))
    }

    fn is_due(&self) -> bool {
        let most = self.within.map_or(1, |(_, items)| items);
        !self.waiting.is_empty()
            || (!self.is_failing && self.changes.put.len() >= most)
            || self.count() >= BATCH
            || self.patience().is_some_and(|time| time.is_zero())
    }

    fn take(&mut self, op: Op<I>) {
        match op {
            Op::Put(job, json, ack) => self.put(job, json, ack),
            Op::Remove(number) => self.changes.removed.push(number),
            Op::Bury(number, json) => self.changes.buried.push((number, json)),
            Op::Load(first) => return self.load(first),
            Op::Letters(command, reply) => return self.letters(command, reply),
            Op::Finish(is_end, done) => {
                self.commit();
                if is_end {
                    self.is_closed = true;
                    self.disk.close();
                }
                // Whoever asked need not wait any more.
                let _ = done.send(());
                return;
            }
        }
        self.since.get_or_insert_with(Instant::now);
    }

    fn put(&mut self, mut job: Job<I>, json: Vec<u8>, ack: Option<Ack<I>>) {
        if self.is_closed {
            return self.give_back(job, ack);
        }
        job.number = self.disk.next;
        self.disk.next += 1;
        self.changes.put.push((job.number, json));
        match ack {
            Some(ack) => self.waiting.push((job, ack)),
            None => self.enter(vec![job]),
        }
    }

    fn enter(&self, jobs: Vec<Job<I>>) {
        if let Some(queue) = self.queue.upgrade() {
            let mut ledger = queue.ledger();
            jobs.into_iter().for_each(|job| ledger.enter(job));
            drop(ledger);
            queue.kick();
        }
    }

    fn give_back(&self, job: Job<I>, ack: Option<Ack<I>>) {
        if let Some(queue) = self.queue.upgrade() {
            queue.ledger().leave(job.epoch, job.bytes);
            queue.room.notify_one();
            queue.changed.notify_waiters();
        }
        if let Some(ack) = ack {
            // The caller may be gone; the item was not taken then.
            let _ = ack.send(Err(job));
        }
    }

    /// Writes what there is to write. What was settled stays to be noted if that fails.
    fn commit(&mut self) {
        self.since = None;
        if self.is_closed || self.changes.is_empty() {
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        match self.disk.apply(&self.changes) {
            Ok(()) => {
                self.is_failing = false;
                self.changes = Changes::default();
                let (jobs, acks): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
                self.enter(jobs);
                // Whoever is gone does not learn that the item is taken.
                acks.into_iter().for_each(|ack| drop(ack.send(Ok(()))));
            }
            Err(problem) => {
                if !self.is_failing {
                    trace::spool_failed(&problem.to_string());
                }
                self.is_failing = true;
                let refused: HashSet<u64> = waiting.iter().map(|(job, _)| job.number).collect();
                let puts = &mut self.changes.put;
                puts.retain(|(number, _)| !refused.contains(number));
                for (job, ack) in waiting {
                    self.give_back(job, Some(ack));
                }
                self.make_room();
                self.since = (!self.changes.is_empty()).then(Instant::now);
            }
        }
    }

    /// Notes what was settled in small steps, each of which needs little room itself and makes some.
    fn make_room(&mut self) {
        let mut step = 4;
        while !self.changes.removed.is_empty() {
            let rest = self.changes.removed.len().saturating_sub(step);
            let changes =
                Changes { removed: self.changes.removed.split_off(rest), ..Changes::default() };
            if self.disk.apply(&changes).is_err() {
                self.changes.removed.extend(changes.removed);
                return;
            }
            step *= 2;
        }
    }

    fn load(&mut self, first: u64) {
        if self.is_closed {
            return;
        }
        self.commit();
        let rows = self.disk.load(first, LOADED);
        let Some(queue) = self.queue.upgrade() else {
            return;
        };
        let rows = match rows {
            Ok(rows) => rows,
            Err(problem) => {
                trace::spool_failed(&problem.to_string());
                queue.ledger().not_loaded();
                return;
            }
        };
        let next = rows.last().map_or(u64::MAX, |(number, _)| number + 1);
        let mut jobs = Vec::with_capacity(rows.len());
        for (number, json) in rows {
            match frame::read(&json) {
                Some(kept) => jobs.push((number, kept.entry, kept.bytes)),
                None => {
                    trace::spool_failed("an item cannot be read; it is kept as a dead letter");
                    self.changes.buried.push((number, json));
                    self.since.get_or_insert_with(Instant::now);
                    queue.ledger().unreadable();
                }
            }
        }
        queue.ledger().loaded(jobs, next);
        queue.kick();
    }

    fn letters(&mut self, command: Command, reply: oneshot::Sender<Vec<DeadLetter<I>>>) {
        if self.is_closed {
            // Whoever asks gets none.
            return;
        }
        self.commit();
        let rows = self.disk.dead(usize::MAX).unwrap_or_default();
        let letters = rows.into_iter().map(|(number, json)| DeadLetter::read(number, json));
        let mut letters: Vec<DeadLetter<I>> = letters.filter(|it| command.is_meant(it)).collect();
        if let Command::List(most) = command {
            letters.truncate(most);
        } else {
            let numbers = letters.iter().map(|letter| letter.number);
            self.changes.discarded.extend(numbers);
            if let Some(queue) = self.queue.upgrade() {
                queue.ledger().unbury(letters.len());
                queue.room.notify_one();
            }
            self.commit();
        }
        // Nobody need wait for it any more.
        let _ = reply.send(letters);
    }
}

/// Starts the thread.
pub(super) fn start<I: Queueable>(writer: Writer<I>, ops: Receiver<Op<I>>) -> std::io::Result<()> {
    let thread = std::thread::Builder::new().name("queue-disk".to_owned());
    thread.spawn(move || writer.run(&ops)).map(drop)
}

/// The queue that a writer belongs to.
pub(super) fn weak<I: Queueable>(queue: &Arc<Shared<I>>) -> Weak<Shared<I>> {
    Arc::downgrade(queue)
}
