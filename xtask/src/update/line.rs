//! A change in one line of Markdown.

use paygentic_codegen::diff::Change;

use super::markdown::plain;
use super::verdict;

/// What happened, and what callers must do about it.
pub fn line(change: &Change) -> String {
    let title = change.title();
    match change.note.as_str() {
        "" => title,
        note => format!("{title}; {}", plain(note)),
    }
}

/// The same, with what it means for callers.
pub fn line_with_verdict(change: &Change) -> String {
    let line = line(change);
    match verdict::of(change).as_str() {
        "" => line,
        verdict => format!("{line} **({verdict})**"),
    }
}
