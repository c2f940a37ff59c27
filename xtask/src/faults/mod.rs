//! `cargo xtask faults`: plants known faults in a copy of the checkout, to show that the suites find them.

pub mod command;
pub mod list;
mod workspace;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use self::command::{Commands, Outcome};
use self::list::Fault;
use self::workspace::Workspace;
use crate::cli::FaultsArgs;
use crate::lock::Lock;
use crate::repository::Repository;

/// Runs the command of each fault, with the fault planted or, as a control, without it, and prints a table.
///
/// # Errors
///
/// The list cannot be read, a fault can no longer be planted, or the copy cannot be written.
pub fn faults(repository: &Repository, arguments: &FaultsArgs) -> Result<ExitCode> {
    let all = list::read(repository)?;
    let chosen: Vec<&Fault> = all.iter().filter(|fault| fault.is_chosen(&arguments.only)).collect();
    ensure!(
        !chosen.is_empty(),
        "no fault matches `{}`; pass the name of a suite, or a part of the name of a fault",
        arguments.only.join(", ")
    );
    let _lock = Lock::of(&repository.root().join("target/faults"))?
        .context("another `cargo xtask faults` is running in this checkout; wait until it ends")?;
    let workspace = Workspace::new(repository)?;
    // Checks all of them before the first build, because a run takes half an hour.
    for fault in &chosen {
        fault.plant(&workspace.read(&fault.file)?)?;
    }
    let commands = Commands::new(repository, &workspace)?;
    let mut rows = Vec::new();
    for fault in chosen {
        let started = Instant::now();
        let sound = workspace.read(&fault.file)?;
        if !arguments.control {
            workspace.write(&fault.file, &fault.plant(&sound)?)?;
        }
        let outcome = commands.run(fault);
        workspace.write(&fault.file, &sound)?;
        let outcome = outcome?;
        let row = Row { fault, outcome, seconds: started.elapsed().as_secs() };
        eprintln!("{}", row.line(arguments.control));
        rows.push(row);
    }
    Ok(report(&rows, arguments.control))
}

/// The result of a fault.
struct Row<'f> {
    fault: &'f Fault,
    outcome: Outcome,
    seconds: u64,
}

impl Row<'_> {
    /// Whether the command did what it should.
    fn is_good(&self, control: bool) -> bool {
        match self.outcome {
            Outcome::Failed => !control,
            Outcome::Passed => control,
            // If a tool that the suite needs is missing, the result is inconclusive.
            Outcome::Skipped(_) => true,
            Outcome::Broken(_) => false,
        }
    }

    fn line(&self, control: bool) -> String {
        let (suite, name, seconds) = (&self.fault.suite, &self.fault.name, self.seconds);
        let outcome = match (&self.outcome, control) {
            (Outcome::Failed, false) => "caught".to_owned(),
            (Outcome::Failed, true) => "FAILS WITHOUT THE FAULT".to_owned(),
            (Outcome::Passed, false) => "MISSED".to_owned(),
            (Outcome::Passed, true) => "passes".to_owned(),
            (Outcome::Skipped(why), _) => format!("skipped: {why}"),
            (Outcome::Broken(why), _) => format!("BROKEN: {why}"),
        };
        format!("{suite:14} {seconds:>5} s  {name}: {outcome}")
    }
}

fn report(rows: &[Row<'_>], control: bool) -> ExitCode {
    rows.iter().for_each(|row| println!("{}", row.line(control)));
    let good = rows.iter().filter(|row| row.is_good(control)).count();
    let skipped = rows.iter().filter(|row| matches!(row.outcome, Outcome::Skipped(_))).count();
    let what = if control { "pass without a fault" } else { "caught" };
    println!("\n{} of {} {what}, {skipped} skipped", good - skipped, rows.len());
    ExitCode::from(u8::from(good < rows.len()))
}
