//! Values that may have one of several shapes: what `union!` calls.
//!
//! A union keeps the text of its value, chooses a variant by it, and reads the variant from the same
//! text, so that no digit is lost on the way.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::field::{Field, Written};
use super::free_form;
use super::raw::{Str, read_raw, unquoted};
use super::strictness::entirely;
use crate::json::{ReadError, has_lone_surrogate, read_located};
use crate::values::integer;

/// How deep lists and objects may stand in one another; as in `serde_json`, whose count starts anew
/// inside each union.
const DEPTH: usize = 127;

/// An enum over values of several shapes; implemented by `union!`.
pub(crate) trait Union: Sized {
    /// Chooses the variant for a value and reads it; `None` if no variant fits entirely.
    fn choose<E: Error>(raw: &str) -> Result<Option<Self>, E>;

    /// Keeps a value that no variant fits.
    fn unknown(value: Value) -> Self;
}

/// Reads a union.
pub(crate) fn read_union<'de, U: Union, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<U, D::Error> {
    let raw = read_raw(deserializer)?;
    if is_too_deep(&raw) {
        return Err(ReadError::new("recursion limit exceeded").into_error());
    }
    // It would fail one variant, and another that passes over that field would be chosen instead.
    if has_lone_surrogate(raw.as_bytes()) {
        return Err(ReadError::new("half of a surrogate pair in a string").into_error());
    }
    match U::choose(&raw)? {
        Some(chosen) => Ok(chosen),
        None => free_form::value(&raw).map(U::unknown),
    }
}

fn is_too_deep(raw: &str) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0, false, false);
    for byte in raw.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                depth += 1;
                if depth > DEPTH {
                    return true;
                }
            }
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// The text of the property that distinguishes the variants, if it is present.
pub(crate) fn tag<'t>(raw: &'t str, name: &str) -> Option<Cow<'t, str>> {
    let entries = entries(raw)?;
    let (_, value) = entries.iter().rfind(|(key, _)| key == name)?;
    unquoted(value.get())
}

/// The entries of an object; `None` if the JSON is something else.
fn entries(raw: &str) -> Option<Vec<(Cow<'_, str>, &RawValue)>> {
    if !raw.starts_with('{') {
        return None;
    }
    serde_json::Deserializer::from_str(raw).deserialize_map(Entries).ok()
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(Str)? {
            entries.push((key, map.next_value()?));
        }
        Ok(entries)
    }
}

/// Reads a value from its text, with the reader that reads whole answers.
fn read<T: Field>(raw: &str) -> (Result<T, ReadError>, bool) {
    entirely(|| read_located(raw, |json| T::read(json)))
}

/// Reads the variant that the tag means; `None` if the value is not entirely of this type.
pub(crate) fn tagged<T: Field, E: Error>(raw: &str) -> Result<Option<T>, E> {
    let (read, fits) = read::<T>(raw);
    let read = read.map_err(ReadError::into_error)?;
    Ok(fits.then_some(read))
}

/// The same for a type that does not have the tag: it is read without.
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) fn tagged_beside<T: Field, E: Error>(raw: &str, tag: &str) -> Result<Option<T>, E> {
    let entries = entries(raw).unwrap_or_default();
    let others = entries.into_iter().filter(|(key, _)| key != tag);
    let without = object(others).map_err(|error| ReadError::in_value(&error).into_error())?;
    tagged(&without)
}

/// Writes a payload with the tag of its variant before it, unless it says the tag itself.
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) fn write_beside_tag<T: Field, S: Serializer>(
    payload: &T,
    tag: &str,
    said: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let raw = serde_json::value::to_raw_value(&Written(payload)).map_err(S::Error::custom)?;
    let entries = match entries(raw.get()) {
        Some(entries) if entries.iter().all(|(key, _)| key != tag) => entries,
        _ => return payload.write(serializer),
    };
    let mut map = serializer.serialize_map(Some(entries.len() + 1))?;
    map.serialize_entry(tag, said)?;
    for (key, value) in &entries {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

/// The text of an object with these entries.
fn object<'r>(
    entries: impl Iterator<Item = (Cow<'r, str>, &'r RawValue)>,
) -> Result<String, serde_json::Error> {
    let mut text = Vec::new();
    serde_json::Serializer::new(&mut text).collect_map(entries)?;
    String::from_utf8(text).map_err(<serde_json::Error as Error>::custom)
}

/// Reads a variant; `None` if the value is not entirely of this type. A union inside a union is
/// read from anything: it fits if one of its own shapes does.
pub(crate) fn attempt<T: Field>(raw: &str) -> Option<T> {
    let (read, fits) = read::<T>(raw);
    let read = read.ok().filter(|_| fits && T::holds(raw))?;
    (!read.is_unknown()).then_some(read)
}

/// A variant of a union that is distinguished by its JSON type and its required properties.
pub(crate) struct Candidate<U> {
    /// The JSON type: `string`, `number`, `integer`, `boolean`, `array`, `object`, or `any`.
    pub(crate) kind: &'static str,
    /// Properties that must be there.
    pub(crate) required: &'static [&'static str],
    /// Reads the variant.
    pub(crate) read: fn(&str) -> Option<U>,
}

impl<U> Candidate<U> {
    fn fits(&self, raw: &str, keys: &[Cow<'_, str>]) -> bool {
        let first = raw.as_bytes().first();
        let kind_fits = match self.kind {
            "string" => first == Some(&b'"'),
            "number" => matches!(first, Some(b'-' | b'0'..=b'9')),
            "integer" => integer(raw).is_some(),
            "boolean" => matches!(first, Some(b't' | b'f')),
            "array" => first == Some(&b'['),
            "object" => first == Some(&b'{'),
            _ => true,
        };
        kind_fits && self.required.iter().all(|name| keys.iter().any(|key| key == name))
    }
}

/// The first candidate that fits and can be read; those that require most are asked first.
pub(crate) fn pick<U>(raw: &str, candidates: &[Candidate<U>]) -> Option<U> {
    let keys = entries(raw).unwrap_or_default();
    let keys: Vec<_> = keys.into_iter().map(|(key, _)| key).collect();
    let mut fitting: Vec<_> = candidates.iter().filter(|c| c.fits(raw, &keys)).collect();
    fitting.sort_by_key(|candidate| Reverse(candidate.required.len()));
    fitting.into_iter().find_map(|candidate| (candidate.read)(raw))
}
