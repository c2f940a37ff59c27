#![doc = include_str!("../../docs/pagination.md")]

mod cursor;
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

pub use lenient::{Lenient, LenientItems};
#[allow(unused_imports)]
pub(crate) use page::{DecodedPage, Items, PlainStep, ReadPage, Step, more};
pub use page::{More, Page};
pub use pages::{ItemStream, Pages};
#[allow(unused_imports)]
pub(crate) use read::read_page;
#[allow(unused_imports)]
pub(crate) use sample_page::{PlainVisit, Visit, last_page};
