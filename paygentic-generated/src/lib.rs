#![doc = include_str!("../docs/crate.md")]
// docs.rs shows which feature an item needs; that requires a nightly compiler.
#![cfg_attr(docsrs, feature(doc_cfg))]
// Without a client, only the types are usable, and the code that sends is unused.
#![cfg_attr(not(any(feature = "async", feature = "blocking")), allow(dead_code, unused_imports))]

mod authentication;
#[cfg(feature = "blocking")]
pub mod blocking;
// Which parts of it are used depends on the contract; likewise below.
#[allow(dead_code)]
mod body;
mod builder;
mod call;
#[cfg(feature = "async")]
mod client;
#[allow(dead_code)]
mod codec;
mod config;
#[allow(dead_code)]
mod download;
pub mod error;
#[allow(dead_code)]
mod events;
mod exchange;
#[rustfmt::skip]
#[cfg_attr(all(test, not(rust_analyzer)), path = "tests/generated.rs")]
mod generated;
pub mod guide;
mod idempotency;
mod json;
#[allow(unused_macros, unused_imports)]
mod macros;
mod media_type;
mod operation;
// Not every document has paginated lists.
#[allow(dead_code)]
pub mod pagination;
#[allow(dead_code)]
mod param;
#[cfg(any(feature = "async", feature = "blocking"))]
pub mod queue;
mod random;
mod request;
pub mod requests;
mod response;
pub mod retry;
mod service;
#[allow(dead_code, unused_imports)]
mod support;
pub mod testing;
#[cfg(all(test, feature = "async"))]
mod tests;
mod trace;
pub mod transport;
mod values;
#[cfg(feature = "webhooks")]
pub mod webhooks;

pub use builder::{Buildable, ClientBuilder};
pub use call::Call;
#[cfg(feature = "async")]
pub use client::Client;
pub use config::CredentialRequest;
pub use download::Download;
pub use error::Error;
pub use events::EventStream;
pub use generated::*;
pub use response::Response;
pub use retry::RetryPolicy;
pub use values::{
    Bytes, Date, Decimal, DecimalError, DurationError, FilePart, IsoDuration, JsonObject, Nullable,
    Timestamp, Value,
};

/// Compiles the programs of the README.
#[cfg(all(doctest, feature = "async", feature = "blocking"))]
#[doc = include_str!("../README.md")]
struct Readme;
