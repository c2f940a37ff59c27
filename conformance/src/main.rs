//! `cargo xtask conformance`: runs a suite, with what the library provides.

use std::process::ExitCode;

use clap::Parser;
use paygentic_conformance::suites;

/// Runs a suite.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask conformance", bin_name = "cargo xtask conformance")]
enum Task {
    /// Print calls of every operation with made-up arguments, for `tools/python-sdk/golden`.
    Cases {
        /// How many calls of each operation.
        #[arg(long, default_value_t = 6)]
        rounds: u64,
    },
    /// Pass random responses and requests through the models of every operation.
    Properties(suites::properties::Options),
    /// Send requests to every operation of Prism, a server that judges them by the contract.
    Prism,
    /// Compare requests with those of the official Python SDK.
    Parity,
    /// Check the wire verdicts of the diff of two versions with random values.
    Oracle(suites::oracle::Options),
    /// Pass the examples of the newest published document through the models.
    Examples,
}

fn main() -> ExitCode {
    let outcome = match &Task::parse() {
        Task::Cases { rounds } => suites::parity::print_calls(*rounds),
        Task::Properties(options) => suites::properties::run(options),
        Task::Prism => suites::prism::run(),
        Task::Parity => suites::parity::run(),
        Task::Oracle(options) => suites::oracle::run(options),
        Task::Examples => suites::examples::run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}
