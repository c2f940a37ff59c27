//! The public state and statistics of a queue.

use std::fmt;
use std::time::Duration;

/// The state of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueueState {
    /// It sends at full speed.
    Sending,
    /// It keeps to a rate limit of the service (429).
    Limited,
    /// The service does not respond, or asks to wait (503). The queue tries again every two seconds, or when the
    /// service says.
    Unreachable,
    /// The token is not valid (401). The queue tries again once a minute, and at once after
    /// [`resume`](super::Queue::resume).
    Unauthorized,
    /// It was shut down: it sends the items that it has, and accepts no more.
    Closed,
    /// It sends nothing any more: the runtime that it was started in has ended, or the time of a shutdown was over.
    Stopped,
    /// It sends nothing any more: the thread that writes to the disk died. The next start sends the items on disk.
    DiskFailed,
}

impl fmt::Display for QueueState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QueueState::Sending => "sending",
            QueueState::Limited => "limited",
            QueueState::Unreachable => "unreachable",
            QueueState::Unauthorized => "unauthorized",
            QueueState::Closed => "closed",
            QueueState::Stopped => "stopped",
            QueueState::DiskFailed => "disk failed",
        })
    }
}

/// The statistics of a queue at one moment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct QueueStats {
    /// The state of the queue.
    pub state: QueueState,
    /// The number of items that are neither accepted nor refused yet.
    pub depth: usize,
    /// Their size as JSON, in bytes.
    pub bytes: usize,
    /// The number of requests in flight.
    pub in_flight: usize,
    /// The age of the oldest of these items.
    pub oldest: Option<Duration>,
    /// The number of items accepted since the queue was started.
    pub accepted: u64,
    /// The number of items refused since then.
    pub refused: u64,
    /// The number of requests sent since then, repeats included.
    pub requests: u64,
    /// The number of refused items that are kept: in memory until a report takes them, on disk until they are pushed
    /// again or discarded.
    pub dead_letters: usize,
    /// The current limit of requests in flight.
    pub concurrency: usize,
    /// The current limit of items per second, while the service sets a limit.
    pub rate: Option<f64>,
}
