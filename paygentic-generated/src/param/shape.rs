//! Splits JSON text one level at a time, so that numbers keep their digits.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The top level of a JSON text. Values inside keep their text, so that no digit changes.
pub(crate) enum Shape<'j> {
    Null,
    /// A string without its quotes, the text of a number, or a boolean.
    Text(Cow<'j, str>),
    List(Vec<&'j RawValue>),
    /// In the order of the text.
    Map(Vec<(String, &'j RawValue)>),
}

impl<'j> Shape<'j> {
    pub(crate) fn of(json: &'j str) -> serde_json::Result<Self> {
        Ok(match json.as_bytes().first() {
            Some(b'n') => Shape::Null,
            Some(b'"') => Shape::Text(Cow::Owned(serde_json::from_str(json)?)),
            Some(b'[') => Shape::List(serde_json::from_str(json)?),
            Some(b'{') => Shape::Map(serde_json::from_str::<Entries<'j>>(json)?.0),
            _ => Shape::Text(Cow::Borrowed(json)),
        })
    }
}

/// A value inside another one, in a place that holds a single text: a list or an object is its
/// JSON. `None` for `null`.
pub(super) fn item_text(json: &RawValue) -> serde_json::Result<Option<Cow<'_, str>>> {
    Ok(match Shape::of(json.get())? {
        Shape::Null => None,
        Shape::Text(text) => Some(text),
        Shape::List(_) | Shape::Map(_) => Some(Cow::Borrowed(json.get())),
    })
}

struct Entries<'j>(Vec<(String, &'j RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}
