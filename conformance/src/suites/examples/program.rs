//! Takes examples through the models: those of this SDK, or of one that is generated for another version.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::value::to_raw_value;
use serde_json::{Value, json};

use super::Outcome;
use super::extract::Example;
use crate::case::{Direction, Roundtrip};
use crate::roundtrip;

/// Through the models of this SDK.
pub(super) fn here(examples: &[Example<'_>]) -> Result<Vec<Outcome>> {
    let through = |example: &Example<'_>| -> Result<Outcome> {
        let case = Roundtrip {
            id: Value::Null,
            operation: example.operation.to_owned(),
            direction: example.direction,
            status: example.status,
            json: to_raw_value(&example.json)?,
        };
        Ok(match roundtrip::roundtrip(&case) {
            Ok(answer) => Ok(serde_json::from_str(answer.out.get())?),
            Err(failure) => Err(failure.message.clone()),
        })
    };
    examples.iter().map(through).collect()
}

/// What the program prints for a case.
#[derive(Deserialize)]
struct Line {
    ok: bool,
    #[serde(default)]
    out: Value,
    #[serde(default)]
    error: Value,
}

/// Through the models of an SDK that is generated for a document, and built with the sources of this crate.
pub(super) fn generated(
    path: &Path,
    version: &str,
    examples: &[Example<'_>],
) -> Result<Vec<Outcome>> {
    let root = root();
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("conformance");
    let sdk = folder.join(version);
    let cargo = || Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));

    let made = cargo()
        .args([
            "run",
            "--quiet",
            "--profile",
            "xtask",
            "--package",
            "xtask",
            "--no-default-features",
        ])
        .arg("--manifest-path")
        .arg(root.join("Cargo.toml"))
        .args(["--", "generate", "--with-conformance", "--spec"])
        .arg(path)
        .arg("--overlay")
        .arg(root.join("spec/overlay.yaml"))
        .arg("--out")
        .arg(&sdk)
        .output()
        .context("cannot run cargo")?;
    ensure!(
        made.status.success(),
        "no SDK for {version}: {}",
        String::from_utf8_lossy(&made.stderr)
    );

    let program = sdk.join("conformance");
    // With the versions of this repository, for all of them, nothing has to be downloaded or built twice.
    fs::copy(root.join("Cargo.lock"), program.join("Cargo.lock"))?;
    let cases = program.join("cases.jsonl");
    let lines: Vec<String> = examples.iter().map(line).collect();
    fs::write(&cases, lines.join("\n"))?;
    let answered = cargo()
        .args(["run", "--quiet", "--manifest-path"])
        .arg(program.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(folder.join("build"))
        .args(["--", "roundtrip", "--cases", "-"])
        // Built, run once, and thrown away.
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .stdin(File::open(&cases)?)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    ensure!(answered.status.success(), "the program for {version} does not build or run");
    let outcomes: Vec<Outcome> = String::from_utf8(answered.stdout)?
        .lines()
        .map(|line| {
            let line: Line = serde_json::from_str(line)?;
            let message = || line.error["message"].as_str().map(str::to_owned);
            Ok(if line.ok { Ok(line.out) } else { Err(message().unwrap_or_default()) })
        })
        .collect::<Result<_>>()?;
    ensure!(
        outcomes.len() == examples.len(),
        "the program for {version} did not answer every case"
    );
    Ok(outcomes)
}

fn line(example: &Example<'_>) -> String {
    let direction = match example.direction {
        Direction::Request => "request",
        Direction::Response => "response",
    };
    let case = json!({
        "id": example.name, "operation": example.operation, "direction": direction,
        "status": example.status, "json": example.json,
    });
    case.to_string()
}

/// The folder of this repository.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}
