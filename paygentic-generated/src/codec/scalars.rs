//! Strings, numbers, booleans, and everything that is written as a string.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

use super::constant::Literal;
use super::field::{Field, Initial};
use super::fit::note_undescribed;
use super::free_form::read_value;
use super::initial_value::InitialKind;
use super::raw::{read_raw, unexpected};
use crate::values::{integer, is_float};

/// A type that is made from any string: ids and open enums.
pub(crate) trait Text: Sized {
    /// Takes the text as sent.
    fn from_text(text: &str) -> Self;

    /// Takes the text as sent, without copying it where the type keeps it.
    fn from_string(text: String) -> Self {
        Self::from_text(&text)
    }

    /// Whether the value is one that the contract lists, where it lists any.
    fn is_listed(&self) -> bool {
        true
    }
}

/// Reads a type that is made from any string.
pub(crate) fn read_text<'de, T: Text, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: Text> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(noted(T::from_text(text)))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        Ok(noted(T::from_string(text)))
    }
}

/// Notes a value that is not listed.
fn noted<T: Text>(text: T) -> T {
    if !text.is_listed() {
        note_undescribed(1);
    }
    text
}

/// `Field` for types whose own serde implementation is already right.
macro_rules! as_serde {
    ($($type:ty: $equals:expr;)*) => {$(
        impl Field for $type {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(deserializer)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }

            fn equals(&self, literal: Literal) -> bool {
                let equals: fn(&Self, Literal) -> bool = $equals;
                equals(self, literal)
            }
        }
    )*};
}

as_serde! {
    String: |text, literal| literal.is_text(text);
    bool: |value, literal| matches!(literal, Literal::Boolean(other) if other == *value);
}

impl Initial for String {
    fn initial() -> Self {
        String::new()
    }

    fn initial_or_sample<F: InitialKind>() -> Self {
        F::choose(String::new, || "sample".to_owned())
    }
}

impl Initial for bool {
    fn initial() -> Self {
        false
    }
}

impl Field for Value {
    const TAKES_ANY: bool = true;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_value(deserializer)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn equals(&self, literal: Literal) -> bool {
        literal.matches(&self.to_string())
    }
}

impl Initial for Value {
    fn initial() -> Self {
        Value::Null
    }
}

impl Field for f64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// JSON has no NaN and no infinity; `serde_json` would write `null`, and a value would be lost.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.is_finite() {
            return Err(S::Error::custom(format_args!(
                "{self} is not a number that JSON can hold"
            )));
        }
        serializer.serialize_f64(*self)
    }

    fn invalid_reason(&self) -> Option<String> {
        (!self.is_finite()).then(|| format!("{self} is not a number that can be sent"))
    }

    fn holds(raw: &str) -> bool {
        is_float(raw)
    }

    fn equals(&self, literal: Literal) -> bool {
        matches!(literal, Literal::Number(other) if other == *self)
            || matches!(literal, Literal::Integer(other) if other as f64 == *self)
    }
}

impl Initial for f64 {
    fn initial() -> Self {
        0.0
    }
}

/// In JSON Schema `10.0` and `1e1` are integers too. The text decides, because a float that is an
/// integer need not be the one that was sent.
impl Field for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = read_raw(deserializer)?;
        integer(&raw).ok_or_else(|| unexpected(&raw, &"an integer of 64 bits"))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }

    fn equals(&self, literal: Literal) -> bool {
        matches!(literal, Literal::Integer(other) if other == *self)
            || matches!(literal, Literal::Number(other) if other == *self as f64)
    }
}

impl Initial for i64 {
    fn initial() -> Self {
        0
    }
}

/// No content: whatever is sent is ignored.
impl Field for () {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(drop)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }

    fn equals(&self, _: Literal) -> bool {
        false
    }

    const REQUIRED: bool = false;
}

impl Initial for () {
    fn initial() -> Self {}
}
