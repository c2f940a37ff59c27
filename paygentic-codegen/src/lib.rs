//! Turns an OpenAPI document into the source of a Rust SDK.

pub mod contract;
