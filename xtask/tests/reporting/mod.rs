//! Output of the suites among the tests, bypassing the test harness, which would capture it.

// By its file and not by its crate, which needs the SDK.
#[path = "../../../conformance/src/part.rs"]
#[allow(dead_code, reason = "most suites are short")]
pub(crate) mod part;

use std::io::{Write as _, stderr, stdout};

/// Prints a line for a person.
pub(crate) fn say(text: &str) {
    stderr().write_all(format!("{text}\n").as_bytes()).unwrap();
}

/// Prints the summary of a suite, for `cargo xtask conformance`: what passed, what is excepted, and what failed.
#[allow(dead_code, reason = "not every test that prints is a suite")]
pub(crate) fn summary(
    suite: &str,
    operations: usize,
    (passed, excepted, failed): (usize, usize, usize),
    skipped: Option<&str>,
) {
    let summary = serde_json::json!({
        "suite": suite, "operations": operations, "of": operations,
        "passed": passed, "excepted": excepted, "failed": failed, "skipped": skipped,
    });
    // On its own line, even if the harness has already written part of the current one.
    stdout().write_all(format!("\n{summary}\n").as_bytes()).unwrap();
}
