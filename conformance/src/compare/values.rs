//! Whether two scalar values are equal.

use jiff::Timestamp;
use serde_json::{Number, Value};

/// Whether they are equal; times are compared as instants where the schema declares one.
pub(super) fn same(is_time: bool, raw: &Value, out: &Value) -> bool {
    match (raw, out) {
        (Value::Number(raw), Value::Number(out)) => match (whole(raw), whole(out)) {
            // Whole numbers may have more digits than a float.
            (Some(raw), Some(out)) => raw == out,
            _ => raw.as_f64() == out.as_f64(),
        },
        (Value::String(raw), Value::String(out)) if raw != out && is_time => {
            let raw = time(raw);
            raw.is_some() && raw == time(out)
        }
        _ => raw == out,
    }
}

/// A number without a fraction, `10.0` among them.
fn whole(number: &Number) -> Option<i128> {
    // Any float below this limit fits `i128`.
    let limit = 2_f64.powi(126);
    let float = number.as_f64()?;
    #[allow(clippy::cast_possible_truncation)]
    // Within the limit, and without a fraction, the cast is exact.
    let cast = || (float.fract() == 0.0 && float.abs() < limit).then_some(float as i128);
    number.as_i128().or_else(cast)
}

/// An instant, to the nanosecond: no type holds more digits.
fn time(text: &str) -> Option<Timestamp> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let is_zone = |sign: char| !sign.is_ascii_digit();
    let (digits, zone) = rest.split_at(rest.find(is_zone).unwrap_or(rest.len()));
    match digits.get(..digits.len().min(9)) {
        Some(digits) if !digits.is_empty() => format!("{whole}.{digits}{zone}").parse().ok(),
        _ => text.parse().ok(),
    }
}
