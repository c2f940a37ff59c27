#![doc = include_str!("../../docs/pagination.md")]

mod last;
mod lenient;
mod link;
mod list;
mod page;
mod pages;
mod read;
mod seen;
#[cfg(feature = "async")]
mod stream;
mod walk;

#[allow(unused_imports)]
pub(crate) use last::{PlainVisit, Visit, marks};
pub use lenient::{Lenient, LenientItems};
#[allow(unused_imports)]
pub(crate) use page::{Items, PlainStep, Read, ReadPage, Step, more};
pub use page::{More, Page};
pub use pages::{ItemStream, Pages};
#[allow(unused_imports)]
pub(crate) use read::read_page;
