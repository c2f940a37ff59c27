//! Which of the content types of a body the SDK uses.

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

/// Whether a request body of this content type is taken from the caller as bytes.
pub(crate) fn is_bytes(media_type: &str) -> bool {
    let essence = essence(media_type);
    match essence.split_once('/') {
        Some((_, "*")) | None => false,
        Some(("text" | "image" | "audio" | "video", _)) => true,
        _ => matches!(
            essence.as_str(),
            "application/octet-stream" | "application/pdf" | "application/zip" | "application/gzip"
        ),
    }
}

/// The content type in which a request body is sent: `application/json` if it is there, else other JSON,
/// else the first that is bytes.
pub(crate) fn chosen(content: &Map<String, Value>) -> Option<&str> {
    let mut types = content.keys().map(String::as_str);
    types
        .clone()
        .find(|name| is_plain_json(name))
        .or_else(|| types.clone().find(|name| is_json(name)))
        .or_else(|| types.find(|name| is_bytes(name)))
}

/// The content type without its parameters.
pub(crate) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether a text can be the name of a header, or a part of a content type.
pub(crate) fn is_token(text: &str) -> bool {
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(valid)
}
