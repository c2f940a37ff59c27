//! Where in a value an error is.
//!
//! Nothing keeps the path while all is well. When a field, an item or an entry cannot be read, each
//! reader on the way out adds its step to the message: ``expected a string at `data[3].itemId` ``.

use std::fmt::Display;

/// An error inside a field, an item or an entry: with this step before the path that it has.
#[cold]
pub(crate) fn inside<E: serde::de::Error>(error: E, step: &str) -> E {
    E::custom(placed(&error, step))
}

/// The step of an item of a list.
#[cold]
pub(crate) fn inside_item<E: serde::de::Error>(error: E, index: usize) -> E {
    inside(error, &format!("[{index}]"))
}

/// An error from reading a part of the text by itself: it has its path, but its line and column
/// mean nothing outside.
#[cold]
pub(super) fn relayed<E: serde::de::Error>(error: &serde_json::Error) -> E {
    let full = error.to_string();
    let (message, _) = split_position(&full);
    E::custom(message)
}

fn placed(error: &impl Display, step: &str) -> String {
    let full = error.to_string();
    let (rest, position) = split_position(&full);
    let (message, path) = match split_path(rest) {
        Some((message, path)) => (message, path),
        None => (rest, missing_field(rest).unwrap_or_default()),
    };
    let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
    format!("{message} at `{step}{dot}{path}`{position}")
}

/// The message and the path that it ends with.
pub(crate) fn split_path(message: &str) -> Option<(&str, &str)> {
    message.strip_suffix('`')?.rsplit_once(" at `")
}

fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

/// The message, and the line and column that `serde_json` ends it with.
fn split_position(full: &str) -> (&str, &str) {
    let Some(start) = full.rfind(" at line ") else {
        return (full, "");
    };
    let (message, position) = full.split_at(start);
    let mut numbers = position[" at line ".len()..].split(" column ");
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    if is_number(numbers.next()) && is_number(numbers.next()) && numbers.next().is_none() {
        (message, position)
    } else {
        (full, "")
    }
}
