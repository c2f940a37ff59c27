//! The report of an update, for a terminal.

use std::fmt;

use paygentic_codegen::Diagnostic;
use paygentic_codegen::diff::{Change, Concern, Diff};
use paygentic_codegen::markdown::one_line;
use semver::Version;

use super::PULL_REQUEST;
use super::coverage::Coverage;
use super::summary::{self, changes};
use crate::source::Fetched;

/// Changes and findings that are shown of each list.
const SHOWN: usize = 60;

/// The result of an update.
#[derive(Debug)]
pub struct Report {
    /// The document that was read.
    pub fetched: Fetched,
    /// What it led to.
    pub outcome: Outcome,
}

/// What an update led to.
#[derive(Debug)]
pub enum Outcome {
    /// The document is the one that is pinned, byte for byte.
    Same,
    /// Only its prose differs from that of the pinned one.
    Prose {
        /// Whether the record of it was written.
        written: bool,
    },
    /// Its interface differs.
    Contract(Box<Account>),
}

/// What an update changes.
#[derive(Debug)]
pub struct Account {
    /// The document that was pinned before.
    pub before: Option<Fetched>,
    /// Why the document may be older than the one before.
    pub older: Option<String>,
    /// What differs for callers.
    pub diff: Diff,
    /// The version of the SDK before and after, if it changes.
    pub release: Option<(Version, Version)>,
    /// The operations that were ahead of the published document and are in it now.
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
            Outcome::Same => line(f, "changed", "nothing: this document is already pinned"),
            Outcome::Prose { written } => {
                let what = "only descriptions or the order of entries, which are not part of the contract: no new version, no change log entry";
                line(f, "changed", what)?;
                line(f, if *written { "written" } else { "to write" }, "spec/source.toml")
            }
            Outcome::Contract(account) => account.fmt(f),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(before) = &self.before {
            line(f, "before", &document(before))?;
        }
        if let Some(sign) = &self.older {
            line(f, "warning", sign)?;
        }
        line(f, "changed", &summary::summary(&self.diff))?;
        let urgent = Concern::ALL.into_iter().filter(|kind| kind.is_urgent());
        let urgent = urgent.flat_map(|kind| changes(&self.diff, kind));
        lines(f, urgent.map(|change| (String::new(), concern(change))))?;
        if !self.dropped.is_empty() {
            line(f, "removed", &dropped(&self.dropped))?;
        }
        if !self.retired.is_empty() {
            let what = "from spec/ahead.yaml, because the published document has them now";
            line(f, "removed", &format!("{what}: {}", one_line(&self.retired.join(", "))))?;
        }
        let warnings = self.warnings.iter();
        lines(f, warnings.map(|one| (one.severity.to_string(), finding(one))))?;
        line(f, "docs", &documentation(&self.coverage))?;
        match &self.release {
            Some((before, after)) => line(f, "SDK", &format!("{before} -> {after}"))?,
            None => line(f, "SDK", "version unchanged, without a change log entry")?,
        }
        line(f, if self.dry_run { "would be" } else { "files" }, &self.files)?;
        line(f, "see", PULL_REQUEST)?;
        line(f, "next", self.next())
    }
}

impl Account {
    fn next(&self) -> &'static str {
        if self.dry_run {
            "`cargo xtask update` without --dry-run makes the change"
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

/// The first lines, and how many more there are, so that a large update does not push its result off the screen.
fn lines(
    f: &mut fmt::Formatter<'_>,
    lines: impl IntoIterator<Item = (String, String)>,
) -> fmt::Result {
    let mut lines = lines.into_iter();
    for (word, text) in lines.by_ref().take(SHOWN) {
        line(f, &word, &text)?;
    }
    match lines.count() {
        0 => Ok(()),
        more => line(f, "", &format!("... and {more} more, see {PULL_REQUEST}")),
    }
}

/// A finding of the generator in one line, without its severity.
fn finding(finding: &Diagnostic) -> String {
    let text = format!("{}, at {}", one_line(&finding.message), one_line(&finding.pointer));
    match finding.help.as_str() {
        "" => text,
        help => format!("{text}; {}", one_line(help)),
    }
}

/// A change that callers have to look at.
fn concern(change: &Change) -> String {
    let title = change.title().replace('`', "");
    format!("{} ({})", one_line(&title), change.verdict())
}

/// A few parts of the overlay by name, and how many there are besides.
fn dropped(parts: &[String]) -> String {
    let named: Vec<_> = parts.iter().take(3).map(|part| one_line(part)).collect();
    let more = match parts.len().saturating_sub(named.len()) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!(
        "from spec/overlay.yaml, because they match nothing any more: {}{more}",
        named.join(", ")
    )
}

fn document(fetched: &Fetched) -> String {
    format!(
        "sha256 {}, {} operations, {} schemas, info.version {}",
        fetched.short_sha256(),
        fetched.operations,
        fetched.schemas,
        one_line(&fetched.version)
    )
}

/// `undocumented and new: operations 1, fields 14; undocumented before: none`.
fn documentation(coverage: &[Coverage]) -> String {
    let count = |of: fn(&Coverage) -> usize| {
        let some = coverage.iter().filter(|kind| of(kind) > 0);
        let counts: Vec<_> = some.map(|kind| format!("{} {}", kind.kind, of(kind))).collect();
        if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
    };
    format!(
        "undocumented and new: {}; undocumented before: {}",
        count(|kind| kind.new.len()),
        count(|kind| kind.before)
    )
}
