//! Whether a string type accepts all values of another: lengths, patterns, formats.

use super::size_limits::Range;
use super::{Acceptance, NO_FACTS};
use crate::model::Facts;

/// Whether every string is accepted. Patterns are compared by text and literal prefix, formats by name.
pub(super) fn accepts(old: &Facts, new: &Facts) -> Acceptance {
    let (range, limit) = (lengths(old), Range::new(new.bounds.min_length, new.bounds.max_length));
    let length = if range.fits(limit) {
        Acceptance::Yes
    } else if old.pattern.is_some() {
        // The pattern may imply the limit.
        Acceptance::Unknown
    } else {
        Acceptance::No
    };
    length.and(patterns(old.pattern.as_deref(), new.pattern.as_deref())).and(formats(old, new))
}

/// Patterns that every string matches, including strings with line breaks.
const MATCH_ALL_PATTERNS: &[&str] =
    &["", "^", "$", ".*", "^.*", ".*$", "(.*)", r"[\s\S]*", r"^[\s\S]*$", r"^(.|\n)*$"];

/// Equal patterns accept the same strings; patterns with different literal prefixes accept no common string; otherwise
/// it is not known.
fn patterns(old: Option<&str>, new: Option<&str>) -> Acceptance {
    match (old, new) {
        (_, None) => Acceptance::Yes,
        (_, Some(new)) if MATCH_ALL_PATTERNS.contains(&new) => Acceptance::Yes,
        (old, new) if old == new => Acceptance::Yes,
        (Some(old), Some(new)) if have_disjoint_prefixes(old, new) => Acceptance::No,
        _ => Acceptance::Unknown,
    }
}

/// Whether no string is accepted by both.
pub(super) fn are_disjoint(one: &Facts, other: &Facts) -> bool {
    let by_format = match (one.format.as_deref(), other.format.as_deref()) {
        (Some(one), Some(other)) => {
            one != other && DISJOINT_FORMATS.contains(&one) && DISJOINT_FORMATS.contains(&other)
        }
        _ => false,
    };
    let by_pattern = match (one.pattern.as_deref(), other.pattern.as_deref()) {
        (Some(one), Some(other)) => have_disjoint_prefixes(one, other),
        _ => false,
    };
    by_format || by_pattern || lengths(one).intersection(lengths(other)).is_empty()
}

fn have_disjoint_prefixes(old: &str, new: &str) -> bool {
    match (literal_prefix(old), literal_prefix(new)) {
        (Some(one), Some(other)) => !one.starts_with(other) && !other.starts_with(one),
        _ => false,
    }
}

/// The literal prefix of a pattern: `cus_` of `^cus_[a-z]+$`.
fn literal_prefix(pattern: &str) -> Option<&str> {
    let rest = pattern.strip_prefix('^').filter(|rest| !rest.contains('|'))?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':' | '/');
    let end = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
    // A character with a quantifier is not part of the prefix.
    let is_counted = rest[end..].starts_with(['?', '*', '+', '{']);
    rest.get(..if is_counted { end.checked_sub(1)? } else { end })
}

/// Formats that any string matches.
const UNCONSTRAINED_FORMATS: &[&str] = &["password", "binary", "commonmark"];

/// Formats that exclude each other.
const DISJOINT_FORMATS: &[&str] =
    &["date", "date-time", "time", "duration", "uuid", "email", "ipv4", "ipv6", "decimal"];

/// Formats, each with the formats that accept all of its strings.
const FORMAT_SUPERSETS: &[(&str, &[&str])] = &[
    ("uri", &["uri-reference", "iri", "iri-reference", "url"]),
    ("url", &["uri", "uri-reference", "iri", "iri-reference"]),
    ("iri", &["iri-reference"]),
    ("uri-reference", &["iri-reference"]),
    ("email", &["idn-email"]),
    ("hostname", &["idn-hostname"]),
];

fn formats(old: &Facts, new: &Facts) -> Acceptance {
    let Some(needed) =
        new.format.as_deref().filter(|format| !UNCONSTRAINED_FORMATS.contains(format))
    else {
        return Acceptance::Yes;
    };
    match old.format.as_deref() {
        Some(format) if format == needed => Acceptance::Yes,
        Some(format)
            if FORMAT_SUPERSETS.iter().any(|(one, of)| *one == format && of.contains(&needed)) =>
        {
            Acceptance::Yes
        }
        Some(format)
            if DISJOINT_FORMATS.contains(&format) && DISJOINT_FORMATS.contains(&needed) =>
        {
            Acceptance::No
        }
        _ => Acceptance::Unknown,
    }
}

/// The lengths that strings may have, by their bounds and their format.
fn lengths(facts: &Facts) -> Range {
    let bounds = Range::new(facts.bounds.min_length, facts.bounds.max_length);
    bounds.intersection(of_format(facts.format.as_deref()))
}

/// The lengths that a format allows.
fn of_format(format: Option<&str>) -> Range {
    let (fewest, most) = match format {
        Some("date") => (10, Some(10)),
        Some("uuid") => (36, Some(36)),
        Some("date-time") => (20, None),
        Some("ipv4") => (7, Some(15)),
        Some("ipv6") => (2, Some(45)),
        Some("email") => (3, None),
        Some("uri" | "url" | "duration") => (2, None),
        Some("decimal" | "hostname") => (1, None),
        _ => (0, None),
    };
    Range { fewest, most }
}

/// Whether a string is accepted.
pub(super) fn holds(facts: &Facts, text: &str) -> Acceptance {
    let limit = Range::new(facts.bounds.min_length, facts.bounds.max_length);
    let pattern = facts.pattern.as_deref().filter(|pattern| !MATCH_ALL_PATTERNS.contains(pattern));
    let pattern = match pattern.map(|pattern| (pattern, literal_prefix(pattern))) {
        None => Acceptance::Yes,
        Some((_, Some(start))) if !text.starts_with(start) => Acceptance::No,
        Some(_) => Acceptance::Unknown,
    };
    Acceptance::of(limit.has(text.chars().count())).and(pattern).and(formats(&NO_FACTS, facts))
}
