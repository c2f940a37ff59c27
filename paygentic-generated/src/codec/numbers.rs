//! Decimals that the contract describes as JSON numbers: what `as number` in `object!` calls.

use std::collections::BTreeMap;

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::additional_properties::ExtraEntries;
use super::field::Field;
use super::object::WriteField;
use crate::values::{Decimal, Nullable};

/// A decimal, or a list or map of them, that is written as JSON numbers.
pub(crate) trait Numeric: Field {
    /// Writes the numbers with their digits.
    fn write_numbers<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl Numeric for Decimal {
    fn write_numbers<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self
            .as_json()
            .map_err(|text| S::Error::custom(format_args!("`{text}` is not a decimal number")))?;
        // Raw text means nothing to formats other than JSON; an integer does.
        match json.parse::<i64>() {
            Ok(integer) if integer.to_string() == json => serializer.serialize_i64(integer),
            _ => RawValue::from_string(json.into_owned())
                .map_err(S::Error::custom)?
                .serialize(serializer),
        }
    }
}

impl<T: Numeric> Numeric for Option<T> {
    fn write_numbers<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write_numbers(serializer),
            None => serializer.serialize_unit(),
        }
    }
}

impl<T: Numeric> Numeric for Nullable<T> {
    fn write_numbers<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value() {
            Some(value) => value.write_numbers(serializer),
            None => serializer.serialize_unit(),
        }
    }
}

impl<T: Numeric> Numeric for Vec<T> {
    fn write_numbers<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Numbers))
    }
}

impl<T: Numeric> Numeric for BTreeMap<String, T> {
    fn write_numbers<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, Numbers(value))))
    }
}

/// Writes such a value where serde expects a `Serialize`, or as an entry of an object.
pub(crate) struct Numbers<'a, T>(pub(crate) &'a T);

impl<T: Numeric> Serialize for Numbers<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write_numbers(serializer)
    }
}

impl<M: SerializeMap, T: Numeric> WriteField<M> for Numbers<'_, T> {
    fn write_entry(&self, key: &'static str, or_null: bool, map: &mut M) -> Result<(), M::Error> {
        if self.0.is_absent() && !or_null {
            return Ok(());
        }
        map.serialize_entry(key, self)
            .map_err(|error| M::Error::custom(format_args!("`{key}`: {error}")))
    }
}

impl<T: Numeric> ExtraEntries for Numbers<'_, BTreeMap<String, T>> {
    fn entries(&self) -> impl Iterator<Item = (&String, impl Serialize)> {
        self.0.iter().map(|(key, value)| (key, Numbers(value)))
    }
}
