//! Media types, as the header `Content-Type` has them.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The media type of a content, without parameters; empty if there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> &str {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    essence(content_type.unwrap_or_default())
}

/// A content type without its parameters.
pub(crate) fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}
