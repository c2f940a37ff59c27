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
const ADVICE: &str = "nothing was changed. Either a hand-written file of the SDK uses something that is no more, or the generator has a defect; \
the crate that was tried is in";

/// How many lines of the compiler are shown.
const LINES: usize = 120;

/// The features that need a library of the system; none of the generated code depends on them.
const NOT_CHECKED: &[&str] = &["default", "native-tls"];

/// Writes the hand-written sources and the new generated files as a crate of its own below `target/update`, and
/// lets the compiler check it. `target` is where the compiler keeps what it has made: that of the repository holds what
/// the SDK depends on already.
pub fn check(repository: &Repository, generated: &Files, lock: &str, target: &Path) -> Result<()> {
    // Named as the SDK is, so that nothing in it has to be.
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

/// The folder that Cargo builds in, if nobody says otherwise.
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
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = said.lines().collect();
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
