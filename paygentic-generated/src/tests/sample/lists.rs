//! Operations with kinds of pagination that this API does not use, in the shape of emitted code.

use crate::support::*;

resource! {
    Lists
}

static BY_NUMBER: Operation = Operation::new("byNumber", "lists.by_number", Method::GET, "/things")
    .pages_by_number("per_page", "page", 1);
static BY_PAGES: Operation = Operation::new("byPages", "lists.by_pages", Method::GET, "/things")
    .pages_by_number("size", "page", 0);
static AFTER: Operation = Operation::new("after", "lists.after", Method::GET, "/things")
    .pages_after("limit", "starting_after");
static BY_ADDRESS: Operation =
    Operation::new("byAddress", "lists.by_address", Method::GET, "/things").pages_by_address();
static BY_LINK: Operation =
    Operation::new("byLink", "lists.by_link", Method::GET, "/things").pages_by_address();
static BY_CURSOR: Operation =
    Operation::new("byCursor", "lists.by_cursor", Method::GET, "/things").pages_by_token("cursor");

impl<'c, C> Lists<'c, C> {
    pub fn by_number(&self, parameters: ListThings) -> Call<'c, C, Vec<Value>> {
        Call::list(self.client, &BY_NUMBER).params(&parameters)
    }

    pub fn by_pages(&self, parameters: ListThings) -> Call<'c, C, CountedThings> {
        Call::list(self.client, &BY_PAGES).params(&parameters)
    }

    pub fn after(&self, parameters: ListThings) -> Call<'c, C, FlaggedThings> {
        Call::list(self.client, &AFTER).params(&parameters)
    }

    pub fn by_address(&self, parameters: ListThings) -> Call<'c, C, LinkedThings> {
        Call::list(self.client, &BY_ADDRESS).params(&parameters)
    }

    pub fn by_link(&self, parameters: ListThings) -> Call<'c, C, Vec<Value>> {
        Call::list(self.client, &BY_LINK).params(&parameters)
    }

    pub fn by_cursor(&self, parameters: ListThings) -> Call<'c, C, EndlessCursor> {
        Call::list(self.client, &BY_CURSOR).params(&parameters)
    }
}

request! {
    ListThings {
        page: Option<i64> => into i64,
        per_page: Option<i64> => into i64,
        q: Option<String> => into String,
    }
    fn new()
}

params! { ListThings { page query "page", per_page query "per_page", q query "q" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CountedThings {
    pub data: Vec<Value>,
    pub total_pages: Option<i64>,
}

object! { CountedThings { data "data", total_pages "total_pages" } }
page! { CountedThings { items data "data": Value, pages total_pages } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FlaggedThings {
    pub data: Vec<Value>,
    pub has_more: bool,
}

object! { FlaggedThings { data "data", has_more "has_more" } }
page! { FlaggedThings { items data "data": Value, more has_more } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LinkedThings {
    pub data: Vec<Value>,
    pub next: Option<String>,
}

object! { LinkedThings { data "data", next "next" } }
page! { LinkedThings { items data "data": Value, address next } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EndlessCursor {
    pub data: Vec<Value>,
    pub cursor: String,
    pub done: bool,
}

object! { EndlessCursor { data "data", cursor "cursor", done "done" } }
page! { EndlessCursor { items data "data": Value, next cursor, done done } }
