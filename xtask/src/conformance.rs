//! `cargo xtask conformance`: builds and runs the program that takes JSON cases through the SDK.
//!
//! It is a program of its own, because this one must build without the SDK, which it writes.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::repository::Repository;

/// Runs the program with these arguments, from the current folder and with our input and output.
pub fn conformance(repository: &Repository, arguments: &[OsString]) -> Result<ExitCode> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // A debug build: it is there sooner, and looks for overflows.
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "paygentic-conformance"])
        .arg("--manifest-path")
        .arg(repository.root().join("Cargo.toml"))
        .arg("--")
        .args(arguments)
        .status()
        .context("cannot run cargo")?;
    // Without a code it was ended by a signal.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
