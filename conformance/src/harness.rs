//! Everything that the emitted table uses, under one name, so that it cannot clash with the names of models.

use paygentic_generated::{Client, ClientBuilder};

pub(crate) use crate::arguments::{Arguments, Location, none_of};
pub(crate) use crate::bytes::{roundtrip as bytes, write as write_bytes};
pub(crate) use crate::operation::{NO_OPERATION, Operation};
pub(crate) use crate::roundtrip::{any, json, nothing, write};

/// What makes a client.
pub(crate) type Builder = ClientBuilder<Client>;

/// Sets an optional parameter that the case gives.
pub(crate) fn set<P, V>(parameters: P, value: Option<V>, setter: impl FnOnce(P, V) -> P) -> P {
    match value {
        Some(value) => setter(parameters, value),
        None => parameters,
    }
}
