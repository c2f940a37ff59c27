//! The limit of items per second, after the service has responded with 429.
//!
//! After a limit was reached, the rate is slightly below the measured rate of the last second. It returns to
//! that slowly, and then exceeds it at an increasing pace, as long as no limit is reached.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The factor of the rate after a limit was reached.
const REDUCTION: f64 = 0.9;

/// After this many seconds the rate is what it was when the limit was reached.
const RECOVERY_SECONDS: f64 = 10.0;

/// A rate beyond this is unlimited.
const MAX_RATE: f64 = 1e6;

/// The time over which the rate is measured.
const MEASURED_TIME: Duration = Duration::from_secs(1);

/// How long the best rate is remembered.
const BEST_RATE_TTL: Duration = Duration::from_secs(60);

/// The length of the parts in which it is measured.
const PART_LENGTH: Duration = Duration::from_millis(50);

#[derive(Default)]
pub(super) struct Rate {
    /// The number of answers in each part of the last second.
    answers: VecDeque<(Instant, u32)>,
    limited: Option<Limited>,
    /// The best rate of the last minute at which a limit was reached, and when that was.
    best: Option<(f64, Instant)>,
}

struct Limited {
    /// The rate at which the limit was reached.
    reached: f64,
    since: Instant,
    /// The number of items that may be sent, as of `counted`.
    credit: f64,
    counted: Instant,
}

impl Rate {
    pub(super) fn is_limited(&self) -> bool {
        self.limited.is_some()
    }

    pub(super) fn limit(&self, now: Instant) -> Option<f64> {
        self.limited.as_ref().map(|limited| limited.rate(now))
    }

    /// Whether another item may be sent; otherwise the time when it may.
    pub(super) fn allows(&mut self, now: Instant) -> Result<(), Instant> {
        let Some(limited) = &mut self.limited else {
            return Ok(());
        };
        let rate = limited.rate(now);
        if rate > MAX_RATE {
            self.limited = None;
            return Ok(());
        }
        let passed = now.saturating_duration_since(limited.counted).as_secs_f64();
        // Timers are exact to a millisecond, in which several items may be due.
        let most = (rate * 0.005).max(1.0);
        limited.credit = (limited.credit + passed * rate).min(most);
        limited.counted = now;
        match limited.credit >= 1.0 {
            true => Ok(()),
            false => Err(now + Duration::from_secs_f64((1.0 - limited.credit) / rate)),
        }
    }

    pub(super) fn sent(&mut self) {
        if let Some(limited) = &mut self.limited {
            limited.credit -= 1.0;
        }
    }

    pub(super) fn answered(&mut self, now: Instant) {
        match self.answers.back_mut() {
            Some((start, count)) if now.saturating_duration_since(*start) < PART_LENGTH => {
                *count += 1
            }
            _ => self.answers.push_back((now, 1)),
        }
        self.forget(now);
    }

    /// A limit was reached.
    pub(super) fn reduce(&mut self, now: Instant) {
        self.forget(now);
        let measured = self.measured(now);
        // No working rate is known: until there is an answer, the pause and the window limit the queue.
        if self.limited.is_none() && measured == 0.0 {
            return;
        }
        // If almost nothing was sent, this queue did not reach the limit.
        let reached = match &self.limited {
            Some(limited) => limited.rate(now).min(measured.max(limited.rate(now) / 2.0)),
            None => measured,
        };
        // A limit that is reached now and then at any rate is a fault, and must not stop the queue.
        let recent = |(_, at): &(f64, Instant)| now.saturating_duration_since(*at) < BEST_RATE_TTL;
        let best = self.best.filter(recent).filter(|(best, _)| *best >= reached);
        let (best, _) = *self.best.insert(best.unwrap_or((reached, now)));
        self.limited = Some(Limited {
            reached: reached.max(best / 2.0).max(1.0),
            since: now,
            credit: 1.0,
            counted: now,
        });
    }

    /// Answers per second. After a start, the measured time is shorter than a second.
    fn measured(&self, now: Instant) -> f64 {
        let count: u32 = self.answers.iter().map(|(_, count)| count).sum();
        let first = self.answers.front().map_or(now, |(start, _)| *start);
        let time = now.saturating_duration_since(first).clamp(PART_LENGTH, MEASURED_TIME);
        f64::from(count) / time.as_secs_f64()
    }

    fn forget(&mut self, now: Instant) {
        while let Some((start, _)) = self.answers.front() {
            if now.saturating_duration_since(*start) <= MEASURED_TIME {
                return;
            }
            self.answers.pop_front();
        }
    }
}

impl Limited {
    /// Below the reached rate at first, equal to it after the recovery, and above it with increasing speed.
    fn rate(&self, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.since).as_secs_f64();
        let way = (passed - RECOVERY_SECONDS) / RECOVERY_SECONDS;
        self.reached * (1.0 + (1.0 - REDUCTION) * way.powi(3))
    }
}
