//! Everything that the emitted table uses, under one name, so that it cannot clash with the names of models.

use anyhow::Result;
use paygentic_generated::{Bytes, Client, ClientBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::to_raw_value;

pub(crate) use crate::arguments::{Arguments, Location, none_of};
use crate::case::Raw;
pub(crate) use crate::operation::{NO_OPERATION, Operation};

/// The builder of a client.
pub(crate) type Builder = ClientBuilder<Client>;

/// Sets an optional parameter that the case gives.
pub(crate) fn set<P, V>(parameters: P, value: Option<V>, setter: impl FnOnce(P, V) -> P) -> P {
    match value {
        Some(value) => setter(parameters, value),
        None => parameters,
    }
}

/// Passes JSON through a type: decodes it and encodes it again.
pub(crate) fn json<T: DeserializeOwned + Serialize>(text: &str) -> Result<Raw> {
    write(&serde_json::from_str::<T>(text)?)
}

/// Accepts any JSON, where there is no type.
pub(crate) fn any(text: &str) -> Result<Raw> {
    json::<Value>(text)
}

/// The SDK does not read a body where the contract describes none.
pub(crate) fn nothing(_: &str) -> Result<Raw> {
    write(&())
}

/// A file: its bytes are a string in a case.
pub(crate) fn bytes(text: &str) -> Result<Raw> {
    json::<String>(text)
}

/// A value as JSON.
pub(crate) fn write<T: Serialize>(value: &T) -> Result<Raw> {
    Ok(to_raw_value(value)?)
}

/// A file as JSON.
pub(crate) fn write_bytes(bytes: &Bytes) -> Result<Raw> {
    write(&String::from_utf8_lossy(bytes))
}
