//! Cargo, as other commands run it.

use std::env;
use std::process::Command;

/// The Cargo that runs this program, or else that of the path.
pub fn command() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
