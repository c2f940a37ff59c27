//! Who sends what is in a queue: tasks of a Tokio runtime for the async client, threads for the blocking one.

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
    /// Begins to send what may be sent.
    pub(super) fn kick(&self, shared: &Arc<Shared<I>>) {
        match self {
            #[cfg(feature = "async")]
            Runner::Tasks(tasks) => tasks.kick(shared),
            #[cfg(feature = "blocking")]
            Runner::Threads(threads) => threads.kick(shared),
        }
    }

    /// Has the workers check whether they are still needed.
    pub(super) fn look(&self) {
        match self {
            #[cfg(feature = "async")]
            Runner::Tasks(tasks) => tasks.look(),
            #[cfg(feature = "blocking")]
            Runner::Threads(threads) => threads.look(),
        }
    }

    /// Hands back what is being sent, where that cannot be broken off. The ledger is stopped already.
    pub(super) fn hand_back(&self, ledger: &mut Ledger<I>) {
        match self {
            #[cfg(feature = "async")]
            Runner::Tasks(_) => {
                let _ = ledger;
            }
            #[cfg(feature = "blocking")]
            Runner::Threads(threads) => threads.hand_back(ledger),
        }
    }

    /// Breaks off what is being sent, where that is possible. Nobody has the ledger, which what is broken off goes
    /// back into.
    pub(super) fn abort(&self) {
        match self {
            #[cfg(feature = "async")]
            Runner::Tasks(tasks) => tasks.abort(),
            #[cfg(feature = "blocking")]
            Runner::Threads(_) => {}
        }
    }
}
