//! Doors through which JSON cases reach every operation of the SDK.
//!
//! Cases are read from a file, one JSON object a line, and answered with one JSON object a line.
//! Which operations there are is emitted by the generator, so that none has to be listed by hand.

pub mod arguments;
#[allow(dead_code)]
mod bytes;
pub mod call;
pub mod case;
mod compare;
pub mod contract;
#[rustfmt::skip]
mod dispatch;
pub mod instances;
#[allow(unused_macros, unused_imports)]
mod macros;
#[allow(dead_code)]
mod part;
pub mod report;
pub mod roundtrip;
pub mod suites;
#[allow(unused_imports)]
mod support;
pub mod table;

/// The programs of the README of the workspace, which are compiled as they stand.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
