//! Reads the `encoding` of forms and multipart bodies.

use std::collections::BTreeMap;

use openapiv3::MediaType;
use serde_json::{Map, Value};

use crate::document::media;
use crate::model::{Encoding, FormStyle};

/// The `encoding` of a media type. `check` has reported unsupported ones.
pub(super) fn encodings(content: &MediaType) -> BTreeMap<String, Encoding> {
    let encodings = content.extensions.get("x-encoding").and_then(Value::as_object);
    let entries = encodings.into_iter().flatten();
    let read = entries.filter_map(|(name, entry)| {
        let encoding = encoding(entry.as_object()?);
        (encoding != Encoding::default()).then(|| (name.clone(), encoding))
    });
    read.collect()
}

fn encoding(entry: &Map<String, Value>) -> Encoding {
    let content_type = entry.get("contentType").and_then(Value::as_str);
    let content_types = content_type.into_iter().flat_map(|names| names.split(','));
    let styled = ["style", "explode", "allowReserved"];
    let style = if styled.iter().any(|key| entry.contains_key(*key)) {
        style(entry)
    } else {
        content_type.is_some_and(media::is_json).then_some(FormStyle::Json)
    };
    Encoding { style, content_types: content_types.map(|name| name.trim().to_owned()).collect() }
}

fn style(entry: &Map<String, Value>) -> Option<FormStyle> {
    let style = entry.get("style").and_then(Value::as_str).unwrap_or("form");
    let explode = entry.get("explode").and_then(Value::as_bool);
    Some(match (style, explode.unwrap_or(style == "form")) {
        ("deepObject", _) => FormStyle::Deep,
        ("form" | "spaceDelimited" | "pipeDelimited", true) => FormStyle::Form,
        ("form", false) => FormStyle::Comma,
        ("spaceDelimited", false) => FormStyle::Space,
        ("pipeDelimited", false) => FormStyle::Pipe,
        _ => return None,
    })
}
