//! `cargo xtask conformance`: runs the suites that compare the SDK with the contract or, with further
//! arguments, the program of the suites that call the SDK.
//!
//! That is a separate program, because this one generates the SDK and must build without it.

pub mod results;
pub mod suites;
pub mod summary;
pub mod verdict;

use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::cli::ConformanceArgs;
use crate::repository::Repository;
use results::Row;
use suites::{SUITES, Suite};
use verdict::Verdict;

/// Runs the suites, or the program if it is given arguments.
pub fn conformance(repository: &Repository, arguments: &ConformanceArgs) -> Result<ExitCode> {
    if !arguments.arguments.is_empty() {
        return pass_through(repository, arguments);
    }
    match suites::chosen(SUITES, &arguments.only) {
        Ok(suites) => Ok(run(repository, &suites)),
        Err(unknown) => {
            eprintln!("{unknown}");
            Ok(ExitCode::from(2))
        }
    }
}

/// Runs the program with these arguments, from the current folder and with our input and output.
fn pass_through(repository: &Repository, arguments: &ConformanceArgs) -> Result<ExitCode> {
    let status = suites::program(repository)
        .args(&arguments.arguments)
        .status()
        .context("cannot run cargo")?;
    // Without a code it was ended by a signal.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Runs suites one after another, because they share two cores and the build folder, and prints the table.
fn run(repository: &Repository, suites: &[&Suite]) -> ExitCode {
    let mut rows = Vec::new();
    for suite in suites {
        eprintln!("\n== {}: {}", suite.name, suite.about);
        let started = Instant::now();
        let verdict = match suite.missing() {
            Some(why) => Verdict::Skipped(why),
            None => match output_of(&mut suite.command(repository)) {
                Ok((code, output)) => suite.judge(code, &output),
                Err(error) => Verdict::Failed(None, format!("cannot be run: {error}")),
            },
        };
        rows.push(Row { suite: suite.name, verdict, took: started.elapsed() });
    }
    print!("{}", results::render(&rows));
    if rows.iter().any(|row| row.verdict.is_failure()) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// The exit code and the standard output of a command; its standard error is passed through.
fn output_of(command: &mut Command) -> std::io::Result<(Option<i32>, String)> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok((output.status.code(), text))
}
