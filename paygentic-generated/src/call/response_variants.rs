//! Responses with several types: chooses the type by status and content type.

use bytes::Bytes;
use http::Response;
use http::header::CONTENT_TYPE;

use super::RawResponse;
use crate::codec::Field;
use crate::error::Error;
use crate::json::{DecodeError, read as read_json};
use crate::media_type::essence;

/// An enum of all shapes that the response of an operation may have; implemented by `response_enum!`.
pub(crate) trait ResponseVariants: Sized {
    /// The content types of all of them, as the `Accept` header lists them.
    const ACCEPT: &'static str;

    /// Chooses the shape and reads it.
    fn read(received: &RawResponse) -> Result<Self, Error>;
}

/// One shape: a status, a content type, and how it is read.
pub(crate) struct Shape<A> {
    /// `200`, `2XX`, or `default`.
    pub(crate) status: &'static str,
    /// Such as `application/json`, `image/*` or `*/*`; empty if there is no content.
    pub(crate) content_type: &'static str,
    /// Reads the body.
    pub(crate) read: fn(&Bytes) -> Result<A, DecodeError>,
}

/// The shape that fits best: by status, then by content type.
///
/// An exact status takes precedence over a range, and that over `default`; an exact content type
/// over `image/*`, and that over `*/*`. If the status fits, and no content type does, its
/// first shape is tried: some services omit the header, or send `text/plain` for JSON. `None` if no
/// status fits.
fn choose<'s, A>(response: &Response<Bytes>, shapes: &'s [Shape<A>]) -> Option<&'s Shape<A>> {
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let essence = essence(content_type.unwrap_or_default());
    let status = response.status().as_u16();
    let fit = |shape: &Shape<A>| {
        let by_status = status_fit(shape.status, status)?;
        Some((by_status, type_fit(shape.content_type, essence)))
    };
    let mut best: Option<((u8, u8), &Shape<A>)> = None;
    for shape in shapes {
        if let Some(fit) = fit(shape)
            && best.as_ref().is_none_or(|(best, _)| fit > *best)
        {
            best = Some((fit, shape));
        }
    }
    best.map(|(_, shape)| shape)
}

/// Reads the shape that fits best; a response that fits none is kept as bytes.
pub(crate) fn read<A>(
    received: &RawResponse,
    shapes: &[Shape<A>],
    other: fn(Bytes) -> A,
) -> Result<A, Error> {
    let body = received.body();
    match choose(&received.response, shapes) {
        Some(shape) => (shape.read)(body).map_err(|error| received.unreadable(error)),
        None => Ok(other(body.clone())),
    }
}

fn status_fit(pattern: &str, status: u16) -> Option<u8> {
    if pattern == "default" {
        return Some(0);
    }
    if pattern.parse() == Ok(status) {
        return Some(2);
    }
    let class = pattern.strip_suffix("XX").or(pattern.strip_suffix("xx"))?;
    (class.parse() == Ok(status / 100)).then_some(1)
}

fn type_fit(pattern: &str, essence: &str) -> u8 {
    let pattern = self::essence(pattern);
    if pattern.eq_ignore_ascii_case(essence) {
        return 4;
    }
    // `application/problem+json` is JSON too.
    let is_json = |text: &str| text.ends_with("/json") || text.ends_with("+json");
    if is_json(pattern) && is_json(&essence.to_ascii_lowercase()) {
        return 3;
    }
    match (pattern.strip_suffix("/*"), essence.split_once('/')) {
        (Some("*"), Some(_)) => 1,
        (Some(range), Some((kind, _))) if range.eq_ignore_ascii_case(kind) => 2,
        _ => 0,
    }
}

/// Reads JSON.
pub(crate) fn json<T: Field, A>(body: &Bytes, wrap: fn(T) -> A) -> Result<A, DecodeError> {
    read_json(body).map(wrap)
}

/// Reads text in UTF-8; invalid sequences are replaced.
pub(crate) fn text<A>(body: &Bytes, wrap: fn(String) -> A) -> Result<A, DecodeError> {
    Ok(wrap(String::from_utf8_lossy(body).into_owned()))
}

/// Returns the body unchanged.
pub(crate) fn bytes<A>(body: &Bytes, wrap: fn(Bytes) -> A) -> Result<A, DecodeError> {
    Ok(wrap(body.clone()))
}
