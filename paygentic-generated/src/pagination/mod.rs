#![doc = include_str!("../../docs/pagination.md")]

mod lenient;
mod page;
mod pages;
mod read;
mod seen;
#[cfg(feature = "async")]
mod stream;
mod walk;

#[allow(unused_imports)]
pub(crate) use page::{Items, PlainStep, Read, ReadPage, Step, more};
#[allow(unused_imports)]
pub(crate) use read::read_page;
pub use lenient::{Lenient, LenientItems};
pub use page::{More, Page};
pub use pages::{ItemStream, Pages};
