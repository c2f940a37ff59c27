//! Timestamps and calendar dates.
//!
//! What a `Timestamp` cannot hold becomes the nearest one that means the same, and the docs of
//! `Timestamp` in `values` say so: a leap second is the second before it, digits beyond nanoseconds
//! are cut off, and the last 26 hours of the year 9999 are its last moment.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::ser::Serializer;

use super::constant::Literal;
use super::field::{Field, Initial};
use super::initial_value::InitialKind;

impl Field for Timestamp {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TimestampVisitor)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }

    fn equals(&self, literal: Literal) -> bool {
        matches!(literal, Literal::Text(text) if text.parse().is_ok_and(|time: Self| time == *self))
    }
}

impl Initial for Timestamp {
    fn initial() -> Self {
        Self::UNIX_EPOCH
    }
}

impl Field for Date {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DateVisitor)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }

    fn equals(&self, literal: Literal) -> bool {
        matches!(literal, Literal::Text(text) if day(text) == Some(*self))
    }
}

impl Initial for Date {
    fn initial() -> Self {
        Self::ZERO
    }

    fn initial_or_sample<F: InitialKind>() -> Self {
        F::choose(Self::initial, || TimeZone::UTC.to_datetime(Timestamp::UNIX_EPOCH).date())
    }
}

struct TimestampVisitor;

impl Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date and time as in RFC 3339")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Timestamp, E> {
        let read = match has_offset(text) {
            true => text.parse().ok().or_else(|| unusual(text)),
            false => None,
        };
        read.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

struct DateVisitor;

impl Visitor<'_> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date as in RFC 3339, such as `2026-01-02`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Date, E> {
        day(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// The day that a text is. `jiff` takes all that begins with one, and would drop a time and an offset.
fn day(text: &str) -> Option<Date> {
    let is_day = matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _]);
    text.parse().ok().filter(|_| is_day)
}

/// Whether the text ends as in RFC 3339: with `Z`, or with an offset of less than a day. `jiff` takes
/// offsets of up to 26 hours, and a point in time that is a day off is worse than none.
fn has_offset(text: &str) -> bool {
    if text.ends_with(['Z', 'z']) {
        return true;
    }
    let Some(time) = text.get("9999-12-31T".len()..) else {
        return false;
    };
    match time.find(['+', '-']) {
        Some(at) => {
            let hours = time.get(at + 1..at + 3).and_then(|hours| hours.parse::<u8>().ok());
            hours.is_some_and(|hours| hours < 24)
        }
        None => false,
    }
}

/// Reads what RFC 3339 allows and `jiff` does not accept.
#[cold]
fn unusual(text: &str) -> Option<Timestamp> {
    let text = in_nanoseconds(text);
    text.parse().ok().or_else(|| last_hours(&text))
}

/// RFC 3339 ends with the year 9999; a `Timestamp` ends 26 hours earlier, to leave room for any offset. A time in
/// between is meant as "never", and so is the last `Timestamp`.
fn last_hours(text: &str) -> Option<Timestamp> {
    let (local, rest) = text.split_at_checked("9999-12-31T23:59:59".len())?;
    let is_last = local.starts_with("9999-12-30") || local.starts_with("9999-12-31");
    // The same time on a day of another year: is it valid apart from the date?
    let earlier = format!("2000-12-31{}{rest}", local.get("9999-12-31".len()..)?);
    (is_last && earlier.parse::<Timestamp>().is_ok()).then_some(Timestamp::MAX)
}

/// RFC 3339 allows any number of fraction digits; a `Timestamp` holds nine.
fn in_nanoseconds(text: &str) -> Cow<'_, str> {
    let Some((whole, rest)) = text.split_once('.') else {
        return Cow::Borrowed(text);
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, zone) = rest.split_at(digits);
    Cow::Owned(format!("{whole}.{}{zone}", &fraction[..digits.min(9)]))
}
