//! Detects pages and addresses that repeat, so that pagination ends.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, RandomState};

use crate::json::list::{self, Items};

/// How many are remembered. A cycle of more pages than this is not detected.
const MAX_REMEMBERED: usize = 1 << 16;

/// The pages or tokens seen so far, as hashes, so that a long walk needs little memory.
#[derive(Debug, Default)]
pub(super) struct SeenSet {
    hashes: HashSet<u64>,
    state: RandomState,
}

impl SeenSet {
    /// Whether the value was seen before; remembers it.
    pub(super) fn has(&mut self, value: impl Hash) -> bool {
        if self.hashes.len() >= MAX_REMEMBERED {
            self.hashes.clear();
        }
        !self.hashes.insert(self.state.hash_one(value))
    }
}

/// What distinguishes one page from the others.
#[derive(Hash)]
pub(super) enum Identity<'b> {
    /// The ids of the first and last item, and the number of items. Whatever else is in the items
    /// may change from one request to the next.
    Ids(&'b [u8], &'b [u8], usize),
    /// The text of the list; its items have no ids, so that another page may be the same.
    Text(&'b [u8]),
}

impl<'b> Identity<'b> {
    /// The identity of a page that is not empty.
    pub(super) fn of(body: &'b [u8], key: &str) -> Option<Self> {
        let list = list::find(body, key)?;
        let mut items = Items::new(list);
        let first = items.next()?;
        let mut last = first;
        let mut count = 1;
        for item in items {
            last = item;
            count += 1;
        }
        Some(match (id(first), id(last)) {
            (Some(first), Some(last)) => Identity::Ids(first, last, count),
            _ => Identity::Text(list),
        })
    }

    /// Whether two pages with the same identity are certainly the same page.
    pub(super) fn is_certain(&self) -> bool {
        matches!(self, Identity::Ids(..))
    }
}

/// The id of the last item of a page.
pub(super) fn last_id(body: &[u8], key: &str) -> Option<String> {
    let last = Items::new(list::find(body, key)?).last()?;
    let text = std::str::from_utf8(id(last)?).ok()?.trim();
    match text.strip_prefix('"') {
        Some(_) => serde_json::from_str(text).ok(),
        None => Some(text.to_owned()),
    }
}

fn id(item: &[u8]) -> Option<&[u8]> {
    ["id", "Id", "ID"].iter().find_map(|key| list::find(item, key))
}
