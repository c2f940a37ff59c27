//! The tasks of this repository, and the only part of its tools that does I/O.
//!
//! `fetch` pins the contract, `generate` turns it into the source of the SDK, `update` does both for a new version
//! and reports its effects, `docs` lists what has no documentation, `conformance` compares the SDK with the contract.

pub mod ahead;
pub mod cargo;
pub mod cli;
pub mod conformance;
pub mod conformance_crate;
pub mod diff;
#[cfg(feature = "update")]
pub mod download;
pub mod faults;
#[cfg(feature = "update")]
pub mod fetch;
pub mod generate;
pub mod journal;
pub mod lock;
#[cfg(feature = "update")]
pub mod published;
pub mod reference;
pub mod replace;
pub mod repository;
#[cfg(not(feature = "update"))]
pub mod rerun;
#[cfg(feature = "update")]
pub mod source;
pub mod standalone;
#[cfg(feature = "update")]
pub mod update;
pub mod writer;

use std::fmt::Display;
use std::io::{ErrorKind, Write as _, stdout};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Parser as _;

use crate::cli::{Cli, Task};
use crate::lock::Lock;
use crate::repository::Repository;

/// The program: runs the task that the command line names, and prints an error.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    run(&cli).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        match cli.task {
            // As in other comparison programs, 1 means a difference and 2 a failure.
            Task::Diff(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    })
}

/// Runs one task and prints its result.
pub fn run(cli: &Cli) -> Result<ExitCode> {
    let repository = Repository::find()?;
    let lock = match cli.task.is_writing() {
        true => Some(Lock::wait(&repository)?),
        // A run that only reads does not wait; if another run is writing, it completes its own journal.
        false if journal::path(repository.root()).exists() => Lock::attempt(&repository)?,
        false => None,
    };
    if lock.is_some() && journal::recover(repository.root())? {
        eprintln!("an earlier run was interrupted; its changes have been completed");
    }
    let _held = lock.filter(|_| cli.task.is_writing());
    match &cli.task {
        #[cfg(feature = "update")]
        Task::Fetch(arguments) => {
            let report = fetch::fetch(
                &repository,
                arguments.from.as_deref(),
                today(),
                &download::Limits::default(),
            )?;
            print(format_args!("{report}\n"))?;
        }
        Task::Generate(arguments) => {
            let outcome = generate::generate(&repository, arguments)?;
            for warning in &outcome.warnings {
                eprintln!("{warning}");
            }
            print(format_args!("{}\n", outcome.output))?;
        }
        Task::Merged => {
            let ((_, text), _) = generate::pinned(&repository)?;
            print(ahead::as_yaml(&text)?)?;
        }
        Task::Docs => {
            let coverage = generate::coverage(&repository)?;
            print(&coverage)?;
            if !coverage.is_sufficient() {
                return Ok(ExitCode::FAILURE);
            }
        }
        Task::Diff(arguments) => {
            let outcome = diff::compare(&repository, arguments)?;
            print(format_args!("{}\n", outcome.output))?;
            return Ok(outcome.code());
        }
        #[cfg(feature = "update")]
        Task::Update(arguments) => {
            let target = update::compile::target(&repository);
            let setting = update::Setting {
                today: today(),
                limits: download::Limits::default(),
                check: &|repository, files, lock| {
                    update::compile::check(repository, files, lock, &target)
                },
            };
            print(update::update(&repository, arguments, &setting)?)?;
        }
        #[cfg(not(feature = "update"))]
        Task::Fetch(_) | Task::Update(_) => return rerun::with_update(&repository),
        Task::Conformance(arguments) => {
            return conformance::conformance(&repository, arguments);
        }
        Task::Faults(arguments) => return faults::faults(&repository, arguments),
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a result. A reader that has seen enough, such as `head`, closes the pipe: that is not a failure.
fn print(text: impl Display) -> Result<()> {
    let mut stdout = stdout().lock();
    match write!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to the standard output"),
    }
}

/// The day in UTC.
#[cfg(feature = "update")]
fn today() -> jiff::civil::Date {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date()
}
