//! How fast a queue may send: one pace for all of its workers. It does no I/O and reads no clock.

mod budget;
mod rate;

use std::time::{Duration, Instant};

use super::stats::QueueState;
use super::verdict::{Limit, Verdict};
use crate::random;
use budget::Budget;
use rate::Rate;

/// How many items are on their way at once in the beginning: a wrong key costs no more requests.
const FIRST_WINDOW: f64 = 8.0;

/// By how much an answer widens the window while it is searched for: half again in the time of an answer.
const GROWTH: f64 = 0.5;

/// After how many failures in a row, of whatever items, the service counts as not there.
const FAILURES: u32 = 8;

/// After how many refusals of the token in a row the queue stops.
const REFUSED_TOKENS: u32 = 3;

/// How often a queue that stopped for its token tries again by itself.
const TOKEN_PAUSE: Duration = Duration::from_secs(60);

/// The longest wait that a service can ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// The longest wait between two attempts to find out whether the service is back. Full speed comes within
/// seconds after that.
const LONGEST_PROBE: Duration = Duration::from_secs(2);

/// The longest wait after a limit for which the service names no time.
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

/// Why nothing may be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// Time has to pass.
    Until(Instant),
    /// As much is on its way as may be.
    Answer,
}

/// An attempt that came to an end.
pub(super) struct Attempt {
    pub(super) verdict: Verdict,
    /// Whether it was rationed.
    pub(super) is_repeat: bool,
    pub(super) started: Instant,
    /// How many others are on their way.
    pub(super) on_their_way: usize,
    /// Whether others wait to be sent: else the queue sends no faster than items are pushed.
    pub(super) has_backlog: bool,
}

pub(super) struct Pace {
    most: f64,
    window: f64,
    /// Up to where the window grows fast.
    threshold: f64,
    rate: Rate,
    budget: Budget,
    state: QueueState,
    paused_until: Option<Instant>,
    /// One item is sent at a time until one is answered.
    is_trial: bool,
    /// When the queue was slowed down last. Responses to requests sent before carry no new information.
    slowed: Option<Instant>,
    /// How often the queue was slowed down without an answer between.
    slowdowns: u32,
    failures: u32,
    refused_tokens: u32,
}

impl Pace {
    pub(super) fn new(concurrency: usize) -> Self {
        let most = concurrency.max(1) as f64;
        Pace {
            most,
            window: FIRST_WINDOW.min(most),
            threshold: most,
            rate: Rate::default(),
            budget: Budget::default(),
            state: QueueState::Sending,
            paused_until: None,
            is_trial: false,
            slowed: None,
            slowdowns: 0,
            failures: 0,
            refused_tokens: 0,
        }
    }

    pub(super) fn state(&self) -> QueueState {
        self.state
    }

    /// How many items may be on their way at once.
    pub(super) fn window(&self) -> usize {
        match self.is_trial {
            true => 1,
            false => self.window as usize,
        }
    }

    /// How many items a second may be sent, where there is a limit.
    pub(super) fn limit(&self, now: Instant) -> Option<f64> {
        self.rate.limit(now)
    }

    /// Whether one more may be sent.
    pub(super) fn allows(&mut self, now: Instant, on_their_way: usize) -> Result<(), Hold> {
        if let Some(until) = self.paused_until {
            if now < until {
                return Err(Hold::Until(until));
            }
            self.paused_until = None;
        }
        if on_their_way >= self.window() {
            return Err(Hold::Answer);
        }
        self.rate.allows(now).map_err(Hold::Until)
    }

    /// Whether an item may be repeated; else the time when it may.
    pub(super) fn allows_repeat(&mut self, now: Instant) -> Result<(), Instant> {
        self.budget.allows(now)
    }

    /// Something is sent.
    pub(super) fn sent(&mut self, is_repeat: bool) {
        self.rate.sent();
        if is_repeat {
            self.budget.spend();
        }
    }

    /// Something that was sent came to an end.
    pub(super) fn ended(&mut self, attempt: Attempt, now: Instant) {
        let is_news = self.slowed.is_none_or(|slowed| attempt.started >= slowed);
        match attempt.verdict {
            Verdict::Accepted | Verdict::Refused => {
                self.budget.earn(attempt.is_repeat);
                self.answered(is_news, now, attempt.on_their_way);
            }
            Verdict::Unsent => {}
            Verdict::Limited(wait, _) if !is_news => {
                if let Some(wait) = wait {
                    self.pause(now + wait.min(LONGEST_PAUSE));
                }
            }
            Verdict::Limited(wait, limit) => self.limited(wait, limit, attempt.has_backlog, now),
            Verdict::Unauthorized if !is_news => {}
            Verdict::Unauthorized => self.unauthorized(now),
            Verdict::Unreachable => self.failed(false, is_news, now),
            Verdict::Failed { is_late } => self.failed(is_late, is_news, now),
        }
    }

    fn answered(&mut self, is_news: bool, now: Instant, on_their_way: usize) {
        self.rate.answered(now);
        if !is_news {
            return;
        }
        // What was waited for has come.
        if self.is_trial {
            self.paused_until = None;
        }
        self.is_trial = false;
        (self.failures, self.slowdowns, self.refused_tokens) = (0, 0, 0);
        self.state = match self.rate.is_limited() {
            true => QueueState::Limited,
            false => QueueState::Sending,
        };
        // A window that is not used up is no evidence of what the service can handle.
        if on_their_way + 2 >= self.window as usize {
            let step = match self.window < self.threshold {
                true => GROWTH,
                false => 1.0 / self.window,
            };
            self.window = (self.window + step).min(self.most);
        }
    }

    fn limited(&mut self, wait: Option<Duration>, limit: Limit, has_backlog: bool, now: Instant) {
        match limit {
            Limit::Rate => {
                // What was answered before says what the service bears only if this queue sent as fast as it could: a limit
                // may be used up by others.
                if has_backlog && !self.is_trial {
                    self.rate.reduce(now);
                }
                self.slow_down(now);
                self.state = QueueState::Limited;
            }
            Limit::Maintenance => {
                self.wait_for_it(now);
                self.state = QueueState::Unreachable;
            }
        }
        let pause = match wait.filter(|wait| !wait.is_zero()) {
            // As long as it says, and a little by chance.
            Some(wait) => wait.min(LONGEST_PAUSE).mul_f64(1.0 + random::fraction() / 20.0),
            None => jittered(backoff(Duration::from_millis(250), self.slowdowns, LONGEST_BACKOFF)),
        };
        self.pause(now + pause);
    }

    fn failed(&mut self, is_late: bool, is_news: bool, now: Instant) {
        self.failures += 1;
        if !is_news {
            return;
        }
        if self.is_trial || self.failures >= FAILURES {
            self.wait_for_it(now);
            self.state = QueueState::Unreachable;
            let wait = backoff(Duration::from_millis(500), self.slowdowns, LONGEST_PROBE);
            self.pause(now + jittered(wait));
        } else if is_late {
            self.narrow();
            self.slowed = Some(now);
        }
    }

    fn unauthorized(&mut self, now: Instant) {
        self.refused_tokens += 1;
        self.is_trial = true;
        self.slowed = Some(now);
        if self.refused_tokens >= REFUSED_TOKENS {
            self.state = QueueState::Unauthorized;
            self.pause(now + TOKEN_PAUSE);
        } else {
            self.pause(now + Duration::from_millis(500));
        }
    }

    /// Tries again at once.
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
        self.is_trial = true;
    }

    /// Slows down for a service that is not there. It need not be overloaded: once it is back, what it bore before is found
    /// again soon.
    fn wait_for_it(&mut self, now: Instant) {
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

/// Between three and five quarters of a wait, so that clients which failed together do not come back together.
pub(super) fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(0.75 + random::fraction() / 2.0)
}

#[cfg(test)]
mod tests;
