//! The tests of the parts of the suites. The library has no unit tests: its table
//! of all operations would be compiled once more for them.

#![allow(clippy::unwrap_used)]

mod arguments;
mod compare;
mod examples;
mod instances;
mod parity;
mod properties;
