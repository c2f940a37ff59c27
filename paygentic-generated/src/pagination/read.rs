//! Reads pages; if a page cannot be read as a whole, item by item.

use bytes::Bytes;

use super::page::{DecodedPage, Items};
use crate::call::RawResponse;
use crate::codec::Field;
use crate::error::Error;
use crate::json::list::{self, Items as RawItems};
use crate::json::{self, DecodeError, Item};

/// The maximum number of unreadable items; a page with more is an error as a whole. It limits the
/// memory for errors.
const MAX_UNREADABLE: usize = 1000;

/// Reads a page whose items are under `key`; `field` is the field that holds them.
///
/// If this fails, the items are read one by one, to find the invalid ones.
pub(crate) fn read_page<T: Field, I: Field, L: Items<I>>(
    received: &RawResponse,
    key: &'static str,
    field: fn(&mut T) -> &mut L,
) -> Result<DecodedPage<T>, Error> {
    let body = received.body();
    let mut page = match json::read(body) {
        Ok(page) => page,
        Err(error) => return read_leniently(received, key, field, error),
    };
    let items: &L = field(&mut page);
    if L::REQUIRED && items.slice().is_empty() && list::find(body, key).is_none() {
        return Err(received.unreadable(DecodeError::missing(key)));
    }
    Ok((page, Vec::new()))
}

#[cold]
fn read_leniently<T: Field, I: Field, L: Items<I>>(
    received: &RawResponse,
    key: &'static str,
    field: fn(&mut T) -> &mut L,
    error: DecodeError,
) -> Result<DecodedPage<T>, Error> {
    let mut items = Vec::new();
    let read = |item: &[u8]| json::read(item).map(|item| items.push(item));
    let Some((unreadable, rest)) = read_items(received.body(), key, read) else {
        return Err(received.unreadable(error));
    };
    let mut page = json::read(&rest).map_err(|error| received.unreadable(error))?;
    *field(&mut page) = L::of(items);
    let unreadable = unreadable.into_iter();
    Ok((page, unreadable.map(|error| received.unreadable(error)).collect()))
}

/// Reads each item; returns the errors, and the text with an empty list. `None` if not only
/// items are invalid.
fn read_items(
    body: &Bytes,
    key: &str,
    mut read: impl FnMut(&[u8]) -> Result<(), DecodeError>,
) -> Option<(Vec<DecodeError>, Vec<u8>)> {
    let list = body.slice_ref(list::find(body, key)?);
    let mut unreadable = Vec::new();
    let mut items = RawItems::new(&list);
    for (index, item) in items.by_ref().enumerate() {
        if let Err(error) = read(item) {
            let json = list.slice_ref(item);
            unreadable.push(error.in_list(key, Item { index, json }));
        }
        if unreadable.len() > MAX_UNREADABLE {
            return None;
        }
    }
    if unreadable.is_empty() || !items.is_complete() {
        return None;
    }
    let start = list.as_ptr() as usize - body.as_ptr() as usize;
    let rest = [&body[..start], b"[]", &body[start + list.len()..]].concat();
    Some((unreadable, rest))
}
