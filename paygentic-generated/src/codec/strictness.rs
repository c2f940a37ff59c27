//! How well a value conforms to its type, for choosing an alternative of a union.
//!
//! Readers are tolerant: a key that an object forbids is passed over, a constant may have another
//! value. That is right for a response, but an alternative of a union must fit entirely, or what it
//! does not know would be lost; and of several that fit, the one that describes most of the value is
//! meant. So readers note what they passed over, and the union asks.
//!
//! The notes are kept beside the readers, one per thread: reading is never suspended, and the
//! alternative would be a second way through every reader.

use std::cell::Cell;

thread_local! {
    static FIT: Cell<Fit> = const { Cell::new(Fit { misfits: false, undescribed: 0 }) };
}

/// How well a value fits the type as which it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fit {
    /// Whether there is something that the type forbids.
    pub(super) misfits: bool,
    /// How many keys and values the type allows but does not describe.
    pub(super) undescribed: u32,
}

/// Notes that something was read that the type forbids.
#[cold]
pub(crate) fn misfit() {
    FIT.set(Fit { misfits: true, ..FIT.get() });
}

/// Notes that so much was read that the type allows but does not describe.
#[cold]
pub(crate) fn undescribed(count: u32) {
    let fit = FIT.get();
    FIT.set(Fit { undescribed: fit.undescribed.saturating_add(count), ..fit });
}

/// Reads, and returns how well the value fits. What was noted outside is not touched.
pub(super) fn measured<T>(read: impl FnOnce() -> T) -> (T, Fit) {
    let outer = FIT.replace(Fit::default());
    let value = read();
    let fit = FIT.replace(outer);
    (value, fit)
}
