//! Written by hand, in the shape of emitted code, until the generator overwrites it.

pub mod models;
pub mod resources;
mod service;

pub use service::Environment;
pub(crate) use service::SERVICE;
