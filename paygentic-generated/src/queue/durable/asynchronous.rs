//! Damage and dead letters, for the async client.

use std::io::{self, Write};

use crate::queue::item::Queueable;
use crate::queue::spool::{DeadLetter, export};
use crate::queue::{PushError, Queue};

#[cfg_attr(docsrs, doc(cfg(feature = "durable")))]
impl<I: Queueable> Queue<I> {
    /// Up to this many refused items on disk, oldest first; none after a shutdown. They stay there until they are
    /// pushed again or discarded, and count toward the capacity of the queue. A queue in memory has its refused items
    /// in its reports.
    pub async fn dead_letters(&self, most: usize) -> Vec<DeadLetter<I>> {
        match self.shared.spool() {
            Some(spool) => spool.letters(most).await,
            None => Vec::new(),
        }
    }

    /// Writes all dead letters as JSON lines, each with `item`, `key`, `pushed_at`, `error` and `status`, and returns
    /// their number. They stay on disk.
    ///
    /// # Errors
    ///
    /// They cannot be written.
    pub async fn export_dead_letters(&self, to: &mut (dyn Write + Send)) -> io::Result<usize> {
        let letters = self.dead_letters(usize::MAX).await;
        export(&letters, to).map(|()| letters.len())
    }

    /// Pushes dead letters again, with their keys, and returns their number. Those that cannot be decoded as items
    /// stay. If the process ends meanwhile, a letter may be sent twice, with the same key.
    ///
    /// # Errors
    ///
    /// The queue accepts no more items; this letter and the following ones stay on disk.
    pub async fn retry_dead_letters(
        &self,
        letters: Vec<DeadLetter<I>>,
    ) -> Result<usize, PushError<I>> {
        let mut pushed = Vec::new();
        let mut problem = None;
        for letter in letters {
            let Some(entry) = letter.entry else { continue };
            match self.push(entry).await {
                Ok(()) => pushed.push(letter.number),
                Err(error) => {
                    problem = Some(error);
                    break;
                }
            }
        }
        self.discard_dead_letters(&pushed).await;
        problem.map_or(Ok(pushed.len()), Err)
    }

    /// Removes dead letters from the disk, by their numbers, and returns them.
    pub async fn discard_dead_letters(&self, numbers: &[u64]) -> Vec<DeadLetter<I>> {
        match self.shared.spool() {
            Some(spool) => spool.discard(numbers).await,
            None => Vec::new(),
        }
    }
}
