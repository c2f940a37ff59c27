//! How an update names what it has read and found: the same words at the terminal, in the pull request and in the
//! change log.

use paygentic_codegen::Diagnostic;
use paygentic_codegen::diagnostic::plural;
use paygentic_codegen::diff::{Change, Concern, Diff, Item};
use paygentic_codegen::markdown::{code, plain};

use super::list::List;
use super::summary::changes;
use crate::source::Fetched;

/// `fetched on 2026-08-06 (sha256 ..)`: a document, by what distinguishes it from others.
pub fn document(fetched: &Fetched) -> String {
    let Fetched { date, version, operations, schemas, .. } = fetched;
    format!(
        "fetched on {date} (sha256 `{}`, `info.version` {}, {}, {})",
        fetched.short_sha256(),
        code(version),
        plural(*operations, "operation"),
        plural(*schemas, "schema")
    )
}

/// The changes that callers have to look at, the worst first.
pub fn urgent(diff: &Diff) -> impl Iterator<Item = &Change> {
    let urgent = Concern::ALL.into_iter().filter(|kind| kind.is_urgent());
    urgent.flat_map(|kind| changes(diff, kind))
}

/// A change in one line: what happened, and what callers must do about it.
pub fn line(change: &Change) -> String {
    let rendered = change.rendered();
    match rendered.note.as_str() {
        "" => rendered.title,
        note => format!("{}; {note}", rendered.title),
    }
}

/// Changes in full: with their rules, what to do about them, and where they are.
pub fn items<'d>(changes: impl IntoIterator<Item = &'d Change>) -> List {
    List::of_items(changes.into_iter().map(|change| Item(change).to_string()))
}

/// The first line of each: what happened, what it means for callers, and its rule.
pub fn first_lines<'d>(changes: impl IntoIterator<Item = &'d Change>) -> List {
    let first_line =
        |change| Item(change).to_string().lines().next().unwrap_or_default().to_owned();
    List::of_items(changes.into_iter().map(first_line))
}

/// What the generator has found.
pub fn findings<'f>(findings: impl IntoIterator<Item = &'f Diagnostic>) -> List {
    List::new(findings.into_iter().map(finding))
}

fn finding(finding: &Diagnostic) -> String {
    let Diagnostic { severity, pointer, message, help, .. } = finding;
    let text = format!("{severity}: {}, at {}", plain(message), code(pointer));
    match help.as_str() {
        "" => text,
        help => format!("{text}; {}", plain(help)),
    }
}
