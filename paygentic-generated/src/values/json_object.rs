//! Free-form JSON that is an object.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error, Serialize, Serializer};
use serde_json::map::{self, Map};
use serde_json::value::Value;

use crate::codec::{Field, Initial, Literal, free_form, read_raw, unexpected};

/// Free-form JSON that is an object. It has all methods of [`serde_json::Map`].
///
/// Create it from a map, from entries, or with `json!`. If the value is not an object, the call fails before anything
/// is sent, and the error names the field.
///
/// ```
/// use paygentic_generated::JsonObject;
/// use serde_json::json;
///
/// let mut usage = JsonObject::from(json!({"model": "small", "tokens": 1500}));
/// usage.insert("cached".to_owned(), true.into());
/// assert_eq!(usage["tokens"], 1500);
/// assert_eq!(usage, JsonObject::from([("model", json!("small")), ("tokens", json!(1500)), ("cached", json!(true))]));
/// ```
///
/// To convert a type of your own, use `serde_json::to_value(&value)?.into()`.
#[derive(Clone, Default, PartialEq)]
pub struct JsonObject {
    entries: Map<String, Value>,
    /// Set by the caller, and not an object: it cannot be sent.
    refused: Option<Box<Value>>,
}

impl JsonObject {
    /// An object without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// The entries, without copying them.
    pub fn into_map(self) -> Map<String, Value> {
        self.entries
    }
}

impl Deref for JsonObject {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.entries
    }
}

impl DerefMut for JsonObject {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.entries
    }
}

impl fmt::Debug for JsonObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.refused {
            Some(value) => value.fmt(f),
            None => self.entries.fmt(f),
        }
    }
}

impl From<Map<String, Value>> for JsonObject {
    fn from(entries: Map<String, Value>) -> Self {
        JsonObject { entries, refused: None }
    }
}

/// A value that is not an object cannot be sent.
impl From<Value> for JsonObject {
    fn from(value: Value) -> Self {
        match value {
            Value::Object(entries) => entries.into(),
            other => JsonObject { entries: Map::new(), refused: Some(Box::new(other)) },
        }
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for JsonObject {
    fn from(entries: [(K, V); N]) -> Self {
        let entries = entries.into_iter();
        entries.map(|(key, value)| (key.into(), value.into())).collect()
    }
}

impl From<&JsonObject> for JsonObject {
    fn from(object: &JsonObject) -> Self {
        object.clone()
    }
}

impl From<JsonObject> for Value {
    fn from(object: JsonObject) -> Self {
        match object.refused {
            Some(value) => *value,
            None => Value::Object(object.entries),
        }
    }
}

impl FromIterator<(String, Value)> for JsonObject {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(entries: I) -> Self {
        Map::from_iter(entries).into()
    }
}

impl IntoIterator for JsonObject {
    type Item = (String, Value);
    type IntoIter = map::IntoIter;

    fn into_iter(self) -> map::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a> IntoIterator for &'a JsonObject {
    type Item = (&'a String, &'a Value);
    type IntoIter = map::Iter<'a>;

    fn into_iter(self) -> map::Iter<'a> {
        self.entries.iter()
    }
}

impl PartialEq<Map<String, Value>> for JsonObject {
    fn eq(&self, other: &Map<String, Value>) -> bool {
        self.refused.is_none() && self.entries == *other
    }
}

impl PartialEq<Value> for JsonObject {
    fn eq(&self, other: &Value) -> bool {
        match &self.refused {
            Some(value) => **value == *other,
            None => other.as_object() == Some(&self.entries),
        }
    }
}

impl Serialize for JsonObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.invalid_reason() {
            None => self.entries.serialize(serializer),
            Some(reason) => Err(S::Error::custom(reason)),
        }
    }
}

impl<'de> Deserialize<'de> for JsonObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}

impl Field for JsonObject {
    const TAKES_ANY: bool = true;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = read_raw(deserializer)?;
        match free_form(&raw)? {
            Value::Object(entries) => Ok(entries.into()),
            Value::Null => Ok(Self::new()),
            _ => Err(unexpected(&raw, &"an object")),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    const REQUIRED: bool = false;

    fn equals(&self, _: Literal) -> bool {
        false
    }

    fn invalid_reason(&self) -> Option<String> {
        let value = self.refused.as_ref()?;
        Some(format!("an object is expected, not {}", kind(value)))
    }
}

impl Initial for JsonObject {
    fn initial() -> Self {
        Self::new()
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
