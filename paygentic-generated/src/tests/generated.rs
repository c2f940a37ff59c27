//! Takes the place of the emitted models and resources in the unit tests, which use their own sample: the tests of
//! the runtime compile in half the time.

#[path = "../generated/service.rs"]
mod service;

pub use service::Environment;
pub(crate) use service::SERVICE;
