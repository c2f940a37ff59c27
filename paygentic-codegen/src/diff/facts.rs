//! What a schema says of values beyond their type: defaults, bounds, formats, allowed values.

use serde_json::Value;

use super::change::{Aspect, Wire};
use crate::model::{Bounds, Facts};

/// A difference in the facts about a value.
pub(super) struct FactChange {
    pub aspect: Aspect,
    /// Where below the value: nothing, or `[]` for its elements.
    pub below: String,
    pub old: Option<String>,
    pub new: Option<String>,
    /// What it means where callers send the value; what the server sends is never checked.
    pub request: Wire,
    pub note: &'static str,
}

/// Compares what is said of a value. `same_type`: its type in Rust is the same, so that the format is not told
/// by the type.
pub(super) fn compare(old: &Facts, new: &Facts, same_type: bool) -> Vec<FactChange> {
    let mut found: Vec<FactChange> = [
        default(old, new),
        bounds(&old.bounds, &new.bounds),
        values(&old.values, &new.values),
        closed(old, new),
        nullable(old, new),
        dependent_required(old, new),
    ]
    .into_iter()
    .flatten()
    .collect();
    if same_type {
        found.extend(text("format", old.format.as_deref(), new.format.as_deref()));
        found.extend(text(
            "pattern",
            old.pattern.as_deref(),
            new.pattern.as_deref(),
        ));
    }
    found.extend(below(
        "[]",
        old.items.as_deref(),
        new.items.as_deref(),
        same_type,
    ));
    found.extend(below(
        "{}",
        old.entries.as_deref(),
        new.entries.as_deref(),
        same_type,
    ));
    found.extend(alternatives(&old.alternatives, &new.alternatives));
    found
}

/// What is said of what a list or a map holds.
fn below(
    suffix: &str,
    old: Option<&Facts>,
    new: Option<&Facts>,
    same_type: bool,
) -> Vec<FactChange> {
    if old.is_none() && new.is_none() {
        return Vec::new();
    }
    let none = Facts::default();
    let found = compare(old.unwrap_or(&none), new.unwrap_or(&none), same_type);
    let below = |change: FactChange| FactChange {
        below: format!("{suffix}{}", change.below),
        ..change
    };
    found.into_iter().map(below).collect()
}

/// Alternatives of one type in Rust: which of them a value is meant for is not known.
fn alternatives(old: &[Facts], new: &[Facts]) -> Option<FactChange> {
    let one = |facts: &Facts| {
        let format = facts
            .format
            .as_ref()
            .map(|format| format!("format {format}"));
        let pattern = facts
            .pattern
            .as_ref()
            .map(|pattern| format!("pattern {pattern}"));
        let all: Vec<String> = words(&facts.bounds)
            .into_iter()
            .chain(format)
            .chain(pattern)
            .collect();
        if all.is_empty() {
            "any".to_owned()
        } else {
            all.join(", ")
        }
    };
    let list = |all: &[Facts]| {
        (!all.is_empty()).then(|| all.iter().map(one).collect::<Vec<_>>().join(" or "))
    };
    (old != new).then(|| FactChange {
        aspect: Aspect::Bounds,
        below: String::new(),
        old: list(old),
        new: list(new),
        request: Wire::Risky,
        note: "values that were accepted may be refused",
    })
}

fn default(old: &Facts, new: &Facts) -> Option<FactChange> {
    let is_same = match (&old.default, &new.default) {
        // 1 and 1.0 are one value.
        (Some(Value::Number(old)), Some(Value::Number(new))) => old.as_f64() == new.as_f64(),
        (old, new) => old == new,
    };
    if is_same {
        return None;
    }
    let (request, note) = match (&old.default, &new.default) {
        (Some(_), Some(_)) => (
            Wire::Breaking,
            "requests that leave it out mean something else now: set it to keep the old meaning",
        ),
        _ => (
            Wire::Risky,
            "what the server takes where requests leave it out may be another: set it to be sure",
        ),
    };
    Some(FactChange {
        aspect: Aspect::Default,
        below: String::new(),
        old: old.default.as_ref().map(Value::to_string),
        new: new.default.as_ref().map(Value::to_string),
        request,
        note,
    })
}

fn bounds(old: &Bounds, new: &Bounds) -> Option<FactChange> {
    if old == new {
        return None;
    }
    let (request, note) = if tightened(old, new) {
        (Wire::Breaking, "values that were accepted are refused now")
    } else {
        (Wire::Safe, "")
    };
    Some(FactChange {
        aspect: Aspect::Bounds,
        below: String::new(),
        old: words(old),
        new: words(new),
        request,
        note,
    })
}

/// Whether a value that fits the old bounds may not fit the new ones.
fn tightened(old: &Bounds, new: &Bounds) -> bool {
    let lower =
        |old: Option<f64>, new: Option<f64>| new.is_some_and(|new| old.is_none_or(|old| new > old));
    let upper =
        |old: Option<f64>, new: Option<f64>| new.is_some_and(|new| old.is_none_or(|old| new < old));
    let fewest = |old: Option<usize>, new: Option<usize>| new.unwrap_or(0) > old.unwrap_or(0);
    let most = |old: Option<usize>, new: Option<usize>| {
        new.unwrap_or(usize::MAX) < old.unwrap_or(usize::MAX)
    };
    let multiple = |old: Option<f64>, new: Option<f64>| {
        new.is_some_and(|new| old.is_none_or(|old| !is_whole(old / new)))
    };
    lower(old.minimum, new.minimum)
        || upper(old.maximum, new.maximum)
        || old.minimum == new.minimum && new.exclusive_minimum && !old.exclusive_minimum
        || old.maximum == new.maximum && new.exclusive_maximum && !old.exclusive_maximum
        || multiple(old.multiple_of, new.multiple_of)
        || fewest(old.min_length, new.min_length)
        || most(old.max_length, new.max_length)
        || fewest(old.min_items, new.min_items)
        || most(old.max_items, new.max_items)
        || new.unique_items && !old.unique_items
        || fewest(old.min_properties, new.min_properties)
        || most(old.max_properties, new.max_properties)
}

/// Whether a quotient is a whole number, as far as fractions that are no sums of halves can tell.
fn is_whole(quotient: f64) -> bool {
    (quotient - quotient.round()).abs() < 1e-9
}

/// The bounds in the keywords of JSON Schema; none if there are none.
fn words(bounds: &Bounds) -> Option<String> {
    let number = |name: &str, value: Option<f64>| value.map(|value| format!("{name} {value}"));
    let count = |name: &str, value: Option<usize>| value.map(|value| format!("{name} {value}"));
    let exclusive = |is: bool, exclusive: &'static str, inclusive: &'static str| {
        if is { exclusive } else { inclusive }
    };
    let words: Vec<String> = [
        number(
            exclusive(bounds.exclusive_minimum, "exclusiveMinimum", "minimum"),
            bounds.minimum,
        ),
        number(
            exclusive(bounds.exclusive_maximum, "exclusiveMaximum", "maximum"),
            bounds.maximum,
        ),
        number("multipleOf", bounds.multiple_of),
        count("minLength", bounds.min_length),
        count("maxLength", bounds.max_length),
        count("minItems", bounds.min_items),
        count("maxItems", bounds.max_items),
        bounds.unique_items.then(|| "uniqueItems".to_owned()),
        count("minProperties", bounds.min_properties),
        count("maxProperties", bounds.max_properties),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn values(old: &[Value], new: &[Value]) -> Option<FactChange> {
    let is_subset = |some: &[Value], all: &[Value]| some.iter().all(|value| all.contains(value));
    if is_subset(old, new) && is_subset(new, old) {
        return None;
    }
    let narrower = !new.is_empty() && (old.is_empty() || !is_subset(old, new));
    let list = |values: &[Value]| {
        let texts: Vec<String> = values.iter().map(Value::to_string).collect();
        (!texts.is_empty()).then(|| texts.join(", "))
    };
    Some(FactChange {
        aspect: Aspect::Values,
        below: String::new(),
        old: list(old),
        new: list(new),
        request: if narrower { Wire::Breaking } else { Wire::Safe },
        note: if narrower {
            "other values are refused now"
        } else {
            ""
        },
    })
}

/// The SDK sends what is described and nothing else, so that this concerns only what callers add.
fn closed(old: &Facts, new: &Facts) -> Option<FactChange> {
    let word = |closed: bool| Some(if closed { "refused" } else { "accepted" }.to_owned());
    (old.closed != new.closed).then(|| FactChange {
        aspect: Aspect::AdditionalProperties,
        below: String::new(),
        old: word(old.closed),
        new: word(new.closed),
        request: Wire::Safe,
        note: "",
    })
}

/// Properties that ask for others.
fn dependent_required(old: &Facts, new: &Facts) -> Option<FactChange> {
    let words = |value: &Option<Value>| {
        value
            .as_ref()
            .map(|value| format!("dependentRequired {value}"))
    };
    (old.dependent_required != new.dependent_required).then(|| FactChange {
        aspect: Aspect::Bounds,
        below: String::new(),
        old: words(&old.dependent_required),
        new: words(&new.dependent_required),
        request: if new.dependent_required.is_some() {
            Wire::Risky
        } else {
            Wire::Safe
        },
        note: "requests that were accepted may be refused",
    })
}

/// Where it matters, it is told as the presence of a field.
fn nullable(old: &Facts, new: &Facts) -> Option<FactChange> {
    let word = |nullable: bool| {
        Some(
            if nullable {
                "may be null"
            } else {
                "is never null"
            }
            .to_owned(),
        )
    };
    (old.nullable != new.nullable).then(|| FactChange {
        aspect: Aspect::Presence,
        below: String::new(),
        old: word(old.nullable),
        new: word(new.nullable),
        request: Wire::Safe,
        note: "",
    })
}

fn text(keyword: &str, old: Option<&str>, new: Option<&str>) -> Option<FactChange> {
    let words = |value: Option<&str>| value.map(|value| format!("{keyword} {value}"));
    (old != new).then(|| FactChange {
        aspect: Aspect::Format,
        below: String::new(),
        old: words(old),
        new: words(new),
        request: if new.is_some() {
            Wire::Risky
        } else {
            Wire::Safe
        },
        note: if new.is_some() {
            "texts that were accepted may be refused"
        } else {
            ""
        },
    })
}
