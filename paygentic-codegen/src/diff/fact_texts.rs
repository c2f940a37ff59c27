//! Renders facts for reports, in the keywords of JSON Schema.

use serde_json::Value;

use crate::model::{Bound, Bounds, Facts};

/// The constraints on single values, in the keywords of JSON Schema.
pub(super) fn in_keywords(facts: &Facts) -> Vec<String> {
    let format = facts.format.as_ref().map(|format| format!("format {format}"));
    let pattern = facts.pattern.as_ref().map(|pattern| format!("pattern {pattern}"));
    let values = list(&facts.values).map(|values| format!("enum {values}"));
    let parts = show(&facts.bounds).into_iter().chain(format).chain(pattern).chain(values);
    parts.collect()
}

/// The constraints of an alternative, in one line.
pub(super) fn in_short(facts: &Facts) -> String {
    let all = in_keywords(facts);
    if all.is_empty() { "any".to_owned() } else { all.join(", ") }
}

/// Values as JSON; `None` if there are none.
pub(super) fn list(values: &[Value]) -> Option<String> {
    let texts: Vec<String> = values.iter().map(Value::to_string).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// Constraints as the document has them: `not {..}, minContains 2`.
pub(super) fn keywords(facts: &Facts) -> Option<String> {
    let all = facts.constraints.as_ref()?.as_object()?;
    let texts: Vec<String> = all.iter().map(|(key, value)| format!("{key} {value}")).collect();
    Some(texts.join(", "))
}

/// The bounds in the keywords of JSON Schema; `None` if there are none.
pub(super) fn show(bounds: &Bounds) -> Option<String> {
    let number = |name: &str, value: Option<Bound>| value.map(|value| format!("{name} {value}"));
    let count = |name: &str, value: Option<usize>| value.map(|value| format!("{name} {value}"));
    let exclusive = |is: bool, exclusive: &'static str, inclusive: &'static str| {
        if is { exclusive } else { inclusive }
    };
    let shown: Vec<String> = [
        number(exclusive(bounds.exclusive_minimum, "exclusiveMinimum", "minimum"), bounds.minimum),
        number(exclusive(bounds.exclusive_maximum, "exclusiveMaximum", "maximum"), bounds.maximum),
        bounds.multiple_of.map(|of| format!("multipleOf {of}")),
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
    (!shown.is_empty()).then(|| shown.join(", "))
}
