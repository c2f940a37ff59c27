//! Wakes tasks and threads that wait for a change of a queue, so that other code need
//! not know which of them wait.

#[cfg(feature = "blocking")]
use std::sync::atomic::{AtomicUsize, Ordering};
#[cfg(feature = "blocking")]
use std::sync::{Condvar, MutexGuard, PoisonError};
#[cfg(feature = "blocking")]
use std::time::Duration;

#[cfg(feature = "async")]
use tokio::sync::Notify;

/// Used with the lock of the ledger, so that no wake-up is lost: a change is made, and a wait begins, under the lock.
#[derive(Default)]
pub(super) struct Signal {
    #[cfg(feature = "async")]
    pub(super) tasks: Notify,
    #[cfg(feature = "blocking")]
    threads: Condvar,
    /// The number of waiting threads: a wake-up is a system call, even if none waits.
    #[cfg(feature = "blocking")]
    waiting: AtomicUsize,
}

impl Signal {
    /// Wakes one task and one thread.
    pub(super) fn notify_one(&self) {
        #[cfg(feature = "async")]
        self.tasks.notify_one();
        #[cfg(feature = "blocking")]
        if self.waiting.load(Ordering::Acquire) > 0 {
            self.threads.notify_one();
        }
    }

    /// Wakes all tasks and threads that wait.
    pub(super) fn notify_all(&self) {
        #[cfg(feature = "async")]
        self.tasks.notify_waiters();
        #[cfg(feature = "blocking")]
        if self.waiting.load(Ordering::Acquire) > 0 {
            self.threads.notify_all();
        }
    }

    /// Blocks the thread until a wake-up or the limit. The lock is released in the meantime.
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
