//! JSON objects with known keys: what `object!` calls.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::field::{Field, Seed, Written};

/// A struct that is a JSON object; implemented by `object!`.
pub(crate) trait Object: Sized {
    /// Reads the entries up to the end of the object.
    fn read_entries<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;

    /// Writes the entries.
    fn write_entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Reads an object.
pub(crate) fn read_object<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Writes an object.
pub(crate) fn write_object<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    object.write_entries(&mut map)?;
    map.end()
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read_entries(map)
    }
}

/// The next key; borrowed from the text unless it holds escapes.
pub(crate) fn next_key<'de, A: MapAccess<'de>>(
    map: &mut A,
) -> Result<Option<Cow<'de, str>>, A::Error> {
    map.next_key_seed(Key)
}

/// The value of the key just read. Of a key that occurs twice the last value counts.
pub(crate) fn value<'de, T: Field, A: MapAccess<'de>>(map: &mut A) -> Result<Option<T>, A::Error> {
    map.next_value_seed(Seed::NEW).map(Some)
}

/// Passes over the value of a key that is not known.
pub(crate) fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// The value read for `key`, or what its absence stands for.
pub(crate) fn take<T: Field, E: Error>(value: Option<T>, key: &'static str) -> Result<T, E> {
    match value {
        Some(value) => Ok(value),
        None => T::absent().ok_or_else(|| E::missing_field(key)),
    }
}

/// Writes an entry, unless its value is absent and need not be written as `null`.
pub(crate) fn put<T: Field, M: SerializeMap>(
    map: &mut M,
    key: &'static str,
    value: &T,
    or_null: bool,
) -> Result<(), M::Error> {
    if value.is_absent() && !or_null {
        return Ok(());
    }
    map.serialize_entry(key, &Written(value))
}

/// A field that holds all entries whose keys are not known.
pub(crate) trait Extra: Default {
    /// Reads the value of `key` and keeps both.
    fn keep<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error>;

    /// Writes the entries, passing over those whose keys are `known`.
    fn put_all<M: SerializeMap>(&self, known: &[&str], map: &mut M) -> Result<(), M::Error>;
}

impl<T: Field> Extra for BTreeMap<String, T> {
    fn keep<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        self.insert(key.to_owned(), map.next_value_seed(Seed::NEW)?);
        Ok(())
    }

    fn put_all<M: SerializeMap>(&self, known: &[&str], map: &mut M) -> Result<(), M::Error> {
        put_unknown(
            self.iter().map(|(key, value)| (key, Written(value))),
            known,
            map,
        )
    }
}

impl Extra for serde_json::Map<String, Value> {
    fn keep<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        self.insert(key.to_owned(), map.next_value()?);
        Ok(())
    }

    fn put_all<M: SerializeMap>(&self, known: &[&str], map: &mut M) -> Result<(), M::Error> {
        put_unknown(self.iter(), known, map)
    }
}

/// Two entries of one key would let the reader choose; so one that a field speaks for is an error.
fn put_unknown<'a, V: Serialize, M: SerializeMap>(
    entries: impl Iterator<Item = (&'a String, V)>,
    known: &[&str],
    map: &mut M,
) -> Result<(), M::Error> {
    for (key, value) in entries {
        if known.contains(&key.as_str()) {
            return Err(serde::ser::Error::custom(format_args!(
                "additional property `{key}` has a field of its own; set that field instead"
            )));
        }
        map.serialize_entry(key, &value)?;
    }
    Ok(())
}

/// Reads a key without copying it where possible.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }

    fn visit_string<E: Error>(self, key: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key))
    }
}
