//! The tests of the stages, one program: each would link the whole generator. Those with many snapshots, which have the
//! name of their program, are beside it.
#![allow(clippy::unwrap_used, clippy::panic)]

mod ahead;
mod contract;
mod document_faults;
mod documentation;
mod evident_readings;
mod external;
mod findings;
mod lower;
mod names;
mod order;
#[path = "../pinned/mod.rs"]
mod pinned;
mod robustness;
mod round_trip;
