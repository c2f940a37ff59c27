//! The intermediate representation: everything that is emitted, as plain data.
//!
//! All decisions are made while the model is built; emitters only print it. It contains no types of
//! the OpenAPI parser or of the printer, and can be dumped as JSON for inspection.

mod api;
mod constructors;
mod examples;
mod facts;
mod messages;
mod methods;
mod parameters;
mod refs;
mod resolve;
mod service;
mod types;
mod unions;
mod uses;

pub use api::*;
pub use constructors::Constructor;
pub use examples::*;
pub use facts::*;
pub use messages::*;
pub(crate) use methods::is_long;
pub use parameters::*;
pub use refs::*;
pub use resolve::resolve;
pub use service::*;
pub use types::*;
pub use unions::{SharedField, UnionConstructor};

pub use crate::names::Name;
