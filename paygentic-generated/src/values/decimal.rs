//! Exact decimal numbers, for money.

#[cfg(feature = "rust_decimal")]
mod conversions;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error, Serialize, Serializer};

use super::number::{Number, json_number};
use crate::codec::{Field, Initial, Literal, read_raw, unexpected, unquoted};
use crate::error::text::{MAX_SHOWN, safe};

/// An exact decimal number that keeps its digits as they were sent.
///
/// It compares, orders and hashes by value, and prints the text as sent: `1.50`, `1.5` and `15e-1` are equal. Text
/// from the server that is not a number (see [`is_number`](Self::is_number)) is kept too; it equals only itself, and
/// sorts after all numbers. There is no conversion from `f64`, because an `f64` holds most decimal fractions
/// inexactly.
///
/// Where the SDK takes a `Decimal`, it takes text and integers too: `"99.00"`, `99`. If the text is not a number, the
/// call fails before anything is sent, and the error names the field.
///
/// It is written as the contract describes the field: as a string, or as a JSON number with the
/// digits given (`+5`, `.5` and `007` become `5`, `0.5` and `7`). What is not a number cannot be
/// written as one, and is an error that names the field.
///
/// ```
/// use paygentic_generated::Decimal;
///
/// let price: Decimal = "1.50".parse()?;
/// assert_eq!(price, Decimal::new(15, 1));
/// assert_eq!(price.to_string(), "1.50");
/// assert!(Decimal::from(2) > price);
/// # Ok::<(), paygentic_generated::DecimalError>(())
/// ```
#[derive(Clone)]
pub struct Decimal(Text);

#[derive(Clone)]
enum Text {
    /// As it was made, parsed or sent by the server.
    Sendable(Cow<'static, str>),
    /// Set by the caller, and not a number: it cannot be sent.
    Invalid(Box<str>),
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Decimal(Text::Sendable(Cow::Borrowed("0")));

    /// The number `mantissa` / 10^`scale`: `Decimal::new(150, 2)` is `1.50`. A `scale` of more than
    /// 100 is written as an exponent.
    pub fn new(mantissa: i128, scale: u32) -> Self {
        let digits = mantissa.unsigned_abs().to_string();
        let sign = if mantissa < 0 { "-" } else { "" };
        if scale == 0 {
            return Decimal::unchecked(format!("{sign}{digits}"));
        }
        if scale > 100 {
            return Decimal::unchecked(format!("{sign}{digits}e-{scale}"));
        }
        let scale = scale as usize;
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        Decimal::unchecked(format!("{sign}{whole}.{fraction}"))
    }

    /// The number as text, as it was sent.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Sendable(text) => text,
            Text::Invalid(text) => text,
        }
    }

    fn unchecked(text: impl Into<String>) -> Self {
        Decimal(Text::Sendable(Cow::Owned(text.into())))
    }

    /// Whether the text is a number: digits with an optional decimal point, sign and exponent, such as `12.50`, `+5`,
    /// `.5` or `9.11e-7`. Spaces and thousands separators are not allowed, and an exponent has at most 18 significant
    /// digits.
    ///
    /// Numbers compare by value, whatever their form. Text that is not a number compares as text, and sorts after all
    /// numbers.
    ///
    /// ```
    /// use paygentic_generated::Decimal;
    ///
    /// assert!(Decimal::new(1250, 2).is_number());
    /// assert!("1,000.00".parse::<Decimal>().is_err());
    /// ```
    pub fn is_number(&self) -> bool {
        Number::read(self.as_str()).is_some()
    }

    /// The number in JSON syntax; the unchanged text as an error if it is not a number.
    pub(crate) fn as_json(&self) -> Result<Cow<'_, str>, &str> {
        json_number(self.as_str()).ok_or(self.as_str())
    }

    fn parts(&self) -> Parts<'_> {
        match Number::read(self.as_str()) {
            Some(number) => Parts::Number(number),
            None => Parts::Other(self.as_str()),
        }
    }
}

/// The parts that are compared; numbers sort before text that is not a number.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Parts<'a> {
    Number(Number<'a>),
    Other(&'a str),
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Decimal {}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Decimal::ZERO
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What the server sent need not be a number, and may hold control characters.
        write!(f, "Decimal({})", self.as_str().escape_debug())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Decimal::unchecked(number.to_string())
            }
        }
    )*};
}

from_integers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

/// The text is not a decimal number, such as `12.50`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecimalError(String);

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = safe(&self.0, MAX_SHOWN);
        write!(f, "`{text}` is not a decimal number; write digits, as in `12.50`")
    }
}

impl std::error::Error for DecimalError {}

impl FromStr for Decimal {
    type Err = DecimalError;

    /// Accepts what [`is_number`](Decimal::is_number) accepts.
    fn from_str(text: &str) -> Result<Self, DecimalError> {
        match Number::read(text) {
            Some(_) => Ok(Decimal::unchecked(text)),
            None => Err(DecimalError(text.to_owned())),
        }
    }
}

/// Any text is accepted: if it is not a number, the call that would send it fails, with the
/// name of the field. To check it at once, use `parse`.
impl From<&str> for Decimal {
    fn from(text: &str) -> Self {
        text.parse().unwrap_or_else(|DecimalError(text)| Decimal(Text::Invalid(text.into())))
    }
}

/// As from `&str`.
impl From<String> for Decimal {
    fn from(text: String) -> Self {
        Decimal::from(text.as_str())
    }
}

impl From<&Decimal> for Decimal {
    fn from(number: &Decimal) -> Self {
        number.clone()
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(reason) = self.invalid_reason() {
            return Err(S::Error::custom(reason));
        }
        serializer.serialize_str(self.as_str())
    }
}

/// Reads a string, or a number with all of its digits.
impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = read_raw(deserializer)?;
        if matches!(raw.as_bytes().first(), Some(b'-' | b'0'..=b'9')) {
            return Ok(Decimal::unchecked(raw));
        }
        match unquoted(&raw) {
            Some(text) => Ok(Decimal::unchecked(text)),
            None => Err(unexpected(&raw, &"a decimal number as a string")),
        }
    }
}

impl Field for Decimal {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn invalid_reason(&self) -> Option<String> {
        match &self.0 {
            Text::Sendable(_) => None,
            Text::Invalid(text) => Some(DecimalError(text.to_string()).to_string()),
        }
    }

    /// Of a number that is a literal of a program, all digits count that it has in its shortest form.
    fn equals(&self, literal: Literal) -> bool {
        match literal {
            Literal::Integer(number) => *self == Decimal::from(number),
            Literal::Number(number) => *self == Decimal::unchecked(number.to_string()),
            Literal::Text(text) => *self == Decimal::unchecked(text),
            Literal::Boolean(_) => false,
        }
    }
}

impl Initial for Decimal {
    fn initial() -> Self {
        Decimal::ZERO
    }
}
