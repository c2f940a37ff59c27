//! What a [`Reader`] passes to the library in place of the visitor and the seed of a type.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::access::{Entries, Items};
use super::error::ReadError;
use super::reader::Reader;

/// A visitor whose errors are [`ReadError`]s.
pub(super) struct Located<V>(pub(super) V);

macro_rules! scalars {
    ($($visit:ident($type:ty)),*) => {$(
        #[inline]
        fn $visit<E: de::Error>(self, value: $type) -> Result<V::Value, E> {
            self.0.$visit(value).map_err(ReadError::into_library_error)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Located<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    scalars! {
        visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_i128(i128), visit_u128(u128), visit_f64(f64),
        visit_str(&str), visit_borrowed_str(&'de str), visit_string(String)
    }

    #[inline]
    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit().map_err(ReadError::into_library_error)
    }

    #[inline]
    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_none().map_err(ReadError::into_library_error)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Reader(inner)).map_err(ReadError::into_library_error)
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Reader(inner)).map_err(ReadError::into_library_error)
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Items::new(list)).map_err(ReadError::into_library_error)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Entries::new(map)).map_err(ReadError::into_library_error)
    }
}

/// A seed whose errors are [`ReadError`]s.
pub(super) struct LocatedSeed<S>(pub(super) S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for LocatedSeed<S> {
    type Value = S::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Reader(deserializer)).map_err(ReadError::into_library_error)
    }
}
