//! Finds a list and its items in JSON text without reading them.
//!
//! Only strings and brackets are interpreted. So an item may hold anything that does not hide its own
//! end; whether it is JSON is checked when it is read.

use super::lenient::{cleaned, without_mark};

/// The text of the value of a key in the object at the root. If a key occurs twice,
/// the last value counts, as when it is read. An empty key means the list that is the whole text.
pub(crate) fn find<'t>(text: &'t [u8], key: &str) -> Option<&'t [u8]> {
    let text = without_mark(text);
    if key.is_empty() && text.trim_ascii_start().starts_with(b"[") {
        return Some(text.trim_ascii());
    }
    let mut cursor = Cursor::new(text);
    let mut found = None;
    cursor.skip(b'{')?;
    if cursor.skip(b'}').is_some() {
        return None;
    }
    loop {
        let name = cursor.value()?;
        cursor.skip(b':')?;
        let value = cursor.value()?;
        if is_key(name, key) {
            found = Some(value);
        }
        if cursor.skip(b',').is_none() {
            return cursor.skip(b'}').and(found);
        }
    }
}

fn is_key(name: &[u8], key: &str) -> bool {
    let name = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""));
    name.is_some_and(|name| {
        name == key.as_bytes() || (name.contains(&b'\\') && unescape(name) == key)
    })
}

/// The items of a list, each as its text.
pub(crate) struct Items<'t> {
    cursor: Cursor<'t>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Between,
    Complete,
    Broken,
}

impl<'t> Items<'t> {
    pub(crate) fn new(list: &'t [u8]) -> Self {
        Items { cursor: Cursor::new(list), state: State::Start }
    }

    /// Whether the end of the list was reached; otherwise the text is not a list.
    pub(crate) fn is_complete(&self) -> bool {
        self.state == State::Complete
    }

    fn step(&mut self) -> Option<&'t [u8]> {
        let cursor = &mut self.cursor;
        let is_first = self.state == State::Start;
        if is_first {
            cursor.skip(b'[')?;
        }
        if cursor.skip(b']').is_some() {
            self.state = State::Complete;
            return None;
        }
        if !is_first {
            cursor.skip(b',')?;
        }
        self.state = State::Between;
        cursor.value()
    }
}

impl<'t> Iterator for Items<'t> {
    type Item = &'t [u8];

    fn next(&mut self) -> Option<&'t [u8]> {
        if matches!(self.state, State::Complete | State::Broken) {
            return None;
        }
        let item = self.step();
        if item.is_none() && self.state != State::Complete {
            self.state = State::Broken;
        }
        item
    }
}

struct Cursor<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t [u8]) -> Self {
        Cursor { text, at: 0 }
    }

    fn skip_space(&mut self) {
        while self.text.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    /// Skips a character, if it is the next one.
    fn skip(&mut self, wanted: u8) -> Option<()> {
        self.skip_space();
        (*self.text.get(self.at)? == wanted).then(|| self.at += 1)
    }

    /// Skips a value and returns its text; `None` if it has no end, or there is no value.
    fn value(&mut self) -> Option<&'t [u8]> {
        self.skip_space();
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match *self.text.get(self.at)? {
                b'"' => self.at += string_length(&self.text[self.at + 1..]) + 2,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                _ if depth == 0 => self.at += scalar_length(&self.text[self.at..])?,
                _ => self.at += 1,
            }
            if depth == 0 {
                return self.text.get(start..self.at);
            }
        }
    }
}

/// The length of a number or a literal, in bytes.
fn scalar_length(text: &[u8]) -> Option<usize> {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b",:]}[{\"".contains(byte);
    let length = text.iter().position(is_end).unwrap_or(text.len());
    (length > 0).then_some(length)
}

/// The length of a string up to its closing quote, or to the end of the text, in bytes.
fn string_length(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

fn unescape(raw: &[u8]) -> String {
    let quoted = [b"\"", raw, b"\""].concat();
    let cleaned = cleaned(&quoted).map_or(quoted, String::into_bytes);
    let text = || String::from_utf8_lossy(raw).into_owned();
    serde_json::from_slice(&cleaned).unwrap_or_else(|_| text())
}
