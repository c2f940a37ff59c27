//! The findings of cargo-semver-checks.

use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::repository::Repository;

use crate::compile;

/// The program, installed on first use; `None` if it cannot be installed.
pub(crate) fn program() -> Option<PathBuf> {
    let tools = Repository::find().unwrap().root().join("target/tools");
    let program = tools.join("bin/cargo-semver-checks");
    if !program.exists() {
        let mut install = Command::new(env!("CARGO"));
        install
            .args(["install", "cargo-semver-checks", "--locked", "--quiet", "--root"])
            .arg(&tools)
            // Its own profile optimises the whole program at once, which takes longer than all that it does here.
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        install.status().ok().filter(std::process::ExitStatus::success)?;
    }
    Some(program)
}

/// The items that it reports as broken: `Customer::id`, `CreateFee::new`, `Fees::get_price`.
pub(crate) fn findings(program: &Path, old: &Path, new: &Path) -> Vec<String> {
    // What is generated does not depend on the other features, which take long to compile.
    let options =
        "--only-explicit-features --features async,blocking --release-type minor --color never";
    let output = Command::new(program)
        .arg("semver-checks")
        .args(options.split(' '))
        .arg("--manifest-path")
        .arg(new.join("Cargo.toml"))
        .arg("--baseline-root")
        .arg(old)
        .env("CARGO_TARGET_DIR", compile::folder("semver"))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let mut findings = Vec::new();
    let mut is_failure = false;
    for line in text.lines() {
        if line.starts_with("---") {
            is_failure = line.starts_with("--- failure");
        } else if let (true, Some(finding)) = (is_failure, line.strip_prefix("  ")) {
            findings.extend(item(finding));
        }
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("Summary"), "cargo-semver-checks did not finish:\n{errors}{text}");
    assert_eq!(output.status.success(), findings.is_empty(), "{errors}{text}");
    findings
}

/// `field end_date of struct Interval, previously in ..`, `variant Term::Instant, ..`,
/// `sdk::models::CreateFee::new takes 4 parameters ..`, `struct sdk::models::Fee, ..`.
fn item(finding: &str) -> Option<String> {
    let words: Vec<&str> = finding.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let without_path = |path: &str| {
        let parts: Vec<&str> = path.split("::").collect();
        let first = parts.iter().position(|part| part.starts_with(char::is_uppercase)).unwrap_or(0);
        parts[first..].join("::")
    };
    match words.as_slice() {
        ["field", field, "of", "struct", name, ..] => {
            Some(format!("{}::{field}", without_path(name)))
        }
        ["struct" | "enum" | "variant" | "trait" | "function" | "method" | "type", path, ..] => {
            Some(without_path(path))
        }
        [path, ..] if path.contains("::") => Some(without_path(path)),
        // The descriptions above the findings are indented too.
        _ => None,
    }
}
