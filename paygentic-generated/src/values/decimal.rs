//! Exact decimal numbers, for money.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::codec::{Blank, Field};

/// An exact decimal number that keeps its digits as they were sent.
///
/// It compares by value and prints the text. What the server sends is never refused: text that is
/// no decimal number is kept too, and equals only itself. There is no conversion from `f64`,
/// because most decimal fractions are not exact there.
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

    /// The number `mantissa` / 10^`scale`: `Decimal::new(150, 2)` is `1.50`.
    pub fn new(mantissa: i128, scale: u32) -> Self {
        let digits = mantissa.unsigned_abs().to_string();
        let sign = if mantissa < 0 { "-" } else { "" };
        let scale = scale as usize;
        if scale == 0 {
            return Decimal(format!("{sign}{digits}").into());
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        Decimal(format!("{sign}{whole}.{fraction}").into())
    }

    /// The number as text, as it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> Parts<'_> {
        match Number::read(&self.0) {
            Some(number) => Parts::Number(number),
            None => Parts::Other(&self.0),
        }
    }
}

/// What is compared; numbers stand before text that is no number.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Parts<'a> {
    Number(Number<'a>),
    Other(&'a str),
}

/// A number without the zeros that do not count.
#[derive(PartialEq, Eq, Hash)]
struct Number<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Number<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !fraction.is_none_or(all_digits) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.unwrap_or_default().trim_end_matches('0');
        let zero = whole.is_empty() && fraction.is_empty();
        Some(Number {
            negative: negative && !zero,
            whole,
            fraction,
        })
    }

    fn size(&self) -> (usize, &str, &str) {
        (self.whole.len(), self.whole, self.fraction)
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.size().cmp(&other.size()),
            (true, true) => other.size().cmp(&self.size()),
            (mine, theirs) => theirs.cmp(&mine),
        }
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
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

/// The text is no decimal number, such as `12.50`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecimalError(String);

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no decimal number; write digits, as in `12.50`",
            self.0
        )
    }
}

impl std::error::Error for DecimalError {}

impl FromStr for Decimal {
    type Err = DecimalError;

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

    /// Fails if the number has more digits than fit, or is no number; digits are never rounded away.
    fn try_from(number: &Decimal) -> Result<Self, rust_decimal::Error> {
        rust_decimal::Decimal::from_str_exact(number.as_str())
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DecimalVisitor)
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

struct DecimalVisitor;

impl<'de> Visitor<'de> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number as a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
        Ok(Decimal(text.to_owned().into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Decimal, E> {
        Ok(Decimal(number.to_string().into()))
    }

    /// A number, if some crate in the program has turned on `serde_json/arbitrary_precision`.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Decimal, A::Error> {
        match serde_json::Number::deserialize(MapAccessDeserializer::new(map)) {
            Ok(number) => Ok(Decimal(number.to_string().into())),
            Err(_) => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}
