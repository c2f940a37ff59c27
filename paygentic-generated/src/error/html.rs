//! Recognizes an HTML page in place of JSON, as a proxy, a login page or another website sends it.

use http::HeaderMap;

use crate::json::without_mark;
use crate::media_type::media_type;

/// The beginnings of HTML pages.
const PAGE_STARTS: [&str; 7] =
    ["<!doctype html", "<html", "<head", "<body", "<title", "<script", "<!--"];

/// The explanation for such a page. It quotes nothing from the page, which may contain anything.
pub(super) const PAGE_MEANING: &str = "the response is an HTML page, as a proxy, a login page or another website sends it: \
     check the base URL of the client, and the proxy";

/// Whether a body that should be JSON, and is not, is an HTML page.
pub(crate) fn is_page(headers: &HeaderMap, body: &[u8]) -> bool {
    // A body that begins like JSON has a wrong content type, and is invalid for another reason.
    let is_other = matches!(start(body).first(), Some(b'{' | b'[' | b'"'));
    begins_page(body) || is_declared(headers) && !is_other
}

/// Whether a body begins like an HTML page.
pub(crate) fn begins_page(body: &[u8]) -> bool {
    let body = start(body);
    PAGE_STARTS.iter().any(|start| {
        body.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start.as_bytes()))
    })
}

fn start(body: &[u8]) -> &[u8] {
    without_mark(body).trim_ascii_start()
}

/// Whether a body is labelled as a page.
pub(crate) fn is_declared(headers: &HeaderMap) -> bool {
    let media_type = media_type(headers);
    ["text/html", "application/xhtml+xml"].iter().any(|html| media_type.eq_ignore_ascii_case(html))
}
