//! Methods that only durable queues have: damage, and the items that the service refused.

#[cfg(feature = "async")]
mod asynchronous;
#[cfg(feature = "blocking")]
mod blocking;

use super::item::Queueable;
use super::shared::Shared;
use super::spool::{Damage, Spool};
use super::store::Store;

impl<I: Queueable> Shared<I> {
    /// The disk of a durable queue.
    fn spool(&self) -> Option<&Spool<I>> {
        match &self.store {
            Store::Disk(spool) => Some(spool),
            Store::Memory(_) => None,
        }
    }

    pub(super) fn damage(&self) -> Option<&Damage> {
        self.spool()?.damage.as_ref()
    }
}
