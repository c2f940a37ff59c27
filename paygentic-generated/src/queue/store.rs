//! Where the items of a queue are kept besides memory: nowhere, or on disk.

use super::item::Queueable;
use crate::error::Error;

#[cfg(feature = "durable")]
use super::spool::Spool;

pub(super) enum Store<I> {
    /// Nowhere.
    Memory(std::marker::PhantomData<fn() -> I>),
    /// On disk.
    #[cfg(feature = "durable")]
    Disk(Box<Spool<I>>),
}

impl<I: Queueable> Store<I> {
    pub(super) fn memory() -> Self {
        Store::Memory(std::marker::PhantomData)
    }

    /// Removes an item that was accepted.
    pub(super) fn accepted(&self, number: u64) {
        match self {
            Store::Memory(_) => {
                let _ = number;
            }
            #[cfg(feature = "durable")]
            Store::Disk(spool) => spool.remove(number),
        }
    }

    /// Keeps an item that was refused, with the reason.
    pub(super) fn refused(&self, number: u64, error: &Error) {
        match self {
            Store::Memory(_) => {
                let _ = (number, error);
            }
            #[cfg(feature = "durable")]
            Store::Disk(spool) => spool.refuse(number, error),
        }
    }

    /// Writes what is to be written now: nothing more is sent, and what is not on disk is handed back.
    pub(super) fn write(&self) {
        match self {
            Store::Memory(_) => {}
            #[cfg(feature = "durable")]
            Store::Disk(spool) => spool.write(),
        }
    }

    /// Reads items from this number on.
    pub(super) fn load(&self, first: u64) {
        match self {
            Store::Memory(_) => {
                let _ = first;
            }
            #[cfg(feature = "durable")]
            Store::Disk(spool) => spool.load(first),
        }
    }
}
