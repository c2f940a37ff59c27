//! `cargo xtask conformance`: reads cases, or runs a suite, with what the library provides.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use paygentic_conformance::case::{Raw, Roundtrip};
use paygentic_conformance::{operation, suites};
use serde::Serialize;
use serde_json::Value;

/// Takes JSON cases, one a line, through the models of the SDK, or runs a suite.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask conformance", bin_name = "cargo xtask conformance")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Decode JSON into the model of a request or a response, and encode it again. Prints one JSON object for each
    /// case; the exit code says whether all of them were answered, not whether all succeeded.
    ///
    /// A case: {"id", "operation", "direction": "request" or "response", "status", "json"}.
    Roundtrip {
        /// The cases; `-` is the standard input.
        #[arg(long, value_name = "FILE")]
        cases: PathBuf,
    },
    /// Print calls of every operation with made-up arguments, for `tools/python-sdk/golden`.
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
    /// Take the examples of the newest published document through the models.
    Examples,
}

fn main() -> ExitCode {
    run(&Cli::parse().command).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn run(task: &Task) -> Result<ExitCode> {
    match task {
        Task::Roundtrip { cases } => roundtrip(cases)?,
        Task::Cases { rounds } => suites::parity::print_calls(*rounds)?,
        Task::Properties(options) => return suites::properties::run(options),
        Task::Prism => return suites::prism::run(),
        Task::Parity => return suites::parity::run(),
        Task::Oracle(options) => return suites::oracle::run(options),
        Task::Examples => return suites::examples::run(),
    }
    Ok(ExitCode::SUCCESS)
}

/// The line that answers a case. Numbers in the output keep their digits.
#[derive(Serialize)]
struct Answer {
    id: Value,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    out: Option<Raw>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Answers every case of a file, each before the next is read.
fn roundtrip(path: &Path) -> Result<()> {
    let from: Box<dyn Read> = match path.to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(path).with_context(|| format!("no file {}", path.display()))?),
    };
    // A line that is not UTF-8 must not stop the rest.
    for (number, line) in BufReader::new(from).split(b'\n').enumerate() {
        let line = line.with_context(|| format!("cannot read {}", path.display()))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let case = serde_json::from_slice::<Roundtrip>(&line);
        let case = case.with_context(|| format!("invalid case in line {}", number + 1));
        let id = case.as_ref().map_or(Value::Null, |case| case.id.clone());
        let (out, error) = match case.and_then(|case| operation::roundtrip(&case)) {
            Ok(out) => (Some(out), None),
            Err(error) => (None, Some(format!("{error:#}"))),
        };
        let answer = Answer { id, ok: out.is_some(), out, error };
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{}", serde_json::to_string(&answer)?)?;
        stdout.flush()?;
    }
    Ok(())
}
