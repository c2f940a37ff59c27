//! Exact decimal numbers, for money.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::number::{Number, json_number};
use crate::codec::{Blank, Field, read_raw, unexpected, unquoted};

/// An exact decimal number that keeps its digits as they were sent.
///
/// It compares, orders and hashes by value, and prints the text: `1.50`, `1.5` and `15e-1` are
/// equal. Text that the server sends is never refused: what is not a number
/// ([`is_number`](Self::is_number) says so) is kept too, equals only itself, and stands behind all
/// numbers. There is no conversion from `f64`, because most decimal fractions are not exact there.
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
pub struct Decimal(Cow<'static, str>);

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Decimal(Cow::Borrowed("0"));

    /// The number `mantissa` / 10^`scale`: `Decimal::new(150, 2)` is `1.50`. A `scale` of more than
    /// 100 is written as an exponent.
    pub fn new(mantissa: i128, scale: u32) -> Self {
        let digits = mantissa.unsigned_abs().to_string();
        let sign = if mantissa < 0 { "-" } else { "" };
        if scale == 0 {
            return Decimal(format!("{sign}{digits}").into());
        }
        if scale > 100 {
            return Decimal(format!("{sign}{digits}e-{scale}").into());
        }
        let scale = scale as usize;
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        Decimal(format!("{sign}{whole}.{fraction}").into())
    }

    /// The number as text, as it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is a number: digits with a point among, before or behind them, with a sign
    /// and an exponent if need be, such as `12.50`, `+5`, `.5` or `9.11e-7`. Blanks and separators
    /// are no part of a number, and an exponent has at most 18 digits that count.
    ///
    /// All numbers compare by value, whatever their form. What is not a number compares as text,
    /// and stands behind all numbers.
    ///
    /// ```
    /// use paygentic_generated::Decimal;
    ///
    /// assert!(Decimal::new(1250, 2).is_number());
    /// assert!("1,000.00".parse::<Decimal>().is_err());
    /// ```
    pub fn is_number(&self) -> bool {
        Number::read(&self.0).is_some()
    }

    /// The number as JSON has it; the text as it is if it is not a number.
    pub(crate) fn as_json(&self) -> Result<Cow<'_, str>, &str> {
        json_number(&self.0).ok_or(&self.0)
    }

    fn parts(&self) -> Parts<'_> {
        match Number::read(&self.0) {
            Some(number) => Parts::Number(number),
            None => Parts::Other(&self.0),
        }
    }
}

/// What is compared; numbers stand before text that is not a number.
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
        write!(f, "Decimal({})", self.0)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Decimal(number.to_string().into())
            }
        }
    )*};
}

from_integers!(i32, i64, u32, u64);

/// The text is not a decimal number, such as `12.50`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecimalError(String);

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a decimal number; write digits, as in `12.50`",
            self.0
        )
    }
}

impl std::error::Error for DecimalError {}

impl FromStr for Decimal {
    type Err = DecimalError;

    /// Takes what [`is_number`](Decimal::is_number) takes for a number.
    fn from_str(text: &str) -> Result<Self, DecimalError> {
        match Number::read(text) {
            Some(_) => Ok(Decimal(text.to_owned().into())),
            None => Err(DecimalError(text.to_owned())),
        }
    }
}

impl TryFrom<&str> for Decimal {
    type Error = DecimalError;

    fn try_from(text: &str) -> Result<Self, DecimalError> {
        text.parse()
    }
}

#[cfg(feature = "rust_decimal")]
impl From<rust_decimal::Decimal> for Decimal {
    fn from(number: rust_decimal::Decimal) -> Self {
        Decimal(number.to_string().into())
    }
}

#[cfg(feature = "rust_decimal")]
impl TryFrom<&Decimal> for rust_decimal::Decimal {
    type Error = rust_decimal::Error;

    /// Takes every form of a number, exponents too. Fails if the number has more digits than fit, or
    /// is not a number; digits are never rounded away.
    fn try_from(number: &Decimal) -> Result<Self, rust_decimal::Error> {
        // More digits than it holds; so exponents are not written out further.
        const LIMIT: i64 = 40;
        let is_other = || rust_decimal::Error::ConversionTo("rust_decimal::Decimal".to_owned());
        let json = number.as_json().map_err(|_| is_other())?;
        if let Ok(exact) = rust_decimal::Decimal::from_str_exact(&json) {
            return Ok(exact);
        }
        let read = Number::read(&json).ok_or_else(is_other)?;
        let written = read.written_out(LIMIT).ok_or_else(is_other)?;
        rust_decimal::Decimal::from_str_exact(&written)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Reads a string, or a number with all of its digits.
impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = read_raw(deserializer)?;
        if matches!(raw.as_bytes().first(), Some(b'-' | b'0'..=b'9')) {
            return Ok(Decimal(raw.into_owned().into()));
        }
        match unquoted(&raw) {
            Some(text) => Ok(Decimal(text.into_owned().into())),
            None => Err(unexpected(&raw, "a decimal number as a string")),
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
}

impl Blank for Decimal {
    fn blank() -> Self {
        Decimal::ZERO
    }
}
