//! Bytes in JSON: `{"$latin1": ".."}`, a character for each byte, so that nothing is lost.

use paygentic_generated::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::report::Failure;
use crate::roundtrip;

/// Bytes, as cases and answers write them.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Marked {
    #[serde(rename = "$latin1")]
    text: String,
}

/// Bytes as JSON.
pub(crate) fn write(bytes: &Bytes) -> Result<Box<RawValue>, Failure> {
    let text = bytes.iter().copied().map(char::from).collect();
    roundtrip::write(&Marked { text })
}

/// Bytes from JSON.
pub(crate) fn read(text: &str) -> Result<Bytes, Failure> {
    let marked: Marked = serde_json::from_str(text).map_err(|error| Failure::decode(&error))?;
    let bytes: Result<Vec<u8>, _> = marked.text.chars().map(u8::try_from).collect();
    bytes.map(Bytes::from).map_err(|_| {
        Failure::case("`$latin1` holds a character that does not stand for a byte (above U+00FF)")
    })
}

/// Both, one after the other.
pub(crate) fn roundtrip(text: &str) -> Result<Box<RawValue>, Failure> {
    write(&read(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let all: Bytes = (0..=u8::MAX).collect();
        let written = write(&all).unwrap();
        assert_eq!(read(written.get()).unwrap(), all);
        assert_eq!(roundtrip(written.get()).unwrap().get(), written.get());
    }

    #[test]
    fn characters_beyond_a_byte_are_refused() {
        assert_eq!(read(r#"{"$latin1": "\u0100"}"#).unwrap_err().kind, "case");
        assert_eq!(read(r#""text""#).unwrap_err().kind, "decode");
    }
}
