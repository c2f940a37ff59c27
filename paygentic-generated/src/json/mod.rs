//! From text to values, with errors that say where.

mod locate;

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Deserializer;
use serde_json::de::SliceRead;

use crate::codec::{Field, split_path};

/// Reads a response.
///
/// A body with nothing in it is no JSON, but it is what an optional body is when it is left out.
pub(crate) fn read<T: Field>(text: &[u8]) -> Result<T, DecodeError> {
    if text.is_empty() && !T::REQUIRED {
        return Ok(T::blank());
    }
    read_with(text, true, |json| T::read(json))
}

/// Reads a type of the caller's.
pub(crate) fn read_as<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
    read_with(text, false, |json| T::deserialize(json))
}

/// With `whole`, every reader is of our own, and errors carry their whole path.
fn read_with<'t, T>(
    text: &'t [u8],
    whole: bool,
    read: impl FnOnce(&mut Deserializer<SliceRead<'t>>) -> Result<T, serde_json::Error>,
) -> Result<T, DecodeError> {
    let mut json = Deserializer::from_slice(text);
    read(&mut json)
        .and_then(|value| json.end().map(|()| value))
        .map_err(|source| DecodeError::new(text, whole, source))
}

/// JSON that could not be read.
#[derive(Debug)]
pub(crate) struct DecodeError {
    /// Where in the document, such as `data[3].itemId`; empty at its root.
    pub(crate) path: String,
    message: String,
    source: serde_json::Error,
}

impl DecodeError {
    #[cold]
    fn new(text: &[u8], whole: bool, source: serde_json::Error) -> Self {
        let full = source.to_string();
        let place = format!(" at line {} column {}", source.line(), source.column());
        let message = full.strip_suffix(&place).unwrap_or(&full);
        let (line, column) = (source.line(), source.column());
        let (message, path) = match split_path(message) {
            Some((message, path)) if whole => (message, path.to_owned()),
            Some((message, inner)) => {
                let outer = locate::path(text, line, column, "");
                (message, locate::extend(outer, inner))
            }
            None => (message, locate::path(text, line, column, message)),
        };
        let message = message.to_owned();
        DecodeError {
            path,
            message,
            source,
        }
    }
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
