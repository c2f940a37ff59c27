//! Every operation, called at Prism: a server that judges requests by the contract, and answers by
//! it, always the same or something made up.
//!
//! `PRISM_URL` and `PRISM_DYNAMIC_URL` say where both are; without them `.ci/prism` starts them.
//! `PRISM_ROUNDS` is how many made-up answers there are for each success of each operation.

mod cases;
mod exceptions;
mod excuse;
mod send;
mod summary;
mod verdict;

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result};

use cases::Cases;
use summary::Summary;

/// How many made-up answers there are, if nothing is said.
const ROUNDS: u64 = 4;

/// The exit code of `.ci/prism` if there is no Prism.
const UNAVAILABLE: i32 = 69;

/// Where both servers are.
#[derive(Clone, Debug)]
struct Servers {
    /// Always gives the same answers.
    fixed: String,
    /// Makes its answers up.
    dynamic: String,
}

/// Runs the suite.
///
/// # Errors
///
/// The contract cannot be read, or `PRISM_ROUNDS` is no number.
pub fn run() -> Result<ExitCode> {
    let url = |name| env::var(name).ok().filter(|url| !url.is_empty());
    let (Some(fixed), Some(dynamic)) = (url("PRISM_URL"), url("PRISM_DYNAMIC_URL")) else {
        return with_servers();
    };
    let rounds = match url("PRISM_ROUNDS") {
        Some(rounds) => rounds.parse().context("PRISM_ROUNDS is no number")?,
        None => ROUNDS,
    };
    let cases = Cases::new(rounds)?;
    let mut summary = Summary::new(&cases);
    for finding in send::all(&cases, &Servers { fixed, dynamic })? {
        summary.add(finding);
    }
    summary.print()
}

/// Runs the suite again, between start and stop of the servers.
fn with_servers() -> Result<ExitCode> {
    for tool in ["node", "npm"] {
        let version = Command::new(tool).arg("--version").stdout(Stdio::null()).status();
        if !version.is_ok_and(|status| status.success()) {
            return Summary::skipped(&format!("Prism needs {tool}, which is not installed"));
        }
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/prism");
    let status = Command::new(script).arg(env::current_exe()?).arg("prism").status();
    match status.map(|status| status.code()) {
        Ok(Some(UNAVAILABLE)) => Summary::skipped("Prism could not be installed or started"),
        Ok(Some(0)) => Ok(ExitCode::SUCCESS),
        Ok(_) => Ok(ExitCode::FAILURE),
        Err(error) => Summary::skipped(&format!("cannot run .ci/prism: {error}")),
    }
}
