//! The state of a walk through the pages of a list, without the fetching, so that both clients share it.

mod advance;

use std::mem;

use http::HeaderMap;

use super::repeats::{Identity, SeenSet, last_id};
use super::{More, Page, link};
use crate::call::Outgoing;
use crate::error::Error;
use crate::operation::Pagination;
use crate::request::Request;

/// The position in a walk through the pages of a list.
#[derive(Debug)]
pub(crate) struct PageCursor {
    /// The call for the next page.
    outgoing: Box<Outgoing>,
    next: NextPage,
    /// The number of items before the next page, including those that the caller skipped.
    reached: i64,
    /// The total on the last page that was read.
    total: Option<i64>,
    pages: SeenSet,
    /// The tokens and addresses that pages were requested with.
    tokens: SeenSet,
    /// The number of consecutive pages that were empty, or may have been read before.
    stale: u32,
}

/// What follows the current page.
#[derive(Debug)]
enum NextPage {
    Ask,
    /// An error in the pagination, which is reported after the page that was read.
    Fail(Error),
    End,
}

impl PageCursor {
    /// A cursor that starts with a call, or fails with the error of the call.
    pub(crate) fn new(outgoing: Box<Outgoing>, problem: Option<Error>) -> Self {
        let reached = match outgoing.operation.pagination {
            Pagination::Offset { offset, .. } => number(&outgoing.request, offset),
            Pagination::Page { limit, page, first } => {
                number(&outgoing.request, page).filter(|page| *page != first).and_then(|page| {
                    let before = page.saturating_sub(first);
                    Some(before.saturating_mul(number(&outgoing.request, limit)?))
                })
            }
            _ => None,
        };
        PageCursor {
            outgoing,
            next: problem.map_or(NextPage::Ask, NextPage::Fail),
            reached: reached.unwrap_or(0),
            total: None,
            pages: SeenSet::default(),
            tokens: SeenSet::default(),
            stale: 0,
        }
    }

    /// The call for the next page; `None` at the end.
    ///
    /// The cursor is at its end until [`on_page`](PageCursor::on_page) says otherwise.
    pub(crate) fn next(&mut self) -> Option<Result<Box<Outgoing>, Error>> {
        match mem::replace(&mut self.next, NextPage::End) {
            NextPage::Ask => Some(Ok(self.outgoing.clone())),
            NextPage::Fail(error) => Some(Err(error)),
            NextPage::End => None,
        }
    }

    /// Adds to an error how far the walk was.
    pub(crate) fn with_progress(&self, error: Error) -> Error {
        match self.reached {
            0 => error,
            _ => error.with_progress(self.progress()),
        }
    }

    /// Advances after a page, which had `unreadable` further items. A page that was
    /// read before is an error.
    pub(crate) fn on_page<P: Page>(
        &mut self,
        page: &P,
        unreadable: usize,
        body: &[u8],
        headers: &HeaderMap,
    ) -> Result<(), Error> {
        let count = page.items().len() + page.unreadable() + unreadable;
        let more = match page.more() {
            More::Unknown => link::more(headers),
            known => known,
        };
        self.check_progress(Identity::of(body, P::KEY), more)?;
        self.reached = self.reached.saturating_add(i64::try_from(count).unwrap_or(i64::MAX));
        let last = || last_id(body, P::KEY);
        self.next = match self.advance(count, more, last) {
            Ok(true) => NextPage::Ask,
            Ok(false) => NextPage::End,
            Err(error) => NextPage::Fail(error),
        };
        Ok(())
    }

    /// Checks that a page is new, unless it is empty or has no identity.
    fn check_progress(&mut self, page: Option<Identity<'_>>, more: More<'_>) -> Result<(), Error> {
        let before = self.total;
        if let More::Total(total) = more {
            self.total = Some(total);
        }
        let Some(page) = page else {
            self.stale += 1;
            return Ok(());
        };
        let is_certain = page.is_certain();
        if !self.pages.has(page) {
            self.stale = 0;
            return Ok(());
        }
        self.stale += 1;
        // Items that were added in the meantime move others to a later page.
        let has_grown = before.is_some() && self.total > before;
        if is_certain && !has_grown {
            return Err(self.endless("the service gave a page that was there before"));
        }
        Ok(())
    }

    fn endless(&self, problem: &str) -> Error {
        let message = format!("{problem}; the list cannot be read to its end");
        self.error(message).with_progress(self.progress())
    }

    fn early(&self, problem: &str) -> Error {
        self.error(format!("the list ended after {}: {problem}", self.progress()))
    }

    fn error(&self, message: String) -> Error {
        Error::pagination(message).in_operation(self.outgoing.operation.name)
    }

    /// Such as `2 of 500 items`.
    fn progress(&self) -> String {
        match self.total {
            Some(total) if total >= self.reached => format!("{} of {total} items", self.reached),
            _ => format!("{} items", self.reached),
        }
    }
}

fn number(request: &Request, parameter: &str) -> Option<i64> {
    request.query_value(parameter)?.parse().ok()
}
