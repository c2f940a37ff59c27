//! Pages that are a JSON array of items.

use super::page::{DecodedPage, Items, ReadPage};
use super::{More, Page, read_page};
use crate::call::RawResponse;
use crate::codec::Field;
use crate::error::Error;

/// A page that is only the list of its items; more pages are announced in the header `Link`, or not at all.
impl<T: Field + Clone + PartialEq> Page for Vec<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        self
    }

    fn into_items(self) -> Vec<T> {
        self.list()
    }

    fn more(&self) -> More<'_> {
        More::Unknown
    }

    fn set_items(&mut self, items: Vec<T>) {
        *self = items;
    }
}

impl<T: Field> ReadPage for Vec<T> {
    const KEY: &'static str = "";

    fn read_page(received: &RawResponse) -> Result<DecodedPage<Self>, Error> {
        read_page::<Self, T, Self>(received, Self::KEY, |page| page)
    }
}
