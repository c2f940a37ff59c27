//! A change in one line of Markdown.

use paygentic_codegen::diff::{Change, Place};
use paygentic_codegen::markdown::{code, plain};

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
    match change.verdict().as_str() {
        "" => line,
        verdict => format!("{line} **({verdict})**"),
    }
}

/// Where it is found, if that says more than the change itself: the first places, and how many there are besides.
pub fn places(change: &Change) -> String {
    const SHOWN: usize = 4;
    let inside = |place: &&Place| !place.part.is_empty();
    let places: Vec<String> = change
        .places
        .iter()
        .filter(inside)
        .map(|place| code(&place.to_string()))
        .collect();
    let shown = places.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    match places.len().saturating_sub(SHOWN) {
        _ if places.is_empty() => String::new(),
        0 => format!("; at {}", shown.join(", ")),
        more => format!("; at {} and {more} more", shown.join(", ")),
    }
}
