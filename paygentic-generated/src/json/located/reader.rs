//! Wraps the deserializer of `serde_json`, so that its errors get a location.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{CowStrDeserializer, MapAccessDeserializer};
use serde::de::{self, Deserializer, MapAccess, Visitor};

use super::error::ReadError;
use super::visitor::Located;
use crate::codec::{read_raw, unexpected};

/// A deserializer whose errors are [`ReadError`]s.
///
/// The text determines the type of a value, not the visitor: if the library were asked for a string
/// and found another type, its only result would be a message that repeats the value.
pub(crate) struct Reader<D>(pub(super) D);

macro_rules! any {
    ($($method:ident($($argument:ty),*)),* $(,)?) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* visitor: V) -> Result<V::Value, ReadError> {
            self.deserialize_any(visitor)
        }
    )*};
}

/// Numbers are read from their text, because the features of `serde_json` change the type that it passes on.
macro_rules! numbers {
    ($($method:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            visit_number(&read_raw(self)?, visitor)
        }
    )*};
}

macro_rules! wide {
    ($($method:ident $visit:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            let raw = read_raw(self)?;
            match raw.parse() {
                Ok(integer) => visitor.$visit(integer),
                Err(_) => visit_number(&raw, visitor),
            }
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Reader<D> {
    type Error = ReadError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.0.deserialize_any(Located(visitor)).map_err(|error| ReadError::recover(&error))
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.0.deserialize_option(Located(visitor)).map_err(|error| ReadError::recover(&error))
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let read = self.0.deserialize_newtype_struct(name, Located(visitor));
        read.map_err(|error| ReadError::recover(&error))
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.0.deserialize_ignored_any(Located(visitor)).map_err(|error| ReadError::recover(&error))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_any(EnumVisitor(visitor))
    }

    numbers! {
        deserialize_i8, deserialize_i16, deserialize_i32, deserialize_i64,
        deserialize_u8, deserialize_u16, deserialize_u32, deserialize_u64, deserialize_f32, deserialize_f64
    }

    wide! { deserialize_i128 visit_i128, deserialize_u128 visit_u128 }

    any! {
        deserialize_bool(), deserialize_char(), deserialize_str(), deserialize_string(), deserialize_bytes(),
        deserialize_byte_buf(), deserialize_unit(), deserialize_unit_struct(&'static str), deserialize_seq(),
        deserialize_tuple(usize), deserialize_tuple_struct(&'static str, usize), deserialize_map(),
        deserialize_struct(&'static str, &'static [&'static str]), deserialize_identifier(),
    }
}

/// Passes a number to a visitor: as `u64` or `i64` if it fits, as `f64` otherwise.
fn visit_number<'de, V: Visitor<'de>>(raw: &str, visitor: V) -> Result<V::Value, ReadError> {
    if !raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        return Err(unexpected(raw, &visitor));
    }
    // As an integer, `-0` would lose its sign.
    if raw != "-0" {
        if let Ok(integer) = raw.parse() {
            return visitor.visit_u64(integer);
        }
        if let Ok(integer) = raw.parse() {
            return visitor.visit_i64(integer);
        }
    }
    match raw.parse::<f64>() {
        Ok(number) if number.is_finite() => visitor.visit_f64(number),
        _ => Err(ReadError::new("number out of range")),
    }
}

/// Reads an enum as serde writes it: the name of a variant, or an object of a name and a payload.
struct EnumVisitor<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for EnumVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<V::Value, E> {
        self.0.visit_enum(CowStrDeserializer::new(Cow::Borrowed(name)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(MapAccessDeserializer::new(map))
    }
}
