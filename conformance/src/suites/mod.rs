//! Suites over all operations: each generates its cases, judges the results, and is a command of the program.

pub mod calls;
pub mod examples;
pub mod oracle;
pub mod parity;
pub mod prism;
pub mod properties;
mod published;

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;

/// The number of findings of one operation that are printed; the others are mostly similar.
const SHOWN: usize = 3;

/// The maximum length of a printed finding.
const LENGTH: usize = 1500;

/// The result of a suite.
#[derive(Debug, Default)]
pub struct Figures {
    /// The operations that were called, with the number of their findings.
    pub operations: BTreeMap<String, usize>,
    pub passed: usize,
    pub excepted: usize,
    pub failed: usize,
}

impl Figures {
    /// Counts a case: whether it passed or was excepted, or what is wrong, which is printed.
    fn count(&mut self, operation: &str, outcome: Result<bool>) {
        let found = self.operations.entry(operation.to_owned()).or_default();
        match outcome {
            Ok(true) => self.passed += 1,
            Ok(false) => self.excepted += 1,
            Err(error) => {
                self.failed += 1;
                *found += 1;
                if *found <= SHOWN {
                    let text: String = format!("{error:#}").chars().take(LENGTH).collect();
                    eprintln!("failed: {operation}: {text}");
                }
            }
        }
    }

    /// Prints the last line of the suite, which `cargo xtask conformance` reads; `skipped` says why it did not run.
    fn finish(&self, suite: &str, of: usize, skipped: Option<String>) -> ExitCode {
        let line = json!({
            "suite": suite,
            "operations": self.operations.len(),
            "of": of,
            "passed": self.passed,
            "excepted": self.excepted,
            "failed": self.failed,
            "skipped": skipped,
        });
        println!("{line}");
        ExitCode::from(u8::from(self.failed > 0))
    }
}
