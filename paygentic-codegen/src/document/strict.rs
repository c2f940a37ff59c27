//! Reads a JSON value, from JSON or YAML, but rejects what `serde_json::Value` would accept silently:
//! duplicate keys (the last one would win), numbers that JSON cannot represent, and YAML
//! that is small as text but huge once its aliases are expanded.

use std::cell::Cell;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

/// The maximum nesting depth of objects and lists.
pub(super) const MAX_DEPTH: usize = 100;

/// The approximate memory that a document may use. Only YAML aliases can bring a text of
/// [`super::MAX_BYTES`] near it.
const MAX_WEIGHT: usize = 256 << 20;

/// The memory that a value uses besides its text.
const VALUE_WEIGHT: usize = size_of::<Value>();

/// Deserializes one value; created by [`strict`].
#[derive(Clone, Copy)]
pub(super) struct Strict<'a> {
    depth: usize,
    weight_left: &'a Cell<usize>,
}

/// Reads the whole document.
pub(super) fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let weight_left = Cell::new(MAX_WEIGHT);
    Strict { depth: 0, weight_left: &weight_left }.deserialize(deserializer)
}

impl Strict<'_> {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(E::custom(format_args!("nesting exceeds the limit of {MAX_DEPTH} levels")));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn weigh<E: de::Error>(&self, text: &str) -> Result<(), E> {
        match self.weight_left.get().checked_sub(VALUE_WEIGHT + text.len()) {
            Some(left) => {
                self.weight_left.set(left);
                Ok(())
            }
            None => Err(E::custom("the document is too large once its aliases are expanded")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.weigh("")?;
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.weigh("")?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.weigh("")?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.weigh("")?;
        Ok(Value::Number(value.into()))
    }

    /// A number beyond 64 bits is read as the nearest `f64`, as in JSON.
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.weigh("")?;
        let number = Number::from_f64(value);
        number.map(Value::Number).ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.weigh(&value)?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.weigh("")?;
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(inner)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.weigh("")?;
        let inner = self.deeper()?;
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            self.weigh(&key)?;
            if key == "<<" {
                return Err(de::Error::custom("the merge key `<<` is not supported"));
            }
            match map.entry(key) {
                Entry::Vacant(entry) => entry.insert(access.next_value_seed(inner)?),
                Entry::Occupied(entry) => {
                    let message = format_args!("duplicate key `{}` in an object", entry.key());
                    return Err(de::Error::custom(message));
                }
            };
        }
        Ok(Value::Object(map))
    }
}
