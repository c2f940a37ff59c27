//! Titles of union alternatives, which name their variants if nothing else does: read before the prose is dropped. The
//! contract of this repository has none any more, because its prose was dropped when it was fetched.

use serde_json::{Map, Value};

/// The maximum length of a name; a longer title is a sentence.
const MAX_LENGTH: usize = 40;

/// Copies the titles of alternatives to `x-rust-name`.
pub(crate) fn keep(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(keep),
        Value::Object(object) => {
            for key in ["oneOf", "anyOf"] {
                if let Some(Value::Array(alternatives)) = object.get_mut(key) {
                    name(alternatives);
                }
            }
            object.values_mut().for_each(keep);
        }
        _ => {}
    }
}

fn name(alternatives: &mut [Value]) {
    let is_null = |schema: &Value| schema.get("type").is_some_and(|name| name == "null");
    if alternatives.iter().filter(|schema| !is_null(schema)).count() < 2 {
        return;
    }
    for alternative in alternatives.iter_mut().filter_map(Value::as_object_mut) {
        if let Some(title) = title(alternative) {
            alternative.insert("x-rust-name".to_owned(), title.into());
        }
    }
}

fn title(alternative: &Map<String, Value>) -> Option<String> {
    if alternative.contains_key("$ref") || alternative.contains_key("x-rust-name") {
        return None;
    }
    let title = alternative.get("title")?.as_str()?.trim();
    let is_name = title.len() <= MAX_LENGTH && title.chars().any(|c| c.is_ascii_alphabetic());
    is_name.then(|| title.to_owned())
}
