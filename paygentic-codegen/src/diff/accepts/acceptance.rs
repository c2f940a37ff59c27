//! The result of comparing what two schemas accept, which may be unknown.

use crate::diff::change::Wire;

/// Whether every value is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Acceptance {
    /// Every value is accepted.
    Yes,
    /// It cannot be determined.
    Unknown,
    /// Some value is not accepted.
    No,
}

impl Acceptance {
    /// Yes if both are, no if either is not.
    pub(in crate::diff) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    pub(in crate::diff) fn of(condition: bool) -> Self {
        if condition { Self::Yes } else { Self::No }
    }

    /// All of them together.
    pub(super) fn all(answers: impl IntoIterator<Item = Self>) -> Self {
        answers.into_iter().fold(Self::Yes, Self::and)
    }

    /// Turns `No` into `Unknown`.
    pub(super) fn weaker(self) -> Self {
        if self == Self::No { Self::Unknown } else { self }
    }

    /// The verdict for values that are sent.
    pub(in crate::diff) fn wire(self) -> Wire {
        match self {
            Self::Yes => Wire::Safe,
            Self::Unknown => Wire::Risky,
            Self::No => Wire::Breaking,
        }
    }
    /// Turns `Yes` into `No`, and anything else into `Unknown`.
    pub(super) fn no_unless_known(self) -> Self {
        if self == Self::Yes { Self::No } else { Self::Unknown }
    }
}
