//! The items of a durable queue that are only on disk, so that its memory stays limited.

use std::collections::VecDeque;

use super::Epoch;

/// The maximum number of items in memory.
const IN_MEMORY: usize = 4096;

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
}

impl Backlog {
    #[cfg(feature = "durable")]
    pub(super) fn new(count: usize, first: u64, epoch: Epoch, bytes: usize) -> Self {
        Backlog {
            count,
            first,
            epochs: VecDeque::from([(epoch, count, bytes)]),
            ..Backlog::default()
        }
    }

    pub(super) fn is_full(in_memory: usize) -> bool {
        in_memory >= IN_MEMORY
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
        if self.count == 0 || self.is_loading || in_memory > IN_MEMORY / 2 {
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

    /// Leaves all items for the next start; returns their number and bytes.
    pub(super) fn abandon(&mut self) -> (usize, usize) {
        let bytes = self.epochs.drain(..).map(|(_, _, bytes)| bytes).sum();
        let left = std::mem::take(&mut self.count);
        self.kept += left as u64;
        (left, bytes)
    }
}
