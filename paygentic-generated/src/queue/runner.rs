//! The workers of a queue: tasks of a Tokio runtime for the async client, threads for the blocking one.

use std::sync::Arc;

use super::item::Queueable;
use super::ledger::Ledger;
use super::shared::Shared;
#[cfg(feature = "async")]
use super::tasks::Tasks;
#[cfg(feature = "blocking")]
use super::threads::Threads;

pub(super) enum Runner<I: Queueable> {
    #[cfg(feature = "async")]
    Tasks(Tasks<I>),
    #[cfg(feature = "blocking")]
    Threads(Threads<I>),
}

impl<I: Queueable> Runner<I> {
    /// Starts workers for the items that may be sent now.
    pub(super) fn start_workers(&self, shared: &Arc<Shared<I>>) {
        match self {
            #[cfg(feature = "async")]
            Runner::Tasks(tasks) => tasks.start_workers(shared),
            #[cfg(feature = "blocking")]
            Runner::Threads(threads) => threads.start_workers(shared),
        }
    }

    /// Has the workers check whether they are still needed.
    pub(super) fn notify_workers(&self) {
        match self {
            #[cfg(feature = "async")]
            Runner::Tasks(tasks) => tasks.notify_workers(),
            #[cfg(feature = "blocking")]
            Runner::Threads(threads) => threads.notify_workers(),
        }
    }

    /// Returns the items in flight to the ledger, if sending cannot be cancelled. The ledger is already stopped.
    pub(super) fn return_to_caller(&self, ledger: &mut Ledger<I>) {
        match self {
            #[cfg(feature = "async")]
            Runner::Tasks(_) => {
                let _ = ledger;
            }
            #[cfg(feature = "blocking")]
            Runner::Threads(threads) => threads.return_to_caller(ledger),
        }
    }

    /// Cancels the requests in flight, if that is possible. The ledger must not be locked, because their items return
    /// to it.
    pub(super) fn abort(&self) {
        match self {
            #[cfg(feature = "async")]
            Runner::Tasks(tasks) => tasks.abort(),
            #[cfg(feature = "blocking")]
            Runner::Threads(_) => {}
        }
    }
}
