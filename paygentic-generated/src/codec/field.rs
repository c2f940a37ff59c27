//! The trait behind every field, list element and body.

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::constant::Literal;
use super::initial_value::InitialKind;
use super::raw::read_raw;
use crate::json::{ReadError, read_located};

/// A value in JSON: inside an object, in a list, or as a whole body.
///
/// It is a trait of its own, beside serde's, because it reads what the contract allows and plain
/// serde does not (`10.0` as an integer, `null` for an empty list), and because it knows what a
/// missing key means.
pub(crate) trait Field: Initial + Sized {
    /// Reads the value.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Writes the value.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Whether the key must be there.
    const REQUIRED: bool = true;

    /// Whether it accepts any keys or values, so that a match says little about the value.
    const TAKES_ANY: bool = false;

    /// Whether the key is left out when the object is written.
    fn is_absent(&self) -> bool {
        false
    }

    /// Why it cannot be sent, if the caller has set an invalid value.
    fn invalid_reason(&self) -> Option<String> {
        None
    }

    /// Whether it is a union that fits none of its shapes.
    fn is_unknown(&self) -> bool {
        false
    }

    /// Whether a union may choose this type for JSON text: a float that is not the number that was
    /// sent would change it.
    fn holds(_raw: &str) -> bool {
        true
    }

    /// Whether it is the one value that the contract describes: text, a number or a boolean.
    fn equals(&self, literal: Literal) -> bool;
}

/// The value of a field until it is read.
pub(crate) trait Initial {
    /// An optional field keeps this if its key is missing; for a required one that is an error.
    fn initial() -> Self;

    /// The initial value, or a sample, as `F` decides.
    fn initial_or_sample<F: InitialKind>() -> Self
    where
        Self: Sized,
    {
        Self::initial()
    }
}

/// Reads a `T` where serde expects a seed.
pub(crate) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    pub(crate) const NEW: Self = Seed(PhantomData);
}

impl<'de, T: Field> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Writes a `T` where serde expects a `Serialize`.
pub(crate) struct AsSerialize<'a, T>(pub(crate) &'a T);

impl<T: Field> Serialize for AsSerialize<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<T: Field> Field for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Box::new)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).write(serializer)
    }

    const REQUIRED: bool = T::REQUIRED;

    const TAKES_ANY: bool = T::TAKES_ANY;

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn invalid_reason(&self) -> Option<String> {
        (**self).invalid_reason()
    }

    fn is_unknown(&self) -> bool {
        (**self).is_unknown()
    }

    fn holds(raw: &str) -> bool {
        T::holds(raw)
    }

    fn equals(&self, literal: Literal) -> bool {
        (**self).equals(literal)
    }
}

impl<T: Field> Initial for Box<T> {
    fn initial() -> Self {
        Box::new(T::initial())
    }

    fn initial_or_sample<F: InitialKind>() -> Self {
        Box::new(T::initial_or_sample::<F>())
    }
}

/// Reads a value from the caller's deserializer, whose errors have no location: from its JSON text, with
/// the reader whose errors have one.
pub(crate) fn deserialize<'de, T: Field, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let raw = read_raw(deserializer)?;
    read_located(&raw, |json| T::read(json)).map_err(ReadError::into_error)
}
