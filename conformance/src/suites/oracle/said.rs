//! What the difference says of one way of one operation, and what of it no value can show.

use paygentic_codegen::diff::{Change, Diff, Occurrence, Rule, Verdict, Wire};

/// What is said.
pub(super) struct Said {
    pub wire: Wire,
    pub ids: Vec<&'static str>,
    /// Whether anything is said at all.
    pub is_touched: bool,
    /// Whether something is said that no value can show.
    pub is_argued: bool,
}

/// Rules whose verdict no value shows, and why.
const ARGUED: &[(&str, &str)] = &[
    ("default-changed", "the same request is accepted, and means something else"),
    ("property-wire-name-changed", "the old name is accepted and not heeded"),
    ("required-property-wire-name-changed", "the old name is accepted and not heeded"),
    ("parameter-moved", "the server does not look where it was"),
    ("constant-moved", "the server does not look where it was"),
    ("union-tag-changed", "the values are the same, and told apart by something else"),
];

/// What is said of requests.
pub(super) fn request(difference: &Diff, operation: &str, parts: &[&str]) -> Said {
    let is_there = |place: &Occurrence| parts.contains(&place.part.as_str());
    said(difference, operation, is_there, |rule| rule.request)
}

/// What is said of answers.
pub(super) fn answer(difference: &Diff, operation: &str) -> Said {
    said(difference, operation, |place| place.part == "response", |rule| rule.response)
}

fn said(
    difference: &Diff,
    operation: &str,
    is_there: impl Fn(&Occurrence) -> bool,
    verdict: impl Fn(&Rule) -> Verdict,
) -> Said {
    let is_here = |place: &Occurrence| place.operation == operation && is_there(place);
    let changes = difference.changes.iter();
    let changes: Vec<&Change> =
        changes.filter(|change| change.places.iter().any(is_here)).collect();
    let wire = |change: &&Change| match Rule::find(change.id).map(|(rule, _)| verdict(rule)) {
        Some(Verdict::Is(wire)) => wire,
        // What is said of both ways at once may be said of the other.
        _ if change.places.iter().all(&is_there) => change.wire,
        _ => change.wire.min(Wire::Risky),
    };
    Said {
        wire: changes.iter().map(wire).max().unwrap_or_default(),
        ids: changes.iter().map(|change| change.id).collect(),
        is_touched: !changes.is_empty(),
        is_argued: changes.iter().any(|change| ARGUED.iter().any(|(id, _)| *id == change.id)),
    }
}
