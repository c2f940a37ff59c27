//! Takes JSON cases through every operation of the SDK; the suites make such cases and judge the results.
//!
//! The SDK is tested from outside, by its public methods, and by the contract alone: which operations there are is
//! emitted by the generator (`dispatch`), so that a new one is covered as soon as it is generated.

pub mod arguments;
#[allow(dead_code)]
mod bytes;
pub mod call;
pub mod case;
#[cfg(feature = "suites")]
mod compare;
#[cfg(feature = "suites")]
pub mod contract;
#[rustfmt::skip]
mod dispatch;
#[allow(dead_code, unused_imports)]
mod harness;
#[cfg(feature = "suites")]
pub mod instances;
pub mod operation;
#[cfg(feature = "suites")]
#[allow(dead_code, reason = "xtask has it too, by its file")]
mod part;
pub mod report;
pub mod roundtrip;
#[cfg(feature = "suites")]
pub mod suites;

/// The programs of the README of the workspace, which are compiled as they stand.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
