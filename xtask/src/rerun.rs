//! Runs `fetch` and `update` in a build that has them.
//!
//! The dependencies that only these two need, such as HTTP and TLS, take as long to compile as the generator. So they
//! are behind the feature `update`, which the alias `cargo xtask` leaves out, and the first `cargo xtask generate` of a
//! checkout does not compile them.

use std::env;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::cargo;
use crate::repository::Repository;

/// Runs this command again, in a build that has the feature `update`.
///
/// # Errors
///
/// Cargo cannot be run.
pub fn with_update(repository: &Repository) -> Result<ExitCode> {
    let status = cargo::command()
        .args([
            "run",
            "--quiet",
            "--profile",
            "xtask",
            "--package",
            "xtask",
            "--features",
            "update",
            "--bin",
            "xtask-update",
        ])
        .arg("--manifest-path")
        .arg(repository.root().join("Cargo.toml"))
        .arg("--")
        .args(env::args_os().skip(1))
        .status()
        .context("cannot run cargo")?;
    // A process that was ended by a signal has no code.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
