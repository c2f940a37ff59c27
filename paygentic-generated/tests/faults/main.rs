//! Fault tests: both clients against a scripted server on loopback that misbehaves.

#![cfg(any(feature = "async", feature = "blocking"))]
// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bodies;
#[cfg(feature = "async")]
mod cancel;
mod check;
mod client;
#[cfg(target_os = "linux")]
mod connecting;
mod connections;
mod downloads;
mod fault;
mod framing;
mod headers;
mod heads;
mod identical_attempts;
mod lists;
mod matrix;
#[cfg(target_os = "linux")]
mod memory;
mod messages;
mod proxies;
#[cfg(feature = "async")]
mod queue;
mod redirects;
#[cfg(feature = "async")]
mod runtimes;
mod server;
mod setting_limits;
mod sizes;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls_server;
mod unsent;
mod waits;
mod wire;
