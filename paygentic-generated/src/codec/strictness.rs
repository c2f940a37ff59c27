//! Whether a value conforms to its type entirely, for choosing an alternative of a union.
//!
//! Readers are tolerant: a key that an object forbids is passed over, a constant may have another
//! value. That is right for a response, but an alternative of a union must fit entirely, or what it
//! does not know would be lost. So readers note what they passed over, and the union asks.
//!
//! The note is kept beside the readers, one per thread: reading is never suspended, and the
//! alternative would be a second way through every reader.

use std::cell::Cell;

thread_local! {
    static MISFIT: Cell<bool> = const { Cell::new(false) };
}

/// Notes that something was read that the type does not describe.
#[cold]
pub(crate) fn misfit() {
    MISFIT.set(true);
}

/// Reads, and returns whether all of it was described. What was noted outside is not touched.
pub(super) fn entirely<T>(read: impl FnOnce() -> T) -> (T, bool) {
    let outer = MISFIT.replace(false);
    let value = read();
    let fits = !MISFIT.replace(outer);
    (value, fits)
}
