//! Compiles the new SDK before it is written.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use paygentic_codegen::Files;
use toml::Table;

use crate::cargo;
use crate::repository::Repository;
use crate::standalone;
use crate::writer::Plan;

/// The advice for a crate that does not compile.
const ADVICE: &str = "nothing was changed. Either a hand-written file of the SDK uses something that was removed, or the generator has a bug; \
the crate that failed is in";

/// The maximum number of lines of compiler output that are shown.
const LINES: usize = 120;

/// The features that need a system library; no generated code depends on them.
const NOT_CHECKED: &[&str] = &["default", "native-tls"];

/// Writes the hand-written sources and the new generated files as a standalone crate below `target/update`, and
/// runs `cargo check` on it. `target` is the build folder: that of the repository already contains the dependencies
/// of the SDK.
pub fn check(repository: &Repository, generated: &Files, lock: &str, target: &Path) -> Result<()> {
    // Named like the SDK, so that nothing in it has to be renamed.
    let folder = repository.update().join("paygentic-generated");
    let mut files = standalone::files(repository, &folder, generated)?;
    files.insert("Cargo.lock".to_owned(), lock.to_owned());
    let manifest = files.get("Cargo.toml").map_or("", String::as_str);
    let features = features(manifest)?;
    Plan::new(&folder, "src", &files)?.apply()?;
    cargo_check(&folder, &features, target)
}

fn features(manifest: &str) -> Result<String> {
    let manifest: Table = manifest.parse()?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let names = features.into_iter().flat_map(Table::keys);
    let names: Vec<&str> =
        names.map(String::as_str).filter(|name| !NOT_CHECKED.contains(name)).collect();
    Ok(names.join(","))
}

/// The folder that Cargo builds in: `CARGO_TARGET_DIR`, or that of the repository.
pub fn target(repository: &Repository) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository.root().join("target"), PathBuf::from)
}

fn cargo_check(folder: &Path, features: &str, target: &Path) -> Result<()> {
    let mut command = cargo::command();
    command
        .args(["check", "--quiet", "--no-default-features", "--features", features])
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .stdin(Stdio::null());
    let output = command.output().context("cannot run cargo")?;
    if output.status.success() {
        return Ok(());
    }
    let compiler_output = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = compiler_output.lines().collect();
    let shown = lines[..lines.len().min(LINES)].join("\n");
    let more = match lines.len().saturating_sub(LINES) {
        0 => String::new(),
        more => format!("\n... and {more} more lines"),
    };
    bail!(
        "the SDK made from the new document does not compile; {ADVICE} {}\n{shown}{more}",
        folder.display()
    )
}
