//! Decimals of the crate `rust_decimal`, which hold fewer digits.

use super::{Decimal, Number};

impl From<rust_decimal::Decimal> for Decimal {
    fn from(number: rust_decimal::Decimal) -> Self {
        Decimal::unchecked(number.to_string())
    }
}

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
        let written = read.plain_text(LIMIT).ok_or_else(is_other)?;
        rust_decimal::Decimal::from_str_exact(&written)
    }
}
