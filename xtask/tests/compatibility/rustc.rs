//! Which probes compile.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use xtask::repository::Repository;

use crate::compile;
use crate::probes::Probe;

const HEAD: &str = "#![allow(deprecated, unused_imports, dead_code)]\nuse std::collections::BTreeMap;\nuse sdk::models::*;\nuse sdk::{Bytes, Call, Client, Date, Decimal, Environment, EventStream, FilePart, IsoDuration, JsonObject, Nullable, Timestamp, Value};\n";

/// The numbers of the probes that do not compile with the crate in `sdk`.
///
/// An error may keep the compiler from finding others, so it runs until it reports no more.
pub(crate) fn refused(sdk: &Path, probes: &[Probe]) -> BTreeSet<usize> {
    let folder = compile::folder("probes");
    let manifest = format!(
        "[package]\nname = \"probes\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\nsdk = {{ path = {:?} }}\n[workspace]\n",
        sdk.display().to_string()
    );
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(Repository::find().unwrap().root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .unwrap();
    let mut refused = BTreeSet::new();
    loop {
        let kept: Vec<usize> =
            (0..probes.len()).filter(|number| !refused.contains(number)).collect();
        let functions: Vec<String> =
            kept.iter().map(|number| probes[*number].function(*number)).collect();
        fs::write(folder.join("src/lib.rs"), format!("{HEAD}{}\n", functions.join("\n"))).unwrap();
        let lines = erroneous_lines(&folder);
        if lines.is_empty() {
            return refused;
        }
        // Lines count from 1.
        let first = HEAD.lines().count() + 1;
        refused.extend(lines.iter().map(|line| kept[line - first]));
    }
}

/// The lines of `src/lib.rs` in which the compiler finds errors.
fn erroneous_lines(folder: &Path) -> BTreeSet<usize> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--message-format", "json"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", compile::folder("checked"))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut lines = BTreeSet::new();
    for message in messages.filter(|message| message["message"]["level"] == "error") {
        let spans = message["message"]["spans"].as_array().cloned().unwrap_or_default();
        let own = spans
            .iter()
            .filter(|span| span["is_primary"] == true && span["file_name"] == "src/lib.rs");
        lines.extend(own.filter_map(|span| span["line_start"].as_u64()).map(|line| line as usize));
    }
    assert!(
        output.status.success() || !lines.is_empty(),
        "cargo check fails outside the probes:\n{}{text}",
        String::from_utf8_lossy(&output.stderr)
    );
    lines
}
