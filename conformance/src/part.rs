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
    pub(crate) const NONE: Self = Self { number: 0, of: 0 };

    /// What the variable says, `2/5` or `all`; it must be written so.
    pub(crate) fn chosen(variable: &str, otherwise: Self) -> Result<Self, String> {
        let Ok(chosen) = env::var(variable) else {
            return Ok(otherwise);
        };
        if chosen == "all" {
            return Ok(Self::ALL);
        }
        let parts = chosen.split_once('/');
        let parsed = parts.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parsed {
            Some((number, of)) if of > 0 => Ok(Self { number, of }),
            _ => Err(format!("{variable} is written as in `2/5`, or `all`")),
        }
    }

    /// The number of items taken out of this many, at least one unless there are none.
    pub(crate) fn of(self, count: usize) -> usize {
        count.div_ceil(self.of.max(1))
    }

    pub(crate) fn includes(self, index: usize) -> bool {
        self.of != 0 && index % self.of == self.number % self.of
    }
}
