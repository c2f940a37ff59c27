//! Recognizes a page of HTML in place of JSON: a proxy, a login page or another website sends one.

use http::HeaderMap;

use crate::json::without_mark;
use crate::media_type::media_type;

/// How pages begin.
const STARTS: [&str; 7] =
    ["<!doctype html", "<html", "<head", "<body", "<title", "<script", "<!--"];

/// What it means. None of it comes from the page, which may hold anything.
pub(super) const MEANING: &str = "the response is an HTML page, as a proxy, a login page or another website sends it: \
     check the base URL of the client, and the proxy";

/// Whether a body that was to be JSON, and is not, is a page.
pub(crate) fn is_page(headers: &HeaderMap, body: &[u8]) -> bool {
    // What is JSON by its beginning has a wrong content type, and is broken in another way.
    let is_other = matches!(start(body).first(), Some(b'{' | b'[' | b'"'));
    begins_page(body) || is_declared(headers) && !is_other
}

/// Whether a body begins as pages do.
pub(crate) fn begins_page(body: &[u8]) -> bool {
    let body = start(body);
    STARTS.iter().any(|start| {
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
