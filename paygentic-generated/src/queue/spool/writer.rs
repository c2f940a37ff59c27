//! The thread that owns the disk. Requests that arrive during a write share one commit afterwards, because a commit
//! takes as long for many items as for one.

mod panic;
mod reading;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::disk::{Changes, Disk};
use super::letters::{Command, DeadLetter};
use super::reply::Reply;
use crate::queue::Queueable;
use crate::queue::catch_panic::discard;
use crate::queue::ledger::QueuedItem;
use crate::queue::shared::Shared;
use crate::trace;

/// The maximum number of changes in a commit.
const BATCH: usize = 4096;

/// The maximum number of items that are read at once.
const LOADED: usize = 2048;

/// How long settled items may wait to be recorded, if there is nothing else to write.
const SETTLE_DELAY: Duration = Duration::from_millis(50);

/// How long items that are not urgent are collected.
const BATCH_DELAY: Duration = Duration::from_millis(1);

/// How long to wait after the disk failed.
const RECOVERY: Duration = Duration::from_millis(500);

/// A request to the thread.
pub(super) enum Op<I> {
    /// Writes a new item. With an acknowledgement it is sent when it is on disk, otherwise at once.
    Put(QueuedItem<I>, Vec<u8>, Option<Ack<I>>),
    /// Removes an item that was accepted.
    Remove(u64),
    /// Keeps an item as refused, with this reason.
    Bury(u64, Vec<u8>),
    /// Reads items from this number on.
    Load(u64),
    Letters(Command, Reply<Vec<DeadLetter<I>>>),
    /// Writes everything, and closes the file.
    Finish(Reply<()>),
}

type Ack<I> = Reply<Result<(), QueuedItem<I>>>;

pub(super) struct Writer<I: Queueable> {
    disk: Disk,
    queue: Weak<Shared<I>>,
    /// The number of items that wait for this thread.
    ahead: Arc<AtomicUsize>,
    changes: Changes,
    waiting: Vec<(QueuedItem<I>, Ack<I>)>,
    within: Option<(Duration, usize)>,
    /// The time of the first unwritten change.
    since: Option<Instant>,
    /// The number from which on items could not be read, and the time of the attempt.
    unread: Option<(u64, Instant)>,
    is_failing: bool,
    is_closed: bool,
}

impl<I: Queueable> Writer<I> {
    pub(super) fn new(
        disk: Disk,
        queue: Weak<Shared<I>>,
        within: Option<(Duration, usize)>,
        ahead: Arc<AtomicUsize>,
    ) -> Self {
        Writer {
            disk,
            queue,
            ahead,
            changes: Changes::default(),
            waiting: Vec::new(),
            within,
            since: None,
            unread: None,
            is_failing: false,
            is_closed: false,
        }
    }

    /// Handles requests until all senders are dropped.
    fn run(&mut self, ops: &Receiver<Op<I>>) {
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
                    match self.is_due() {
                        true => self.commit(),
                        false => self.collect_batch(),
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.commit();
                    if let Some((first, _)) = self.unread.take() {
                        self.load(first);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.commit();
                    return;
                }
            }
        }
    }

    /// Waits for more items, if nothing is urgent: waking up for each item costs more than writing it.
    fn collect_batch(&self) {
        if self.delay().is_some_and(|time| time > BATCH_DELAY * 2) {
            std::thread::sleep(BATCH_DELAY);
        }
    }

    fn count(&self) -> usize {
        self.changes.put.len() + self.changes.removed.len()
    }

    /// How long to wait for a request; `None` if there is nothing else to do.
    fn patience(&self) -> Option<Duration> {
        let again = |(_, at): (u64, Instant)| RECOVERY.saturating_sub(at.elapsed());
        let (read, write) = (self.unread.map(again), self.delay());
        read.into_iter().chain(write).min()
    }

    /// How long changes may wait; `None` if there are none.
    fn delay(&self) -> Option<Duration> {
        let since = self.since?;
        let longest = match (self.is_failing, self.within, self.changes.put.is_empty()) {
            (true, ..) => RECOVERY,
            (false, Some((time, _)), false) => time,
            _ => SETTLE_DELAY,
        };
        Some(longest.saturating_sub(since.elapsed()))
    }

    fn is_due(&self) -> bool {
        let most = self.within.map_or(1, |(_, items)| items);
        !self.waiting.is_empty()
            || (!self.is_failing && self.changes.put.len() >= most)
            || self.count() >= BATCH
            || self.delay().is_some_and(|time| time.is_zero())
    }

    fn take(&mut self, op: Op<I>) {
        match op {
            Op::Put(job, json, ack) => self.put(job, json, ack),
            Op::Remove(number) => self.changes.removed.push(number),
            Op::Bury(number, refusal) => self.changes.refused.push((number, refusal)),
            Op::Load(first) => return self.load(first),
            Op::Letters(command, reply) => return self.letters(command, reply),
            Op::Finish(done) => {
                self.commit();
                self.is_closed = true;
                self.disk.close();
                done(());
                return;
            }
        }
        self.since.get_or_insert_with(Instant::now);
    }

    fn put(&mut self, mut job: QueuedItem<I>, json: Vec<u8>, ack: Option<Ack<I>>) {
        self.ahead.fetch_sub(1, Ordering::Relaxed);
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

    fn enter(&self, jobs: Vec<QueuedItem<I>>) {
        if let Some(queue) = self.queue.upgrade() {
            queue.enter(jobs);
        }
    }

    /// Hands back an item that cannot be written: to the caller if it waits, otherwise in the next report.
    fn give_back(&self, job: QueuedItem<I>, ack: Option<Ack<I>>) {
        let queue = self.queue.upgrade();
        if let (Some(queue), Some(_)) = (&queue, &ack) {
            queue.give_back(job.epoch, job.bytes);
        }
        match (ack, queue) {
            (Some(ack), _) => ack(Err(job)),
            (None, Some(queue)) => {
                queue.ledger().return_unwritten(job);
                queue.changed.notify_all();
            }
            (None, None) => discard(job),
        }
    }

    /// Writes all changes. If that fails, the settled items are kept to be recorded later.
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
                // The caller may be gone, and then gets no acknowledgement.
                acks.into_iter().for_each(|ack| ack(Ok(())));
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

    /// Records settled items in small steps, each of which needs little space and frees some.
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
}

/// Starts the thread.
pub(super) fn start<I: Queueable>(
    mut writer: Writer<I>,
    ops: Receiver<Op<I>>,
) -> std::io::Result<()> {
    let thread = std::thread::Builder::new().name("queue-disk".to_owned());
    let work = move || {
        let ended = catch_unwind(AssertUnwindSafe(|| writer.run(&ops)));
        if ended.is_err() {
            writer.handle_panic(&ops);
        }
    };
    thread.spawn(work).map(drop)
}

/// The queue that a writer belongs to.
pub(super) fn weak<I: Queueable>(queue: &Arc<Shared<I>>) -> Weak<Shared<I>> {
    Arc::downgrade(queue)
}
