//! A request as plain data.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the characters that RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request that is not yet sent: it knows no server and no token.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// The path, encoded.
    pub(crate) path: String,
    /// The query, not yet encoded.
    pub(crate) query: Vec<(Cow<'static, str>, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

impl Request {
    pub(crate) fn new(method: Method) -> Self {
        Request {
            method,
            path: String::new(),
            query: Vec::new(),
            // Room for what is added until it is sent, so that it need not grow.
            headers: HeaderMap::with_capacity(8),
            body: None,
        }
    }

    /// The value of a query parameter.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        let pair = self.query.iter().find(|(other, _)| other == name)?;
        Some(&pair.1)
    }

    /// Gives a query parameter this value instead of the one it has.
    pub(crate) fn set_query(&mut self, name: &'static str, value: String) {
        match self.query.iter_mut().find(|(other, _)| other == name) {
            Some(pair) => pair.1 = value,
            None => self.query.push((name.into(), value)),
        }
    }

    /// How long path and query are, if nothing in the query needs to be encoded.
    pub(crate) fn target_len(&self) -> usize {
        let query = self.query.iter();
        self.path.len()
            + query
                .map(|(name, value)| name.len() + value.len() + 2)
                .sum::<usize>()
    }

    /// Writes path and query as they are sent.
    pub(crate) fn push_target(&self, target: &mut String) {
        target.push_str(&self.path);
        for (index, (name, value)) in self.query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.extend(encode(name));
            target.push('=');
            target.extend(encode(value));
        }
    }
}

/// Encodes a path segment, or a name or value of a query.
pub(crate) fn encode(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, RESERVED)
}

/// Why a text cannot be a path segment, if so.
///
/// An empty one would address the collection, and `.` and `..` another path: servers and proxies
/// resolve them, even when they are encoded.
pub(crate) fn segment_problem(text: &str) -> Option<&'static str> {
    match text {
        "" => Some("is empty"),
        "." | ".." => Some("would lead to another path"),
        _ => None,
    }
}
