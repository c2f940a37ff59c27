//! The part of a long suite that one run takes.

use std::env;

/// Every so many-th item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    number: usize,
    /// In how many parts; none is taken of none.
    of: usize,
}

impl Part {
    pub(crate) const ALL: Self = Self { number: 0, of: 1 };
    #[allow(dead_code, reason = "a suite need not be a test too")]
    pub(crate) const NONE: Self = Self { number: 0, of: 0 };

    /// What the variable says, `2/5` or `all`.
    pub(crate) fn chosen(variable: &str, otherwise: Self) -> Self {
        let Ok(chosen) = env::var(variable) else {
            return otherwise;
        };
        if chosen == "all" {
            return Self::ALL;
        }
        let parts = chosen.split_once('/');
        let parsed = parts.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parsed {
            Some((number, of)) if of > 0 => Self { number, of },
            _ => panic!("{variable} is written as in `2/5`, or `all`"),
        }
    }

    /// How many of so many it takes, at least one of some.
    #[allow(dead_code, reason = "most suites look at each item")]
    pub(crate) fn of(self, count: usize) -> usize {
        count.div_ceil(self.of.max(1))
    }

    pub(crate) fn includes(self, index: usize) -> bool {
        self.of != 0 && index % self.of == self.number % self.of
    }
}
