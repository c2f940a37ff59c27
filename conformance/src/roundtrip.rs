//! Takes JSON through the models of an operation: decodes it and encodes it again.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::case::{Direction, Roundtrip};
use crate::operation;
use crate::report::{Answer, Failure};

/// Takes the JSON of a case through the model that it names.
///
/// # Errors
///
/// There is no such operation or model, or the JSON does not fit it.
pub fn roundtrip(case: &Roundtrip) -> Result<Answer, Failure> {
    let operation = operation::find(&case.operation)?;
    let codec = match case.direction {
        Direction::Response => operation.codec(case.status),
        Direction::Request => operation
            .request
            .ok_or_else(|| Failure::case(format!("`{}` has no request body", case.operation)))?,
    };
    let out = codec(case.json.get())?;
    Ok(Answer { status: None, out })
}

/// Through a type.
pub(crate) fn json<T: DeserializeOwned + Serialize>(text: &str) -> Result<Box<RawValue>, Failure> {
    let value: T = serde_json::from_str(text).map_err(|error| Failure::decode(&error))?;
    write(&value)
}

/// Where there is no type, any JSON passes.
pub(crate) fn any(text: &str) -> Result<Box<RawValue>, Failure> {
    json::<Value>(text)
}

/// Where there is no content, the SDK does not look at it.
pub(crate) fn nothing(_: &str) -> Result<Box<RawValue>, Failure> {
    write(&())
}

/// A value as JSON.
pub(crate) fn write<T: Serialize>(value: &T) -> Result<Box<RawValue>, Failure> {
    to_raw_value(value).map_err(|error| Failure::encode(&error))
}
