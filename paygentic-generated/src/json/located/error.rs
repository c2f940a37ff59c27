//! The error of the readers: why a value cannot be read, and its location.

use std::cell::Cell;
use std::fmt::{self, Display, Write};

use serde::de::{self, Expected, Unexpected};

thread_local! {
    /// An error that passes through code with another error type: see [`ReadError::into_library_error`].
    static PASSING: Cell<Option<ReadError>> = const { Cell::new(None) };
}

/// One segment of the path from a value to a value inside it.
#[derive(Debug)]
pub(crate) enum PathSegment {
    Index(usize),
    Key(String),
}

/// An error of a value at a location. No part of it repeats a value of the text.
#[derive(Debug)]
pub(crate) struct ReadError(Box<Parts>);

#[derive(Debug)]
struct Parts {
    message: String,
    /// From the value that cannot be read up to the root.
    segments: Vec<PathSegment>,
    is_syntax: bool,
    /// Whether a field is missing: the first segment is its key.
    is_missing: bool,
}

impl ReadError {
    /// A value that is not what is expected; the message must not repeat the text.
    #[cold]
    pub(crate) fn new(message: impl Into<String>) -> Self {
        ReadError(Box::new(Parts {
            message: message.into(),
            segments: Vec::new(),
            is_syntax: false,
            is_missing: false,
        }))
    }

    /// Text that is not JSON. The errors of `serde_json` for it give line and column, and no values.
    #[cold]
    pub(super) fn syntax(error: &impl Display) -> Self {
        let mut made = ReadError::new(format!("it is not JSON: {error}"));
        made.0.is_syntax = true;
        made
    }

    /// A value that is read from its own text: line and column count from its start.
    #[cold]
    pub(crate) fn in_value(error: &serde_json::Error) -> Self {
        ReadError::new(format!("{error} of the value"))
    }

    /// The same error, with a segment from the enclosing list or object.
    #[cold]
    pub(crate) fn inside(mut self, segment: PathSegment) -> Self {
        self.0.segments.push(segment);
        self
    }

    /// Whether the text is not JSON.
    pub(crate) fn is_syntax(&self) -> bool {
        self.0.is_syntax
    }

    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// The location, such as `data[3].itemId`; empty at the root.
    pub(crate) fn location(&self) -> String {
        path(&self.0.segments)
    }

    /// The location for a message: if a field is missing, that of its object, as the message names the field.
    pub(crate) fn shown_location(&self) -> String {
        path(&self.0.segments[usize::from(self.0.is_missing)..])
    }

    /// Converts it into the error of any deserializer: the same error for a [`Reader`](super::Reader), its text
    /// otherwise.
    #[cold]
    pub(crate) fn into_error<E: de::Error>(self) -> E {
        let text = self.to_string();
        PASSING.set(Some(self));
        let error = E::custom(text);
        PASSING.set(None);
        error
    }

    /// Converts it into an error of the library, from which [`ReadError::recover`] takes it out again.
    #[cold]
    pub(super) fn into_library_error<E: de::Error>(self) -> E {
        let error = E::custom("passing");
        PASSING.set(Some(self));
        error
    }

    /// The error that passed through the library, or one that the library made: then the text is not JSON.
    #[cold]
    pub(super) fn recover(error: &impl Display) -> Self {
        PASSING.take().unwrap_or_else(|| ReadError::syntax(error))
    }
}

impl de::Error for ReadError {
    /// Messages from types of the caller may repeat values, so they are not kept.
    #[cold]
    fn custom<T: Display>(_: T) -> Self {
        PASSING.take().unwrap_or_else(|| ReadError::new("the value is not one of the type"))
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        ReadError::new(format!("invalid type: {}, expected {expected}", kind(found)))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        ReadError::new(format!("invalid value: {}, expected {expected}", kind(found)))
    }

    #[cold]
    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        ReadError::new(format!("invalid length {length}, expected {expected}"))
    }

    #[cold]
    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        ReadError::new(format!("unknown variant{}", OneOf(expected)))
    }

    #[cold]
    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        ReadError::new(format!("unknown field{}", OneOf(expected)))
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        let mut made = ReadError::new(format!("missing field `{field}`"))
            .inside(PathSegment::Key(field.to_owned()));
        made.0.is_missing = true;
        made
    }

    #[cold]
    fn duplicate_field(field: &'static str) -> Self {
        ReadError::new(format!("duplicate field `{field}`"))
    }
}

/// Formats a location; the segments lead from the value up to the root.
fn path(segments: &[PathSegment]) -> String {
    let mut path = String::new();
    for segment in segments.iter().rev() {
        match segment {
            PathSegment::Index(index) => drop(write!(path, "[{index}]")),
            PathSegment::Key(key) if path.is_empty() => path.push_str(key),
            PathSegment::Key(key) => drop(write!(path, ".{key}")),
        }
    }
    path
}

/// The names that a type of the caller accepts.
struct OneOf(&'static [&'static str]);

impl Display for OneOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => Ok(()),
            [name] => write!(f, ", expected `{name}`"),
            names => write!(f, ", expected one of `{}`", names.join("`, `")),
        }
    }
}

/// The JSON type of a value, without the value.
fn kind(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "an integer",
        Unexpected::Float(_) => "a number",
        Unexpected::Char(_) => "a character",
        Unexpected::Str(_) => "a string",
        Unexpected::Bytes(_) => "bytes",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        Unexpected::Other("number") => "a number",
        _ => "another value",
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let location = self.shown_location();
        match location.as_str() {
            "" => f.write_str(&self.0.message),
            location => write!(f, "{} at `{location}`", self.0.message),
        }
    }
}

impl std::error::Error for ReadError {}
