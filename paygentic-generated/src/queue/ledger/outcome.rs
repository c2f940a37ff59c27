//! What becomes of an item after an attempt.

use std::time::{Duration, Instant};

use super::backlog::Place;
use super::job::Later;
use super::{Job, Ledger};
use crate::error::Error;
use crate::queue::entry::Failed;
use crate::queue::isolate::discard;
use crate::queue::pace::{Attempt, backoff, jittered};
use crate::queue::verdict::Verdict;

/// How many refused items a report of a durable queue has; all are on disk.
const REPORTED: usize = 10_000;

/// What is to become of an item after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::queue) enum Fate {
    Accept,
    Refuse,
    /// It is sent again.
    Again,
}

impl<I: Clone> Ledger<I> {
    /// An attempt ended: says what is to become of the item, and takes it back if it is to be sent again.
    pub(in crate::queue) fn judge(
        &mut self,
        mut job: Job<I>,
        verdict: Verdict,
        now: Instant,
    ) -> (Fate, Option<Job<I>>) {
        self.in_flight -= 1;
        let attempt = Attempt {
            verdict,
            is_repeat: job.costs_budget(),
            started: job.started.unwrap_or(now),
            on_their_way: self.in_flight,
            has_backlog: !self.waiting.is_empty()
                || self.later.peek().is_some_and(|first| first.due <= now),
        };
        self.pace.ended(attempt, now);
        self.answers += u64::from(verdict.is_answer());
        match verdict {
            Verdict::Accepted => return (Fate::Accept, Some(job)),
            Verdict::Refused | Verdict::Unsent => return (Fate::Refuse, Some(job)),
            Verdict::Limited(..) | Verdict::Unauthorized | Verdict::Unreachable => {}
            Verdict::Failed { .. } => {
                let others = self.answers > job.answers;
                job.failed(others, now);
                job.answers = self.answers;
                if job.is_exhausted(self.bounds.attempts, self.bounds.patience, now) {
                    return (Fate::Refuse, Some(job));
                }
                if self.stopped.is_none() {
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
            Some(_) => self.hand_back(job),
            None => self.waiting.push_front(job),
        }
    }

    pub(in crate::queue) fn accept(&mut self, job: &Job<I>) {
        self.accepted += 1;
        self.settle(job);
    }

    pub(in crate::queue) fn count_refusal(&mut self) -> u64 {
        self.refused += 1;
        self.refused
    }

    pub(in crate::queue) fn refuse(&mut self, job: Job<I>, error: Error) {
        self.settle(&job);
        if self.backlog.is_some() {
            self.buried += 1;
        }
        let most = match self.backlog {
            Some(_) => REPORTED.min(self.bounds.items),
            None => self.bounds.items,
        };
        let entry = job.entry;
        match self.failed.len() < most {
            true => self.failed.push(Failed { entry, error }),
            false => discard(entry),
        }
    }

    /// An item whose worker was stopped.
    pub(in crate::queue) fn interrupt(&mut self, job: Job<I>) {
        self.in_flight -= 1;
        self.hand_back(job);
    }

    pub(super) fn settle(&mut self, job: &Job<I>) {
        self.open.remove(&job.number);
        self.leave(job.epoch, job.bytes);
    }

    /// Gives up an item that is not settled: what is on disk stays there for the next start.
    pub(super) fn hand_back(&mut self, job: Job<I>) {
        match self.backlog.as_ref().map_or(Place::Nowhere, |backlog| backlog.place(job.number)) {
            Place::Disk => {
                self.settle(&job);
                self.backlog.iter_mut().for_each(|backlog| backlog.kept += 1);
                discard(job);
            }
            Place::Unknown => self.unwritten.push(job),
            Place::Nowhere => {
                self.settle(&job);
                self.pending.push(job.entry);
            }
        }
    }
}
