//! Free-form JSON. `serde_json::Value` holds integers of 64 bits and floats; a number that is
//! neither is refused with its location, because it would silently turn into another.

use std::collections::BTreeMap;

use serde::de::{Deserializer, Error};
use serde_json::Value;
use serde_json::value::RawValue;

use super::raw::read_raw;
use crate::json::{PathSegment, ReadError};
use crate::values::is_exact;

/// Reads any JSON.
pub(crate) fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    value(&read_raw(deserializer)?)
}

/// The value of JSON text.
pub(crate) fn value<E: Error>(text: &str) -> Result<Value, E> {
    let value = read(text).map_err(ReadError::into_error)?;
    if numbers(text).all(is_exact) {
        return Ok(value);
    }
    // The text was read within the limits of depth, so this ends too.
    refuse(text).map(|()| value).map_err(ReadError::into_error)
}

/// The numbers in JSON text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit())?;
            let found = &rest[start..];
            if let Some(inside) = found.strip_prefix('"') {
                rest = after_string(inside);
                continue;
            }
            let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
            let end = found.find(|c| !is_part(c)).unwrap_or(found.len());
            rest = &found[end..];
            return Some(&found[..end]);
        }
    })
}

/// What follows the closing quote of a string.
fn after_string(mut rest: &str) -> &str {
    while let Some(at) = rest.find(['"', '\\']) {
        if rest[at..].starts_with('"') {
            return &rest[at + 1..];
        }
        // An escaped character has several bytes only if the JSON is invalid.
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    ""
}

/// Finds the number that cannot be represented, and reports its location.
#[cold]
fn refuse(text: &str) -> Result<(), ReadError> {
    match text.as_bytes().first() {
        Some(b'{') => {
            let entries: BTreeMap<String, &RawValue> = read(text)?;
            let mut entries = entries.into_iter();
            entries.try_for_each(|(key, value)| {
                refuse(value.get()).map_err(|error| error.inside(PathSegment::Key(key)))
            })
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = read(text)?;
            let mut items = items.into_iter().enumerate();
            items.try_for_each(|(index, item)| {
                refuse(item.get()).map_err(|error| error.inside(PathSegment::Index(index)))
            })
        }
        Some(b'-' | b'0'..=b'9') if !is_exact(text) => {
            Err(ReadError::new("a number that cannot be held without loss"))
        }
        _ => Ok(()),
    }
}

fn read<'t, T: serde::Deserialize<'t>>(text: &'t str) -> Result<T, ReadError> {
    serde_json::from_str(text).map_err(|error| ReadError::in_value(&error))
}
