//! A change in one line of Markdown.

use paygentic_codegen::diff::Change;

/// What happened, and what callers must do about it.
pub fn line(change: &Change) -> String {
    let rendered = change.rendered();
    match rendered.note.as_str() {
        "" => rendered.title,
        note => format!("{}; {note}", rendered.title),
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
    let rendered = change.rendered();
    match rendered.places.as_str() {
        "" => format!("{line} [`{}`]", rendered.id),
        places => format!("{line} [`{}`]; at {places}", rendered.id),
    }
}
