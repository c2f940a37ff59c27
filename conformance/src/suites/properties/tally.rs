//! Counts what went well, and what did not.

use std::collections::BTreeMap;
use std::process::ExitCode;

use serde_json::Value;

use crate::operation;
use crate::suites::Figures;

/// Findings of one operation that are printed; the others are mostly the same.
const SHOWN: usize = 3;

/// How long a printed value is at most.
const LENGTH: usize = 1500;

/// What was found.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) operations: usize,
    pub(super) passed: usize,
    pub(super) failed: usize,
    failures: Vec<String>,
    unreached: Vec<String>,
    kinds: BTreeMap<String, u64>,
    shown: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts a case.
    pub(super) fn count(
        &mut self,
        id: &str,
        title: &str,
        outcome: Result<(), String>,
        json: &Value,
    ) {
        let Err(message) = outcome else {
            self.passed += 1;
            return;
        };
        self.failed += 1;
        let shown = self.shown.entry(id.to_owned()).or_default();
        *shown += 1;
        if *shown <= SHOWN {
            let json: String = json.to_string().chars().take(LENGTH).collect();
            self.failures.push(format!("{title}: {message}\n    {json}"));
        }
    }

    /// Counts a case of a kind.
    pub(super) fn kind(&mut self, kind: &str) {
        *self.kinds.entry(kind.to_owned()).or_default() += 1;
    }

    /// Notes an operation that no case reaches.
    pub(super) fn unreached(&mut self, id: &str, reason: &str) {
        self.unreached.push(format!("{id} {reason}"));
    }

    /// Counts a failure that is not of one case.
    pub(super) fn fail(&mut self, title: &str, message: &str) {
        self.failed += 1;
        self.failures.push(format!("{title}: {message}"));
    }

    /// Prints the findings, and the line that sums them up.
    pub(super) fn print(&self) -> ExitCode {
        for failure in &self.failures {
            eprintln!("failed: {failure}");
        }
        for operation in &self.unreached {
            eprintln!("not covered: {operation}");
        }
        for (kind, count) in &self.kinds {
            eprintln!("mutated: {kind}, {count} times");
        }
        let figures = Figures {
            operations: self.operations,
            of: operation::count(),
            passed: self.passed,
            excepted: 0,
            failed: self.failed,
        };
        figures.print("properties", None);
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
