//! The verdict of the diff about the requests or the responses of one operation, and the verdicts that no value can
//! refute.

use paygentic_codegen::diff::{Change, Diff, Occurrence, Rule, Verdict, Wire};

pub(super) struct Claim {
    pub wire: Wire,
    pub ids: Vec<&'static str>,
    /// Whether anything is reported at all.
    pub is_touched: bool,
    /// Whether it includes a verdict that no value can demonstrate.
    pub is_untestable: bool,
}

/// Rules whose verdict no value can demonstrate, and why.
const UNTESTABLE: &[(&str, &str)] = &[
    ("default-changed", "the same request is accepted, and means something else"),
    ("property-wire-name-changed", "the old name is accepted and ignored"),
    ("required-property-wire-name-changed", "the old name is accepted and ignored"),
    ("parameter-moved", "the server does not look where it was"),
    ("constant-moved", "the server does not look where it was"),
    ("union-tag-changed", "the values are the same, and distinguished by something else"),
    ("alternative-tag-changed", "no schema says which tag means which alternative"),
    ("alternative-tag-unknown", "no schema says which tag means which alternative"),
];

pub(super) fn request(difference: &Diff, operation: &str, parts: &[&str]) -> Claim {
    let is_there = |place: &Occurrence| parts.contains(&place.part.as_str());
    claim(difference, operation, is_there, |rule| rule.request)
}

pub(super) fn response(difference: &Diff, operation: &str) -> Claim {
    claim(difference, operation, |place| place.part == "response", |rule| rule.response)
}

fn claim(
    difference: &Diff,
    operation: &str,
    is_there: impl Fn(&Occurrence) -> bool,
    verdict: impl Fn(&Rule) -> Verdict,
) -> Claim {
    let is_here = |place: &Occurrence| place.operation == operation && is_there(place);
    let changes = difference.changes.iter();
    let changes: Vec<&Change> =
        changes.filter(|change| change.places.iter().any(is_here)).collect();
    let wire = |change: &&Change| match Rule::find(change.id).map(|(rule, _)| verdict(rule)) {
        Some(Verdict::Is(wire)) => wire,
        // What is reported of both directions at once may be about the other.
        _ if change.places.iter().all(&is_there) => change.wire,
        _ => change.wire.min(Wire::Risky),
    };
    Claim {
        wire: changes.iter().map(wire).max().unwrap_or_default(),
        ids: changes.iter().map(|change| change.id).collect(),
        is_touched: !changes.is_empty(),
        is_untestable: changes
            .iter()
            .any(|change| UNTESTABLE.iter().any(|(id, _)| *id == change.id)),
    }
}
