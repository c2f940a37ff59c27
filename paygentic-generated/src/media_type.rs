//! Reads media types from `Content-Type`, in one place for all modules that depend on them.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The media type of a body, without parameters; empty if the header is missing.
pub(crate) fn media_type(headers: &HeaderMap) -> &str {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    essence(content_type.unwrap_or_default())
}

/// A content type without its parameters.
pub(crate) fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}
