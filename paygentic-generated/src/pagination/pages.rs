//! All pages of a list, and all items on them.

use std::fmt;
use std::vec;

use super::Page;
use super::walk::Walk;
use crate::call::{Call, Decode};
use crate::error::Error;
use crate::response::Response;

impl<'c, C, T: Page> Call<'c, C, T> {
    /// All pages of the list, from this one on.
    ///
    /// Each page is the same call with another offset or token: the filters, the limit and the
    /// options hold for all of them.
    pub fn pages(self) -> Pages<'c, C, T> {
        Pages {
            client: self.client,
            decode: self.decode,
            walk: Walk::new(self.outgoing, self.problem),
            #[cfg(feature = "async")]
            fetching: None,
        }
    }

    /// All items of the list, from the first item of this page on; see [`pages`](Call::pages).
    pub fn stream(self) -> ItemStream<'c, C, T> {
        ItemStream {
            pages: self.pages(),
            items: Vec::new().into_iter(),
        }
    }
}

/// The pages of a list, fetched one after another: a `Stream` on the async client, an [`Iterator`]
/// on the blocking one.
///
/// It ends after the last page and after an error.
#[must_use = "nothing is fetched until a page is asked for"]
pub struct Pages<'c, C, T: Page> {
    pub(super) client: &'c C,
    pub(super) decode: Decode<T>,
    pub(super) walk: Walk<T::Item>,
    /// The page that is being fetched.
    #[cfg(feature = "async")]
    pub(super) fetching: Option<Fetching<'c, T>>,
}

/// A response on its way.
#[cfg(feature = "async")]
pub(super) type Fetching<'c, T> =
    std::pin::Pin<Box<dyn Future<Output = Result<Response<T>, Error>> + Send + 'c>>;

/// The items of a list, page after page: a `Stream` on the async client, an [`Iterator`] on the
/// blocking one.
///
/// It ends after the last item and after an error.
#[must_use = "nothing is fetched until an item is asked for"]
pub struct ItemStream<'c, C, T: Page> {
    pub(super) pages: Pages<'c, C, T>,
    pub(super) items: vec::IntoIter<T::Item>,
}

impl<C, T: Page> Pages<'_, C, T> {
    /// What came of fetching a page, after which the walk moves on.
    pub(super) fn arrived(&mut self, fetched: Result<Response<T>, Error>) -> Result<T, Error> {
        self.walk.arrived(fetched?.into_value())
    }
}

#[cfg(feature = "blocking")]
impl<T: Page> Iterator for Pages<'_, crate::blocking::Client, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.walk.next()? {
            Ok(outgoing) => {
                let fetched = self.client.run(outgoing, self.decode);
                self.arrived(fetched)
            }
            Err(error) => Err(error),
        })
    }
}

#[cfg(feature = "blocking")]
impl<T: Page> std::iter::FusedIterator for Pages<'_, crate::blocking::Client, T> {}

#[cfg(feature = "blocking")]
impl<T: Page> Iterator for ItemStream<'_, crate::blocking::Client, T> {
    type Item = Result<T::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.items = page.into_items().into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

#[cfg(feature = "blocking")]
impl<T: Page> std::iter::FusedIterator for ItemStream<'_, crate::blocking::Client, T> {}

impl<C, T: Page> fmt::Debug for Pages<'_, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<C, T: Page> fmt::Debug for ItemStream<'_, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}
