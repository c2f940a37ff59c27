#![doc = include_str!("../README.md")]
// Without a client there is nothing to send with; the types remain.
#![cfg_attr(not(feature = "async"), allow(dead_code, unused_imports))]

#[cfg(feature = "async")]
mod builder;
mod call;
#[cfg(feature = "async")]
mod client;
// Which parts of it emitted code uses depends on the contract; likewise below.
#[allow(dead_code)]
mod codec;
mod config;
mod error;
#[rustfmt::skip]
mod generated;
mod json;
#[allow(unused_macros, unused_imports)]
mod macros;
mod operation;
mod page;
#[allow(dead_code)]
mod param;
mod request;
mod response;
mod service;
#[allow(unused_imports)]
mod support;
#[cfg(all(test, feature = "async"))]
mod tests;
pub mod transport;
mod values;

#[cfg(feature = "async")]
pub use builder::ClientBuilder;
pub use call::Call;
#[cfg(feature = "async")]
pub use client::Client;
pub use error::{Error, ValidationError};
pub use generated::{Environment, models, resources};
pub use page::{More, Page};
pub use response::Response;
pub use values::{
    Bytes, Date, Decimal, DecimalError, DurationError, IsoDuration, JsonObject, Nullable,
    Timestamp, Value,
};
