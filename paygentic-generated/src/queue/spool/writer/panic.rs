//! Handles a panic of the thread, such as in the caller's code that reads an item: no caller may wait forever.

use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;

use super::{Op, Writer};
use crate::queue::Queueable;
use crate::trace;

impl<I: Queueable> Writer<I> {
    /// Stops the queue, because what is accepted could not be noted any more. What is not known to be on disk is handed
    /// back, and further requests to the thread get a reply.
    pub(super) fn handle_panic(mut self, ops: &Receiver<Op<I>>) {
        let problem = "the thread that writes to the disk panicked; start the queue again";
        trace::spool_failed(problem);
        for (job, ack) in std::mem::take(&mut self.waiting) {
            self.give_back(job, ack);
        }
        if let Some(queue) = self.queue.upgrade() {
            queue.lose_disk();
        }
        self.disk.close();
        for op in ops {
            if let Op::Put(job, _, ack) = op {
                self.pending.fetch_sub(1, Ordering::Relaxed);
                self.give_back(job, ack);
            }
        }
    }
}
