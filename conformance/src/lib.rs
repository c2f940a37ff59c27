//! Suites that compare the SDK with the contract: they generate values and calls for every operation, and judge the results.
//!
//! The SDK is tested through its public methods and against the contract alone: the list of operations is
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

/// Compiles the programs of the README of the workspace.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
