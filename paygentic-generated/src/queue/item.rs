//! The trait of items of a queue: it excludes requests that would be sent without an idempotency key.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::values::{Nullable, Timestamp};

/// An item of a [queue](super): the body of an operation that takes an idempotency key.
///
/// All such bodies of this crate implement it. A queue over another operation does not compile, because an item that
/// is sent again without a key could count twice. You can implement it for a type of your own, such as a body
/// together with an id for the path, if the operation takes a key; otherwise each item is refused before it is sent.
pub trait Queueable: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The idempotency key in the item itself, which has precedence over that of its [`Entry`](super::Entry).
    fn own_key(&self) -> Option<String> {
        None
    }

    /// Sets the time of the item, if it has none, to that of [`push`](super::Queue::push), so that an item that is
    /// delivered late is not counted at the time of its delivery.
    fn stamp(&mut self, _: Timestamp) {}
}

/// A field that says when something happened.
// Which of these is used depends on the contract.
#[allow(dead_code)]
pub(crate) trait Stamped {
    /// Sets it unless it is set already, even to `null`.
    fn stamp(&mut self, at: Timestamp);
}

impl Stamped for Option<Timestamp> {
    fn stamp(&mut self, at: Timestamp) {
        self.get_or_insert(at);
    }
}

impl Stamped for Nullable<Timestamp> {
    fn stamp(&mut self, at: Timestamp) {
        if self.is_unset() {
            *self = Nullable::Value(at);
        }
    }
}

/// How many bytes an item has as JSON; `None` if it cannot be written as JSON.
pub(super) fn size(item: &impl Serialize) -> Option<usize> {
    let mut count = Count(0);
    serde_json::to_writer(&mut count, item).ok().map(|()| count.0)
}

struct Count(usize);

impl std::io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
