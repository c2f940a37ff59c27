//! Tasks and threads wait for the same changes of a queue, each in its own way: this wakes both, so that all else need
//! not know which of them there are.

#[cfg(feature = "blocking")]
use std::sync::atomic::{AtomicUsize, Ordering};
#[cfg(feature = "blocking")]
use std::sync::{Condvar, MutexGuard, PoisonError};
#[cfg(feature = "blocking")]
use std::time::Duration;

#[cfg(feature = "async")]
use tokio::sync::Notify;

/// Used with the lock of the ledger: a waker has held it after the change, and a waiter holds it before.
#[derive(Default)]
pub(super) struct Signal {
    #[cfg(feature = "async")]
    pub(super) tasks: Notify,
    #[cfg(feature = "blocking")]
    threads: Condvar,
    /// How many threads wait: to wake threads is a system call, even if there are none.
    #[cfg(feature = "blocking")]
    waiting: AtomicUsize,
}

impl Signal {
    /// Wakes one that waits.
    pub(super) fn wake_one(&self) {
        #[cfg(feature = "async")]
        self.tasks.notify_one();
        #[cfg(feature = "blocking")]
        if self.waiting.load(Ordering::Acquire) > 0 {
            self.threads.notify_one();
        }
    }

    /// Wakes all that wait.
    pub(super) fn wake_all(&self) {
        #[cfg(feature = "async")]
        self.tasks.notify_waiters();
        #[cfg(feature = "blocking")]
        if self.waiting.load(Ordering::Acquire) > 0 {
            self.threads.notify_all();
        }
    }

    /// Has a thread wait, for so long at most. Others have the lock meanwhile.
    #[cfg(feature = "blocking")]
    pub(super) fn wait<'l, L>(
        &self,
        lock: MutexGuard<'l, L>,
        limit: Option<Duration>,
    ) -> MutexGuard<'l, L> {
        self.waiting.fetch_add(1, Ordering::AcqRel);
        let lock = match limit {
            None => self.threads.wait(lock).unwrap_or_else(PoisonError::into_inner),
            Some(limit) => {
                let waited = self.threads.wait_timeout(lock, limit);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
        self.waiting.fetch_sub(1, Ordering::AcqRel);
        lock
    }
}
