//! All places of a document, for the suites that change one at a time.

use paygentic_codegen::location::join;
use serde_json::Value;

/// Every value of a document with its JSON pointer, the outer ones first, in the order of the document.
pub(crate) fn places(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((pointer, value)) = open.pop() {
        let behind = open.len();
        match value {
            Value::Object(object) => {
                open.extend(object.iter().map(|(key, value)| (join(&pointer, key), value)));
            }
            Value::Array(items) => {
                let indexed = items.iter().enumerate();
                open.extend(indexed.map(|(index, value)| (format!("{pointer}/{index}"), value)));
            }
            _ => {}
        }
        // The last is taken first.
        open[behind..].reverse();
        found.push((pointer, value));
    }
    found
}

/// The pointers of the places at which a change has an effect, each with the changed value.
pub(crate) fn changed(
    document: &Value,
    change: impl Fn(&str, &Value) -> Option<Value>,
) -> Vec<(String, Value)> {
    let effect = |(pointer, value): (String, &Value)| {
        let changed = change(&pointer, value).filter(|changed| changed != value)?;
        Some((pointer, changed))
    };
    let mut found: Vec<_> = places(document).into_iter().filter_map(effect).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// An object with another value of a key.
pub(crate) fn put(object: &Value, key: &str, value: Value) -> Value {
    let mut object = object.clone();
    object[key] = value;
    object
}
