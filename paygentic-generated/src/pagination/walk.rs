//! Where a walk through the pages of a list stands, apart from the fetching.

use std::collections::HashSet;
use std::mem;

use super::{More, Page};
use crate::call::Outgoing;
use crate::error::Error;
use crate::operation::Pagination;
use crate::request::Request;

/// A service that gives this many empty pages in a row, and a token for another, will go on forever.
const EMPTY_PAGES: u32 = 100;

/// A walk through the pages of a list.
#[derive(Debug)]
pub(crate) struct Walk<I> {
    /// The call for the next page.
    outgoing: Outgoing,
    next: NextPage,
    /// The page before, to know it again; its first item, its last, and their number.
    before: Option<(I, I, usize)>,
    /// The tokens that pages were asked for with.
    tokens: HashSet<String>,
    /// How many empty pages there were in a row.
    empty: u32,
}

/// What follows.
#[derive(Debug)]
enum NextPage {
    Ask,
    /// What is wrong with the pages, to be told after the good one before it.
    Fail(Error),
    End,
}

impl<I: Clone + PartialEq> Walk<I> {
    /// A walk that starts with a call, or fails because of what is wrong with it.
    pub(crate) fn new(outgoing: Outgoing, problem: Option<Error>) -> Self {
        Walk {
            outgoing,
            next: problem.map_or(NextPage::Ask, NextPage::Fail),
            before: None,
            tokens: HashSet::new(),
            empty: 0,
        }
    }

    /// The call for the next page; `None` at the end.
    ///
    /// The walk is at its end until [`arrived`](Walk::arrived) says otherwise.
    pub(crate) fn next(&mut self) -> Option<Result<Outgoing, Error>> {
        match mem::replace(&mut self.next, NextPage::End) {
            NextPage::Ask => Some(Ok(self.outgoing.clone())),
            NextPage::Fail(error) => Some(Err(error)),
            NextPage::End => None,
        }
    }

    /// Moves on after a page. A page that repeats the one before is an error.
    pub(crate) fn arrived<P: Page<Item = I>>(&mut self, page: P) -> Result<P, Error> {
        self.check_progress(page.items())?;
        self.next = match self.advance(page.items().len(), page.more()) {
            Ok(true) => NextPage::Ask,
            Ok(false) => NextPage::End,
            Err(error) => NextPage::Fail(error),
        };
        Ok(page)
    }

    fn check_progress(&mut self, items: &[I]) -> Result<(), Error> {
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            return Ok(());
        };
        if let Some((first_before, last_before, count)) = &self.before
            && (first_before, last_before, *count) == (first, last, items.len())
        {
            return Err(self.endless("the service gave the same page twice in a row"));
        }
        self.before = Some((first.clone(), last.clone(), items.len()));
        Ok(())
    }

    /// Sets the call to the next page, if there is one.
    fn advance(&mut self, count: usize, more: More<'_>) -> Result<bool, Error> {
        match self.outgoing.operation.pagination {
            Pagination::None => match more {
                More::Token(_) | More::Follows => {
                    Err(self.endless("there are more pages, and no parameter to ask for them"))
                }
                _ => Ok(false),
            },
            Pagination::Offset { limit, offset } => self.advance_offset(count, more, limit, offset),
            Pagination::Token { token } => self.advance_token(count, more, token),
        }
    }

    fn advance_offset(
        &mut self,
        count: usize,
        more: More<'_>,
        limit: &str,
        offset: &'static str,
    ) -> Result<bool, Error> {
        let request = &mut self.outgoing.request;
        let reached = number(request, offset)
            .unwrap_or(0)
            .saturating_add(i64::try_from(count).unwrap_or(i64::MAX));
        let is_last = match more {
            _ if count == 0 => true,
            More::Last => true,
            More::Total(total) => reached >= total,
            More::Follows | More::Token(_) => false,
            // A page that is not full is the last one.
            More::Unknown => number(request, limit).is_some_and(|limit| (count as i64) < limit),
        };
        request.set_query(offset, reached.to_string());
        Ok(!is_last)
    }

    fn advance_token(
        &mut self,
        count: usize,
        more: More<'_>,
        parameter: &'static str,
    ) -> Result<bool, Error> {
        let More::Token(token) = more else {
            return Ok(false);
        };
        self.empty = if count == 0 { self.empty + 1 } else { 0 };
        if self.empty >= EMPTY_PAGES {
            return Err(self.endless("the service gives one empty page after another"));
        }
        let request = &mut self.outgoing.request;
        let asked = request.query_value(parameter).map(str::to_owned);
        self.tokens.extend(asked);
        if self.tokens.contains(token) {
            return Err(self.endless("the service gave a token for a page that was there before"));
        }
        request.set_query(parameter, token.to_owned());
        Ok(true)
    }

    fn endless(&self, problem: &str) -> Error {
        let message = format!("{problem}; the list cannot be read to its end");
        Error::pagination(message).in_operation(self.outgoing.operation.name)
    }
}

fn number(request: &Request, parameter: &str) -> Option<i64> {
    request.query_value(parameter)?.parse().ok()
}
