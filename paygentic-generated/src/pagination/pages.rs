//! Iterators over all pages of a list, and over all their items.

use std::fmt;

use super::cursor::PageCursor;
use super::page::DecodedPage;
use super::{Lenient, LenientItems, Page};
use crate::call::{Call, Decode};
use crate::error::Error;
use crate::response::Response;

impl<'c, C, T: Page> Call<'c, C, T> {
    /// All pages of the list, starting with this one.
    ///
    /// Each page is the same call with another offset or token, so filters, limit and options apply to all of them.
    ///
    /// A page with an item that cannot be decoded is an `Err` in its position, and the next pages follow. To get the
    /// other items of such a page, call [`lenient`](Call::lenient) first.
    pub fn pages(self) -> Pages<'c, C, T> {
        Pages {
            client: self.client,
            decode: |received| T::read_page(received),
            cursor: PageCursor::new(self.outgoing, self.problem),
            #[cfg(feature = "async")]
            fetching: None,
        }
    }

    /// All items of the list, starting with the first item of this page; see [`pages`](Call::pages).
    ///
    /// An item that cannot be decoded is an `Err` in its position, and the next items follow.
    pub fn stream(self) -> ItemStream<'c, C, T> {
        ItemStream { pages: self.lenient().pages(), items: LenientItems::none() }
    }
}

#[cfg(feature = "blocking")]
impl<'c, T: Page> Call<'c, crate::blocking::Client, T> {
    /// All items of the list: the same as [`stream`](Call::stream), under the usual name for iterators.
    pub fn items(self) -> ItemStream<'c, crate::blocking::Client, T> {
        self.stream()
    }
}

/// The pages of a list, fetched one at a time: a `Stream` on the async client, an [`Iterator`] on the blocking one.
///
/// It ends after the last page, or after an error that is not about an [item](Error::item_index).
#[must_use = "nothing is fetched until a page is requested"]
pub struct Pages<'c, C, T: Page> {
    pub(super) client: &'c C,
    pub(super) decode: Decode<DecodedPage<T>>,
    pub(super) cursor: PageCursor,
    /// The page that is being fetched.
    #[cfg(feature = "async")]
    pub(super) fetching: Option<Fetching<'c, T>>,
}

/// A request in progress.
#[cfg(feature = "async")]
pub(super) type Fetching<'c, T> = std::pin::Pin<Box<dyn Future<Output = Fetched<T>> + Send + 'c>>;

/// The result of fetching a page.
type Fetched<T> = Result<Response<DecodedPage<T>>, Error>;

/// The items of a list, from all its pages: a `Stream` on the async client, an [`Iterator`] on the blocking one.
///
/// It ends after the last item, or after an error that is not about an [item](Error::item_index).
#[must_use = "nothing is fetched until an item is requested"]
pub struct ItemStream<'c, C, T: Page> {
    pub(super) pages: Pages<'c, C, Lenient<T>>,
    pub(super) items: LenientItems<T::Item>,
}

impl<C, T: Page> Pages<'_, C, T> {
    /// Advances the cursor after a page. An item that cannot be read is counted as an item.
    pub(super) fn on_page(&mut self, fetched: Fetched<T>) -> Result<T, Error> {
        let response = fetched.map_err(|error| self.cursor.with_progress(error))?;
        let (page, unreadable) = response.value;
        self.cursor.on_page(&page, unreadable.len(), &response.body, &response.headers)?;
        match unreadable.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(page),
        }
    }
}

#[cfg(feature = "blocking")]
impl<T: Page> Iterator for Pages<'_, crate::blocking::Client, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.cursor.next()? {
            Ok(outgoing) => {
                let fetched = self.client.run(outgoing, self.decode);
                self.on_page(fetched)
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
                return Some(item);
            }
            match self.pages.next()? {
                Ok(page) => self.items = page.into_iter(),
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
