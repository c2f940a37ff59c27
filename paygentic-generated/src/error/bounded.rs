//! Reads the body of an error response within limits of depth and size: an explanation needs no more, and the
//! body may be hostile.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::codec::NUMBER;
use crate::json;

/// The maximum number of values that are kept; others are ignored.
const MAX_VALUES: usize = 2000;

/// The maximum number of values of one list.
const MAX_LIST_ITEMS: usize = 100;

/// The maximum nesting of lists and objects.
const MAX_DEPTH: usize = 8;

/// The maximum length of a text, in bytes.
const MAX_TEXT_LEN: usize = 4096;

/// Reads a body as far as possible: it may be HTML, or end in the middle.
pub(super) fn read(body: &[u8]) -> Value {
    let cleaned = json::cleaned(body);
    let text = cleaned.as_deref().map_or(body, str::as_bytes);
    let mut read = Value::Null;
    let visitor =
        BoundedVisitor { into: &mut read, room: &Cell::new(MAX_VALUES), depth: MAX_DEPTH };
    // The error is dropped: what was read before it is kept.
    drop(visitor.deserialize(&mut serde_json::Deserializer::from_slice(text)));
    read
}

/// The beginning of a text, with an ellipsis if there is more.
fn truncated(text: &str) -> String {
    if text.len() <= MAX_TEXT_LEN {
        return text.to_owned();
    }
    let end = (0..=MAX_TEXT_LEN).rev().find(|end| text.is_char_boundary(*end));
    format!("{}…", &text[..end.unwrap_or(0)])
}

/// A value that is read into a place, so that what was read stays there after an error.
struct BoundedVisitor<'p> {
    into: &'p mut Value,
    room: &'p Cell<usize>,
    depth: usize,
}

impl<'p> BoundedVisitor<'p> {
    /// Whether there is room for another value inside this one.
    fn has_room(&self) -> bool {
        let left = self.room.get();
        self.room.set(left.saturating_sub(1));
        left > 0 && self.depth > 0
    }

    fn inside<'i>(&self, into: &'i mut Value) -> BoundedVisitor<'i>
    where
        'p: 'i,
    {
        BoundedVisitor { into, room: self.room, depth: self.depth - 1 }
    }
}

impl<'de> DeserializeSeed<'de> for BoundedVisitor<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for BoundedVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        *self.into = value.into();
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        *self.into = value.into();
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        *self.into = value.into();
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        *self.into = value.into();
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        *self.into = truncated(text).into();
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut items = Vec::new();
        let mut result = Ok(());
        while items.len() < MAX_LIST_ITEMS && self.has_room() {
            let mut item = Value::Null;
            let read = list.next_element_seed(self.inside(&mut item));
            match read {
                Ok(None) => break,
                Ok(Some(())) => items.push(item),
                Err(error) => {
                    items.push(item);
                    result = Err(error);
                    break;
                }
            }
        }
        *self.into = Value::Array(items);
        result?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut entries = Map::new();
        let mut result = Ok(());
        while self.has_room() {
            let mut value = Value::Null;
            let read = match map.next_key::<String>() {
                Ok(Some(key)) if key == NUMBER => {
                    let text: String = map.next_value()?;
                    *self.into = text.parse().map_or(Value::Null, Value::Number);
                    return Ok(());
                }
                Ok(Some(key)) => {
                    let read = map.next_value_seed(self.inside(&mut value));
                    entries.insert(truncated(&key), value);
                    read
                }
                Ok(None) => break,
                Err(error) => Err(error),
            };
            if read.is_err() {
                result = read;
                break;
            }
        }
        *self.into = Value::Object(entries);
        result?;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}
