//! `cargo xtask conformance`: reads cases, or runs a suite, with what the library provides.

use std::fs::File;
use std::io::{self, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};
use paygentic_conformance::case::{Case, lines};
use paygentic_conformance::report::{Answer, Failure, Report};
#[cfg(feature = "suites")]
use paygentic_conformance::suites;
use paygentic_conformance::{call, operation, roundtrip};
use paygentic_generated::RetryPolicy;
use serde::de::DeserializeOwned;

/// Takes JSON cases, one a line, through the SDK. Prints one JSON object for each; the exit code
/// says whether all of them were answered, not whether all succeeded.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask conformance", bin_name = "cargo xtask conformance")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Decode JSON into the model of a request or a response, and encode it again.
    ///
    /// A case: {"id", "operation", "direction": "request" or "response", "status", "json"}.
    Roundtrip(Cases),
    /// Call operations of a server.
    ///
    /// A case: {"id", "operation", "path": {..}, "query": {..}, "header": {..}, "body"}.
    Call {
        #[command(flatten)]
        cases: Cases,
        /// The address of the server.
        #[arg(long, value_name = "URL")]
        base_url: String,
        /// The token to send.
        #[arg(long, default_value = "conformance")]
        token: String,
    },
    /// Print what can be called, one JSON object a line.
    Operations,
    #[cfg(feature = "suites")]
    #[command(flatten)]
    Suite(SuiteTask),
}

/// What needs the contract.
#[cfg(feature = "suites")]
#[derive(Debug, Subcommand)]
enum SuiteTask {
    /// Print calls of every operation with made-up arguments, as cases of `call`.
    Cases {
        /// How many calls of each operation.
        #[arg(long, default_value_t = 6)]
        rounds: u64,
    },
    /// Take random responses and requests through the models of every operation.
    Properties(suites::properties::Options),
    /// Send requests to every operation of Prism, a server that judges them by the contract.
    Prism,
    /// Compare requests with those of the official Python SDK.
    Parity,
    /// Check what the diff of two versions says of the wire against random values.
    Oracle(suites::oracle::Options),
    /// Take the examples of the published documents through the models.
    Examples(suites::examples::Options),
}

#[derive(Debug, Args)]
struct Cases {
    /// The cases; `-` is the standard input.
    #[arg(long, value_name = "FILE")]
    cases: PathBuf,
}

fn main() -> ExitCode {
    match run(&Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<ExitCode> {
    match task {
        #[cfg(feature = "suites")]
        Task::Suite(task) => return run_suite(task),
        Task::Roundtrip(cases) => answer(&cases.cases, roundtrip::roundtrip)?,
        Task::Call { cases, base_url, token } => {
            // Each case is one request, so that what the server sees is what the case says.
            let client = call::builder(base_url, token).retries(RetryPolicy::never()).build()?;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            answer(&cases.cases, |case| runtime.block_on(call::call(&client, case)))?;
        }
        Task::Operations => operation::operations().try_for_each(|operation| {
            let line = serde_json::to_string(&operation.summary())?;
            print(&line)
        })?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(feature = "suites")]
fn run_suite(task: &SuiteTask) -> Result<ExitCode> {
    match task {
        SuiteTask::Properties(options) => suites::properties::run(options),
        SuiteTask::Oracle(options) => suites::oracle::run(options),
        SuiteTask::Prism => suites::prism::run(),
        SuiteTask::Parity => suites::parity::run(),
        SuiteTask::Examples(options) => suites::examples::run(options),
        SuiteTask::Cases { rounds } => {
            suites::parity::print_calls(*rounds)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Answers every case of a file.
fn answer<C: DeserializeOwned>(
    path: &Path,
    answer: impl Fn(&C) -> Result<Answer, Failure>,
) -> Result<()> {
    for (number, line) in lines(open(path)?).enumerate() {
        let line = line.with_context(|| format!("cannot read {}", path.display()))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let report = match Case::<C>::read(&line, number + 1) {
            Ok(case) => Report::new(case.id, answer(&case.inner)),
            Err(unread) => Report::new(unread.id, Err(unread.failure)),
        };
        print(&serde_json::to_string(&report)?)?;
    }
    Ok(())
}

fn open(path: &Path) -> Result<BufReader<Box<dyn Read>>> {
    let from: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        Box::new(file)
    };
    Ok(BufReader::new(from))
}

/// Prints a line at once: a reader may wait for it before giving the next case.
fn print(line: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
