//! The items of a durable queue that are only on disk, so that its memory stays limited.

use std::collections::VecDeque;

use super::Epoch;
#[cfg(feature = "durable")]
use crate::queue::spool::StoredCounts;

/// The maximum number of items in memory.
const MAX_IN_MEMORY: usize = 4096;

#[derive(Debug, Default)]
pub(super) struct Backlog {
    /// The number of items that are only on disk.
    pub(super) count: usize,
    /// The number of the first of them.
    first: u64,
    /// The epochs in which they were pushed, with the number of items and bytes of each.
    epochs: VecDeque<(Epoch, usize, usize)>,
    pub(super) is_loading: bool,
    /// The number of items left for the next start since the last report.
    pub(super) kept: u64,
    /// All items with smaller numbers that are not settled are on disk.
    pub(super) written: u64,
    /// Nothing is written any more.
    pub(super) is_closed: bool,
}

/// Where an item is that is not sent any more.
pub(super) enum ItemLocation {
    Disk,
    /// It is written soon, or that fails.
    Unknown,
    Nowhere,
}

impl Backlog {
    #[cfg(feature = "durable")]
    pub(super) fn new(found: StoredCounts, epoch: Epoch) -> Self {
        // An epoch without items would be taken for that of the first one.
        let epochs = (found.open > 0).then_some((epoch, found.open, found.bytes));
        Backlog {
            count: found.open,
            first: found.first,
            epochs: epochs.into_iter().collect(),
            written: found.next,
            ..Backlog::default()
        }
    }

    /// Whether the next item is left on disk: all that come after one that was, until it is read, and those that
    /// memory is full without.
    pub(super) fn takes(&self, in_memory: usize) -> bool {
        self.count > 0 || in_memory >= MAX_IN_MEMORY
    }

    /// Where an item is that is given up.
    pub(super) fn location(&self, number: u64) -> ItemLocation {
        match (number < self.written, self.is_closed) {
            (true, _) => ItemLocation::Disk,
            (false, false) => ItemLocation::Unknown,
            (false, true) => ItemLocation::Nowhere,
        }
    }

    pub(super) fn leave_on_disk(&mut self, number: u64, epoch: Epoch, bytes: usize) {
        if self.count == 0 {
            self.first = number;
        }
        self.count += 1;
        match self.epochs.back_mut() {
            Some((last, items, sum)) if *last == epoch => {
                *items += 1;
                *sum += bytes;
            }
            _ => self.epochs.push_back((epoch, 1, bytes)),
        }
    }

    /// The number of the first item to load, if there is one and room for it, and no load is in progress.
    pub(super) fn wants(&mut self, in_memory: usize) -> Option<u64> {
        if self.count == 0 || self.is_loading || in_memory > MAX_IN_MEMORY / 2 {
            return None;
        }
        self.is_loading = true;
        Some(self.first)
    }

    /// Items were read; the next read begins at this number.
    #[cfg(feature = "durable")]
    pub(super) fn loaded(&mut self, next: u64) {
        self.is_loading = false;
        self.first = next;
    }

    /// Moves one item to memory; returns its epoch, and the bytes that it is counted with.
    #[cfg(feature = "durable")]
    pub(super) fn take(&mut self, bytes: usize) -> (Epoch, usize) {
        self.count = self.count.saturating_sub(1);
        let Some((epoch, items, sum)) = self.epochs.front_mut() else {
            return (0, bytes);
        };
        let (epoch, last) = (*epoch, *items <= 1);
        // The last one is counted with the rest, so that no bytes remain counted forever.
        let bytes = if last { *sum } else { bytes.min(*sum) };
        *items -= 1;
        *sum -= bytes;
        if last {
            self.epochs.pop_front();
        }
        (epoch, bytes)
    }

    pub(super) fn take_kept(&mut self) -> u64 {
        std::mem::take(&mut self.kept)
    }

    /// Leaves all items for the next start; returns their epochs, with the number of items and bytes of each.
    pub(super) fn abandon(&mut self) -> VecDeque<(Epoch, usize, usize)> {
        self.kept += std::mem::take(&mut self.count) as u64;
        std::mem::take(&mut self.epochs)
    }
}
