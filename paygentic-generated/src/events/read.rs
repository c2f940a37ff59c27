//! Decodes the raw items of a stream, and recognizes its end.

use serde_json::value::RawValue;

use super::frames::Frame;
use crate::codec::Field;
use crate::json::{self, DecodeError};

/// Reads a value from an item; emitted code chooses one of the functions below.
pub(crate) type ReadFrame<T> = fn(&Frame) -> Result<Decoded<T>, DecodeError>;

/// The result of decoding an item.
#[derive(Debug, PartialEq)]
pub(crate) enum Decoded<T> {
    Value(T),
    /// The mark that many services put at the end of a stream.
    End,
}

/// Data that is not JSON, which many services send to say that no event follows.
const END: &str = "[DONE]";

/// The data is JSON. `[DONE]` ends the stream.
pub(crate) fn data<T: Field>(frame: &Frame) -> Result<Decoded<T>, DecodeError> {
    if frame.data.trim() == END {
        return Ok(Decoded::End);
    }
    json::read(frame.data.as_bytes()).map(Decoded::Value)
}

/// The data is text, whatever it is.
pub(crate) fn text<T: From<String>>(frame: &Frame) -> Result<Decoded<T>, DecodeError> {
    Ok(Decoded::Value(T::from(frame.data.clone())))
}

/// The value is the whole event: an object of `event`, `id`, `retry` and `data`, whose data is JSON.
/// `[DONE]` ends the stream. Data that is not JSON is a string.
pub(crate) fn event<T: Field>(frame: &Frame) -> Result<Decoded<T>, DecodeError> {
    if frame.data.trim() == END {
        return Ok(Decoded::End);
    }
    match serde_json::from_str::<&RawValue>(&frame.data) {
        Ok(data) => whole(frame, data.get()),
        Err(_) => event_of_text(frame),
    }
}

/// The same, with text as data.
pub(crate) fn event_of_text<T: Field>(frame: &Frame) -> Result<Decoded<T>, DecodeError> {
    whole(frame, &quoted(&frame.data))
}

fn whole<T: Field>(frame: &Frame, data: &str) -> Result<Decoded<T>, DecodeError> {
    let mut json = format!("{{\"data\":{data}");
    let texts = [("event", &frame.event), ("id", &frame.id)];
    for (name, text) in texts {
        if let Some(text) = text {
            json.push_str(&format!(",\"{name}\":{}", quoted(text)));
        }
    }
    if let Some(retry) = frame.retry {
        json.push_str(&format!(",\"retry\":{}", retry.as_millis()));
    }
    json.push('}');
    json::read(json.as_bytes()).map(Decoded::Value)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
