//! Additional properties: entries of an object whose keys the contract does not name.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::MapAccess;
use serde::ser::{Error, Serialize, SerializeMap};

use super::constant::Constant;
use super::field::{AsSerialize, Field, Seed};
use super::object::Entry;
use crate::values::JsonObject;

/// A field that collects additional properties while an object is read.
pub(crate) trait CollectExtra<'de, A: MapAccess<'de>> {
    /// Reads the value of `key` and keeps both.
    fn collect(&mut self, key: Cow<'de, str>, map: &mut A) -> Result<(), A::Error>;
}

impl<'de, A: MapAccess<'de>, T: Field> CollectExtra<'de, A> for BTreeMap<String, T> {
    fn collect(&mut self, key: Cow<'de, str>, map: &mut A) -> Result<(), A::Error> {
        self.insert(key.into_owned(), map.next_value_seed(Seed::NEW)?);
        Ok(())
    }
}

impl<'de, A: MapAccess<'de>> CollectExtra<'de, A> for JsonObject {
    fn collect(&mut self, key: Cow<'de, str>, map: &mut A) -> Result<(), A::Error> {
        self.insert(key.into_owned(), map.next_value_seed(Seed::NEW)?);
        Ok(())
    }
}

/// A field whose entries are written as additional properties.
pub(crate) trait ExtraEntries {
    /// The keys and values.
    fn entries(&self) -> impl Iterator<Item = (&String, impl Serialize)>;
}

impl<T: Field> ExtraEntries for BTreeMap<String, T> {
    fn entries(&self) -> impl Iterator<Item = (&String, impl Serialize)> {
        self.iter().map(|(key, value)| (key, AsSerialize(value)))
    }
}

impl ExtraEntries for JsonObject {
    fn entries(&self) -> impl Iterator<Item = (&String, impl Serialize)> {
        self.iter()
    }
}

/// Writes the entries of `extra`. A key with a field of its own would occur twice, and the reader
/// would have to choose, so it is an error.
pub(crate) fn write_extra<M: SerializeMap>(
    map: &mut M,
    known: &[Entry<'_, M>],
    constants: &[Constant],
    extra: &impl ExtraEntries,
) -> Result<(), M::Error> {
    for (key, value) in extra.entries() {
        if constants.iter().any(|constant| constant.0 == key)
            || known.iter().any(|entry| entry.0 == key)
        {
            return Err(M::Error::custom(format_args!(
                "additional property `{key}` has a place of its own; set the field instead"
            )));
        }
        map.serialize_entry(key, &value)?;
    }
    Ok(())
}
