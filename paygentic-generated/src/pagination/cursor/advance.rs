//! How a walk continues after a page: the next request depends on the kind of pagination.

use super::{PageCursor, number};
use crate::error::Error;
use crate::operation::Pagination;
use crate::pagination::More;

/// A service that sends this many consecutive pages with nothing new, and says that more follow, would
/// continue forever.
const MAX_STALE_PAGES: u32 = 100;

impl PageCursor {
    /// Sets the call to the next page, if there is one.
    pub(super) fn advance(
        &mut self,
        count: usize,
        more: More<'_>,
        last: impl FnOnce() -> Option<String>,
    ) -> Result<bool, Error> {
        let is_more = match self.outgoing.operation.pagination {
            Pagination::None => self.advance_single_page(more)?,
            Pagination::Offset { limit, offset } => {
                self.advance_offset(count, more, limit, offset)?
            }
            Pagination::Token { token } => self.advance_token(more, token)?,
            Pagination::Page { limit, page, first } => {
                self.advance_page(count, more, limit, (page, first))?
            }
            Pagination::After { limit, after } => {
                self.advance_after(count, more, (limit, after), last)?
            }
            Pagination::Address => self.advance_address(more)?,
        };
        if is_more && self.stale >= MAX_STALE_PAGES {
            return Err(self.endless("the service gives one page after another with nothing new"));
        }
        Ok(is_more)
    }

    /// There is only one page.
    fn advance_single_page(&self, more: More<'_>) -> Result<bool, Error> {
        match more {
            More::Token(_) | More::Address(_) | More::Follows => {
                Err(self.endless("there are more pages, and no parameter to ask for them"))
            }
            More::Pages(pages) if pages > 1 => {
                Err(self.endless("there are more pages, and no parameter to ask for them"))
            }
            More::Total(total) if total > self.reached => {
                Err(self.early("there is no parameter to ask for more"))
            }
            _ => Ok(false),
        }
    }

    fn advance_offset(
        &mut self,
        count: usize,
        more: More<'_>,
        limit: &str,
        offset: &'static str,
    ) -> Result<bool, Error> {
        let is_last = self.is_last(count, more, limit)?;
        let reached = self.reached.to_string();
        self.outgoing.request.set_query(offset, reached);
        Ok(!is_last)
    }

    /// Whether a page is the last one of a list whose position is an offset, a page number or an id.
    fn is_last(&self, count: usize, more: More<'_>, limit: &str) -> Result<bool, Error> {
        Ok(match more {
            // What is asked for by a number ends where any mark says so.
            More::Last | More::Disputed => true,
            More::Follows | More::Token(_) | More::Address(_) if count == 0 => {
                return Err(self.early("the service says that more follow, and gave none"));
            }
            More::Follows | More::Token(_) | More::Address(_) => false,
            More::Total(total) if total == self.reached => true,
            More::Total(total) if total > self.reached && count == 0 => {
                return Err(self.early("the service gave an empty page"));
            }
            More::Total(total) if total > self.reached => false,
            // A page that is not full is the last one. A total that is less than the number of items says
            // nothing.
            More::Unknown | More::Pages(_) | More::Total(_) => {
                let limit = number(&self.outgoing.request, limit);
                count == 0 || limit.is_some_and(|limit| (count as i64) < limit)
            }
        })
    }

    fn advance_page(
        &mut self,
        count: usize,
        more: More<'_>,
        limit: &str,
        (parameter, first): (&'static str, i64),
    ) -> Result<bool, Error> {
        let asked = number(&self.outgoing.request, parameter);
        let page = asked.unwrap_or(first);
        // If the walk began at a later page, and the page size is unknown, a total cannot tell the end.
        let is_counted = asked.is_none_or(|page| page == first)
            || self.reached > i64::try_from(count).unwrap_or(i64::MAX);
        let is_last = match more {
            More::Pages(pages) => page.saturating_sub(first).saturating_add(1) >= pages,
            More::Total(_) if !is_counted => self.is_last(count, More::Unknown, limit)?,
            more => self.is_last(count, more, limit)?,
        };
        let next = page.saturating_add(1).to_string();
        self.outgoing.request.set_query(parameter, next);
        Ok(!is_last)
    }

    fn advance_after(
        &mut self,
        count: usize,
        more: More<'_>,
        (limit, parameter): (&str, &'static str),
        last: impl FnOnce() -> Option<String>,
    ) -> Result<bool, Error> {
        if self.is_last(count, more, limit)? {
            return Ok(false);
        }
        let Some(id) = last() else {
            return Err(self.early("more follow, and the last item has no id to ask for them"));
        };
        if self.tokens.has(id.as_str()) {
            return Err(self.endless("the service gave a page that was there before"));
        }
        self.outgoing.request.set_query(parameter, id);
        Ok(true)
    }

    /// The next page is at an address of the same service.
    fn advance_address(&mut self, more: More<'_>) -> Result<bool, Error> {
        let (More::Address(address) | More::Token(address)) = more else {
            return self.is_asked_for(more);
        };
        if self.tokens.has(address) {
            return Err(self.endless("the service gave an address that was there before"));
        }
        let request = &mut self.outgoing.request;
        request.next = Some(address.to_owned());
        // The address contains all query parameters.
        request.query.clear();
        Ok(true)
    }

    /// Whether there is a next page though nothing says how to ask for it.
    fn is_asked_for(&self, more: More<'_>) -> Result<bool, Error> {
        match more {
            More::Follows | More::Disputed => {
                Err(self.early("more follow, and there is no token or address to ask for them"))
            }
            _ => Ok(false),
        }
    }

    fn advance_token(&mut self, more: More<'_>, parameter: &'static str) -> Result<bool, Error> {
        let token = match more {
            More::Token(token) if is_address(token) => return self.advance_address(more),
            More::Token(token) => token,
            _ => return self.advance_address(more),
        };
        let request = &mut self.outgoing.request;
        if let Some(asked) = request.query_value(parameter) {
            self.tokens.has(asked);
        }
        if self.tokens.has(token) {
            return Err(self.endless("the service gave a token for a page that was there before"));
        }
        request.set_query(parameter, token.to_owned());
        Ok(true)
    }
}

/// Whether the text of a token is the complete address of the next page.
fn is_address(token: &str) -> bool {
    token.starts_with("https://") || token.starts_with("http://")
}
