//! The reads of the disk thread: items to send, and dead letters.

use std::time::Instant;

use super::{LOADED, Writer};
use crate::queue::Queueable;
use crate::queue::spool::frame;
use crate::queue::spool::letters::{Command, DeadLetter};
use crate::queue::spool::reply::Reply;
use crate::trace;

impl<I: Queueable> Writer<I> {
    /// Reads items from this number on. If that fails, it is tried again later, because the ledger waits for them.
    pub(super) fn load(&mut self, first: u64) {
        if self.is_closed {
            return;
        }
        self.commit();
        let rows = self.disk.load(first, LOADED);
        let Some(queue) = self.queue.upgrade() else {
            return;
        };
        let rows = match rows {
            Ok(rows) => rows,
            Err(problem) => {
                trace::spool_failed(&problem.to_string());
                self.unread = Some((first, Instant::now()));
                return;
            }
        };
        let next = rows.last().map_or(u64::MAX, |(number, _)| number + 1);
        let mut jobs = Vec::with_capacity(rows.len());
        for (number, json) in rows {
            match frame::read(&json) {
                Some(kept) => jobs.push((number, kept.entry, kept.bytes)),
                None => {
                    trace::spool_failed("an item cannot be read; it is kept as a dead letter");
                    self.changes.buried.push((number, json));
                    self.since.get_or_insert_with(Instant::now);
                    queue.ledger().unreadable();
                    // It is settled, and may be the last that a flush waits for.
                    queue.changed.notify_all();
                }
            }
        }
        queue.ledger().loaded(jobs, next);
        queue.start_workers();
    }

    /// Lists refused items, or removes some.
    pub(super) fn letters(&mut self, command: Command, reply: Reply<Vec<DeadLetter<I>>>) {
        if self.is_closed {
            // Requests get no items.
            return;
        }
        self.commit();
        let rows = self.disk.dead(command.most()).unwrap_or_default();
        let rows = rows.into_iter().filter(|(number, _)| command.is_meant(*number));
        let letters: Vec<_> = rows.map(|(number, json)| DeadLetter::read(number, json)).collect();
        if let Command::Discard(_) = command {
            let numbers = letters.iter().map(|letter| letter.number);
            self.changes.discarded.extend(numbers);
            if let Some(queue) = self.queue.upgrade() {
                queue.ledger().remove_dead_letters(letters.len());
                queue.room.notify_one();
            }
            self.commit();
        }
        reply(letters);
    }
}
