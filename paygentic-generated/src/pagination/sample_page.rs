//! Builds pages for tests: with given items and no next page.

// Which of these the emitted code uses depends on the document.
#![allow(dead_code)]

use crate::codec::{Initial, Sampled};
use crate::values::Nullable;

/// Mutable access to a mark inside an `Option`. See [`Step`](super::Step).
pub(crate) trait Visit {
    /// What is inside.
    type Inner;

    /// Calls `with` with the mark inside, if there is one.
    fn visit(&mut self, with: &mut dyn FnMut(&mut Self::Inner));

    /// Calls `with` with a value on the path to a mark, which is created if it is missing.
    fn enter(&mut self, with: &mut dyn FnMut(&mut Self::Inner));
}

impl<T: Initial> Visit for Option<T> {
    type Inner = T;

    fn enter(&mut self, with: &mut dyn FnMut(&mut T)) {
        with(self.get_or_insert_with(T::initial_or_sample::<Sampled>));
    }

    fn visit(&mut self, with: &mut dyn FnMut(&mut T)) {
        self.iter_mut().for_each(with);
    }
}

impl<T: Initial> Visit for Nullable<T> {
    type Inner = T;

    fn enter(&mut self, with: &mut dyn FnMut(&mut T)) {
        if self.value().is_none() {
            *self = Nullable::Value(T::initial_or_sample::<Sampled>());
        }
        self.visit(with);
    }

    fn visit(&mut self, with: &mut dyn FnMut(&mut T)) {
        if let Nullable::Value(value) = self {
            with(value);
        }
    }
}

/// Mutable access to a value that is always present.
pub(crate) trait PlainVisit {
    /// The value.
    type Inner;

    /// Hands over the value.
    fn visit(&mut self, with: &mut dyn FnMut(&mut Self::Inner));

    /// Hands over the value.
    fn enter(&mut self, with: &mut dyn FnMut(&mut Self::Inner));
}

impl<T> PlainVisit for &mut T {
    type Inner = T;

    fn enter(&mut self, with: &mut dyn FnMut(&mut T)) {
        with(self);
    }

    fn visit(&mut self, with: &mut dyn FnMut(&mut T)) {
        with(self);
    }
}

/// The kinds of marks that `page!` knows, on a last page of `count` items. The names are those of `page::more`.
pub(crate) mod last_page {
    use super::Initial;

    /// The number of items on all pages.
    pub(crate) fn total(mark: &mut i64, count: usize) {
        *mark = count as i64;
    }

    /// The number of pages.
    pub(crate) fn pages(mark: &mut i64, _: usize) {
        *mark = 1;
    }

    /// Whether this is the last page.
    pub(crate) fn done(mark: &mut bool, _: usize) {
        *mark = true;
    }

    /// Whether more pages follow.
    pub(crate) fn more(mark: &mut bool, _: usize) {
        *mark = false;
    }

    /// The token of the next page.
    pub(crate) fn next<T: Initial>(mark: &mut T, _: usize) {
        *mark = T::initial();
    }

    /// The address of the next page.
    pub(crate) fn address<T: Initial>(mark: &mut T, _: usize) {
        *mark = T::initial();
    }

    /// The number of the next page.
    pub(crate) fn following(_: &mut i64, _: usize) {}
}
