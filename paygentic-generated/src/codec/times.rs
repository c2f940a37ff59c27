//! Points in time and calendar days.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::ser::Serializer;

use super::field::{Blank, Field};

impl Field for Timestamp {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TimestampVisitor)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Blank for Timestamp {
    fn blank() -> Self {
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
}

impl Blank for Date {
    fn blank() -> Self {
        Self::ZERO
    }
}

struct TimestampVisitor;

impl Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date and time as in RFC 3339")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse()
            .or_else(|_| in_nanoseconds(text).parse())
            .or_else(|error| last_hours(text).ok_or(error))
            .map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}

struct DateVisitor;

impl Visitor<'_> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date as in RFC 3339")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Date, E> {
        text.parse()
            .map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// RFC 3339 ends with the year 9999; a `Timestamp` ends some hours earlier, to leave room for any
/// offset. Whoever writes the last hours means "never", which the last `Timestamp` also says.
fn last_hours(text: &str) -> Option<Timestamp> {
    let (local, zone) = text.split_at_checked("9999-12-31T23:59:59".len())?;
    let is_time = local.parse::<jiff::civil::DateTime>().is_ok();
    let is_last = local.starts_with("9999-12-30") || local.starts_with("9999-12-31");
    let has_zone = zone.starts_with(['.', 'Z', 'z', '+', '-']);
    (is_time && is_last && has_zone).then_some(Timestamp::MAX)
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
