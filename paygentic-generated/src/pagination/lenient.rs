//! Pages that keep the items that can be read, and report those that cannot.

use std::iter::Peekable;
use std::vec;

use super::page::{DecodedPage, More, Page, ReadPage};
use crate::call::{Call, RawResponse};
use crate::error::Error;

impl<'c, C, T: Page> Call<'c, C, T> {
    /// Skips items that cannot be decoded: they are reported beside the other items of the page, instead of failing
    /// the call.
    ///
    /// The rest of the page must be valid.
    pub fn lenient(self) -> Call<'c, C, Lenient<T>> {
        self.reading(|received| {
            let (page, unreadable) = T::read_page(received)?;
            Ok(Lenient { page, unreadable })
        })
    }
}

/// A page of a list with the items that could be decoded, and an error for each of the others.
///
/// As an iterator it returns items and errors in the order of the list.
#[derive(Debug)]
pub struct Lenient<T> {
    page: T,
    unreadable: Vec<Error>,
}

impl<T> Lenient<T> {
    /// The page with the items that could be decoded.
    pub fn page(&self) -> &T {
        &self.page
    }

    /// An error for each item that could not be decoded, in order; see [`Error::item_index`] and
    /// [`Error::item_json`].
    pub fn unreadable(&self) -> &[Error] {
        &self.unreadable
    }

    /// The page and the errors.
    pub fn into_parts(self) -> (T, Vec<Error>) {
        (self.page, self.unreadable)
    }
}

impl<T: Page> Page for Lenient<T> {
    type Item = T::Item;

    fn items(&self) -> &[T::Item] {
        self.page.items()
    }

    fn into_items(self) -> Vec<T::Item> {
        self.page.into_items()
    }

    fn more(&self) -> More<'_> {
        self.page.more()
    }

    fn set_items(&mut self, items: Vec<T::Item>) {
        self.page.set_items(items);
        self.unreadable.clear();
    }
}

impl<T: Page> ReadPage for Lenient<T> {
    const KEY: &'static str = T::KEY;

    fn read_page(received: &RawResponse) -> Result<DecodedPage<Self>, Error> {
        let (page, unreadable) = T::read_page(received)?;
        Ok((Lenient { page, unreadable }, Vec::new()))
    }

    fn unreadable(&self) -> usize {
        self.unreadable.len() + self.page.unreadable()
    }
}

impl<T: Page> IntoIterator for Lenient<T> {
    type Item = Result<T::Item, Error>;
    type IntoIter = LenientItems<T::Item>;

    fn into_iter(self) -> LenientItems<T::Item> {
        LenientItems {
            index: 0,
            items: self.page.into_items().into_iter(),
            unreadable: self.unreadable.into_iter().peekable(),
        }
    }
}

/// The items of a [`Lenient`] page.
#[derive(Debug)]
pub struct LenientItems<I> {
    /// The index of the next item in the list.
    index: usize,
    items: vec::IntoIter<I>,
    unreadable: Peekable<vec::IntoIter<Error>>,
}

impl<I> LenientItems<I> {
    pub(super) fn none() -> Self {
        LenientItems {
            index: 0,
            items: Vec::new().into_iter(),
            unreadable: Vec::new().into_iter().peekable(),
        }
    }
}

impl<I> Iterator for LenientItems<I> {
    type Item = Result<I, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.index;
        self.index += 1;
        let is_next = |error: &Error| error.item_index() == Some(index);
        match self.unreadable.next_if(is_next) {
            Some(error) => Some(Err(error)),
            None => self.items.next().map(Ok),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = self.items.len() + self.unreadable.len();
        (count, Some(count))
    }
}
