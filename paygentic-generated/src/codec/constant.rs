//! Properties that are described with one value only.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::free_form;
use super::raw::{read_raw, unquoted};

/// The one value that is described.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Literal {
    Text(&'static str),
    Boolean(bool),
    Integer(i64),
    Number(f64),
}

impl Literal {
    /// Whether JSON text says the same.
    pub(super) fn is(self, raw: &str) -> bool {
        match self {
            Literal::Text(text) => unquoted(raw).is_some_and(|sent| sent == text),
            Literal::Boolean(value) => raw == if value { "true" } else { "false" },
            Literal::Integer(value) => crate::values::integer(raw) == Some(value),
            Literal::Number(value) => raw.parse() == Ok(value),
        }
    }

    /// Whether it is this text.
    pub(crate) fn is_text(self, other: &str) -> bool {
        matches!(self, Literal::Text(text) if text == other)
    }
}

/// Reads a value that should be this one; gives another, if it is another.
impl<'de> DeserializeSeed<'de> for Literal {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if let Literal::Text(text) = self {
            // Nearly all are: this is the shorter way.
            return deserializer.deserialize_any(OtherThan(text));
        }
        let raw = read_raw(deserializer)?;
        match self.is(&raw) {
            true => Ok(None),
            false => free_form::value(&raw).map(Some),
        }
    }
}

struct OtherThan(&'static str);

macro_rules! others {
    ($($visit:ident($type:ty)),*) => {$(
        fn $visit<E: Error>(self, value: $type) -> Result<Self::Value, E> {
            Ok(Some(value.into()))
        }
    )*};
}

impl<'de> Visitor<'de> for OtherThan {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    others! { visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64) }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok((text != self.0).then(|| text.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Some(Value::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(list)).map(Some)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

macro_rules! literals {
    ($($type:ty => $variant:ident),*) => {$(
        impl From<$type> for Literal {
            fn from(value: $type) -> Self {
                Literal::$variant(value)
            }
        }
    )*};
}

literals! { &'static str => Text, bool => Boolean, i64 => Integer, f64 => Number }

impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Literal::Text(text) => serializer.serialize_str(text),
            Literal::Boolean(value) => serializer.serialize_bool(value),
            Literal::Integer(value) => serializer.serialize_i64(value),
            Literal::Number(value) => serializer.serialize_f64(value),
        }
    }
}

/// A property and its one value.
pub(crate) type Constant = (&'static str, Literal);

/// Other values that were sent for the constants of an object: there are none, as a rule. They are
/// kept, so that writing the object does not make one value of another.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Deviations(Option<Box<serde_json::Map<String, Value>>>);

impl Deviations {
    pub(super) fn keep(&mut self, key: &str, value: Value) {
        self.0.get_or_insert_default().insert(key.to_owned(), value);
    }

    /// Of a key that occurs twice the last value counts.
    pub(super) fn forget(&mut self, key: &str) {
        if let Some(kept) = &mut self.0 {
            kept.remove(key);
        }
    }

    fn of(&self, key: &str) -> Option<&Value> {
        self.0.as_ref()?.get(key)
    }
}

impl fmt::Debug for Deviations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().flat_map(|kept| kept.iter())).finish()
    }
}

/// Writes the constants of an object, or what was sent instead.
pub(crate) fn put_constants<M: SerializeMap>(
    map: &mut M,
    constants: &[Constant],
    sent: &Deviations,
) -> Result<(), M::Error> {
    constants.iter().try_for_each(|(key, literal)| match sent.of(key) {
        Some(value) => map.serialize_entry(key, value),
        None => map.serialize_entry(key, literal),
    })
}
