//! Dead letters: refused items that a durable queue keeps on disk.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::frame;
use crate::queue::{Entry, Queueable};

/// An item that a durable queue keeps because it was refused.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeadLetter<I> {
    /// The number of the letter, for [`discard_dead_letters`](crate::queue::Queue::discard_dead_letters).
    pub number: u64,
    /// The item and its key; `None` if the stored item cannot be decoded as this type.
    pub entry: Option<Entry<I>>,
    /// Why it was refused.
    pub error: String,
    /// The status of the response, if there was one.
    pub status: Option<u16>,
    json: String,
}

impl<I> DeadLetter<I> {
    /// The letter as one line of JSON, with `item`, `key`, `pushed_at`, `error` and `status`.
    pub fn as_json(&self) -> &str {
        &self.json
    }
}

impl<I: Queueable> DeadLetter<I> {
    pub(super) fn read(number: u64, json: Vec<u8>) -> Self {
        let properties = frame::properties(&json).unwrap_or_default();
        let unreadable = || "the item cannot be read as one of this type".to_owned();
        DeadLetter {
            number,
            entry: frame::read(&json).map(|stored| stored.entry),
            error: frame::property(&properties, "error").unwrap_or_else(unreadable),
            status: frame::property(&properties, "status"),
            json: String::from_utf8_lossy(&json).into_owned(),
        }
    }
}

/// Letters, or why they cannot be read.
pub(crate) type Letters<I> = Result<Vec<DeadLetter<I>>, String>;

pub(super) fn no_thread<I>() -> Letters<I> {
    Err("the thread that has the disk died".to_owned())
}

/// Writes letters as lines of JSON.
pub(crate) fn export<I>(letters: Letters<I>, to: &mut dyn Write) -> io::Result<usize> {
    let letters = letters.map_err(io::Error::other)?;
    for letter in &letters {
        writeln!(to, "{}", letter.as_json())?;
    }
    to.flush()?;
    Ok(letters.len())
}

/// A request about letters.
pub(crate) enum Command {
    /// Lists up to this many.
    List(usize),
    /// Removes these.
    Discard(BTreeSet<u64>),
}

impl Command {
    pub(crate) fn discard(numbers: &[u64]) -> Self {
        Command::Discard(numbers.iter().copied().collect())
    }
}
