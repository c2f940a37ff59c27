//! Reads and writes JSON objects with known keys, for `object!`. The loops are here once, so that each emitted type
//! adds only a table of its fields.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, Serializer};

use super::additional_properties::CollectExtra;
use super::constant::{Constant, ConstantOverrides, Literal};
use super::field::{AsSerialize, Field, Seed};
use super::fit::{note_mismatch, note_undescribed};
use super::raw::Str;

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
pub(crate) trait ReadField<'de, A: MapAccess<'de>> {
    /// Reads the value of the key just read.
    fn read_from(&mut self, map: &mut A) -> Result<(), A::Error>;

    /// Whether the key must be there.
    fn is_required(&self) -> bool;

    /// Whether the value is this one.
    fn matches(&self, literal: Literal) -> bool;
}

impl<'de, A: MapAccess<'de>, T: Field> ReadField<'de, A> for T {
    fn read_from(&mut self, map: &mut A) -> Result<(), A::Error> {
        *self = map.next_value_seed(Seed::NEW)?;
        Ok(())
    }

    fn is_required(&self) -> bool {
        T::REQUIRED
    }

    fn matches(&self, literal: Literal) -> bool {
        self.equals(literal)
    }
}

/// A key, its field, and whether the key was there.
pub(crate) type Slot<'s, 'de, A> = (&'static str, &'s mut dyn ReadField<'de, A>, bool);

/// What an object has besides its fields.
pub(crate) struct OtherKeys<'b, 'de, A: MapAccess<'de>> {
    /// The constants: properties without a field, and fields with only one value in the contract.
    pub(crate) constants: &'b [Constant],
    /// Keeps other values of those without a field.
    pub(crate) sent: Option<&'b mut ConstantOverrides>,
    /// Whether the contract forbids all other keys.
    pub(crate) closed: bool,
    /// Keeps all other keys.
    pub(crate) extra: Option<&'b mut dyn CollectExtra<'de, A>>,
}

/// Reads all entries into their fields, and checks that none is missing.
///
/// If a key occurs twice, the last value counts. What is ignored although the contract does
/// not allow it is noted for unions; see `fit`.
pub(crate) fn read_fields<'de, A: MapAccess<'de>>(
    mut map: A,
    slots: &mut [Slot<'_, 'de, A>],
    mut others: OtherKeys<'_, 'de, A>,
) -> Result<(), A::Error> {
    let mut next = 0;
    while let Some(key) = map.next_key_seed(Str)? {
        if let Some(index) = position(slots, next, &key) {
            let (name, field, seen) = &mut slots[index];
            field.read_from(&mut map)?;
            *seen = true;
            next = index + 1;
            if !others.constants.is_empty()
                && !others.allows(name, |literal| field.matches(literal))
            {
                note_mismatch();
            }
        } else {
            others.read(key, &mut map)?;
        }
    }
    match slots.iter().find(|(_, field, seen)| !seen && field.is_required()) {
        Some((key, ..)) => Err(A::Error::missing_field(key)),
        None => Ok(()),
    }
}

impl<'de, A: MapAccess<'de>> OtherKeys<'_, 'de, A> {
    fn allows(&self, key: &str, matches: impl Fn(Literal) -> bool) -> bool {
        let mut constants = self.constants.iter();
        constants.all(|(name, literal)| *name != key || matches(*literal))
    }

    /// Reads the value of a key that has no field.
    fn read(&mut self, key: Cow<'de, str>, map: &mut A) -> Result<(), A::Error> {
        let mut constants = self.constants.iter();
        if let Some((_, literal)) = constants.find(|(name, _)| *name == key) {
            return self.read_constant(&key, *literal, map);
        }
        note_undescribed(1);
        if let Some(extra) = &mut self.extra {
            return extra.collect(key, map);
        }
        if self.closed {
            note_mismatch();
        }
        map.next_value::<IgnoredAny>().map(drop)
    }

    fn read_constant(&mut self, key: &str, literal: Literal, map: &mut A) -> Result<(), A::Error> {
        match (&mut self.sent, map.next_value_seed(literal)?) {
            (Some(sent), None) => sent.remove(key),
            (Some(sent), Some(other)) => {
                note_mismatch();
                sent.insert(key, other);
            }
            (None, _) => {}
        }
        Ok(())
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
pub(crate) trait WriteField<M: SerializeMap> {
    /// Writes the entry, unless the value is absent and need not be written as `null`.
    fn write_entry(&self, key: &'static str, or_null: bool, map: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Field> WriteField<M> for T {
    fn write_entry(&self, key: &'static str, or_null: bool, map: &mut M) -> Result<(), M::Error> {
        if self.is_absent() && !or_null {
            return Ok(());
        }
        if let Some(reason) = self.invalid_reason() {
            return Err(M::Error::custom(format_args!("`{key}`: {reason}")));
        }
        map.serialize_entry(key, &AsSerialize(self))
    }
}

/// A key, its field, and whether `null` is written for an absent value.
pub(crate) type Entry<'e, M> = (&'static str, &'e dyn WriteField<M>, bool);

/// Writes all entries.
pub(crate) fn write_fields<M: SerializeMap>(
    map: &mut M,
    entries: &[Entry<'_, M>],
) -> Result<(), M::Error> {
    entries.iter().try_for_each(|(key, field, or_null)| field.write_entry(key, *or_null, map))
}
