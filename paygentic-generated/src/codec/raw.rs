//! Reads values as their JSON text.
//!
//! A number loses digits as soon as `serde` has made a float of it, so what must be exact is read as
//! text. `serde_json` hands the text over if it is asked for a newtype of a certain name; every
//! other format treats that as a plain newtype, and its value is written as JSON first.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected,
    Visitor,
};
use serde_json::{Map, Value};

/// The name that `serde_json::value::RawValue` uses for this. A test checks that it is still this one.
const TOKEN: &str = "$serde_json::private::RawValue";

/// Reads a value as its JSON text, without whitespace around it.
pub(crate) fn read_raw<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_newtype_struct(TOKEN, Raw)
}

struct Raw;

macro_rules! written {
    ($($visit:ident($type:ty)),*) => {$(
        fn $visit<E: Error>(self, value: $type) -> Result<Self::Value, E> {
            Ok(Value::from(value).to_string().into())
        }
    )*};
}

impl<'de> Visitor<'de> for Raw {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        inner.deserialize_any(self)
    }

    written! { visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_str(&str), visit_string(String) }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Self::Value, E> {
        Ok(value.to_string().into())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Self::Value, E> {
        Ok(value.to_string().into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        if value.is_finite() {
            Ok(Value::from(value).to_string().into())
        } else {
            Err(E::custom(format_args!("JSON has no number for {value}")))
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok("null".into())
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok("null".into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        let list = Value::deserialize(SeqAccessDeserializer::new(list))?;
        Ok(list.to_string().into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Map::new();
        while let Some(key) = map.next_key_seed(Str)? {
            if key == TOKEN {
                return map.next_value_seed(Str);
            }
            entries.insert(key.into_owned(), map.next_value()?);
        }
        Ok(Value::Object(entries).to_string().into())
    }
}

/// Reads a string without copying it, where that is possible.
pub(crate) struct Str;

impl<'de> DeserializeSeed<'de> for Str {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Str {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

/// The text of a JSON string; `None` if the JSON is something else.
pub(crate) fn unquoted(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(raw).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

/// The error for JSON that is not what was expected.
#[cold]
pub(crate) fn unexpected<E: Error>(raw: &str, expected: &dyn Expected) -> E {
    let text;
    let found = match raw.as_bytes().first() {
        Some(b'n') => Unexpected::Unit,
        Some(b't' | b'f') => Unexpected::Bool(raw == "true"),
        Some(b'[') => Unexpected::Seq,
        Some(b'{') => Unexpected::Map,
        Some(b'"') => {
            text = unquoted(raw).unwrap_or_default();
            Unexpected::Str(&text)
        }
        _ => return E::invalid_value(number(raw), expected),
    };
    E::invalid_type(found, expected)
}

fn number(raw: &str) -> Unexpected<'_> {
    raw.parse().map_or(Unexpected::Other("number"), Unexpected::Float)
}
