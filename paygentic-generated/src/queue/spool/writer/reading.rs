//! The reads of the disk thread: items to send, and dead letters.

use std::time::Instant;

use super::Writer;
use crate::queue::Queueable;
use crate::queue::spool::frame;
use crate::queue::spool::letters::{Command, DeadLetter, Letters};
use crate::queue::spool::reply::Reply;
use crate::trace;

/// How many items are read at once.
const LOAD_BATCH: usize = 2048;

impl<I: Queueable> Writer<I> {
    /// Reads items from this number on. If that fails, it is tried again later, because the ledger waits for them.
    pub(super) fn load(&mut self, first: u64) {
        if self.is_closed {
            return;
        }
        self.commit();
        let rows = self.disk.load(first, LOAD_BATCH).unwrap_or_else(|problem| {
            trace::spool_failed(&problem.to_string());
            Vec::new()
        });
        let Some(queue) = self.queue.upgrade() else {
            return;
        };
        let Some(next) = rows.last().map(|(number, _)| number + 1) else {
            self.unread = Some((first, Instant::now()));
            return;
        };
        let (mut items, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
        for (number, json) in rows {
            let stored = frame::read(&json);
            if stored.is_none() {
                unreadable.push((number, json));
            }
            items.push((number, stored.map(|stored| (stored.entry, stored.bytes))));
        }
        if !queue.ledger().loaded(items, next) {
            return;
        }
        if !unreadable.is_empty() {
            for _ in &unreadable {
                trace::spool_failed("an item cannot be read; it is kept as a dead letter");
            }
            self.changes.dead.extend(unreadable);
            self.since.get_or_insert_with(Instant::now);
            // They are settled: they leave room, and may be the last that a flush or the end of the queue waits for.
            queue.room.notify_one();
            queue.changed.notify_all();
            queue.notify_workers();
        }
        queue.start_workers();
        // If no item of this batch can be read there is no work, and no worker that would ask for the next ones.
        queue.begin();
    }

    /// Lists refused items, or removes some.
    pub(super) fn letters(&mut self, command: &Command, reply: Reply<Letters<I>>) {
        if self.is_closed {
            return reply(Err("the queue is shut down".to_owned()));
        }
        self.commit();
        let rows = match self.disk.dead(command) {
            Ok(rows) => rows,
            Err(problem) => {
                trace::spool_failed(&problem.to_string());
                return reply(Err(problem.to_string()));
            }
        };
        let letters = rows.into_iter().map(|(number, json)| DeadLetter::read(number, json));
        let mut letters: Vec<_> = letters.collect();
        if let Command::Discard(_) = command {
            self.changes.discarded.extend(letters.iter().map(|letter| letter.number));
            self.commit();
            // What is still on disk is not said to be gone.
            let left = std::mem::take(&mut self.changes.discarded);
            letters.retain(|letter| !left.contains(&letter.number));
        }
        reply(Ok(letters));
    }
}
