//! From text to values, with errors that say where.

mod clean;
pub(crate) mod list;
mod locate;

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Deserializer;
use serde_json::de::SliceRead;

use crate::codec::Field;

/// Reads a response.
///
/// A body with nothing in it is no JSON, but it is what an optional body is when it is left out.
pub(crate) fn read<T: Field>(text: &[u8]) -> Result<T, DecodeError> {
    if text.is_empty() && !T::REQUIRED {
        return Ok(T::blank());
    }
    as_is_or_cleaned(text, read_field)
}

/// Reads a type of the caller's.
pub(crate) fn read_as<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
    as_is_or_cleaned(text, |text| read_with(text, |json| T::deserialize(json)))
}

fn read_field<T: Field>(text: &[u8]) -> Result<T, serde_json::Error> {
    read_with(text, |json| T::read(json))
}

/// Reads the text, and if that fails, reads it as more lenient readers would.
fn as_is_or_cleaned<T>(
    text: &[u8],
    read: impl Fn(&[u8]) -> Result<T, serde_json::Error>,
) -> Result<T, DecodeError> {
    read(text).or_else(|error| match clean::clean(text) {
        None => Err(DecodeError::new(text, error)),
        Some(cleaned) => read(&cleaned).map_err(|error| DecodeError::new(&cleaned, error)),
    })
}

fn read_with<'t, T>(
    text: &'t [u8],
    read: impl FnOnce(&mut Deserializer<SliceRead<'t>>) -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    let mut json = Deserializer::from_slice(text);
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
    source: serde_json::Error,
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
    fn new(text: &[u8], source: serde_json::Error) -> Self {
        let full = source.to_string();
        let place = format!(" at line {} column {}", source.line(), source.column());
        let message = full.strip_suffix(&place).unwrap_or(&full);
        let (line, column) = (source.line(), source.column());
        let (message, path) = match inner_path(message) {
            Some((message, inner)) => {
                let outer = locate::path(text, line, column, "");
                (message, locate::join(outer, inner))
            }
            None => (message, locate::path(text, line, column, message)),
        };
        let message = message.to_owned();
        DecodeError {
            path,
            item: None,
            message,
            source,
        }
    }

    /// A key that must be there is not.
    pub(crate) fn missing(key: &'static str) -> Self {
        let source = <serde_json::Error as serde::de::Error>::missing_field(key);
        DecodeError {
            path: key.to_owned(),
            item: None,
            message: source.to_string(),
            source,
        }
    }

    /// The error of an item, made that of the list under a key.
    pub(crate) fn in_list(mut self, key: &str, item: Item) -> Self {
        let list = format!("{key}[{}]", item.index);
        self.path = locate::join(list, &self.path);
        self.item = Some(item);
        self
    }
}

/// The path that the codec of a union adds to an error inside it.
fn inner_path(message: &str) -> Option<(&str, &str)> {
    message.strip_suffix('`')?.rsplit_once(" at `")
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

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
