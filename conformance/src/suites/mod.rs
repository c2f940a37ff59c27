//! What holds for every operation: each suite makes its cases, judges the results, and is a command of the program.

pub mod calls;
pub mod examples;
pub mod oracle;
pub mod parity;
pub mod prism;
pub mod properties;

use serde_json::json;

/// The result of a suite.
#[derive(Debug, Default)]
struct Figures {
    operations: usize,
    of: usize,
    passed: usize,
    excepted: usize,
    failed: usize,
}

impl Figures {
    /// Prints the last line of the suite, which `cargo xtask conformance` reads; `skipped` says why it did not run.
    fn print(&self, suite: &str, skipped: Option<&str>) {
        let line = json!({
            "suite": suite,
            "operations": self.operations,
            "of": self.of,
            "passed": self.passed,
            "excepted": self.excepted,
            "failed": self.failed,
            "skipped": skipped,
        });
        println!("{line}");
    }
}
