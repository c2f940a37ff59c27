//! The tasks, run in temporary folders and against servers on loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
#[cfg(unix)]
mod conformance;
mod diff;
mod download;
mod faults;
mod fetch;
mod generate;
mod replace;
mod standalone;
mod support;
mod update;
mod writer;
