//! Downloads of published documents.
//!
//! HTTP and TLS take longer to compile than all of the generator, and only `fetch` and `update` need them. So they
//! are behind the feature `network`, which the alias `cargo xtask` leaves out: the first `cargo xtask generate` of a
//! checkout does not wait for them. A command that needs them runs itself again with the feature.

#[cfg(feature = "network")]
mod http;

use std::env;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context as _, Result};

#[cfg(feature = "network")]
pub use self::http::download;
use crate::repository::Repository;

/// How long to wait, how much to read, how far to follow.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Time to get a connection.
    pub connect: Duration,
    /// Time for everything, redirects and body included.
    pub total: Duration,
    /// Size of the body.
    pub bytes: u64,
    /// Number of redirects.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(60),
            bytes: 16 * 1024 * 1024,
            redirects: 5,
        }
    }
}

/// Whether a document is named by an address, not by a path.
pub fn is_address(from: &str) -> bool {
    from.contains("://")
}

/// Without the feature `network` there is nothing to download with.
///
/// # Errors
///
/// Always.
#[cfg(not(feature = "network"))]
pub fn download(address: &str, _: &Limits) -> Result<Vec<u8>> {
    anyhow::bail!(
        "cannot fetch {address}: this build has no network; build it with `--features network`"
    )
}

/// Runs this command again, by a build that has the feature `network`.
///
/// # Errors
///
/// Cargo cannot be run.
pub fn run_with_network(repository: &Repository) -> Result<ExitCode> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "run",
            "--quiet",
            "--profile",
            "xtask",
            "--package",
            "xtask",
            "--features",
            "network",
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
