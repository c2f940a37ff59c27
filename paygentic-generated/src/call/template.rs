//! Path templates: fixed parts and placeholders.
//!
//! A segment may hold several placeholders and fixed text (`/{from}...{to}`, `/{id}.json`). What
//! follows a `?` is part of the query (`/things?action=start`, also `?kind={kind}`). A `#` and
//! what follows distinguishes operations of one path in the document, and is not sent.

use crate::request::{QueryValue, Request, decode};

/// The rest of a template, from the next placeholder on.
pub(super) struct Template {
    rest: &'static str,
    part: UrlPart,
}

/// Where the rest goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UrlPart {
    Path,
    /// A new pair of the query.
    Query,
    /// The value of the last pair of the query.
    Value,
}

impl Template {
    pub(super) fn new(path: &'static str) -> Self {
        Template { rest: path, part: UrlPart::Path }
    }

    /// The name of the next placeholder, once everything before it is copied.
    pub(super) fn placeholder(&self) -> Option<&'static str> {
        let (name, _) = self.rest.strip_prefix('{')?.split_once('}')?;
        Some(name)
    }

    /// Copies the fixed part up to the next placeholder.
    pub(super) fn copy(&mut self, request: &mut Request) {
        loop {
            let is_mark = |byte| matches!(byte, b'{' | b'?' | b'#');
            let end = self.rest.bytes().position(is_mark);
            let (fixed, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
            self.push(fixed, request);
            self.rest = match rest.as_bytes().first() {
                Some(b'?') if self.part == UrlPart::Path => {
                    self.part = UrlPart::Query;
                    &rest[1..]
                }
                Some(b'?') => {
                    self.push("?", request);
                    &rest[1..]
                }
                Some(b'#') => "",
                _ => rest,
            };
            if self.rest.is_empty() || self.rest.starts_with('{') {
                return;
            }
        }
    }

    /// Fills the next placeholder with text that is encoded, and copies what follows it.
    pub(super) fn fill(&mut self, text: &str, request: &mut Request) -> Result<(), String> {
        let Some(name) = self.placeholder() else {
            return Err("there are more arguments than placeholders".to_owned());
        };
        self.rest = &self.rest[name.len() + 2..];
        if self.part == UrlPart::Path && text.is_empty() {
            // It would address the collection.
            return Err(format!("path parameter `{name}` is empty"));
        }
        self.push(text, request);
        let leads_away = self.part == UrlPart::Path && self.ends_in_dots(&request.path);
        self.copy(request);
        if leads_away {
            return Err(format!("path parameter `{name}` would lead to another path"));
        }
        Ok(())
    }

    /// Whether the segment that has just been filled is `.` or `..`: servers and proxies resolve
    /// them, even when they are encoded.
    fn ends_in_dots(&self, path: &str) -> bool {
        let segment = path.rsplit('/').next().unwrap_or_default();
        if segment.len() > 2 {
            return false;
        }
        let end = self.rest.find(['/', '?', '#', '{']);
        let fixed = &self.rest[..end.unwrap_or(self.rest.len())];
        let is_whole = !self.rest[fixed.len()..].starts_with('{');
        is_whole && matches!((segment, fixed), ("." | "..", "") | (".", "."))
    }

    fn push(&mut self, text: &str, request: &mut Request) {
        if self.part == UrlPart::Path {
            return request.path.push_str(text);
        }
        for (index, piece) in text.split('&').enumerate() {
            if index > 0 {
                self.part = UrlPart::Query;
            }
            self.push_query(piece, request);
        }
    }

    fn push_query(&mut self, piece: &str, request: &mut Request) {
        if piece.is_empty() {
            return;
        }
        if let (UrlPart::Value, Some((_, value))) = (self.part, request.query.last_mut()) {
            return value.append(piece);
        }
        let (name, value) = match piece.split_once('=') {
            Some((name, value)) => (name, QueryValue::literal(value)),
            None => (piece, QueryValue::without_value()),
        };
        request.query.push((decode(name).into(), value));
        self.part = UrlPart::Value;
    }
}
