//! Values that JSON has no type for.

mod decimal;
mod duration;
mod file;
mod json_object;
mod nullable;
mod number;

/// The bytes of a body that is not JSON, such as a PDF document.
pub use bytes::Bytes;
/// A point in time, read from a text as in RFC 3339.
///
/// Times that it cannot represent become the nearest one: a leap second (`23:59:60`) is read as the second before
/// it, digits beyond nanoseconds are cut off, and a time after [`Timestamp::MAX`], in the last 26
/// hours of the year 9999 in UTC, is `Timestamp::MAX`. Times without an offset, and with one of a
/// day or more (`+25:00`), are an error.
pub use jiff::Timestamp;
/// A calendar day, read from a text such as `2026-01-02`. A text with a time besides is refused, because the day
/// depends on the place then.
pub use jiff::civil::Date;
/// Free-form JSON.
pub use serde_json::Value;

pub use decimal::{Decimal, DecimalError};
pub use duration::{DurationError, IsoDuration};
pub use file::FilePart;
pub(crate) use file::{Content, OneShotReader};
pub use json_object::JsonObject;
pub use nullable::Nullable;
pub(crate) use number::{integer, is_exact, is_float};
