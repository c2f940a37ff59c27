//! Values that may have one of several shapes: what `union!` calls.

use std::cmp::Reverse;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::field::Field;
use super::tree::Tree;

/// An enum over values of several shapes; implemented by `union!`.
pub(crate) trait Union: Sized {
    /// Chooses the variant for a value and reads it.
    fn choose<E: Error>(value: Value) -> Result<Self, E>;
}

/// Reads a union.
pub(crate) fn read_union<'de, U: Union, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<U, D::Error> {
    deserializer.deserialize_any(UnionVisitor(PhantomData))
}

/// Chooses while the reader still stands at the value, so that an error has the right place.
struct UnionVisitor<U>(PhantomData<U>);

macro_rules! choose_scalars {
    ($($visit:ident($type:ty)),*) => {$(
        fn $visit<E: Error>(self, value: $type) -> Result<U, E> {
            U::choose(value.into())
        }
    )*};
}

impl<'de, U: Union> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    choose_scalars! {
        visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64),
        visit_str(&str), visit_string(String)
    }

    fn visit_unit<E: Error>(self) -> Result<U, E> {
        U::choose(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<U, A::Error> {
        U::choose(Value::deserialize(SeqAccessDeserializer::new(list))?)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<U, A::Error> {
        U::choose(Value::deserialize(MapAccessDeserializer::new(map))?)
    }
}

/// The text of the property that tells the variants apart, if it is there.
pub(crate) fn tag<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

/// Reads a variant from the buffered value.
pub(crate) fn from_value<T: Field, E: Error>(value: &Value) -> Result<T, E> {
    T::read(Tree(value)).map_err(E::custom)
}

/// Reads a variant from the buffered value; `None` if it is not of this type. A union inside a union
/// is read from anything: it fits if one of its own shapes does.
pub(crate) fn attempt<T: Field>(value: &Value) -> Option<T> {
    let read = T::read(Tree(value)).ok()?;
    (!read.is_unknown()).then_some(read)
}

/// A variant of a union that is told apart by its JSON type and its required properties.
pub(crate) struct Candidate<U> {
    /// The JSON type: `string`, `number`, `integer`, `boolean`, `array`, `object`, or `any`.
    pub(crate) kind: &'static str,
    /// Properties that must be there.
    pub(crate) required: &'static [&'static str],
    /// Reads the variant.
    pub(crate) read: fn(&Value) -> Option<U>,
}

impl<U> Candidate<U> {
    fn fits(&self, value: &Value) -> bool {
        let kind_fits = match self.kind {
            "string" => value.is_string(),
            "number" => value.is_number(),
            "integer" => value.is_i64() || value.as_f64().is_some_and(|n| n.fract() == 0.0),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => true,
        };
        kind_fits && self.required.iter().all(|name| value.get(name).is_some())
    }
}

/// The first candidate that fits and can be read; those that require most are asked first.
pub(crate) fn pick<U>(value: &Value, candidates: &[Candidate<U>]) -> Option<U> {
    let mut fitting: Vec<_> = candidates.iter().filter(|c| c.fits(value)).collect();
    fitting.sort_by_key(|candidate| Reverse(candidate.required.len()));
    fitting
        .into_iter()
        .find_map(|candidate| (candidate.read)(value))
}
