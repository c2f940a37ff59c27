#![doc = include_str!("../../docs/pagination.md")]

mod lenient;
mod link;
mod list;
mod page;
mod pages;
mod read;
mod repeats;
mod sample_page;
#[cfg(feature = "async")]
mod stream;
mod walk;

pub use lenient::{Lenient, LenientItems};
#[allow(unused_imports)]
pub(crate) use page::{Items, PlainStep, Read, ReadPage, Step, more};
pub use page::{More, Page};
pub use pages::{ItemStream, Pages};
#[allow(unused_imports)]
pub(crate) use read::read_page;
#[allow(unused_imports)]
pub(crate) use sample_page::{PlainVisit, Visit, marks};
