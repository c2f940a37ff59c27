#![cfg_attr(feature = "async", doc = include_str!("../../docs/queue.md"))]
#![cfg_attr(
    not(feature = "async"),
    doc = "What the queues of the blocking client take and report; see [`blocking::Queue`](crate::blocking::Queue)."
)]

#[cfg(feature = "async")]
mod asynchronous;
mod attempt_outcome;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
mod builder;
mod catch_panic;
#[cfg(feature = "durable")]
mod durable;
mod entry;
mod item;
mod ledger;
mod observe;
mod pace;
mod push;
mod runner;
mod shared;
mod signal;
#[cfg(feature = "durable")]
mod spool;
mod stats;
mod store;
#[cfg(feature = "async")]
mod tasks;
#[cfg(feature = "blocking")]
mod threads;

#[cfg(feature = "async")]
pub use asynchronous::Queue;
#[cfg(feature = "async")]
pub use builder::QueueBuilder;
pub use builder::WhenFull;
pub use entry::{Entry, Failed, PushError, PushProblem, Report};
pub use item::Queueable;
// Whether the contract has such a field is not known here.
#[allow(unused_imports)]
pub(crate) use item::Stamped;
#[cfg(all(test, feature = "durable"))]
pub(crate) use spool::FAILS;
#[cfg(feature = "durable")]
#[cfg_attr(docsrs, doc(cfg(feature = "durable")))]
pub use spool::{Damage, DeadLetter, SpoolOptions};
pub use stats::{QueueState, QueueStats};
