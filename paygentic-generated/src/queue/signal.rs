//! Tasks and threads wait for the same changes of a queue, each in its own way: this wakes both, so that all else need
//! not know which of them there are.

#[cfg(feature = "blocking")]
use std::sync::Condvar;

#[cfg(feature = "async")]
use tokio::sync::Notify;

#[derive(Default)]
pub(super) struct Signal {
    #[cfg(feature = "async")]
    pub(super) tasks: Notify,
    /// Goes with the lock of the ledger.
    #[cfg(feature = "blocking")]
    pub(super) threads: Condvar,
}

impl Signal {
    /// Wakes one that waits.
    pub(super) fn wake_one(&self) {
        #[cfg(feature = "async")]
        self.tasks.notify_one();
        #[cfg(feature = "blocking")]
        self.threads.notify_one();
    }

    /// Wakes all that wait.
    pub(super) fn wake_all(&self) {
        #[cfg(feature = "async")]
        self.tasks.notify_waiters();
        #[cfg(feature = "blocking")]
        self.threads.notify_all();
    }
}
