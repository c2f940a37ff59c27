//! Values that may have one of several shapes: what `union!` calls.
//!
//! A union takes the text of its value, chooses a variant by it, and reads the variant from the same
//! text, so that no digit is lost on the way.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::field::{AsSerialize, Field};
use super::fit::{Fit, measure_fit, note_undescribed};
use super::free_form;
use super::raw::{Str, read_raw, unquoted};
use crate::json::{ReadError, has_lone_surrogate, read_located};
use crate::values::integer;

/// The maximum nesting of lists and objects; as in `serde_json`, whose count starts again
/// inside each union.
const MAX_DEPTH: usize = 127;

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
    // It would fail one variant, and another that ignores that field would be chosen instead.
    if has_lone_surrogate(raw.as_bytes()) {
        return Err(ReadError::new("half of a surrogate pair in a string").into_error());
    }
    match U::choose(&raw)? {
        Some(chosen) => Ok(chosen),
        None => {
            note_undescribed(1);
            free_form::value(&raw).map(U::unknown)
        }
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
                if depth > MAX_DEPTH {
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

/// Reads a value from its text, with the reader for whole responses.
fn read<T: Field>(raw: &str) -> (Result<T, ReadError>, Fit) {
    measure_fit(|| read_located(raw, |json| T::read(json)))
}

/// Reads the variant that the tag names; `None` if the value is not entirely of this type.
pub(crate) fn read_tagged<T: Field, E: Error>(raw: &str) -> Result<Option<T>, E> {
    let (read, fit) = read::<T>(raw);
    let read = read.map_err(ReadError::into_error)?;
    note_undescribed(fit.undescribed);
    Ok((!fit.has_mismatch).then_some(read))
}

/// The same for a type that lacks the tag, which is removed first.
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) fn read_without_tag<T: Field, E: Error>(raw: &str, tag: &str) -> Result<Option<T>, E> {
    let entries = entries(raw).unwrap_or_default();
    let others = entries.into_iter().filter(|(key, _)| key != tag);
    let without = object(others).map_err(|error| ReadError::in_value(&error).into_error())?;
    read_tagged(&without)
}

/// Writes a payload with the tag of its variant before it, unless it has the tag itself.
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) fn write_with_tag<T: Field, S: Serializer>(
    payload: &T,
    tag: &str,
    tag_value: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let raw = serde_json::value::to_raw_value(&AsSerialize(payload)).map_err(S::Error::custom)?;
    let entries = match entries(raw.get()) {
        Some(entries) if entries.iter().all(|(key, _)| key != tag) => entries,
        _ => return payload.write(serializer),
    };
    let mut map = serializer.serialize_map(Some(entries.len() + 1))?;
    map.serialize_entry(tag, tag_value)?;
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

/// A variant, and how many keys and values it does not describe.
type Attempt<U> = Option<(U, u32)>;

/// Reads a variant, and makes the union of it; `None` if the value is not entirely of this type. A union inside a
/// union is read from anything: it fits if one of its own shapes does.
pub(crate) fn read_variant<T: Field, U>(raw: &str, variant: fn(T) -> U) -> Attempt<U> {
    let (read, fit) = read::<T>(raw);
    let read = read.ok().filter(|read| !fit.has_mismatch && T::holds(raw) && !read.is_unknown())?;
    Some((variant(read), fit.undescribed))
}

/// A variant of a union that is distinguished by its JSON type and its required properties.
pub(crate) struct Candidate<U> {
    /// The JSON type: `string`, `number`, `integer`, `boolean`, `array`, `object`, or `any`.
    pub(crate) kind: &'static str,
    /// Properties that must be there.
    pub(crate) required: &'static [&'static str],
    /// Whether it accepts any value of its JSON type, as a map does.
    pub(crate) takes_any: bool,
    /// Reads the variant.
    pub(crate) read: fn(&str) -> Attempt<U>,
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

/// The candidate that fits: of those that require most, the one that describes most of the value, else the first.
pub(crate) fn choose_by_shape<U>(raw: &str, candidates: &[Candidate<U>]) -> Option<U> {
    let keys = entries(raw).unwrap_or_default();
    let keys: Vec<_> = keys.into_iter().map(|(key, _)| key).collect();
    let mut fitting: Vec<_> = candidates.iter().filter(|c| c.fits(raw, &keys)).collect();
    fitting.sort_by_key(|candidate| Reverse(candidate.required.len()));
    let mut groups = fitting.chunk_by(|one, other| one.required.len() == other.required.len());
    let (chosen, left) = groups.find_map(|group| best(raw, keys.len(), group))?;
    note_undescribed(left);
    Some(chosen)
}

/// The candidate that describes most of a value with this many keys.
fn best<U>(raw: &str, keys: usize, candidates: &[&Candidate<U>]) -> Attempt<U> {
    let mut best: Option<(Rank, (U, u32))> = None;
    for candidate in candidates {
        let Some((value, left)) = (candidate.read)(raw) else {
            continue;
        };
        let rank = match candidate.takes_any {
            true => Rank::TakesAny,
            false if left == 0 || (left as usize) < keys => Rank::Leaves(left),
            false => Rank::DescribesNothing(left),
        };
        if best.as_ref().is_none_or(|(least, _)| rank < *least) {
            best = Some((rank, (value, left)));
        }
        if rank == Rank::Leaves(0) {
            break;
        }
    }
    best.map(|(_, chosen)| chosen)
}

/// How much of a value a candidate describes, the most first. An object with an unknown key is not read as a map, and
/// a map not as an object that has none of its keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Leaves(u32),
    TakesAny,
    DescribesNothing(u32),
}
