//! The macros behind emitted types.
//!
//! They only generate what differs: shared logic is in functions of [`crate::codec`], so that an
//! expansion is a `match` and a struct literal and costs little to compile.

mod access;
mod enums;
mod ids;
mod multipart;
mod objects;
mod operations;
mod request;
mod response_enums;
mod servers;
mod service;
mod setup;
mod unions;

pub(crate) use access::{access, credentials};
pub(crate) use enums::{open_enum, value_docs};
pub(crate) use ids::{id, text_impls};
pub(crate) use multipart::multipart;
pub(crate) use objects::{field_value, initial, null_if_absent, object};
pub(crate) use operations::{accessors, operations, page, params, queueable, resource};
pub(crate) use request::{argument, default, new_docs, request, setter};
pub(crate) use response_enums::response_enum;
pub(crate) use servers::server;
pub(crate) use service::{service, service_types};
pub(crate) use setup::{from_env, key_check, provider};
pub(crate) use unions::{from, payload, tagged_payload, union};
