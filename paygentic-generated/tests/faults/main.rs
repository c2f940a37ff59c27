//! The clients under faults: against a server on loopback that misbehaves in every way it is told.

#![cfg(any(feature = "async", feature = "blocking"))]
// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bodies;
#[cfg(feature = "async")]
mod cancel;
mod check;
#[cfg(target_os = "linux")]
mod connecting;
mod connections;
mod extremes;
mod fault;
mod lists;
#[cfg(feature = "async")]
mod queue;
mod redirects;
mod server;
mod sizes;
mod table;
mod tested;
mod waits;
mod wire;
