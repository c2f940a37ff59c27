//! A change in one line of Markdown.

use paygentic_codegen::diff::Change;

/// What happened, and what callers must do about it.
pub fn line(change: &Change) -> String {
    let words = change.rendered();
    match words.note.as_str() {
        "" => words.title,
        note => format!("{}; {note}", words.title),
    }
}

/// The same, with what it means for callers.
pub fn line_with_verdict(change: &Change) -> String {
    let line = line(change);
    match change.verdict().as_str() {
        "" => line,
        verdict => format!("{line} **({verdict})**"),
    }
}

/// The same, with its rule and where it is found.
pub fn line_in_full(change: &Change) -> String {
    let line = line_with_verdict(change);
    let words = change.rendered();
    match words.places.as_str() {
        "" => format!("{line} [`{}`]", words.id),
        places => format!("{line} [`{}`]; at {places}", words.id),
    }
}
