//! Values that are sent as text: in a path, a query, a header or a cookie, a number is written like a string of its
//! digits, and a single value like a list of one.

use serde_json::Value;

use super::size_limits::{self, Range};
use super::{Acceptance, AcceptanceCheck, NO_FACTS, ResolvedSchema, Schema, strings};
use crate::model::{Delimiter, ParameterLocation, ParameterPlace, ParameterStyle, PathStyle};

/// How values are written where they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Writing {
    /// As JSON.
    Json,
    /// As text. A list is one pair per item, or one text with this separator.
    Text(Option<char>),
}

impl Writing {
    /// The writing of a field: a property is JSON.
    pub(in crate::diff) fn of(location: Option<ParameterLocation>) -> Self {
        let Some(location) = location else {
            return Self::Json;
        };
        match (location.style, location.place) {
            (ParameterStyle::Json, _) => Self::Json,
            (_, ParameterPlace::Header) => Self::Text(Some(',')),
            (ParameterStyle::Joined(Delimiter::Comma), _) => Self::Text(Some(',')),
            (ParameterStyle::Joined(Delimiter::Space), _) => Self::Text(Some(' ')),
            (ParameterStyle::Joined(Delimiter::Bar), _) => Self::Text(Some('|')),
            (ParameterStyle::Exploded | ParameterStyle::Deep, _) => Self::Text(None),
        }
    }

    /// The writing of a path parameter.
    pub(in crate::diff) fn of_path(style: PathStyle) -> Self {
        match style {
            PathStyle::Json => Self::Json,
            PathStyle::Label { explode: true } => Self::Text(Some('.')),
            PathStyle::Matrix { explode: true } => Self::Text(None),
            _ => Self::Text(Some(',')),
        }
    }
}

impl AcceptanceCheck {
    /// Whether every text that is sent is accepted.
    pub(super) fn written(&self, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
        let writing = new.writing;
        let (old, new) = (old.written(Writing::Json), new.written(Writing::Json));
        let Writing::Text(separator) = writing else {
            return self.accepts(old, new);
        };
        let (one, other) = (old.resolved(), new.resolved());
        match (one.kind(), other.kind()) {
            (_, ResolvedSchema::List(items)) if one.is_single() && items.is_single() => {
                // A list of one item, unless the text contains the separator.
                let range = Range::items(other.facts);
                let is_whole = match separator {
                    Some(separator) => never_contains(one, separator),
                    None => Acceptance::Yes,
                };
                Acceptance::of(range.has(1)).and(single(self, one, items)).and(is_whole)
            }
            (ResolvedSchema::List(one), ResolvedSchema::List(other))
                if one.is_single() && other.is_single() =>
            {
                // The items are texts as well.
                size_limits::of_lists(old, new).and(single(self, one, other))
            }
            _ if one.is_single() && other.is_single() => single(self, one, other),
            _ => self.accepts(old, new),
        }
    }
}

/// Whether the texts of a single value are accepted for another single value.
fn single(check: &AcceptanceCheck, old: Schema<'_>, new: Schema<'_>) -> Acceptance {
    let (old, new) = (old.resolved().never_null(), new.resolved().never_null());
    let is_any_text = matches!(new.kind(), ResolvedSchema::Text)
        && new.only.is_none()
        && new.facts.values.is_empty()
        && strings::accepts(&NO_FACTS, new.facts) == Acceptance::Yes;
    if is_any_text {
        return Acceptance::Yes;
    }
    match old.values() {
        Some(values) => Acceptance::all(values.iter().map(|value| holds_text(new, value))),
        None => check.accepts(old, new),
    }
}

/// Whether a value is accepted as it is, or as any value that its text may be parsed as.
fn holds_text(new: Schema<'_>, value: &Value) -> Acceptance {
    let text = match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    let read = serde_json::from_str::<Value>(&text).ok();
    let readings = read.filter(|read| read.is_number() || read.is_boolean());
    let readings = readings.into_iter().chain([Value::String(text.clone())]);
    readings
        .map(|reading| new.holds(&reading))
        .min_by_key(|answer| answer.wire())
        .unwrap_or(Acceptance::No)
}

/// Whether no text of a single value contains the separator of a list.
fn never_contains(schema: Schema<'_>, separator: char) -> Acceptance {
    let is_in = |value: &Value| match value {
        Value::String(text) => text.contains(separator),
        value => value.to_string().contains(separator),
    };
    match (schema.values(), schema.kind()) {
        (Some(values), _) => Acceptance::of(!values.iter().any(is_in)),
        (None, ResolvedSchema::Number { .. }) => Acceptance::of(!matches!(separator, '.' | '-')),
        (None, _) => Acceptance::Unknown,
    }
}
