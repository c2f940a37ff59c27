//! Decodes responses: strictly at first, then leniently, with the location of what cannot be read.

mod lenient;
pub(crate) mod list;
mod located;

use std::fmt;

use bytes::Bytes;
use serde::de::{DeserializeOwned, Error};

pub(crate) use lenient::{cleaned, has_lone_surrogate, without_mark};
pub(crate) use located::{PathSegment, ReadError, read_located};

use crate::codec::Field;
use crate::error::text::{MAX_SHOWN, safe};

/// The maximum length of a path, in characters.
const MAX_PATH_LEN: usize = 300;

/// Reads a response.
///
/// An empty body is not JSON, but it is how an optional body is left out.
pub(crate) fn read<T: Field>(text: &[u8]) -> Result<T, DecodeError> {
    if text.is_empty() && !T::REQUIRED {
        return Ok(T::initial());
    }
    as_is_or_cleaned(text, |text| read_located(text, |json| T::read(json)))
}

/// Reads a type of the caller.
pub(crate) fn read_as<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
    as_is_or_cleaned(text, |text| read_located(text, |json| T::deserialize(json)))
}

/// Reads the text, and if that fails, reads it as more lenient readers would.
///
/// The whole text is checked to be UTF-8 at once, which costs less than a check of each string.
fn as_is_or_cleaned<T>(
    text: &[u8],
    read: impl Fn(&str) -> Result<T, ReadError>,
) -> Result<T, DecodeError> {
    let as_is = match std::str::from_utf8(text) {
        Ok(text) => read(text),
        Err(error) => Err(ReadError::new(error.to_string())),
    };
    as_is
        .or_else(|error| match cleaned(text) {
            None => Err(error),
            Some(text) => read(&text),
        })
        .map_err(DecodeError::new)
}

/// JSON that could not be read.
#[derive(Debug)]
pub(crate) struct DecodeError {
    /// Where in the document, such as `data[3].itemId`; empty at its root.
    pub(crate) path: String,
    /// The path for the message: if a field is missing, that of its object.
    shown_path: String,
    /// The item of a list, if only this item could not be read.
    pub(crate) item: Option<Item>,
    message: String,
    /// Whether the text is not JSON: the message has a line and a column.
    pub(crate) is_syntax: bool,
}

/// An item of a list.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) index: usize,
    /// Its text as received.
    pub(crate) json: Bytes,
}

impl DecodeError {
    #[cold]
    fn new(error: ReadError) -> Self {
        DecodeError {
            // Keys come from outside, too.
            path: safe(&error.location(), MAX_PATH_LEN),
            shown_path: safe(&error.shown_location(), MAX_PATH_LEN),
            item: None,
            message: safe(error.message(), MAX_SHOWN),
            is_syntax: error.is_syntax(),
        }
    }

    /// The whole text is not what is expected.
    pub(crate) fn other(message: &'static str) -> Self {
        DecodeError::new(ReadError::new(message))
    }

    /// The whole text is not JSON.
    pub(crate) fn not_json() -> Self {
        DecodeError { is_syntax: true, ..DecodeError::other("it is not JSON") }
    }

    /// The whole is a page, where a file is expected.
    pub(crate) fn page() -> Self {
        DecodeError { is_syntax: true, ..DecodeError::other("it is a page in place of a file") }
    }

    /// A required key is missing.
    pub(crate) fn missing(key: &'static str) -> Self {
        DecodeError::new(ReadError::missing_field(key))
    }

    /// Turns the error of an item into an error of the list under a key.
    pub(crate) fn in_list(mut self, key: &str, item: Item) -> Self {
        for path in [&mut self.path, &mut self.shown_path] {
            let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
            *path = format!("{key}[{}]{dot}{path}", item.index);
        }
        self.item = Some(item);
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match self.shown_path.as_str() {
            "" => Ok(()),
            path if self.is_syntax => write!(f, ", in `{path}`"),
            path => write!(f, " at `{path}`"),
        }
    }
}

/// Without a source: the error of the library repeats values of the response.
impl std::error::Error for DecodeError {}
