//! From text to values, with errors that say where.

mod clean;
mod describe;
pub(crate) mod list;
mod locate;

use std::fmt;

use bytes::Bytes;
use serde::de::{DeserializeOwned, Error};
use serde_json::Deserializer;
use serde_json::de::StrRead;

pub(crate) use clean::{cleaned, has_lone_surrogate};

use crate::codec::{Field, split_path};
use crate::error::text::{SHOWN, safe};

/// How many characters of a path are kept.
const LONGEST_PATH: usize = 300;

/// Reads a response.
///
/// A body with nothing in it is no JSON, but it is what an optional body is when it is left out.
pub(crate) fn read<T: Field>(text: &[u8]) -> Result<T, DecodeError> {
    if text.is_empty() && !T::REQUIRED {
        return Ok(T::blank());
    }
    as_is_or_cleaned(text, read_field, DecodeError::new)
}

/// Reads a type of the caller's.
pub(crate) fn read_as<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
    let read = |text: &str| read_with(text, |json| T::deserialize(json));
    as_is_or_cleaned(text, read, DecodeError::of_other_type)
}

fn read_field<T: Field>(text: &str) -> Result<T, serde_json::Error> {
    read_with(text, |json| T::read(json))
}

/// Reads the text, and if that fails, reads it as more lenient readers would.
///
/// The whole text is checked to be UTF-8 at once, which costs less than each of its strings for itself.
fn as_is_or_cleaned<T>(
    text: &[u8],
    read: impl Fn(&str) -> Result<T, serde_json::Error>,
    explain: fn(&[u8], serde_json::Error) -> DecodeError,
) -> Result<T, DecodeError> {
    let as_is = match std::str::from_utf8(text) {
        Ok(text) => read(text),
        Err(error) => Err(Error::custom(error)),
    };
    as_is.or_else(|error| match cleaned(text) {
        None => Err(explain(text, error)),
        Some(text) => read(&text).map_err(|error| explain(text.as_bytes(), error)),
    })
}

fn read_with<'t, T>(
    text: &'t str,
    read: impl FnOnce(&mut Deserializer<StrRead<'t>>) -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    let mut json = Deserializer::from_str(text);
    read(&mut json).and_then(|value| json.end().map(|()| value))
}

/// JSON that could not be read.
#[derive(Debug)]
pub(crate) struct DecodeError {
    /// Where in the document, such as `data[3].itemId`; empty at its root.
    pub(crate) path: String,
    /// The item of a list that could not be read, if it is only that.
    pub(crate) item: Option<Item>,
    message: String,
}

/// An item of a list.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) index: usize,
    /// Its text as received.
    pub(crate) json: Bytes,
}

impl DecodeError {
    /// An error of a type of ours, which carries its whole path unless it is one of syntax.
    #[cold]
    fn new(text: &[u8], source: serde_json::Error) -> Self {
        let message = message(&source);
        match split_path(&message) {
            Some((message, path)) => DecodeError::shown(message, path),
            None => DecodeError::at(text, &source, &message),
        }
    }

    /// An error of a type of the caller's, whose own messages may repeat what stands in the response.
    #[cold]
    fn of_other_type(text: &[u8], source: serde_json::Error) -> Self {
        let message = message(&source);
        // A type of ours inside it knows the path from there on.
        let (message, inner) = split_path(&message).unwrap_or((&message, ""));
        if !describe::is_harmless(&source, message) {
            return DecodeError::at(text, &source, "the value is not one of the type");
        }
        if inner.is_empty() {
            return DecodeError::at(text, &source, message);
        }
        let outer = locate::path(text, source.line(), source.column(), "");
        DecodeError::shown(message, &locate::extend(outer, inner))
    }

    fn at(text: &[u8], source: &serde_json::Error, message: &str) -> Self {
        let path = locate::path(text, source.line(), source.column(), message);
        DecodeError::shown(message, &path)
    }

    /// The whole is something else than it should be.
    pub(crate) fn other(message: &'static str) -> Self {
        DecodeError { path: String::new(), item: None, message: message.to_owned() }
    }

    /// A key that must be there is not.
    pub(crate) fn missing(key: &'static str) -> Self {
        DecodeError::shown(&format!("missing field `{key}`"), key)
    }

    /// The error of an item, made that of the list under a key.
    pub(crate) fn in_list(mut self, key: &str, item: Item) -> Self {
        let list = format!("{key}[{}]", item.index);
        self.path = locate::join(list, &self.path);
        self.item = Some(item);
        self
    }

    fn shown(message: &str, path: &str) -> Self {
        DecodeError {
            // Keys may be anything, too.
            path: safe(path, LONGEST_PATH),
            item: None,
            message: safe(&describe::without_values(message), SHOWN),
        }
    }
}

/// The message without the place.
fn message(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    if message.ends_with(&place) {
        message.truncate(message.len() - place.len());
    }
    message
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{} at `{}`", self.message, self.path)
        }
    }
}

/// Without a source: the error of the library repeats what stands in the response.
impl std::error::Error for DecodeError {}
