//! The pace of a queue: how fast all of its workers together may send. It does no I/O and reads no clock.

mod budget;
mod rate;

use std::time::{Duration, Instant};

use super::attempt_outcome::{AttemptOutcome, Limit};
use super::stats::QueueState;
use crate::random;
use budget::Budget;
use rate::Rate;

/// The initial window, the limit of requests in flight: a wrong key costs no more requests than this.
const INITIAL_WINDOW: f64 = 8.0;

/// How much a response widens the window below the threshold: it grows by half per round trip.
const GROWTH: f64 = 0.5;

/// After this many consecutive failures, of any items, the service counts as unreachable.
const MAX_FAILURES: u32 = 8;

/// After this many consecutive 401 responses the queue stops sending.
const MAX_REFUSED_TOKENS: u32 = 3;

/// How often a queue that stopped after 401 tries again by itself.
const TOKEN_PAUSE: Duration = Duration::from_secs(60);

/// The longest wait that a service can ask for.
const MAX_PAUSE: Duration = Duration::from_secs(3600);

/// The longest wait between two attempts to find out whether the service is back. Full speed comes within
/// seconds after that.
const MAX_PROBE_DELAY: Duration = Duration::from_secs(2);

/// The longest wait after a 429 without `Retry-After`.
const MAX_BACKOFF: Duration = Duration::from_secs(30);

/// Why nothing may be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blocked {
    /// Time has to pass.
    Until(Instant),
    /// The limit of requests in flight is reached: a response has to arrive.
    UntilResponse,
}

/// An attempt that has ended.
pub(super) struct Attempt {
    pub(super) outcome: AttemptOutcome,
    /// Whether it was a repeat that counts against the budget.
    pub(super) is_repeat: bool,
    pub(super) started: Instant,
    /// The number of other requests in flight.
    pub(super) in_flight: usize,
    /// Whether others wait to be sent: otherwise the queue sends only as fast as items are pushed.
    pub(super) has_backlog: bool,
}

pub(super) struct Pace {
    max_concurrency: f64,
    window: f64,
    /// Below this the window grows fast.
    threshold: f64,
    rate: Rate,
    budget: Budget,
    state: QueueState,
    paused_until: Option<Instant>,
    /// Whether only one item is sent at a time, until the service responds.
    is_probing: bool,
    /// When the queue was last slowed down. Responses to earlier requests carry no new information.
    slowed: Option<Instant>,
    /// How often the queue was slowed down since the last response.
    slowdowns: u32,
    failures: u32,
    refused_tokens: u32,
}

impl Pace {
    pub(super) fn new(concurrency: usize) -> Self {
        let max_concurrency = concurrency.max(1) as f64;
        Pace {
            max_concurrency,
            window: INITIAL_WINDOW.min(max_concurrency),
            threshold: max_concurrency,
            rate: Rate::default(),
            budget: Budget::default(),
            state: QueueState::Sending,
            paused_until: None,
            is_probing: false,
            slowed: None,
            slowdowns: 0,
            failures: 0,
            refused_tokens: 0,
        }
    }

    pub(super) fn state(&self) -> QueueState {
        self.state
    }

    /// The limit of requests in flight.
    pub(super) fn window(&self) -> usize {
        match self.is_probing {
            true => 1,
            false => self.window as usize,
        }
    }

    /// The limit of items per second, if there is one.
    pub(super) fn limit(&self, now: Instant) -> Option<f64> {
        self.rate.limit(now)
    }

    /// Whether another item may be sent.
    pub(super) fn allows(&mut self, now: Instant, in_flight: usize) -> Result<(), Blocked> {
        if let Some(until) = self.paused_until {
            if now < until {
                return Err(Blocked::Until(until));
            }
            self.paused_until = None;
        }
        if in_flight >= self.window() {
            return Err(Blocked::UntilResponse);
        }
        self.rate.allows(now).map_err(Blocked::Until)
    }

    /// Whether an item may be repeated; else the time when it may.
    pub(super) fn allows_repeat(&mut self, now: Instant) -> Result<(), Instant> {
        self.budget.allows(now)
    }

    /// Records that an item is sent.
    pub(super) fn sent(&mut self, is_repeat: bool) {
        self.rate.sent();
        if is_repeat {
            self.budget.spend();
        }
    }

    /// Records that an attempt has ended.
    pub(super) fn ended(&mut self, attempt: Attempt, now: Instant) {
        let is_current = self.slowed.is_none_or(|slowed| attempt.started >= slowed);
        match attempt.outcome {
            AttemptOutcome::Accepted | AttemptOutcome::Refused => {
                self.budget.earn(attempt.is_repeat);
                self.answered(is_current, now, attempt.in_flight);
            }
            AttemptOutcome::Unsent => {}
            AttemptOutcome::Limited(wait, _) if !is_current => {
                if let Some(wait) = wait {
                    self.pause(now + wait.min(MAX_PAUSE));
                }
            }
            AttemptOutcome::Limited(wait, limit) => {
                self.limited(wait, limit, attempt.has_backlog, now)
            }
            AttemptOutcome::Unauthorized if !is_current => {}
            AttemptOutcome::Unauthorized => self.unauthorized(now),
            AttemptOutcome::Unreachable => self.failed(false, is_current, now),
            AttemptOutcome::Failed { is_late } => self.failed(is_late, is_current, now),
        }
    }

    fn answered(&mut self, is_current: bool, now: Instant, in_flight: usize) {
        self.rate.answered(now);
        if !is_current {
            return;
        }
        // The response that the probe waited for has arrived.
        if self.is_probing {
            self.paused_until = None;
        }
        self.is_probing = false;
        (self.failures, self.slowdowns, self.refused_tokens) = (0, 0, 0);
        self.state = match self.rate.is_limited() {
            true => QueueState::Limited,
            false => QueueState::Sending,
        };
        // A window that is not full is no evidence of what the service can handle.
        if in_flight + 2 >= self.window as usize {
            let step = match self.window < self.threshold {
                true => GROWTH,
                false => 1.0 / self.window,
            };
            self.window = (self.window + step).min(self.max_concurrency);
        }
    }

    fn limited(&mut self, wait: Option<Duration>, limit: Limit, has_backlog: bool, now: Instant) {
        match limit {
            Limit::Rate => {
                // The measured rate shows the limit only if this queue sent as fast as it could: the limit
                // may have been reached by others.
                if has_backlog && !self.is_probing {
                    self.rate.reduce(now);
                }
                self.slow_down(now);
                self.state = QueueState::Limited;
            }
            Limit::Maintenance => {
                self.enter_outage(now);
                self.state = QueueState::Unreachable;
            }
        }
        let pause = match wait.filter(|wait| !wait.is_zero()) {
            // As long as the service asks, plus a random few percent.
            Some(wait) => wait.min(MAX_PAUSE).mul_f64(1.0 + random::fraction() / 20.0),
            None => jittered(backoff(Duration::from_millis(250), self.slowdowns, MAX_BACKOFF)),
        };
        self.pause(now + pause);
    }

    fn failed(&mut self, is_late: bool, is_current: bool, now: Instant) {
        self.failures += 1;
        if !is_current {
            return;
        }
        if self.is_probing || self.failures >= MAX_FAILURES {
            self.enter_outage(now);
            self.state = QueueState::Unreachable;
            let wait = backoff(Duration::from_millis(500), self.slowdowns, MAX_PROBE_DELAY);
            self.pause(now + jittered(wait));
        } else if is_late {
            self.narrow();
            self.slowed = Some(now);
        }
    }

    fn unauthorized(&mut self, now: Instant) {
        self.refused_tokens += 1;
        self.is_probing = true;
        self.slowed = Some(now);
        if self.refused_tokens >= MAX_REFUSED_TOKENS {
            self.state = QueueState::Unauthorized;
            self.pause(now + TOKEN_PAUSE);
        } else {
            self.pause(now + Duration::from_millis(500));
        }
    }

    /// Ends all waits, so that the queue sends again at once.
    pub(super) fn resume(&mut self) {
        self.paused_until = None;
        self.refused_tokens = 0;
        self.slowdowns = 0;
        if self.state == QueueState::Unauthorized {
            self.state = QueueState::Sending;
        }
    }

    fn slow_down(&mut self, now: Instant) {
        self.narrow();
        self.slowed = Some(now);
        self.slowdowns = self.slowdowns.saturating_add(1);
        self.is_probing = true;
    }

    /// Slows down for a service that is unreachable. It need not be overloaded: the window returns to its former size
    /// soon after the service is back.
    fn enter_outage(&mut self, now: Instant) {
        let before = self.threshold.max(self.window);
        self.slow_down(now);
        self.threshold = before;
    }

    fn narrow(&mut self) {
        self.window = (self.window / 2.0).max(1.0);
        self.threshold = self.window;
    }

    fn pause(&mut self, until: Instant) {
        self.paused_until = self.paused_until.max(Some(until));
    }
}

/// A wait that doubles with each time.
pub(super) fn backoff(first: Duration, times: u32, longest: Duration) -> Duration {
    let doublings = times.saturating_sub(1).min(16);
    first.saturating_mul(1 << doublings).min(longest)
}

/// Between 75% and 125% of a wait, so that clients that failed together do not retry together.
pub(super) fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(0.75 + random::fraction() / 2.0)
}

#[cfg(test)]
mod tests;
