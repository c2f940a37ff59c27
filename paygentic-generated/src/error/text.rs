//! Makes text from outside safe for messages and logs: nothing in it that controls a terminal or forges a line,
//! no credentials, and no more than a limited length.

use std::borrow::Cow;
use std::sync::Arc;

/// How many characters of a message are shown.
pub(crate) const MAX_SHOWN: usize = 500;

/// The replacement for credentials.
const MASK: &str = "***";

/// A shorter token may occur in ordinary text, and is not replaced.
const MIN_SECRET_LEN: usize = 8;

/// The text with its control characters escaped, cut with an ellipsis after this many characters.
pub(crate) fn safe(text: &str, limit: usize) -> String {
    let mut made = String::with_capacity(text.len().min(limit));
    for (count, letter) in text.chars().enumerate() {
        if count == limit {
            made.push('…');
            break;
        }
        if is_control(letter) {
            made.extend(letter.escape_default());
        } else {
            made.push(letter);
        }
    }
    made
}

/// Whether a character controls the output instead of being shown: it moves the cursor, begins a line, or
/// changes the direction of what follows.
fn is_control(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The credentials of a call, which are hidden wherever they occur in texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mask(Option<Arc<[String]>>);

impl Mask {
    /// A mask of these secrets, which are sorted by length, the longest first.
    pub(crate) fn new(secrets: &Arc<[String]>) -> Self {
        Mask((!secrets.is_empty()).then(|| secrets.clone()))
    }

    /// A mask of the secrets of both.
    pub(crate) fn and(self, other: &Mask) -> Self {
        let all = [&self.0, &other.0].into_iter().flatten();
        let mut all: Vec<String> = all.flat_map(|secrets| secrets.iter().cloned()).collect();
        all.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Mask::new(&all.into())
    }

    fn secrets(&self) -> impl Iterator<Item = &String> {
        let secrets = self.0.iter().flat_map(|secrets| secrets.iter());
        secrets.filter(|secret| secret.len() >= MIN_SECRET_LEN)
    }

    /// The text without the secrets.
    pub(crate) fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.secrets().fold(Cow::Borrowed(text), |text, secret| {
            if text.contains(secret.as_str()) {
                Cow::Owned(text.replace(secret.as_str(), MASK))
            } else {
                text
            }
        })
    }

    /// The text without the secrets, escaped and cut for output.
    pub(crate) fn safe(&self, text: &str) -> String {
        safe(&self.hide(text), MAX_SHOWN)
    }
}
