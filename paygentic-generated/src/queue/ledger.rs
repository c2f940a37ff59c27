//! The books of a queue: each item is in one place, from being pushed to being reported. They do no I/O and read no
//! clock.

mod backlog;
mod ends;
mod epochs;
mod job;
#[cfg(feature = "durable")]
mod stored;

use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::time::{Duration, Instant};

use tokio::task::AbortHandle;

use super::entry::Failed;
use super::pace::{Hold, Pace, backoff, jittered};
use super::verdict::Verdict;
use super::{Entry, PushProblem};
use crate::error::Error;
use crate::values::Timestamp;
use backlog::Backlog;
pub(super) use epochs::Epoch;
use epochs::Epochs;
pub(super) use job::Job;
use job::Later;

/// How many refused items a report of a durable queue has; all are on disk.
const REPORTED: usize = 10_000;

/// How much there may be, and how patient the queue is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) items: usize,
    pub(super) bytes: usize,
    pub(super) concurrency: usize,
    /// How often an item may fail while others are answered.
    pub(super) attempts: u32,
    /// How long an item may fail while nothing else is answered.
    pub(super) patience: Duration,
}

/// Everything that is in a queue.
pub(super) struct Ledger<I> {
    bounds: Bounds,
    pub(super) pace: Pace,
    waiting: VecDeque<Job<I>>,
    /// What failed and is to be sent again after a while.
    later: BinaryHeap<Later<I>>,
    /// When the items in memory were pushed that are not settled.
    open: BTreeMap<u64, Timestamp>,
    next_number: u64,
    /// What is on disk and not in memory; `None` if there is no disk.
    backlog: Option<Backlog>,
    epochs: Epochs,
    depth: usize,
    bytes: usize,
    in_flight: usize,
    workers: HashMap<u64, Option<AbortHandle>>,
    /// How many items were answered, whatever the answer.
    answers: u64,
    accepted: u64,
    refused: u64,
    requests: u64,
    reported: u64,
    failed: Vec<Failed<I>>,
    /// How many refused items are on disk.
    buried: usize,
    pending: Vec<Entry<I>>,
    /// Nothing is taken in any more.
    closed: bool,
    /// Nothing is sent any more.
    stopped: bool,
    /// Nobody has the queue any more.
    pub(super) dropped: bool,
}

/// What there is to do.
pub(super) enum Next<I> {
    Send(Job<I>),
    /// Nothing before this time.
    At(Instant),
    Nothing,
}

/// What is to become of an item after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Accept,
    Refuse,
    /// It is sent again.
    Again,
}

impl<I: Clone> Ledger<I> {
    pub(super) fn new(bounds: Bounds) -> Self {
        Ledger {
            bounds,
            pace: Pace::new(bounds.concurrency),
            waiting: VecDeque::new(),
            later: BinaryHeap::new(),
            open: BTreeMap::new(),
            next_number: 0,
            backlog: None,
            epochs: Epochs::default(),
            depth: 0,
            bytes: 0,
            in_flight: 0,
            workers: HashMap::new(),
            answers: 0,
            accepted: 0,
            refused: 0,
            requests: 0,
            reported: 0,
            failed: Vec::new(),
            buried: 0,
            pending: Vec::new(),
            closed: false,
            stopped: false,
            dropped: false,
        }
    }

    /// Makes room for an item, or says why there is none.
    pub(super) fn admit(&mut self, bytes: usize) -> Result<Epoch, PushProblem> {
        if self.stopped {
            return Err(PushProblem::Stopped);
        }
        if self.closed {
            return Err(PushProblem::Closed);
        }
        if bytes > self.bounds.bytes {
            return Err(PushProblem::TooLarge);
        }
        if self.dead_letters() >= self.bounds.items {
            return Err(PushProblem::Failures);
        }
        if self.depth + self.dead_letters() >= self.bounds.items
            || self.bytes + bytes > self.bounds.bytes
        {
            return Err(PushProblem::Full);
        }
        self.depth += 1;
        self.bytes += bytes;
        Ok(self.epochs.enter())
    }

    /// Gives back the room of an item that did not come, or is settled.
    pub(super) fn leave(&mut self, epoch: Epoch, bytes: usize) {
        self.depth = self.depth.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
        self.epochs.leave(epoch);
    }

    /// Takes an item in that was admitted.
    pub(super) fn enter(&mut self, mut job: Job<I>) {
        if self.backlog.is_none() {
            job.number = self.next_number;
            self.next_number += 1;
        }
        if self.stopped {
            self.hand_back(job);
            return;
        }
        let is_full = Backlog::is_full(self.waiting.len() + self.later.len());
        if let Some(backlog) = &mut self.backlog
            && (backlog.count > 0 || is_full)
        {
            backlog.leave_on_disk(job.number, job.epoch, job.bytes);
            return;
        }
        self.open.insert(job.number, job.entry.pushed_at());
        self.waiting.push_back(job);
    }

    /// What to do next. What is to be sent counts as being on its way.
    pub(super) fn next(&mut self, now: Instant) -> Next<I> {
        if self.stopped || (self.waiting.is_empty() && self.later.is_empty()) {
            return Next::Nothing;
        }
        match self.pace.allows(now, self.in_flight) {
            Ok(()) => {}
            Err(Hold::Until(time)) => return Next::At(time),
            Err(Hold::Answer) => return Next::Nothing,
        }
        let again = self.repeat(now);
        let job = match again {
            Ok(job) => job,
            Err(time) => match (self.waiting.pop_front(), time) {
                (Some(job), _) => job,
                (None, Some(time)) => return Next::At(time),
                (None, None) => return Next::Nothing,
            },
        };
        self.pace.sent(job.costs_budget());
        self.in_flight += 1;
        self.requests += 1;
        Next::Send(job.sent(now, self.answers))
    }

    /// An item that failed before and may be sent again; else the time when one may.
    fn repeat(&mut self, now: Instant) -> Result<Job<I>, Option<Instant>> {
        let Some(first) = self.later.peek() else {
            return Err(None);
        };
        if first.due > now {
            return Err(Some(first.due));
        }
        if first.job.costs_budget() {
            self.pace.allows_repeat(now).map_err(Some)?;
        }
        self.later.pop().map(|later| later.job).ok_or(None)
    }

    /// An attempt ended: says what is to become of the item, and takes it back if it is to be sent again.
    pub(super) fn judge(
        &mut self,
        mut job: Job<I>,
        verdict: Verdict,
        now: Instant,
    ) -> (Fate, Option<Job<I>>) {
        self.in_flight -= 1;
        let started = job.started.unwrap_or(now);
        self.pace.ended(verdict, started, now, self.in_flight);
        self.answers += u64::from(verdict.is_answer());
        match verdict {
            Verdict::Accepted => return (Fate::Accept, Some(job)),
            Verdict::Refused | Verdict::Unsent => return (Fate::Refuse, Some(job)),
            Verdict::Limited(..) | Verdict::Unauthorized | Verdict::Unreachable => {}
            Verdict::Failed { .. } => {
                let others = self.answers > job.answers;
                job.failed(others);
                job.answers = self.answers;
                if job.is_exhausted(self.bounds.attempts, self.bounds.patience, now) {
                    return (Fate::Refuse, Some(job));
                }
                if !self.stopped {
                    let longest = Duration::from_secs(if others { 30 } else { 1 });
                    let wait = backoff(Duration::from_millis(250), job.tries, longest);
                    let due = now + jittered(wait);
                    self.later.push(Later { due, job });
                    return (Fate::Again, None);
                }
            }
        }
        self.take_back(job);
        (Fate::Again, None)
    }

    /// An item that was not sent, or whose sending was broken off, waits again.
    fn take_back(&mut self, job: Job<I>) {
        match self.stopped {
            true => self.hand_back(job),
            false => self.waiting.push_front(job),
        }
    }

    pub(super) fn accept(&mut self, job: &Job<I>) {
        self.accepted += 1;
        self.settle(job);
    }

    pub(super) fn count_refusal(&mut self) -> u64 {
        self.refused += 1;
        self.refused
    }

    pub(super) fn refuse(&mut self, job: Job<I>, error: Error) {
        self.settle(&job);
        if self.backlog.is_some() {
            self.buried += 1;
        }
        let most = match self.backlog {
            Some(_) => REPORTED.min(self.bounds.items),
            None => self.bounds.items,
        };
        if self.failed.len() < most {
            let entry = job.entry;
            self.failed.push(Failed { entry, error });
        }
    }

    /// An item whose worker was stopped.
    pub(super) fn interrupt(&mut self, job: Job<I>) {
        self.in_flight -= 1;
        self.hand_back(job);
    }

    fn settle(&mut self, job: &Job<I>) {
        self.open.remove(&job.number);
        self.leave(job.epoch, job.bytes);
    }

    /// Nobody knows what becomes of it here: what is on disk stays there for the next start.
    fn hand_back(&mut self, job: Job<I>) {
        self.settle(&job);
        match &mut self.backlog {
            Some(backlog) => backlog.kept += 1,
            None => self.pending.push(job.entry),
        }
    }
}
