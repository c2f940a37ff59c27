//! The accounting of a queue: each item is in one place, from `push` to its report. It does no I/O and reads no
//! clock.

mod backlog;
mod epochs;
mod lifecycle;
mod outcome;
mod queued_item;
#[cfg(feature = "durable")]
mod stored;

use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::time::{Duration, Instant};

use super::catch_panic::discard;
use super::entry::Failed;
use super::pace::{Blocked, Pace};
use super::{Entry, PushProblem};
use crate::values::Timestamp;
use backlog::Backlog;
pub(super) use epochs::Epoch;
use epochs::Epochs;
pub(super) use outcome::Disposition;
use queued_item::DelayedItem;
pub(super) use queued_item::QueuedItem;

/// The limits of a queue: its size, its concurrency, and when it gives up an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) items: usize,
    pub(super) bytes: usize,
    pub(super) concurrency: usize,
    /// How often an item may fail while the service responds to others.
    pub(super) attempts: u32,
    /// How long an item may fail while the service responds to none.
    pub(super) patience: Duration,
}

/// The items of a queue and their state.
pub(super) struct Ledger<I> {
    bounds: Bounds,
    pub(super) pace: Pace,
    waiting: VecDeque<QueuedItem<I>>,
    /// Items that failed, and are sent again later.
    delayed: BinaryHeap<DelayedItem<I>>,
    /// When each unsettled item in memory was pushed, by number.
    open: BTreeMap<u64, Timestamp>,
    next_number: u64,
    /// The items that are only on disk; `None` for a queue in memory.
    backlog: Option<Backlog>,
    epochs: Epochs,
    depth: usize,
    bytes: usize,
    in_flight: usize,
    /// The number of items that the service accepted or refused.
    answers: u64,
    accepted: u64,
    refused: u64,
    requests: u64,
    reported: u64,
    failed: Vec<Failed<I>>,
    /// The number of refused items on disk.
    dead_count: usize,
    pending: Vec<Entry<I>>,
    /// No more items are accepted.
    closed: bool,
    /// Why sending has stopped.
    stopped: Option<Stop>,
    /// What was given up and is not on disk yet: the next write says whether it is kept or handed back.
    unwritten: Vec<QueuedItem<I>>,
    /// How many items on disk could not be read, since the last report.
    unreadable: u64,
    /// All handles of the queue were dropped.
    pub(super) dropped: bool,
}

/// Why sending has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The runtime ended, or the time of a shutdown was over.
    Ended,
    /// The thread that writes to the disk died.
    #[cfg(feature = "durable")]
    Disk,
}

/// What a worker should do next.
pub(super) enum Action<I> {
    Send(QueuedItem<I>),
    /// Nothing before this time.
    WaitUntil(Instant),
    Idle,
}

impl<I: Clone> Ledger<I> {
    pub(super) fn new(bounds: Bounds) -> Self {
        Ledger {
            bounds,
            pace: Pace::new(bounds.concurrency),
            waiting: VecDeque::new(),
            delayed: BinaryHeap::new(),
            open: BTreeMap::new(),
            next_number: 0,
            backlog: None,
            epochs: Epochs::default(),
            depth: 0,
            bytes: 0,
            in_flight: 0,
            answers: 0,
            accepted: 0,
            refused: 0,
            requests: 0,
            reported: 0,
            failed: Vec::new(),
            dead_count: 0,
            pending: Vec::new(),
            closed: false,
            stopped: None,
            unwritten: Vec::new(),
            unreadable: 0,
            dropped: false,
        }
    }

    /// Reserves room for an item, or returns why there is none. A dead letter that is pushed again takes the place that it
    /// has.
    pub(super) fn admit(&mut self, bytes: usize, is_letter: bool) -> Result<Epoch, PushProblem> {
        match self.stopped {
            None => {}
            Some(Stop::Ended) => return Err(PushProblem::Stopped),
            #[cfg(feature = "durable")]
            Some(Stop::Disk) => return Err(PushProblem::Disk),
        }
        if self.closed {
            return Err(PushProblem::Closed);
        }
        if bytes > self.bounds.bytes {
            return Err(PushProblem::TooLarge);
        }
        let dead = self.dead_letters();
        let has_place = is_letter && dead > 0;
        if dead >= self.bounds.items && !has_place {
            return Err(PushProblem::Failures);
        }
        if (self.depth + dead >= self.bounds.items && !has_place)
            || self.bytes + bytes > self.bounds.bytes
        {
            return Err(PushProblem::Full);
        }
        self.depth += 1;
        self.bytes += bytes;
        Ok(self.epochs.enter())
    }

    /// Frees the room of an item that is not inserted after all, or is settled.
    pub(super) fn leave(&mut self, epoch: Epoch, bytes: usize) {
        self.depth = self.depth.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
        self.epochs.leave(epoch);
    }

    /// Inserts an item that was admitted.
    pub(super) fn enter(&mut self, mut job: QueuedItem<I>) {
        if self.backlog.is_none() {
            job.number = self.next_number;
            self.next_number += 1;
        }
        if let Some(job) = self.take_in(job)
            && let Some(backlog) = &mut self.backlog
        {
            backlog.leave_on_disk(job.number, job.epoch, job.bytes);
            discard(job);
        }
    }

    /// Takes an item into memory, unless it is to be left on disk: then it is given back.
    pub(super) fn take_in(&mut self, job: QueuedItem<I>) -> Option<QueuedItem<I>> {
        if self.stopped.is_some() {
            self.return_to_caller(job);
            return None;
        }
        let in_memory = self.waiting.len() + self.delayed.len();
        if self.backlog.as_ref().is_some_and(|backlog| backlog.takes(in_memory)) {
            return Some(job);
        }
        self.open.insert(job.number, job.entry.pushed_at());
        self.waiting.push_back(job);
        None
    }

    /// What to do next. An item that is returned to be sent counts as in flight.
    pub(super) fn next(&mut self, now: Instant) -> Action<I> {
        if self.stopped.is_some() || (self.waiting.is_empty() && self.delayed.is_empty()) {
            return Action::Idle;
        }
        match self.pace.allows(now, self.in_flight) {
            Ok(()) => {}
            Err(Blocked::Until(time)) => return Action::WaitUntil(time),
            Err(Blocked::UntilResponse) => return Action::Idle,
        }
        let again = self.repeat(now);
        let job = match again {
            Ok(job) => job,
            Err(time) => match (self.waiting.pop_front(), time) {
                (Some(job), _) => job,
                (None, Some(time)) => return Action::WaitUntil(time),
                (None, None) => return Action::Idle,
            },
        };
        self.pace.sent(job.costs_budget());
        self.in_flight += 1;
        self.requests += 1;
        Action::Send(job.sent(now, self.answers))
    }

    /// An item that failed before and may be sent again; else the time when one may.
    fn repeat(&mut self, now: Instant) -> Result<QueuedItem<I>, Option<Instant>> {
        let Some(first) = self.delayed.peek() else {
            return Err(None);
        };
        if first.due > now {
            return Err(Some(first.due));
        }
        if first.job.costs_budget() {
            self.pace.allows_repeat(now).map_err(Some)?;
        }
        self.delayed.pop().map(|delayed| delayed.job).ok_or(None)
    }
}
