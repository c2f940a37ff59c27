//! Repairs text that strict JSON forbids and other readers accept.
//!
//! Browsers skip a byte order mark and read bytes that are not UTF-8 as U+FFFD; services that cut
//! texts at a number of UTF-16 units send halves of surrogate pairs. Nothing is repaired
//! unless reading the unchanged text has failed.

use std::borrow::Cow;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// A surrogate escape and U+FFFD are of the same length, so that offsets stay the same.
const REPLACEMENT: &str = "\\ufffd";

/// The text without a byte order mark.
pub(crate) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// The repaired text; `None` if there is nothing to repair.
#[cold]
pub(crate) fn cleaned(text: &[u8]) -> Option<String> {
    let unmarked = without_mark(text);
    let valid = String::from_utf8_lossy(unmarked);
    let is_changed = unmarked.len() < text.len() || matches!(valid, Cow::Owned(_));
    let mut lone = LoneSurrogates::new(valid.as_bytes()).peekable();
    if !is_changed && lone.peek().is_none() {
        return None;
    }
    let lone: Vec<_> = lone.collect();
    let mut cleaned = valid.into_owned();
    for at in lone {
        cleaned.replace_range(at..at + REPLACEMENT.len(), REPLACEMENT);
    }
    Some(cleaned)
}

/// Whether the text has half of a surrogate pair, which strict readers reject.
pub(crate) fn has_lone_surrogate(text: &[u8]) -> bool {
    LoneSurrogates::new(text).next().is_some()
}

/// The offsets of escaped surrogates that are not half of a pair.
struct LoneSurrogates<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> LoneSurrogates<'t> {
    fn new(text: &'t [u8]) -> Self {
        LoneSurrogates { text, at: 0 }
    }
}

impl Iterator for LoneSurrogates<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            let rest = self.text.get(self.at..)?;
            let at = self.at + rest.iter().position(|byte| *byte == b'\\')?;
            let (length, is_lone) = match (escaped(self.text, at), escaped(self.text, at + 6)) {
                (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (12, false),
                (Some(0xD800..=0xDFFF), _) => (6, true),
                (Some(_), _) => (6, false),
                (None, _) => (2, false),
            };
            self.at = at + length;
            if is_lone {
                return Some(at);
            }
        }
    }
}

/// The UTF-16 unit that is escaped here.
fn escaped(text: &[u8], at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
