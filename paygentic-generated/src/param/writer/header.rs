//! Parameters in headers: `simple`.

use super::{ParameterWriter, collect};
use crate::codec::Field;
use crate::error::Error;
use crate::param::shape::{Shape, item_text};
use crate::param::style::texts;
use crate::param::{Param, header_value};

impl ParameterWriter<'_> {
    /// Adds a header, with commas between the values: `simple`.
    pub(crate) fn header(&mut self, name: &'static str, value: &dyn Param) {
        let texts = collect(value);
        if !texts.is_empty() {
            self.add_header(name, &texts.join(","));
        }
    }

    /// Adds an object or anything else as a header: `simple`, not exploded (`k,v`).
    pub(crate) fn header_object(&mut self, name: &'static str, value: &impl Field) {
        if let Some(json) = self.text_of(name, value) {
            let texts = Shape::of(&json).and_then(|shape| Ok(texts(&shape)?.join(",")));
            self.add_text(name, texts);
        }
    }

    /// Adds an object or anything else as a header: `simple`, exploded (`k=v`).
    pub(crate) fn header_exploded(&mut self, name: &'static str, value: &impl Field) {
        if let Some(json) = self.text_of(name, value) {
            self.add_text(name, exploded(&json));
        }
    }

    /// Adds a header that holds JSON.
    pub(crate) fn header_json(&mut self, name: &'static str, value: &impl Field) {
        if let Some(json) = self.text_of(name, value) {
            self.add_header(name, &ascii(&json));
        }
    }

    fn add_text(&mut self, name: &'static str, text: serde_json::Result<String>) {
        match text {
            Ok(text) if text.is_empty() => {}
            Ok(text) => self.add_header(name, &text),
            Err(error) => self.check(name, Err(error)),
        }
    }

    fn add_header(&mut self, name: &'static str, text: &str) {
        match header_value(name, text) {
            Ok(value) => match http::HeaderName::try_from(name) {
                Ok(name) => drop(self.request.headers.insert(name, value)),
                Err(_) => {
                    self.fail(Error::invalid_request(format!("invalid header name `{name}`")))
                }
            },
            Err(error) => self.fail(error),
        }
    }
}

/// The items of a list, or `key=value` per entry of an object, with commas between them.
fn exploded(json: &str) -> serde_json::Result<String> {
    let shape = Shape::of(json)?;
    let Shape::Map(entries) = shape else {
        return Ok(texts(&shape)?.join(","));
    };
    let mut pieces = Vec::new();
    for (key, value) in entries {
        if let Some(value) = item_text(value)? {
            pieces.push(format!("{key}={value}"));
        }
    }
    Ok(pieces.join(","))
}

/// JSON in ASCII: a header holds nothing else, and JSON has an escape for every other character.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() && letter != '\u{7f}' {
            text.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}
