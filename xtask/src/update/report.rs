//! The report of an update, for a terminal.

use std::fmt;

use paygentic_codegen::diagnostic::plural;
use paygentic_codegen::diff::Diff;
use paygentic_codegen::{Diagnostic, Severity};
use semver::Version;

use super::PULL_REQUEST;
use super::coverage::Coverage;
use super::list::List;
use super::summary;
use super::wording::{document, findings, first_lines, urgent};
use crate::source::Fetched;

/// The most changes, and the most warnings, that are shown: a large update must not push its result off the screen.
const SHOWN: usize = 60;

/// The result of an update.
#[derive(Debug)]
pub struct Report {
    /// The document that was read.
    pub fetched: Fetched,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcome of an update.
#[derive(Debug)]
pub enum Outcome {
    /// The document is the one that is pinned, byte for byte.
    Same {
        /// Whether the SDK is out of date with that document.
        is_outdated: bool,
    },
    /// Only its prose differs from that of the pinned one.
    Prose {
        /// Whether the record of it was written.
        written: bool,
        /// Whether the SDK is out of date with that document.
        is_outdated: bool,
    },
    /// Its interface differs.
    Contract(Box<ContractUpdate>),
}

/// What an update changes.
#[derive(Debug)]
pub struct ContractUpdate {
    /// The document that was pinned before.
    pub before: Option<Fetched>,
    /// Why the document may be older than the one before.
    pub older: Option<String>,
    /// What differs for callers.
    pub diff: Diff,
    /// The version of the SDK before and after, if it changes.
    pub release: Option<(Version, Version)>,
    /// What was ahead of the published document and is in it now.
    pub retired: Vec<String>,
    /// What was removed from the overlay.
    pub dropped: Vec<String>,
    /// The generator's warnings and notes.
    pub warnings: Vec<Diagnostic>,
    /// What lacks documentation.
    pub coverage: Vec<Coverage>,
    /// How many files are written and removed.
    pub files: String,
    /// Whether the repository was left as it was.
    pub dry_run: bool,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "read", &document(&self.fetched))?;
        match &self.outcome {
            Outcome::Same { is_outdated } => {
                line(f, "changed", "nothing: this document is already pinned")?;
                behind(f, *is_outdated)
            }
            Outcome::Prose { written, is_outdated } => {
                let what = "only descriptions or the order of entries, which are not part of the contract: no new version, no change log entry";
                line(f, "changed", what)?;
                line(f, if *written { "written" } else { "to write" }, "spec/source.toml")?;
                behind(f, *is_outdated)
            }
            Outcome::Contract(account) => account.fmt(f),
        }
    }
}

impl fmt::Display for ContractUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(before) = &self.before {
            line(f, "before", &document(before))?;
        }
        if let Some(sign) = &self.older {
            line(f, "warning", sign)?;
        }
        line(f, "changed", &summary::summary(&self.diff))?;
        list(f, first_lines(urgent(&self.diff)))?;
        list(f, findings(self.of_severity(Severity::Warning)))?;
        let counts = self.counts();
        if !counts.is_empty() {
            line(f, "counts", &counts)?;
        }
        match &self.release {
            Some((before, after)) => line(f, "SDK", &format!("{before} -> {after}"))?,
            None => line(f, "SDK", "version unchanged, without a change log entry")?,
        }
        line(f, if self.dry_run { "would be" } else { "files" }, &self.files)?;
        line(f, "see", &format!("{PULL_REQUEST}, the text of the pull request"))?;
        line(f, "next", self.next())
    }
}

impl ContractUpdate {
    fn of_severity(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.warnings.iter().filter(move |finding| finding.severity == severity)
    }

    /// The counts of what only the pull request lists in full.
    fn counts(&self) -> String {
        let counts = [
            (self.dropped.len(), "part", " removed from spec/overlay.yaml"),
            (self.retired.len(), "part", " removed from spec/ahead.yaml"),
            (self.coverage.iter().map(|kind| kind.new.len()).sum(), "undocumented addition", ""),
            (self.of_severity(Severity::Warning).count(), "warning", ""),
            (self.of_severity(Severity::Note).count(), "note", ""),
        ];
        let some = counts.into_iter().filter(|(count, ..)| *count > 0);
        let texts = some.map(|(count, noun, more)| format!("{}{more}", plural(count, noun)));
        texts.collect::<Vec<_>>().join(", ")
    }

    fn next(&self) -> &'static str {
        if self.dry_run {
            "`cargo xtask update` without --dry-run makes the change"
        } else if self.of_severity(Severity::Warning).next().is_some() {
            "fix the causes of the warnings in spec/overlay.yaml or spec/ahead.yaml: `cargo xtask generate` fails on them"
        } else if self.coverage.iter().any(|kind| !kind.new.is_empty()) {
            "document what is new in spec/overlay.yaml, then `cargo xtask generate` and `cargo test --workspace`"
        } else {
            "`cargo test --workspace`, then commit"
        }
    }
}

fn line(f: &mut fmt::Formatter<'_>, word: &str, text: &str) -> fmt::Result {
    writeln!(f, "{word:<9}{text}")
}

/// A warning if the SDK is behind the pinned document.
fn behind(f: &mut fmt::Formatter<'_>, is_outdated: bool) -> fmt::Result {
    let warning = "the SDK is out of date with this document and the overlay: after `cargo xtask fetch`, restore \
                   the folder spec with git and update again; after a change of the overlay, run `cargo xtask generate`";
    if is_outdated { line(f, "warning", warning) } else { Ok(()) }
}

/// Writes the beginning of a list, or nothing if it is empty.
fn list(f: &mut fmt::Formatter<'_>, list: List) -> fmt::Result {
    match list.is_empty() {
        true => Ok(()),
        false => writeln!(f, "{}", list.at_most(SHOWN).or("the text of the pull request has all")),
    }
}
