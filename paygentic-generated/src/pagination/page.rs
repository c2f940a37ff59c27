//! The traits of responses that are pages of a list.

use crate::call::RawResponse;
use crate::error::Error;
use crate::values::Nullable;

/// A response that is one page of a list.
///
/// It is implemented by the responses of this crate, and by [`Lenient`](super::Lenient) pages.
pub trait Page: ReadPage {
    /// The type of the items.
    type Item: Clone + PartialEq;

    /// The items of this page.
    fn items(&self) -> &[Self::Item];

    /// Takes the items out of this page.
    fn into_items(self) -> Vec<Self::Item>;

    /// Whether more pages follow, and how to get them.
    fn more(&self) -> More<'_>;

    /// Replaces the items, and sets its marks, if it has any, to say that there are no more.
    #[doc(hidden)]
    fn set_items(&mut self, items: Vec<Self::Item>);
}

/// The part of a page that only the runtime needs; it cannot be named outside.
pub trait ReadPage: Sized {
    /// The key of the list in the JSON.
    const KEY: &'static str;

    /// Reads a page.
    fn read_page(received: &RawResponse) -> Result<DecodedPage<Self>, Error>;

    /// The number of its items that could not be read.
    fn unreadable(&self) -> usize {
        0
    }
}

/// A page of the items that could be read, and an error for each of the others.
pub(crate) type DecodedPage<T> = (T, Vec<Error>);

/// Whether more pages follow, and how to get them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum More<'p> {
    /// The page does not say.
    Unknown,
    /// How many items there are on all pages.
    Total(i64),
    /// How many pages there are.
    Pages(i64),
    /// This is the last page.
    Last,
    /// One mark says that more follow, and another that they do not, or how to ask for them is missing.
    Disputed,
    /// More follow.
    Follows,
    /// More follow, and are requested with this token.
    Token(&'p str),
    /// More follow, at this address.
    Address(&'p str),
}

impl More<'_> {
    /// This, unless it is unknown.
    #[allow(dead_code)]
    ///
    /// Of two known marks, one that says that there are no more pages takes precedence, unless the other says that there
    /// are; then the one that says how to request more.
    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (More::Unknown, other) => other,
            (More::Follows | More::Disputed, More::Last) | (More::Last, More::Follows) => {
                More::Disputed
            }
            (_, last @ More::Last) => last,
            (More::Follows | More::Disputed, way @ (More::Token(_) | More::Address(_))) => way,
            (known, _) => known,
        }
    }
}

/// The kinds of marks that `page!` knows. It calls the functions of `sample_page::last_page` by the same names: a new kind
/// belongs in both.
// Which of these the emitted code calls depends on the document.
#[allow(dead_code)]
pub(crate) mod more {
    use super::More;

    /// The number of items on all pages.
    pub(crate) fn total(total: Option<&i64>) -> More<'_> {
        total.map_or(More::Unknown, |total| More::Total(*total))
    }

    /// Whether this is the last page.
    pub(crate) fn done(done: Option<&bool>) -> More<'_> {
        match done {
            Some(true) => More::Last,
            Some(false) => More::Follows,
            None => More::Unknown,
        }
    }

    /// The token of the next page; there is none on the last.
    pub(crate) fn next<T: AsRef<str>>(token: Option<&T>) -> More<'_> {
        match token.map(AsRef::as_ref) {
            Some("") | None => More::Last,
            Some(token) => More::Token(token),
        }
    }

    /// Whether more pages follow.
    pub(crate) fn more(more: Option<&bool>) -> More<'_> {
        match more {
            Some(true) => More::Follows,
            Some(false) => More::Last,
            None => More::Unknown,
        }
    }

    /// The number of pages.
    pub(crate) fn pages(pages: Option<&i64>) -> More<'_> {
        pages.map_or(More::Unknown, |pages| More::Pages(*pages))
    }

    /// The number of the next page; there is none on the last.
    pub(crate) fn following(page: Option<&i64>) -> More<'_> {
        page.map_or(More::Last, |_| More::Follows)
    }

    /// The address of the next page; there is none on the last.
    pub(crate) fn address<T: AsRef<str>>(address: Option<&T>) -> More<'_> {
        match address.map(AsRef::as_ref) {
            Some("") | None => More::Last,
            Some(address) => More::Address(address),
        }
    }
}

/// The list of a page, which may be an `Option`, or a [`Nullable`] where callers write the page too.
pub(crate) trait Items<T>: Sized {
    /// Whether the list must be present, though it may be empty or `null`.
    const REQUIRED: bool;

    /// Creates the list from items.
    fn of(items: Vec<T>) -> Self;

    /// The items.
    fn slice(&self) -> &[T];

    /// The items, taken out.
    fn list(self) -> Vec<T>;
}

impl<T> Items<T> for Vec<T> {
    const REQUIRED: bool = true;

    fn of(items: Vec<T>) -> Self {
        items
    }

    fn slice(&self) -> &[T] {
        self
    }

    fn list(self) -> Vec<T> {
        self
    }
}

impl<T> Items<T> for Option<Vec<T>> {
    const REQUIRED: bool = false;

    fn of(items: Vec<T>) -> Self {
        Some(items)
    }

    fn slice(&self) -> &[T] {
        self.as_deref().unwrap_or_default()
    }

    fn list(self) -> Vec<T> {
        self.unwrap_or_default()
    }
}

impl<T> Items<T> for Nullable<Vec<T>> {
    const REQUIRED: bool = false;

    fn of(items: Vec<T>) -> Self {
        Nullable::Value(items)
    }

    fn slice(&self) -> &[T] {
        self.value().map(Vec::as_slice).unwrap_or_default()
    }

    fn list(self) -> Vec<T> {
        self.into_value().unwrap_or_default()
    }
}

/// A step of the path to a mark: into an `Option`, or (see [`PlainStep`]) into the value itself.
///
/// `(&value).step()` finds this one first; for other types method lookup takes another reference and
/// finds the other.
pub(crate) trait Step {
    /// What is inside.
    type Inner;

    /// The value, if there is one.
    fn step(&self) -> Option<&Self::Inner>;
}

impl<T> Step for Option<T> {
    type Inner = T;

    fn step(&self) -> Option<&T> {
        self.as_ref()
    }
}

impl<T> Step for Nullable<T> {
    type Inner = T;

    fn step(&self) -> Option<&T> {
        self.value()
    }
}

/// A step into a value that is always there.
pub(crate) trait PlainStep<'v> {
    /// The value.
    type Inner;

    /// The value.
    fn step(&self) -> Option<&'v Self::Inner>;
}

impl<'v, T> PlainStep<'v> for &'v T {
    type Inner = T;

    fn step(&self) -> Option<&'v T> {
        Some(self)
    }
}
