//! The part of a long suite that one run covers.

use std::env;

/// Every nth item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    number: usize,
    /// The number of parts; 0 selects nothing.
    of: usize,
}

impl Part {
    pub(crate) const ALL: Self = Self { number: 0, of: 1 };
    pub(crate) const NONE: Self = Self { number: 0, of: 0 };

    /// Reads an environment variable such as `2/5` or `all`.
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
            _ => Err(format!("{variable} must be a part such as `2/5`, or `all`")),
        }
    }

    /// The number of items selected from this many, at least one unless there are none.
    pub(crate) fn of(self, count: usize) -> usize {
        count.div_ceil(self.of.max(1))
    }

    pub(crate) fn includes(self, index: usize) -> bool {
        self.of != 0 && index % self.of == self.number % self.of
    }
}
