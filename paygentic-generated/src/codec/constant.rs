//! Constants: properties for which the contract has only one value.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::free_form;
use super::raw::{read_raw, unquoted};
use crate::json::{ReadError, has_lone_surrogate};

/// The only value that the contract has for a property.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Literal {
    Text(&'static str),
    Boolean(bool),
    Integer(i64),
    Number(f64),
}

impl Literal {
    /// Whether JSON text has this value.
    pub(super) fn matches(self, raw: &str) -> bool {
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

/// Reads a value that should be this one; returns it if it is another.
impl<'de> DeserializeSeed<'de> for Literal {
    type Value = Option<UnexpectedValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let raw = read_raw(deserializer)?;
        if self.matches(&raw) {
            return Ok(None);
        }
        // So that the text is repaired, as for any other string.
        if has_lone_surrogate(raw.as_bytes()) {
            return Err(ReadError::new("half of a surrogate pair in a string").into_error());
        }
        Ok(Some(UnexpectedValue::new(raw.into_owned())))
    }
}

/// A value other than the one in the contract.
#[derive(Clone, PartialEq)]
pub(crate) enum UnexpectedValue {
    Value(Value),
    /// Its JSON, where a `Value` would change a number or cannot hold it. It is not interpreted, so it must not
    /// prevent the rest of the response from being read.
    Text(String),
}

impl UnexpectedValue {
    fn new(raw: String) -> Self {
        match free_form::value::<serde_json::Error>(&raw) {
            Ok(value) => UnexpectedValue::Value(value),
            Err(_) => UnexpectedValue::Text(raw),
        }
    }
}

impl fmt::Debug for UnexpectedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnexpectedValue::Value(value) => value.fmt(f),
            UnexpectedValue::Text(text) => f.write_str(text),
        }
    }
}

impl Serialize for UnexpectedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            UnexpectedValue::Value(value) => value.serialize(serializer),
            UnexpectedValue::Text(text) => {
                RawValue::from_string(text.clone()).map_err(S::Error::custom)?.serialize(serializer)
            }
        }
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

/// Other values that were sent for the constants of an object; usually there are none. They are
/// kept, so that the object is written as it was read.
#[derive(Clone, Default, PartialEq)]
#[allow(
    clippy::box_collection,
    reason = "every object has one, so it must not be larger than a pointer"
)]
pub(crate) struct ConstantOverrides(Option<Box<BTreeMap<String, UnexpectedValue>>>);

impl ConstantOverrides {
    pub(super) fn insert(&mut self, key: &str, value: UnexpectedValue) {
        self.0.get_or_insert_default().insert(key.to_owned(), value);
    }

    /// If a key occurs twice, the last value counts.
    pub(super) fn remove(&mut self, key: &str) {
        if let Some(kept) = &mut self.0 {
            kept.remove(key);
        }
    }

    fn get(&self, key: &str) -> Option<&UnexpectedValue> {
        self.0.as_ref()?.get(key)
    }
}

impl fmt::Debug for ConstantOverrides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().flat_map(|kept| kept.iter())).finish()
    }
}

/// Writes the constants of an object, or what was sent instead.
pub(crate) fn write_constants<M: SerializeMap>(
    map: &mut M,
    constants: &[Constant],
    sent: &ConstantOverrides,
) -> Result<(), M::Error> {
    constants.iter().try_for_each(|(key, literal)| match sent.get(key) {
        Some(value) => map.serialize_entry(key, value),
        None => map.serialize_entry(key, literal),
    })
}
