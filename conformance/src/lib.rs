//! Takes JSON cases through every operation of the SDK; the suites make such cases and judge the results.
//!
//! The SDK is tested from outside, by its public methods, and by the contract alone: which operations there are is
//! emitted by the generator (`dispatch`), so that a new one is covered as soon as it is generated.

#![allow(missing_docs, reason = "an internal program; only its tests use it as a library")]

pub mod arguments;
pub mod case;
pub mod compare;
pub mod contract;
#[rustfmt::skip]
mod dispatch;
#[allow(dead_code, unused_imports)]
mod harness;
pub mod instances;
pub mod operation;
#[allow(dead_code, reason = "xtask has it too, by its file")]
mod part;
pub mod suites;
mod walk;

/// The programs of the README of the workspace, which are compiled as they stand.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
