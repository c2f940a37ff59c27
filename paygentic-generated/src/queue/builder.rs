//! Builders of queues, with the same options for both clients.

mod setup;

#[cfg(feature = "async")]
mod asynchronous;
#[cfg(feature = "blocking")]
mod blocking;

#[cfg(feature = "async")]
pub use asynchronous::QueueBuilder;
#[cfg(feature = "blocking")]
pub use blocking::QueueBuilder as BlockingQueueBuilder;

/// What `push` does when the queue is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFull {
    /// `push` waits until there is room.
    #[default]
    Wait,
    /// `push` fails, and the error has the item.
    Refuse,
}
