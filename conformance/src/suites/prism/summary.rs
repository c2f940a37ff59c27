//! What is printed at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use anyhow::Result;

use super::cases::Cases;
use super::send::Finding;
use super::verdict::Verdict;
use crate::instances::Detail;
use crate::suites::Figures;

/// How many failures of one operation are printed.
const SHOWN: usize = 5;

/// Counts findings.
#[derive(Debug, Default)]
pub(super) struct Summary {
    of: usize,
    operations: BTreeSet<String>,
    passed: usize,
    excepted: BTreeMap<String, usize>,
    failed: BTreeMap<String, usize>,
}

impl Summary {
    /// Nothing yet.
    pub(super) fn new(cases: &Cases) -> Self {
        Self { of: cases.operations(), ..Self::default() }
    }

    /// Counts a finding; a failure is printed.
    pub(super) fn add(&mut self, finding: Finding<'_>) {
        let planned = finding.planned;
        let id = &planned.operation.id;
        self.operations.insert(id.clone());
        match finding.verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Excepted(reason) => {
                let reason = format!("{id}: {}", without_indices(&reason));
                *self.excepted.entry(reason).or_default() += 1;
            }
            Verdict::Failed(reason) => {
                let count = self.failed.entry(id.clone()).or_default();
                *count += 1;
                if *count <= SHOWN {
                    let detail = match planned.detail() {
                        Detail::Required => "only what is required",
                        _ => "everything",
                    };
                    let server = if planned.dynamic { "dynamic" } else { "fixed" };
                    eprintln!(
                        "failed: {id} for {} with {detail}, {server} answer, seed {}: {reason}",
                        planned.status, planned.seed
                    );
                }
            }
        }
    }

    /// Prints what was excepted, and the figures.
    pub(super) fn print(&self) -> Result<ExitCode> {
        for (reason, count) in &self.excepted {
            eprintln!("excepted, {count} times: {reason}");
        }
        for (id, count) in self.failed.iter().filter(|(_, count)| **count > SHOWN) {
            eprintln!("failed: {id}, {} times more", count - SHOWN);
        }
        let failed: usize = self.failed.values().sum();
        let figures = Figures {
            operations: self.operations.len(),
            of: self.of,
            passed: self.passed,
            excepted: self.excepted.values().sum(),
            failed,
        };
        figures.print("prism", None);
        Ok(ExitCode::from(u8::from(failed > 0)))
    }

    /// Prints why nothing could be called.
    pub(super) fn skipped(reason: &str) -> Result<ExitCode> {
        let cases = Cases::new(0)?;
        eprintln!("skipped: {reason}");
        let figures = Figures { of: cases.operations(), ..Figures::default() };
        figures.print("prism", Some(reason));
        Ok(ExitCode::SUCCESS)
    }
}

/// Places in lists differ from answer to answer.
fn without_indices(reason: &str) -> String {
    let star = |part: &str| {
        let rest = part.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let is_index = rest.len() < part.len() && (rest.is_empty() || rest.starts_with([' ', ',']));
        if is_index { format!("*{rest}") } else { part.to_owned() }
    };
    let parts: Vec<String> = reason.split('/').map(star).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::without_indices;

    #[test]
    fn reasons_are_alike_wherever_they_stand_in_a_list() {
        assert_eq!(
            without_indices("with /data/3/a1, /data/12 is 3 or 4"),
            "with /data/*/a1, /data/* is 3 or 4"
        );
    }
}
