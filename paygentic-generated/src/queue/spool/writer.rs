//! The thread that owns the disk. Requests that arrive during a write share one commit afterwards, because a commit
//! takes as long for many items as for one.

mod panic;
mod reading;
mod writing;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::changes::{Changes, Put};
use super::disk::Disk;
use super::letters::{Command, Letters};
use super::reply::Reply;
use crate::queue::Queueable;
use crate::queue::catch_panic::discard;
use crate::queue::ledger::QueuedItem;
use crate::queue::shared::Shared;

/// The maximum number of changes in a commit.
const MAX_BATCH: usize = 4096;

/// How long settled items may wait to be recorded, if there is nothing else to write.
const SETTLE_DELAY: Duration = Duration::from_millis(50);

/// How long items that are not urgent are collected.
const BATCH_DELAY: Duration = Duration::from_millis(1);

/// How long to wait after the disk failed.
const RETRY_DELAY: Duration = Duration::from_millis(500);

/// A request to the thread.
pub(super) enum Op<I> {
    /// Takes an item. If its caller waits until it is on disk, it is sent afterwards; otherwise at once, if possible.
    Put(QueuedItem<I>, Vec<u8>, Option<Ack<I>>),
    /// Removes an item that was accepted.
    Remove(u64),
    /// Keeps an item as refused, with this reason.
    Refuse(u64, Vec<u8>),
    /// Reads items from this number on.
    Load(u64),
    Letters(Command, Reply<Letters<I>>),
    /// What there is is to be written now.
    Write,
    /// Writes everything, and closes the file.
    Finish(Reply<()>),
}

type Ack<I> = Reply<Result<(), QueuedItem<I>>>;

pub(super) struct Writer<I: Queueable> {
    disk: Disk,
    queue: Weak<Shared<I>>,
    /// The number of items that wait for this thread.
    pending: Arc<AtomicUsize>,
    changes: Changes,
    /// Items that the ledger does not have yet, in the order of their numbers: it leaves them on disk and has them
    /// read again if there are many, from one number on.
    waiting: VecDeque<(QueuedItem<I>, Option<Ack<I>>)>,
    /// Somebody waits until one of them is on disk.
    is_awaited: bool,
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
        pending: Arc<AtomicUsize>,
    ) -> Self {
        Writer {
            disk,
            queue,
            pending,
            changes: Changes::default(),
            waiting: VecDeque::new(),
            is_awaited: false,
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
            let next = match self.next_timeout() {
                None => ops.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(time) => ops.recv_timeout(time),
            };
            match next {
                Ok(op) => {
                    self.handle(op);
                    ops.try_iter().take(MAX_BATCH).for_each(|op| self.handle(op));
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
    fn next_timeout(&self) -> Option<Duration> {
        let again = |(_, at): (u64, Instant)| RETRY_DELAY.saturating_sub(at.elapsed());
        let (read, write) = (self.unread.map(again), self.delay());
        read.into_iter().chain(write).min()
    }

    /// How long changes may wait; `None` if there are none.
    fn delay(&self) -> Option<Duration> {
        let since = self.since?;
        let longest = match (self.is_failing, self.within, self.changes.put.is_empty()) {
            (true, ..) => RETRY_DELAY,
            (false, Some((time, _)), false) => time,
            _ => SETTLE_DELAY,
        };
        Some(longest.saturating_sub(since.elapsed()))
    }

    fn is_due(&self) -> bool {
        let most = self.within.map_or(1, |(_, items)| items);
        // Items for which memory has no room are sent only after they are written.
        let is_urgent = !self.waiting.is_empty() || self.changes.put.len() >= most;
        self.is_awaited
            || (!self.is_failing && (is_urgent || self.count() >= MAX_BATCH))
            || self.delay().is_some_and(|time| time.is_zero())
    }

    fn handle(&mut self, op: Op<I>) {
        match op {
            Op::Put(job, json, ack) => self.put(job, json, ack),
            Op::Remove(number) => self.changes.removed.push(number),
            Op::Refuse(number, refusal) => self.changes.refused.push((number, refusal)),
            Op::Load(first) => return self.load(first),
            Op::Write => return self.commit(),
            Op::Letters(command, reply) => return self.letters(&command, reply),
            Op::Finish(done) => {
                self.close();
                done(());
                return;
            }
        }
        self.since.get_or_insert_with(Instant::now);
    }

    fn put(&mut self, mut job: QueuedItem<I>, json: Vec<u8>, ack: Option<Ack<I>>) {
        self.pending.fetch_sub(1, Ordering::Relaxed);
        if self.is_closed {
            return self.give_back(job, ack);
        }
        job.number = self.disk.next;
        self.disk.next += 1;
        self.changes.put.push(Put { number: job.number, json, letter: job.letter });
        self.is_awaited |= ack.is_some();
        self.waiting.push_back((job, ack));
        self.move_to_ledger();
    }

    /// Moves items for which no caller waits into the ledger, if it takes them before they are on disk.
    fn move_to_ledger(&mut self) {
        let Some(queue) = self.queue.upgrade() else {
            return;
        };
        while self.waiting.front().is_some_and(|(_, ack)| ack.is_none())
            && let Some((job, ack)) = self.waiting.pop_front()
        {
            if let Some(job) = queue.enter_unwritten(job) {
                self.waiting.push_front((job, ack));
                return;
            }
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
                queue.ledger().return_admitted(job);
                queue.changed.notify_all();
            }
            (None, None) => discard(job),
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
