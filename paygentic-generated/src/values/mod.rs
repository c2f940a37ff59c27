//! Values that JSON has no type for.

mod decimal;
mod duration;
mod nullable;
mod number;

/// The bytes of a body that is not JSON, such as a PDF document.
pub use bytes::Bytes;
/// A point in time.
pub use jiff::Timestamp;
/// A calendar day.
pub use jiff::civil::Date;
/// Free-form JSON.
pub use serde_json::Value;

pub use decimal::{Decimal, DecimalError};
pub use duration::{DurationError, IsoDuration};
pub use nullable::Nullable;
pub(crate) use number::{integer, is_exact, is_float};

/// Free-form JSON that is an object.
pub type JsonObject = serde_json::Map<String, Value>;
