//! Lowers parameters and paths to what can be sent.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::{is_reference, media_type, on, schema};

/// Characters to percent-encode in a path. A percent sign begins an encoded character and is kept.
const NOT_IN_PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'|');

/// The styles of parameters in a location, the default first.
pub(crate) fn styles(location: &str) -> &'static [&'static str] {
    match location {
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "cookie" => &["form"],
        "path" => &["simple", "label", "matrix"],
        _ => &["simple"],
    }
}

pub(super) fn parameter(parameter: &mut Value) {
    if is_reference(parameter) {
        return;
    }
    let Some(object) = parameter.as_object_mut() else {
        return;
    };
    let location = object.get("in").and_then(Value::as_str).unwrap_or_default();
    let is_possible =
        |style: &Value| style.as_str().is_some_and(|style| styles(location).contains(&style));
    if object.get("style").is_some_and(|style| !is_possible(style)) {
        object.shift_remove("style");
    }
    described(object);
    on(parameter, "schema", schema::lower);
}

/// Leaves a parameter with one description: its schema, or the first media type. Without one it is a string.
fn described(parameter: &mut Map<String, Value>) {
    let content = parameter.get_mut("content").and_then(Value::as_object_mut);
    let described = content.filter(|content| !content.is_empty()).map(|content| {
        let mut is_first = true;
        content.retain(|_, _| std::mem::take(&mut is_first));
        for media in content.values_mut() {
            if let Some(media) = media.as_object_mut() {
                media.entry("schema").or_insert_with(|| json!({"type": "string"}));
            }
            media_type(media);
        }
    });
    match described {
        Some(()) => drop(parameter.shift_remove("schema")),
        None => {
            parameter.shift_remove("content");
            parameter.entry("schema").or_insert_with(|| json!({"type": "string"}));
        }
    }
}

/// A path as it is sent: with a leading `/`, and percent-encoded where necessary. Placeholders,
/// and the delimiters of a query and a fragment, are kept.
pub(crate) fn sent_path(path: &str) -> String {
    let mut sent = String::with_capacity(path.len() + 1);
    if !path.starts_with('/') {
        sent.push('/');
    }
    let mut in_placeholder = false;
    for part in path.split_inclusive(['{', '}']) {
        if in_placeholder {
            sent.push_str(part);
        } else {
            sent.extend(utf8_percent_encode(part, NOT_IN_PATH));
        }
        in_placeholder = part.ends_with('{');
    }
    sent
}
