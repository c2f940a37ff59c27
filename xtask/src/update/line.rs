//! A change in one line of Markdown.

use paygentic_codegen::diff::Change;

use super::markdown::plain;
use super::verdict;

/// What happened, and what callers must do about it.
pub fn line(change: &Change) -> String {
    told(change, "")
}

/// The same, with what it means for callers.
pub fn line_with_verdict(change: &Change) -> String {
    match verdict::of(change).as_str() {
        "" => line(change),
        verdict => told(change, &format!(" **({verdict})**")),
    }
}

fn told(change: &Change, verdict: &str) -> String {
    let title = change.title();
    if change.note.is_empty() {
        return format!("{title}{verdict}");
    }
    let note = plain(&change.note);
    let end = if note.ends_with('.') { "" } else { "." };
    format!("{title}{verdict}. {note}{end}")
}
