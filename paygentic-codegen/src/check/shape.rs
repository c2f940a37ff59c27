//! Checks which keys an object has, and the JSON types of their values.

use serde_json::{Map, Value};

use super::Checker;
use crate::location::LocationRef;

/// The kind of value that a key has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Text,
    Flag,
    Object,
    List,
    /// A non-negative integer.
    Count,
    Number,
    /// Any value: it is checked elsewhere, or not at all.
    Any,
}

/// A key that an object may have.
pub(super) struct AllowedKey {
    pub(super) key: &'static str,
    pub(super) kind: ValueKind,
    pub(super) required: bool,
}

/// An optional key.
pub(super) const fn may(key: &'static str, kind: ValueKind) -> AllowedKey {
    AllowedKey { key, kind, required: false }
}

/// A required key.
pub(super) const fn must(key: &'static str, kind: ValueKind) -> AllowedKey {
    AllowedKey { key, kind, required: true }
}

impl ValueKind {
    pub(crate) fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Object => value.is_object(),
            Self::List => value.is_array(),
            Self::Count => value.is_u64(),
            Self::Number => value.is_number(),
            Self::Any => true,
        }
    }

    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Flag => "true or false",
            Self::Object => "an object",
            Self::List => "a list",
            Self::Count => "a non-negative integer",
            Self::Number => "a number",
            Self::Any => "a value",
        }
    }
}

/// A short form of a value, for messages.
pub(super) fn found(value: &Value) -> String {
    const MAX_LENGTH: usize = 40;
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::String(text) if text.chars().count() > MAX_LENGTH => {
            format!("`{}...`", text.chars().take(MAX_LENGTH).collect::<String>())
        }
        other => format!("`{other}`"),
    }
}

impl<'d> Checker<'d> {
    /// The value as an object, after reporting unknown, missing and mistyped keys. Callers must still expect fields of
    /// a wrong type.
    pub(super) fn shape(
        &mut self,
        value: &'d Value,
        at: &LocationRef<'_>,
        what: &str,
        fields: &[AllowedKey],
    ) -> Option<&'d Map<String, Value>> {
        let object = self.object(value, at, what)?;
        for (key, value) in object {
            match fields.iter().find(|field| field.key == key) {
                Some(field) => self.kind(value, &at.key(key), key, field.kind),
                None if key.starts_with("x-") => {}
                None => self.unknown_key(at, key, what, fields.iter().map(|field| field.key)),
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if !object.contains_key(field.key) {
                self.error(at, format!("{what} has no `{}`", field.key), "add it");
            }
        }
        Some(object)
    }

    /// The value as an object; any other value is reported.
    pub(super) fn object(
        &mut self,
        value: &'d Value,
        at: &LocationRef<'_>,
        what: &str,
    ) -> Option<&'d Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            let message = format!("{what} must be an object, but is {}", found(value));
            self.error(at, message, "check the document at this location");
        }
        object
    }

    /// Reports a value that is not of its kind.
    pub(super) fn kind(&mut self, value: &Value, at: &LocationRef<'_>, key: &str, kind: ValueKind) {
        if !kind.accepts(value) {
            let message = format!("`{key}` must be {}, but is {}", kind.describe(), found(value));
            self.error(at, message, "check the document at this location");
        }
    }

    /// Reports the entries of a list that are not strings.
    pub(super) fn texts(&mut self, list: &[Value], at: &LocationRef<'_>, what: &str) {
        for (index, value) in list.iter().enumerate() {
            if !value.is_string() {
                let message = format!("{what} must be a string, but is {}", found(value));
                self.error(&at.index(index), message, "check the document at this location");
            }
        }
    }

    /// Reports a key that is neither known nor an extension.
    pub(super) fn unknown_key<'k>(
        &mut self,
        at: &LocationRef<'_>,
        key: &str,
        what: &str,
        known: impl Iterator<Item = &'k str>,
    ) {
        let help = match closest(key, known) {
            Some(close) => format!("did you mean `{close}`? keys of extensions start with `x-`"),
            None => "remove it, or make it an extension that starts with `x-`".to_owned(),
        };
        self.warning(&at.key(key), format!("unknown key `{key}` in {what}: it is ignored"), help);
    }
}

/// The known word that is closest to a misspelt one, if it is close enough.
pub(crate) fn closest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let most = (word.len() / 4).clamp(1, 3);
    known
        .map(|candidate| (strsim::levenshtein(&start(word), &start(candidate)), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The beginning of a word, in lower case: the time to compare grows with the product of both lengths, and a document
/// may have keys of any length.
fn start(word: &str) -> String {
    const MAX_LENGTH: usize = 40;
    word.chars().take(MAX_LENGTH).flat_map(char::to_lowercase).collect()
}
