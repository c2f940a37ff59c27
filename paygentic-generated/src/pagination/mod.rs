#![doc = include_str!("../../docs/pagination.md")]

mod page;
mod pages;
#[cfg(feature = "async")]
mod stream;
mod walk;

#[allow(unused_imports)]
pub(crate) use page::{Items, PlainStep, Step, more};
pub use page::{More, Page};
pub use pages::{ItemStream, Pages};
