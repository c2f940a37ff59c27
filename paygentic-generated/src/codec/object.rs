//! JSON objects with known keys: what `object!` calls.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::extra::Keep;
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

/// A field that a value can be read into.
pub(crate) trait Fill<'de, A: MapAccess<'de>> {
    /// Reads the value of the key just read.
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error>;

    /// Whether the key must be there.
    fn is_required(&self) -> bool;
}

impl<'de, A: MapAccess<'de>, T: Field> Fill<'de, A> for T {
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error> {
        *self = map.next_value_seed(Seed::NEW)?;
        Ok(())
    }

    fn is_required(&self) -> bool {
        T::REQUIRED
    }
}

/// A key, its field, and whether the key was there.
pub(crate) type Slot<'s, 'de, A> = (&'static str, &'s mut dyn Fill<'de, A>, bool);

/// Reads all entries into their fields, and checks that none is missing.
///
/// Of a key that occurs twice the last value counts. Unknown keys go to `extra`, if there is one;
/// `constants` are known, but have no field.
pub(crate) fn fill<'de, A: MapAccess<'de>>(
    mut map: A,
    slots: &mut [Slot<'_, 'de, A>],
    constants: &[&str],
    mut extra: Option<&mut dyn Keep<'de, A>>,
) -> Result<(), A::Error> {
    let mut next = 0;
    while let Some(key) = map.next_key_seed(Key)? {
        if let Some(index) = position(slots, next, &key) {
            let (_, field, seen) = &mut slots[index];
            field.fill(&mut map)?;
            *seen = true;
            next = index + 1;
        } else {
            match &mut extra {
                Some(extra) if !constants.contains(&&*key) => extra.keep(key, &mut map)?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
    }
    match slots
        .iter()
        .find(|(_, field, seen)| !seen && field.is_required())
    {
        Some((key, ..)) => Err(A::Error::missing_field(key)),
        None => Ok(()),
    }
}

/// The slot of a key. Keys mostly come in the order of the slots, so the `next` one is tried first.
fn position<T>(slots: &[(&'static str, T, bool)], next: usize, key: &str) -> Option<usize> {
    let (before, after) = slots.split_at(next);
    match after.iter().position(|slot| slot.0 == key) {
        Some(index) => Some(next + index),
        None => before.iter().position(|slot| slot.0 == key),
    }
}

/// A field that can be written as an entry.
pub(crate) trait Put<M: SerializeMap> {
    /// Writes the entry, unless the value is absent and need not be written as `null`.
    fn put(&self, key: &'static str, or_null: bool, map: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Field> Put<M> for T {
    fn put(&self, key: &'static str, or_null: bool, map: &mut M) -> Result<(), M::Error> {
        if self.is_absent() && !or_null {
            return Ok(());
        }
        map.serialize_entry(key, &Written(self))
    }
}

/// A key, its field, and whether `null` is written for an absent value.
pub(crate) type Entry<'e, M> = (&'static str, &'e dyn Put<M>, bool);

/// Writes all entries.
pub(crate) fn put_all<M: SerializeMap>(
    map: &mut M,
    entries: &[Entry<'_, M>],
) -> Result<(), M::Error> {
    entries
        .iter()
        .try_for_each(|(key, field, or_null)| field.put(key, *or_null, map))
}

/// Reads a key without copying it, unless it holds escapes.
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
