//! Optional and nullable values, lists and maps.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use super::constant::Literal;
use super::field::{AsSerialize, Field, Initial, Seed};
use crate::values::Nullable;

impl<T: Field> Field for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(NullOr(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_unit(),
        }
    }

    const REQUIRED: bool = false;

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn invalid_reason(&self) -> Option<String> {
        self.as_ref()?.invalid_reason()
    }

    fn equals(&self, literal: Literal) -> bool {
        self.as_ref().is_none_or(|value| value.equals(literal))
    }
}

impl<T> Initial for Option<T> {
    fn initial() -> Self {
        None
    }
}

impl<T: Field> Field for Nullable<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::read(deserializer)? {
            Some(value) => Nullable::Value(value),
            None => Nullable::Null,
        })
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Nullable::Value(value) => value.write(serializer),
            Nullable::Null | Nullable::Unset => serializer.serialize_unit(),
        }
    }

    const REQUIRED: bool = false;

    fn is_absent(&self) -> bool {
        self.is_unset()
    }

    fn invalid_reason(&self) -> Option<String> {
        self.value()?.invalid_reason()
    }

    fn equals(&self, literal: Literal) -> bool {
        self.value().is_none_or(|value| value.equals(literal))
    }
}

impl<T> Initial for Nullable<T> {
    fn initial() -> Self {
        Nullable::Unset
    }
}

struct NullOr<T>(PhantomData<T>);

impl<'de, T: Field> Visitor<'de> for NullOr<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::read(deserializer).map(Some)
    }
}

/// `null` in place of a list is read as an empty list.
impl<T: Field> Field for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(ListVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for item in self {
            list.serialize_element(&AsSerialize(item))?;
        }
        list.end()
    }

    fn invalid_reason(&self) -> Option<String> {
        self.iter().find_map(Field::invalid_reason)
    }

    fn equals(&self, _: Literal) -> bool {
        false
    }

    const REQUIRED: bool = false;
}

impl<T> Initial for Vec<T> {
    fn initial() -> Self {
        Vec::new()
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Field> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Seed::NEW)? {
            items.push(item);
        }
        Ok(items)
    }
}

/// `null` in place of a map is read as an empty map.
impl<T: Field> Field for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(MapVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &AsSerialize(value))?;
        }
        map.end()
    }

    fn invalid_reason(&self) -> Option<String> {
        self.values().find_map(Field::invalid_reason)
    }

    fn equals(&self, _: Literal) -> bool {
        false
    }

    const REQUIRED: bool = false;

    const TAKES_ANY: bool = true;
}

impl<T: Field> Initial for BTreeMap<String, T> {
    fn initial() -> Self {
        BTreeMap::new()
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Field> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            entries.insert(key, map.next_value_seed(Seed::NEW)?);
        }
        Ok(entries)
    }
}
