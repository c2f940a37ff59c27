//! What the thread writes to the disk, and what becomes of items that cannot be written.

use std::collections::HashSet;
use std::time::Instant;

use super::Writer;
use crate::queue::Queueable;
use crate::queue::catch_panic::discard;
use crate::queue::spool::changes::Changes;
use crate::queue::spool::problem::Problem;
use crate::trace;

impl<I: Queueable> Writer<I> {
    /// Writes what there is to write. What was settled stays to be noted if that fails, and items stay to be written
    /// unless they are handed back.
    pub(super) fn commit(&mut self) {
        self.since = None;
        if self.is_closed || self.changes.is_empty() {
            return;
        }
        self.changes.forget_accepted(self.disk.untried);
        let problem = self.write().err();
        // From here on, a panic in the store cannot leave a caller waiting.
        self.is_awaited = false;
        self.enter_written();
        if let Some(problem) = &problem {
            if !self.is_failing {
                trace::spool_failed(&problem.to_string());
            }
            self.return_unwritten();
        }
        self.is_failing = problem.is_some();
        self.since = (!self.changes.is_empty()).then(Instant::now);
    }

    /// Writes everything, and gives the file up. What cannot be written is handed back.
    pub(super) fn close(&mut self) {
        // Another queue may have the file by now.
        if self.is_closed {
            return;
        }
        self.commit();
        // What was handed back may be on disk nevertheless.
        self.make_room();
        self.is_closed = true;
        self.disk.close();
        if let Some(queue) = self.queue.upgrade() {
            queue.ledger().close_disk();
            queue.changed.notify_all();
        }
    }

    /// Writes the changes. If that fails, once more when there is more room.
    fn write(&mut self) -> Result<(), Problem> {
        match self.apply() {
            Ok(true) => return Ok(()),
            // What was settled may have made room for the rest.
            Ok(false) => {}
            Err(problem) => {
                if !self.make_room() {
                    return Err(problem);
                }
            }
        }
        match self.apply()? {
            true => Ok(()),
            false => {
                let problem = "the queue keeps as much on disk as its file may hold";
                Err(Problem::Io(problem.to_owned()))
            }
        }
    }

    /// Writes the changes that there is room for; says whether these are all.
    fn apply(&mut self) -> Result<bool, Problem> {
        let letters = self.disk.apply(&mut self.changes)?;
        self.remove_dead_letters(letters);
        Ok(self.changes.put.is_empty())
    }

    /// Records settled items and discarded letters in small steps, each of which needs little space and frees some.
    /// Says whether there is more room now.
    fn make_room(&mut self) -> bool {
        let (mut step, mut is_more) = (4, false);
        loop {
            let changes = Changes {
                removed: last(&mut self.changes.removed, step),
                discarded: last(&mut self.changes.discarded, step),
                restored: last(&mut self.changes.restored, step),
                ..Changes::default()
            };
            if changes.is_empty() {
                break;
            }
            match self.disk.settle(&changes) {
                Ok(letters) => self.remove_dead_letters(letters),
                Err(_) => {
                    self.changes.removed.extend(changes.removed);
                    self.changes.discarded.extend(changes.discarded);
                    self.changes.restored.extend(changes.restored);
                    break;
                }
            }
            (step, is_more) = (step * 2, true);
        }
        is_more
    }

    /// Dead letters are gone, and make room for items.
    fn remove_dead_letters(&self, letters: usize) {
        if letters > 0
            && let Some(queue) = self.queue.upgrade()
        {
            queue.ledger().remove_dead_letters(letters);
            queue.room.notify_one();
        }
    }

    /// Puts items into the ledger that are on disk now.
    fn enter_written(&mut self) {
        let written = self.disk.written;
        let count = self.waiting.partition_point(|(job, _)| job.number < written);
        let (jobs, acks): (Vec<_>, Vec<_>) = self.waiting.drain(..count).unzip();
        match self.queue.upgrade() {
            Some(queue) => queue.written(written, jobs),
            None => discard(jobs),
        }
        // A caller that is gone does not learn that the item was accepted.
        acks.into_iter().flatten().for_each(|ack| ack(Ok(())));
    }

    /// Hands items back that could not be written: to the callers who wait for them; and all of them if the queue sends
    /// nothing any more. The rest is tried again.
    fn return_unwritten(&mut self) {
        let mut returned = HashSet::new();
        for (job, ack) in std::mem::take(&mut self.waiting) {
            match ack {
                None => self.waiting.push_back((job, None)),
                ack => {
                    returned.insert(job.number);
                    self.give_back(job, ack);
                }
            }
        }
        self.move_to_ledger();
        if let Some(queue) = self.queue.upgrade() {
            returned.extend(queue.ledger().return_unwritten());
            queue.changed.notify_all();
        }
        // They may be on disk nevertheless, if it was tried to write them.
        let untried = self.disk.untried;
        let Changes { put, removed, restored, .. } = &mut self.changes;
        put.retain(|put| {
            let is_returned = returned.contains(&put.number);
            match put.letter {
                _ if !is_returned || put.number >= untried => {}
                Some(letter) => restored.push((put.number, letter)),
                None => removed.push(put.number),
            }
            !is_returned
        });
    }
}

/// Takes the last entries out, at most this many.
fn last<T>(entries: &mut Vec<T>, most: usize) -> Vec<T> {
    entries.split_off(entries.len().saturating_sub(most))
}
