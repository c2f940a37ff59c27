//! The moves of items between memory and disk.

use super::backlog::Backlog;
use super::{Ledger, QueuedItem, Stop};
use crate::queue::Entry;
use crate::queue::catch_panic::discard;
use crate::queue::spool::StoredCounts;

/// An item that was read from disk, and its bytes; `None` if it cannot be read.
pub(in crate::queue) type Stored<I> = Option<(Entry<I>, usize)>;

impl<I: Clone> Ledger<I> {
    /// Registers the items that are on disk at the start.
    pub(in crate::queue) fn resume(&mut self, found: StoredCounts) {
        self.depth = found.open;
        self.bytes = found.bytes;
        self.dead_count = found.dead;
        let epoch = self.epochs.enter_many(found.open);
        self.backlog = Some(Backlog::new(found, epoch));
    }

    /// All items before this one that are not settled are on disk now.
    pub(in crate::queue) fn written(&mut self, before: u64) {
        if let Some(backlog) = &mut self.backlog {
            backlog.written = before;
        }
        self.recheck_unwritten();
    }

    /// Nothing is written any more.
    pub(in crate::queue) fn close_disk(&mut self) {
        if let Some(backlog) = &mut self.backlog {
            backlog.is_closed = true;
        }
        self.recheck_unwritten();
    }

    /// More is known about where items are that were given up.
    fn recheck_unwritten(&mut self) {
        std::mem::take(&mut self.unwritten).into_iter().for_each(|job| self.return_to_caller(job));
    }

    /// Hands items back that were given up and could not be written: their numbers.
    pub(in crate::queue) fn return_unwritten(&mut self) -> Vec<u64> {
        let returned = std::mem::take(&mut self.unwritten);
        let numbers = returned.iter().map(|job| job.number).collect();
        for job in returned {
            self.settle(&job);
            self.pending.push(job.entry);
        }
        numbers
    }

    /// Items were read from disk, where there is `None` instead of what is not an item of this queue and is kept as a
    /// dead letter; the next read begins at this number. If they are not sent any more they stay on disk, and the result is
    /// `false`.
    pub(in crate::queue) fn loaded(&mut self, items: Vec<(u64, Stored<I>)>, next: u64) -> bool {
        if self.stopped.is_some() {
            // They were counted as kept then.
            items.into_iter().for_each(discard);
            return false;
        }
        for (number, item) in items {
            let Some(backlog) = &mut self.backlog else {
                break;
            };
            let (epoch, bytes) = backlog.take(item.as_ref().map_or(0, |(_, bytes)| *bytes));
            let Some((entry, _)) = item else {
                self.refused += 1;
                self.unreadable += 1;
                self.dead_count += 1;
                self.leave(epoch, bytes);
                continue;
            };
            let mut job = QueuedItem::new(entry, epoch, bytes);
            job.number = number;
            self.open.insert(number, job.entry.pushed_at());
            self.waiting.push_back(job);
        }
        if let Some(backlog) = &mut self.backlog {
            backlog.loaded(next);
        }
        true
    }

    /// The disk failed for good: what is on it is left for the next start, and what is not is handed back.
    pub(in crate::queue) fn lose_disk(&mut self) {
        self.close_disk();
        self.stop(Stop::Disk);
    }

    /// An item that was admitted and has no number can no longer be written.
    pub(in crate::queue) fn return_admitted(&mut self, job: QueuedItem<I>) {
        self.leave(job.epoch, job.bytes);
        self.pending.push(job.entry);
    }

    /// Refused items are no longer kept.
    pub(in crate::queue) fn remove_dead_letters(&mut self, items: usize) {
        self.dead_count = self.dead_count.saturating_sub(items);
    }
}
