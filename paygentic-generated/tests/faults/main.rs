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
mod framing;
mod headers;
mod lists;
#[cfg(target_os = "linux")]
mod memory;
mod proxies;
#[cfg(feature = "async")]
mod queue;
mod redirects;
#[cfg(feature = "async")]
mod runtimes;
mod said;
mod server;
mod sizes;
mod table;
mod tested;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls_server;
mod unsent;
mod waits;
mod wire;
