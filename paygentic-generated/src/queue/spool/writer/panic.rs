//! Handles a panic of the thread, such as in the caller's code that reads an item: no caller may wait forever.

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;

use super::{Op, Writer};
use crate::queue::Queueable;
use crate::queue::catch_panic::catch_panic;
use crate::queue::spool::frame;
use crate::trace;

impl<I: Queueable> Writer<I> {
    /// Stops the queue, because results could not be recorded any more. Items that are not on disk are handed back, and
    /// further requests to the thread get a reply.
    pub(super) fn handle_panic(mut self, ops: &Receiver<Op<I>>) {
        let problem = "the thread that writes to the disk panicked; start the queue again";
        trace::spool_failed(problem);
        for (job, ack) in std::mem::take(&mut self.waiting) {
            self.changes.put.retain(|(number, _)| *number != job.number);
            self.give_back(job, Some(ack));
        }
        let settled: HashSet<u64> = self.changes.settled().collect();
        let unwritten = self.changes.put.iter().filter(|(number, _)| !settled.contains(number));
        // The code that reads items may be what panicked.
        let entry = |json: &[u8]| Some(catch_panic(|| frame::read(json))??.entry);
        let unwritten = unwritten.map(|(number, json)| (*number, entry(json))).collect();
        if let Some(queue) = self.queue.upgrade() {
            queue.lose_disk(unwritten);
        }
        self.disk.close();
        for op in ops {
            if let Op::Put(job, _, ack) = op {
                self.ahead.fetch_sub(1, Ordering::Relaxed);
                self.give_back(job, ack);
            }
        }
    }
}
