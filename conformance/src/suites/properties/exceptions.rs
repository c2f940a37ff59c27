//! Where the judge is wrong, and why.

/// A finding that is none.
pub(super) struct Exception {
    /// The operation.
    pub(super) operation: &'static str,
    /// What its messages hold.
    pub(super) message: &'static str,
    /// Why it is none.
    pub(super) reason: &'static str,
}

/// All of them.
pub(super) const EXCEPTIONS: &[Exception] = &[];
