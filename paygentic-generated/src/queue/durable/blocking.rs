//! Damage and dead letters, for the blocking client.

use std::io::{self, Write};

use crate::queue::PushError;
use crate::queue::blocking::Queue;
use crate::queue::item::Queueable;
use crate::queue::spool::{Command, DeadLetter, Letters, export};

#[cfg_attr(docsrs, doc(cfg(feature = "durable")))]
impl<I: Queueable> Queue<I> {
    /// Up to this many refused items on disk, oldest first; none after a shutdown. They stay there until they are
    /// pushed again or discarded, and count toward the capacity of the queue. A queue in memory has its refused items
    /// in its reports.
    pub fn dead_letters(&self, most: usize) -> Vec<DeadLetter<I>> {
        self.letters(Command::List(most)).unwrap_or_default()
    }

    fn letters(&self, command: Command) -> Letters<I> {
        match self.shared.spool() {
            Some(spool) => spool.letters_and_wait(command),
            None => Ok(Vec::new()),
        }
    }

    /// Writes all dead letters as JSON lines, each with `item`, `key`, `pushed_at`, `error` and `status`, and returns
    /// their number. They stay on disk.
    ///
    /// # Errors
    ///
    /// They cannot be written; or they cannot be read, because the disk failed or the queue was shut down.
    pub fn export_dead_letters(&self, to: &mut (dyn Write + Send)) -> io::Result<usize> {
        export(self.letters(Command::List(usize::MAX)), to)
    }

    /// Pushes dead letters again, with their keys, and returns their number. Those that cannot be decoded as items
    /// stay. Each takes the place that it has in the queue, so that there is room for it even if letters fill the
    /// queue, and leaves the dead letters in the same write.
    ///
    /// # Errors
    ///
    /// The queue accepts no more items; this letter and the following ones stay on disk.
    pub fn retry_dead_letters(&self, letters: Vec<DeadLetter<I>>) -> Result<usize, PushError<I>> {
        let mut pushed = 0;
        for letter in letters {
            let Some(entry) = letter.entry else { continue };
            self.push_entry(entry, Some(letter.number))?;
            pushed += 1;
        }
        Ok(pushed)
    }

    /// Removes dead letters from the disk, by their numbers, and returns those that are gone.
    pub fn discard_dead_letters(&self, numbers: &[u64]) -> Vec<DeadLetter<I>> {
        self.letters(Command::discard(numbers)).unwrap_or_default()
    }
}
