//! What the suites among the tests say, past the test harness, which would keep it to itself.

// By its file and not by its crate, which needs the SDK.
#[path = "../../../conformance/src/part.rs"]
#[allow(dead_code, reason = "most suites are short")]
pub(crate) mod part;

use std::io::{Write as _, stderr, stdout};

/// Says something to a person.
pub(crate) fn say(text: &str) {
    stderr().write_all(format!("{text}\n").as_bytes()).unwrap();
}

/// Says what came of a suite, for `cargo xtask conformance`: what passed, what is excepted, and what failed.
#[allow(dead_code, reason = "not every test that speaks is a suite")]
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
    // On a line of its own, whatever the harness has written of the current one.
    stdout().write_all(format!("\n{summary}\n").as_bytes()).unwrap();
}
