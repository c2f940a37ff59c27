//! Classifies content types, and chooses the one of a body that the SDK uses.

use serde_json::{Map, Value};

/// Whether a content type is JSON: `application/json`, `application/problem+json`, with or without
/// parameters.
pub fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether a content type is `application/json` itself.
pub(crate) fn is_plain_json(media_type: &str) -> bool {
    essence(media_type) == "application/json"
}

/// Whether a content type is `text/plain`.
pub(crate) fn is_plain_text(media_type: &str) -> bool {
    essence(media_type) == "text/plain"
}

/// Whether a content type is binary.
pub(crate) fn is_bytes(media_type: &str) -> bool {
    let essence = essence(media_type);
    let (kind, subtype) = essence.split_once('/').unwrap_or_default();
    let is_text = subtype.ends_with("+xml") || subtype.ends_with("+json");
    let is_binary = matches!(
        subtype,
        "octet-stream" | "pdf" | "zip" | "gzip" | "x-tar" | "x-zip-compressed" | "x-gzip"
    );
    matches!(kind, "image" | "audio" | "video" | "font") && !is_text
        || kind == "application" && (is_binary || subtype.starts_with("vnd.openxmlformats"))
}

/// Whether a content type is certainly a file, unlike `application/octet-stream`, which may be anything.
pub(crate) fn is_file(media_type: &str) -> bool {
    is_bytes(media_type) && essence(media_type) != "application/octet-stream"
}

/// Whether a content type is a URL-encoded form.
pub fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}

/// Whether a content type is multipart.
pub(crate) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

/// Whether a content type is a sequence of JSON values, such as JSON Lines.
pub(crate) fn is_lines(media_type: &str) -> bool {
    matches!(
        essence(media_type).as_str(),
        "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/json-lines"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/json-seq"
            | "text/jsonl"
    )
}

/// Whether a content type is a stream of values.
pub(crate) fn is_stream(media_type: &str) -> bool {
    essence(media_type) == "text/event-stream" || is_lines(media_type)
}

/// The content type in which a request body is sent: `application/json` if present, else other JSON, else a form, else
/// multipart, else the first that is not a range. A JSON Patch is used only if there is no other JSON.
pub fn chosen(content: &Map<String, Value>) -> Option<&str> {
    let is_range = |name: &str| name.contains('*');
    let is_json_patch = |name: &str| essence(name) == "application/json-patch+json";
    let is_value = |name: &str| is_json(name) && !is_json_patch(name);
    let rules: [&dyn Fn(&str) -> bool; 7] = [
        &is_plain_json,
        &is_value,
        &is_json,
        &is_form,
        &is_multipart,
        &|name| !is_range(name),
        &is_range,
    ];
    let names = || {
        let names = content.keys().map(String::as_str);
        names.filter(|name| is_media_type(name))
    };
    rules.iter().find_map(|rule| names().find(|name| rule(name)))
}

/// The JSON content type that a response is read as: `application/json` if present, else the first by name.
pub(crate) fn chosen_json<'c>(names: impl Iterator<Item = &'c String>) -> Option<&'c str> {
    let names = names.map(String::as_str).filter(|name| is_json(name));
    names.min_by_key(|name| (!is_plain_json(name), *name))
}

/// Whether a string is a valid content type or media range, with or without parameters. It is sent in a header.
pub(crate) fn is_media_type(name: &str) -> bool {
    let printable = name.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    printable
        && essence(name)
            .split_once('/')
            .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

/// The content type without its parameters.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a string is an HTTP token: a header name, or a part of a content type.
pub(crate) fn is_token(text: &str) -> bool {
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(valid)
}
