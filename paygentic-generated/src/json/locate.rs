//! Finds the path to a place in JSON text.
//!
//! Decoding keeps no path, so that it costs nothing when all is well. When it fails, `serde_json`
//! says at which line and column; reading the text up to there once more, keeping only keys and
//! indices, gives the path.

use std::fmt::Write;

use super::clean::cleaned;

/// The path to the value at or before a line and column, as `serde_json` counts them.
///
/// `message` is the error's: a missing field adds its name to the path.
pub(crate) fn path(text: &[u8], line: usize, column: usize, message: &str) -> String {
    let end = offset(text, line, column);
    let mut scan = Scan::default();
    scan.read(&text[..end]);
    if message.starts_with("invalid type") && !opens_value(&text[end..], message) {
        scan.leave_opened();
    }
    let mut path = render(&scan.frames);
    if let Some(name) = missing_field(message) {
        push_key(&mut path, name);
    }
    path
}

/// The number of bytes up to a line and column; both count from one, bytes and not characters.
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let before = text
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum::<usize>();
    before.saturating_add(column).min(text.len())
}

/// Whether the error speaks of a list or object that starts just here, and not of the one around.
fn opens_value(rest: &[u8], message: &str) -> bool {
    match rest.trim_ascii_start().first() {
        Some(b'[') => message.starts_with("invalid type: sequence"),
        Some(b'{') => message.starts_with("invalid type: map"),
        _ => false,
    }
}

fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

/// A list or object that is open at the place.
#[derive(Debug)]
enum Frame {
    List(usize),
    Object(Option<String>),
}

#[derive(Default)]
struct Scan {
    frames: Vec<Frame>,
    /// Whether the last token opened a list or object.
    just_opened: bool,
}

impl Scan {
    fn read(&mut self, text: &[u8]) {
        let mut at = 0;
        // Whether a string read now would be a key.
        let mut key_next = false;
        while let Some(&byte) = text.get(at) {
            at += 1;
            if byte.is_ascii_whitespace() {
                continue;
            }
            self.just_opened = matches!(byte, b'{' | b'[');
            match byte {
                b'{' => {
                    self.frames.push(Frame::Object(None));
                    key_next = true;
                }
                b'[' => {
                    self.frames.push(Frame::List(0));
                    key_next = false;
                }
                b'}' | b']' => {
                    self.frames.pop();
                }
                b',' => key_next = self.next_entry(),
                b'"' => {
                    let length = string_length(&text[at..]);
                    if key_next && let Some(Frame::Object(key)) = self.frames.last_mut() {
                        *key = Some(unescape(&text[at..at + length]));
                        key_next = false;
                    }
                    at += length + 1;
                }
                _ => {}
            }
        }
    }

    /// Steps to the next entry; true in an object, where a key comes next.
    fn next_entry(&mut self) -> bool {
        match self.frames.last_mut() {
            Some(Frame::List(index)) => {
                *index += 1;
                false
            }
            Some(Frame::Object(_)) => true,
            None => false,
        }
    }

    /// Leaves a list or object of which nothing but its bracket was read.
    fn leave_opened(&mut self) {
        if self.just_opened {
            self.frames.pop();
        }
    }
}

/// The bytes of a string up to its closing quote, or to the end of the text.
pub(super) fn string_length(text: &[u8]) -> usize {
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

pub(super) fn unescape(raw: &[u8]) -> String {
    let quoted = [b"\"", raw, b"\""].concat();
    let cleaned = cleaned(&quoted).map_or(quoted, String::into_bytes);
    let text = || String::from_utf8_lossy(raw).into_owned();
    serde_json::from_slice(&cleaned).unwrap_or_else(|_| text())
}

fn render(frames: &[Frame]) -> String {
    let mut path = String::new();
    for frame in frames {
        match frame {
            Frame::List(index) => drop(write!(path, "[{index}]")),
            Frame::Object(Some(key)) => push_key(&mut path, key),
            Frame::Object(None) => {}
        }
    }
    path
}

/// A path followed by another.
pub(super) fn join(mut path: String, inner: &str) -> String {
    if inner.is_empty() || inner.starts_with('[') {
        path.push_str(inner);
    } else {
        push_key(&mut path, inner);
    }
    path
}

fn push_key(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

/// The path to an error inside a type of ours, which knows the `inner` path. The line and column may
/// be those of the error itself, or of the value that holds it.
pub(super) fn extend(path: String, inner: &str) -> String {
    if path.ends_with(inner) {
        return path;
    }
    join(path, inner)
}
