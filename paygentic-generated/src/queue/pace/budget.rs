//! The budget for repeats: a share of the answers, and a few each second besides. A repeat that is answered costs
//! nothing, so that items that failed in a short outage are repeated at full speed once it is over.

use std::time::{Duration, Instant};

/// Repeats for each answer.
const PER_ANSWER: f64 = 0.3;

/// Repeats per second, independent of answers.
const PER_SECOND: f64 = 10.0;

/// The maximum balance.
const MAX_BALANCE: f64 = 100.0;

pub(super) struct Budget {
    balance: f64,
    refreshed: Option<Instant>,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { balance: MAX_BALANCE, refreshed: None }
    }
}

impl Budget {
    /// Records an answer.
    pub(super) fn earn(&mut self, is_repeat: bool) {
        let refund = if is_repeat { 1.0 } else { 0.0 };
        self.balance = (self.balance + PER_ANSWER + refund).min(MAX_BALANCE);
    }

    pub(super) fn spend(&mut self) {
        self.balance -= 1.0;
    }

    /// Whether a repeat is allowed; otherwise the time when one is.
    pub(super) fn allows(&mut self, now: Instant) -> Result<(), Instant> {
        let before = self.refreshed.replace(now).unwrap_or(now);
        let earned = now.saturating_duration_since(before).as_secs_f64() * PER_SECOND;
        self.balance = (self.balance + earned).min(MAX_BALANCE);
        match self.balance >= 1.0 {
            true => Ok(()),
            false => {
                let missing = (1.0 - self.balance) / PER_SECOND;
                Err(now + Duration::from_secs_f64(missing) + Duration::from_millis(1))
            }
        }
    }
}
