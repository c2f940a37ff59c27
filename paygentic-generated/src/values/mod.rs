//! Values that JSON has no type for.

mod decimal;
mod duration;
mod file;
mod nullable;

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
pub(crate) use file::Content;
pub use file::FilePart;
pub use nullable::Nullable;

/// Free-form JSON that is an object.
pub type JsonObject = serde_json::Map<String, Value>;
