//! What a value is filled with before anything is read or set: with nothing, or, for tests, with a sample of
//! what is required.
//!
//! It is a type and no argument, so that programs have nothing of the samples unless they ask for one.

use std::cell::Cell;

/// How deep unions stand in one another in a sample; the schema of one may lead back to itself.
const DEPTH: u8 = 8;

/// What a value is filled with.
pub(crate) trait Filling {
    /// One of the two.
    fn or<T>(blank: impl FnOnce() -> T, sample: impl FnOnce() -> T) -> T;
}

/// With nothing.
pub(crate) struct Empty;

impl Filling for Empty {
    fn or<T>(blank: impl FnOnce() -> T, _: impl FnOnce() -> T) -> T {
        blank()
    }
}

/// With a sample.
pub(crate) struct Sampled;

impl Filling for Sampled {
    fn or<T>(_: impl FnOnce() -> T, sample: impl FnOnce() -> T) -> T {
        sample()
    }
}

/// The first alternative of a union; `None` if there is none, or if it is one inside of itself.
pub(crate) fn first_of<T>(alternatives: &[fn() -> T]) -> Option<T> {
    thread_local! {
        static LEFT: Cell<u8> = const { Cell::new(DEPTH) };
    }
    let left = LEFT.get().checked_sub(1)?;
    let first = alternatives.first()?;
    LEFT.set(left);
    let made = first();
    LEFT.set(left + 1);
    Some(made)
}
