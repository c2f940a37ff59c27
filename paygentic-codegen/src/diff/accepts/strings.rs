//! Whether a string type accepts all values of another: lengths, patterns, formats.

use super::Acceptance;
use super::size_limits::Range;
use crate::model::Facts;

/// Whether every text is accepted. Patterns and formats are known by their text alone.
pub(super) fn accepts(old: &Facts, new: &Facts) -> Acceptance {
    let (range, limit) = (lengths(old), Range::new(new.bounds.min_length, new.bounds.max_length));
    let length = if range.fits(limit) {
        Acceptance::Yes
    } else if old.pattern.is_some() {
        // The pattern may keep to it.
        Acceptance::Unknown
    } else {
        Acceptance::No
    };
    length
        .and(same(old.pattern.as_deref(), new.pattern.as_deref()))
        .and(same(old.format.as_deref(), new.format.as_deref()))
}

fn same(old: Option<&str>, new: Option<&str>) -> Acceptance {
    if new.is_none() || old == new { Acceptance::Yes } else { Acceptance::Unknown }
}

/// How long texts may be, by their bounds and their format.
fn lengths(facts: &Facts) -> Range {
    let bounds = Range::new(facts.bounds.min_length, facts.bounds.max_length);
    bounds.within(of_format(facts.format.as_deref()))
}

/// How long texts of a format are, as far as it says so.
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

/// Whether a text is accepted.
pub(super) fn holds(facts: &Facts, text: &str) -> Acceptance {
    let limit = Range::new(facts.bounds.min_length, facts.bounds.max_length);
    let may = |said: &Option<String>| {
        if said.is_none() { Acceptance::Yes } else { Acceptance::Unknown }
    };
    Acceptance::of(limit.has(text.chars().count())).and(may(&facts.pattern)).and(may(&facts.format))
}
