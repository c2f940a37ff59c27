//! The initial value of a field: empty, or, for tests, a sample of what is required.
//!
//! The choice is a type parameter, not an argument, so that the samples are compiled only into programs that use
//! them.

use std::cell::Cell;

/// The maximum nesting of unions in a sample; the schema of a union may refer to itself.
const MAX_DEPTH: u8 = 8;

/// The kind of initial value.
pub(crate) trait InitialKind {
    /// Calls one of the two functions.
    fn choose<T>(initial: impl FnOnce() -> T, sample: impl FnOnce() -> T) -> T;
}

/// An empty value.
pub(crate) struct Empty;

impl InitialKind for Empty {
    fn choose<T>(initial: impl FnOnce() -> T, _: impl FnOnce() -> T) -> T {
        initial()
    }
}

/// A sample.
pub(crate) struct Sampled;

impl InitialKind for Sampled {
    fn choose<T>(_: impl FnOnce() -> T, sample: impl FnOnce() -> T) -> T {
        sample()
    }
}

/// The first alternative of a union; `None` if there is none, or if the nesting is too deep.
pub(crate) fn first_of<T>(alternatives: &[fn() -> T]) -> Option<T> {
    thread_local! {
        static LEFT: Cell<u8> = const { Cell::new(MAX_DEPTH) };
    }
    let left = LEFT.get().checked_sub(1)?;
    let first = alternatives.first()?;
    LEFT.set(left);
    let made = first();
    LEFT.set(left + 1);
    Some(made)
}
