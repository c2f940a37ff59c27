//! Reads JSON with errors that know their location, such as `data[3].itemId`.
//!
//! `serde_json` reports a line and a column, which say little in a response of one line, and its messages repeat
//! values of the response, which may be personal data. So it is read through a [`Reader`], which has an error type
//! of its own: the error records what was found and what was expected as it is made, and each list and object adds
//! its index or key as the error passes through. No message is parsed for that, and nothing is recorded while
//! there is no error.

mod access;
mod error;
mod key;
mod reader;
mod visitor;

pub(crate) use error::{PathSegment, ReadError};

use reader::Reader;

/// The deserializer of a whole text.
pub(crate) type TextReader<'j, 't> =
    Reader<&'j mut serde_json::Deserializer<serde_json::de::StrRead<'t>>>;

/// Reads the whole of a text.
pub(crate) fn read_located<'t, T>(
    text: &'t str,
    read: impl FnOnce(TextReader<'_, 't>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = read(Reader(&mut json))?;
    json.end().map_err(|error| ReadError::syntax(&error))?;
    Ok(value)
}
