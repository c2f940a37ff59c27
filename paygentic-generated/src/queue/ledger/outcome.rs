//! Decides what happens to an item after an attempt.

use std::time::{Duration, Instant};

use super::backlog::ItemLocation;
use super::queued_item::DelayedItem;
use super::{Ledger, QueuedItem};
use crate::error::Error;
use crate::queue::attempt_outcome::AttemptOutcome;
use crate::queue::catch_panic::discard;
use crate::queue::entry::Failed;
use crate::queue::pace::{Attempt, backoff, jittered};

/// The maximum number of refused items in a report of a durable queue; all of them are on disk.
const MAX_REPORTED: usize = 10_000;

/// What happens to an item after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::queue) enum Disposition {
    Accept,
    Refuse,
    /// It is sent again.
    Again,
}

impl<I: Clone> Ledger<I> {
    /// Decides what happens to an item after an attempt, and keeps it if it is to be sent again.
    pub(in crate::queue) fn decide(
        &mut self,
        mut job: QueuedItem<I>,
        outcome: AttemptOutcome,
        now: Instant,
    ) -> (Disposition, Option<QueuedItem<I>>) {
        self.in_flight -= 1;
        let attempt = Attempt {
            outcome,
            is_repeat: job.costs_budget(),
            started: job.started.unwrap_or(now),
            in_flight: self.in_flight,
            has_backlog: !self.waiting.is_empty()
                || self.delayed.peek().is_some_and(|first| first.due <= now),
        };
        self.pace.ended(attempt, now);
        self.answers += u64::from(outcome.is_answer());
        match outcome {
            AttemptOutcome::Accepted => return (Disposition::Accept, Some(job)),
            AttemptOutcome::Refused | AttemptOutcome::Unsent => {
                return (Disposition::Refuse, Some(job));
            }
            AttemptOutcome::Limited(..)
            | AttemptOutcome::Unauthorized
            | AttemptOutcome::Unreachable => {}
            AttemptOutcome::Failed { .. } => {
                let others = self.answers > job.answers;
                job.failed(others, now);
                job.answers = self.answers;
                if job.is_exhausted(self.bounds.attempts, self.bounds.patience, now) {
                    return (Disposition::Refuse, Some(job));
                }
                if self.stopped.is_none() {
                    let longest = Duration::from_secs(if others { 30 } else { 1 });
                    let wait = backoff(Duration::from_millis(250), job.tries, longest);
                    let due = now + jittered(wait);
                    self.delayed.push(DelayedItem { due, job });
                    return (Disposition::Again, None);
                }
            }
        }
        self.requeue(job);
        (Disposition::Again, None)
    }

    /// Queues an item again that the service did not process, or hands it back if the queue is stopped.
    fn requeue(&mut self, job: QueuedItem<I>) {
        match self.stopped {
            Some(_) => self.return_to_caller(job),
            None => self.waiting.push_front(job),
        }
    }

    pub(in crate::queue) fn accept(&mut self, job: &QueuedItem<I>) {
        self.accepted += 1;
        self.settle(job);
    }

    pub(in crate::queue) fn count_refusal(&mut self) -> u64 {
        self.refused += 1;
        self.refused
    }

    pub(in crate::queue) fn refuse(&mut self, job: QueuedItem<I>, error: Error) {
        self.settle(&job);
        if self.backlog.is_some() {
            self.dead_count += 1;
        }
        let most = match self.backlog {
            Some(_) => MAX_REPORTED.min(self.bounds.items),
            None => self.bounds.items,
        };
        let entry = job.entry;
        match self.failed.len() < most {
            true => self.failed.push(Failed { entry, error }),
            false => discard(entry),
        }
    }

    /// Hands back an item whose worker was stopped.
    pub(in crate::queue) fn interrupt(&mut self, job: QueuedItem<I>) {
        self.in_flight -= 1;
        self.return_to_caller(job);
    }

    pub(super) fn settle(&mut self, job: &QueuedItem<I>) {
        self.open.remove(&job.number);
        self.leave(job.epoch, job.bytes);
    }

    /// Hands back an unsettled item to the report; an item on disk stays there for the next start.
    pub(super) fn return_to_caller(&mut self, job: QueuedItem<I>) {
        match self
            .backlog
            .as_ref()
            .map_or(ItemLocation::Nowhere, |backlog| backlog.location(job.number))
        {
            ItemLocation::Disk => {
                self.settle(&job);
                self.backlog.iter_mut().for_each(|backlog| backlog.kept += 1);
                discard(job);
            }
            ItemLocation::Unknown => self.unwritten.push(job),
            ItemLocation::Nowhere => {
                self.settle(&job);
                self.pending.push(job.entry);
            }
        }
    }
}
