//! The moves of items between memory and disk.

use super::backlog::Backlog;
use super::{Ledger, QueuedItem, Stop};
use crate::queue::Entry;
use crate::queue::catch_panic::discard;
use crate::queue::spool::StoredCounts;

impl<I: Clone> Ledger<I> {
    /// Registers the items that are on disk at the start.
    pub(in crate::queue) fn resume(&mut self, found: StoredCounts) {
        self.depth = found.open;
        self.bytes = found.bytes;
        self.buried = found.dead;
        let epoch = self.epochs.enter_many(found.open);
        self.backlog = Some(Backlog::new(found.open, found.first, epoch, found.bytes));
    }

    /// Items were read from disk; the next read begins at this number.
    pub(in crate::queue) fn loaded(&mut self, items: Vec<(u64, Entry<I>, usize)>, next: u64) {
        let Some(backlog) = &mut self.backlog else {
            return;
        };
        backlog.loaded(next);
        for (number, entry, bytes) in items {
            let (epoch, bytes) = backlog.take(bytes);
            let mut job = QueuedItem::new(entry, epoch, bytes);
            job.number = number;
            if self.stopped.is_some() {
                backlog.kept += 1;
                discard(job);
                continue;
            }
            self.open.insert(number, job.entry.pushed_at());
            self.waiting.push_back(job);
        }
    }

    /// A record that is not an item of this queue, and is kept as a dead letter.
    pub(in crate::queue) fn unreadable(&mut self) {
        if let Some(backlog) = &mut self.backlog {
            let (epoch, bytes) = backlog.take(0);
            self.refused += 1;
            self.buried += 1;
            self.leave(epoch, bytes);
        }
    }

    /// The disk failed for good: items on it are left for the next start, and unwritten ones are handed back.
    /// Items that are not in memory are decoded from the unwritten records; `None` if that fails.
    pub(in crate::queue) fn lose_disk(&mut self, unwritten: Vec<(u64, Option<Entry<I>>)>) {
        let mut only_here = 0;
        for (number, entry) in unwritten {
            if self.open.contains_key(&number) {
                self.unwritten.insert(number);
                entry.into_iter().for_each(discard);
                continue;
            }
            only_here += 1;
            self.pending.extend(entry);
        }
        self.stop(Stop::Disk);
        if let Some(backlog) = &mut self.backlog {
            backlog.kept = backlog.kept.saturating_sub(only_here);
        }
    }

    /// An admitted item can no longer be written.
    pub(in crate::queue) fn return_unwritten(&mut self, job: QueuedItem<I>) {
        self.leave(job.epoch, job.bytes);
        self.pending.push(job.entry);
    }

    /// Refused items are no longer kept.
    pub(in crate::queue) fn remove_dead_letters(&mut self, items: usize) {
        self.buried = self.buried.saturating_sub(items);
    }
}
