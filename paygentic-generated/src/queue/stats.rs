//! What can be seen of a queue.

use std::fmt;
use std::time::Duration;

/// What a queue is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueueState {
    /// It sends what there is to send.
    Sending,
    /// The service set a limit (429), which the queue keeps to.
    Limited,
    /// The service is not there: nobody answers, or it asks for a wait (503). The queue asks every two seconds, or
    /// when the service said, whether it is back.
    Unreachable,
    /// The token is not valid (401). The queue tries it once a minute, and at once after
    /// [`resume`](super::Queue::resume).
    Unauthorized,
    /// It was shut down: what it has is sent, and nothing more is taken in.
    Closed,
    /// Nothing is sent any more: the runtime that it was started in is gone, or the time of a shutdown was over.
    Stopped,
    /// Nothing is sent any more: the thread that writes to the disk died. What is on disk is sent after the next start.
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

/// How a queue is, at one moment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct QueueStats {
    /// What it is doing.
    pub state: QueueState,
    /// How many items are neither accepted nor refused yet.
    pub depth: usize,
    /// How many bytes these are as JSON.
    pub bytes: usize,
    /// How many of these are on their way.
    pub in_flight: usize,
    /// How long ago the oldest of these was pushed.
    pub oldest: Option<Duration>,
    /// How many items the service accepted since the queue was started.
    pub accepted: u64,
    /// How many it refused since then.
    pub refused: u64,
    /// How many requests were sent since then, repeats included.
    pub requests: u64,
    /// How many refused items are kept: until a report takes them, or on disk until they are pushed again or discarded.
    pub dead_letters: usize,
    /// How many items may be on their way at once, at present.
    pub concurrency: usize,
    /// How many items a second may be sent, while the service sets a limit.
    pub rate: Option<f64>,
}
