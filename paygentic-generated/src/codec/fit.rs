//! How well a value conforms to its type, for choosing an alternative of a union.
//!
//! Readers are tolerant: a key that an object forbids is ignored, a constant may have another
//! value. That is right for a response, but an alternative of a union must fit entirely, or what it
//! does not know would be lost; and of several that fit, the one that describes most of the value is
//! meant. So readers note what they ignored, and the union compares the notes.
//!
//! The notes are kept beside the readers, one per thread: reading is never suspended, and the
//! alternative would be a second way through every reader.

use std::cell::Cell;

thread_local! {
    static HAS_MISMATCH: Cell<bool> = const { Cell::new(false) };
    static UNDESCRIBED: Cell<u32> = const { Cell::new(0) };
}

/// How well a value fits the type that it was read as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    /// Whether there is something that the type forbids.
    pub(super) has_mismatch: bool,
    /// How many keys and values the type allows but does not describe.
    pub(super) undescribed: u32,
}

/// Notes that something was read that the type forbids.
#[cold]
pub(crate) fn note_mismatch() {
    HAS_MISMATCH.set(true);
}

/// Notes how many keys and values were read that the type allows but does not describe.
#[inline]
pub(crate) fn note_undescribed(count: u32) {
    UNDESCRIBED.set(UNDESCRIBED.get().saturating_add(count));
}

/// Reads, and returns how well the value fits. Earlier notes of this thread are kept.
pub(super) fn measure_fit<T>(read: impl FnOnce() -> T) -> (T, Fit) {
    let (has_mismatch, undescribed) = (HAS_MISMATCH.replace(false), UNDESCRIBED.replace(0));
    let value = read();
    let fit = Fit {
        has_mismatch: HAS_MISMATCH.replace(has_mismatch),
        undescribed: UNDESCRIBED.replace(undescribed),
    };
    (value, fit)
}
