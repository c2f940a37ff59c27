//! The caller's code runs inside a queue: it clones items, writes them as JSON and drops them. A panic in it must cost
//! that item at most. If it unwound through the queue, a worker would end, and `flush` would wait for an item that
//! nobody sends.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Entry;
use crate::error::Error;
use crate::trace;

/// What the caller's code returns; `None` if it panicked.
///
/// The closure changes no state of the queue, so that a panic leaves no change incomplete.
pub(super) fn catch_panic<T>(code: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(code)).ok()
}

/// Drops a value of the caller. Under the lock of the ledger this is allowed only when items are given up.
pub(super) fn discard<T>(value: T) {
    // Most items are dropped without any code of the caller.
    if std::mem::needs_drop::<T>() && catch_panic(|| drop(value)).is_none() {
        trace::item_panicked("Drop");
    }
}

/// A copy of an item to be sent.
pub(super) fn copied_item<I: Clone>(entry: &Entry<I>) -> Result<I, Error> {
    catch_panic(|| entry.item().clone()).ok_or_else(|| panicked("`Clone` of the item"))
}

/// The caller's code panicked before there was a request.
pub(super) fn panicked(code: &str) -> Error {
    Error::invalid_request(format!(
        "{code} panicked, so that nothing was sent; correct it, and push the item again"
    ))
}
