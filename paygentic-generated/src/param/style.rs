//! Serializes a value of any shape to pairs of name and text, in a query, a cookie or a form.
//!
//! What OpenAPI does not define is decided here, for all of them:
//!
//! - An absent value, `null` and an empty list or object send nothing; an entry of an object that is
//!   `null` is omitted. What is sent as JSON is sent unless it is absent.
//! - Inside a list or an object that is not `Deep`, a list or an object is its JSON text.
//! - `Deep` goes to any depth: `f[a][b]=c`. A list of scalars in it is its name repeated
//!   (`f[a]=1&f[a]=2`) or numbered (`f[a][0]=1`), as [`Lists`] says. A list that holds lists or
//!   objects, and one that is the whole parameter, is always numbered: nothing else keeps its items
//!   apart.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::shape::{Shape, item_text};
use crate::codec::{AsSerialize, Field};

/// How a value becomes pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `style: form`, exploded: a pair per item of a list; of an object, its own entries.
    Form,
    /// Not exploded: one pair, with this between the items, or between the keys and values of an
    /// object. A comma is `style: form`, a space `spaceDelimited`, a bar `pipeDelimited`.
    Joined(char),
    /// `style: deepObject`.
    Deep,
    /// The value as JSON: `content: application/json`.
    Json,
    /// The default in a form: a pair per item of a list, and an object as
    /// JSON.
    FormDefault,
}

/// How `Deep` writes lists of scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lists {
    /// `f[a]=1&f[a]=2`
    Repeated,
    /// `f[a][0]=1&f[a][1]=2`
    Numbered,
}

/// Receives a pair: its name, and the texts that are joined to form its value.
pub(crate) type Emit<'e> = dyn FnMut(&str, &[Cow<'_, str>]) + 'e;

/// The JSON text of a value; `None` if it is absent.
pub(crate) fn json_text(value: &impl Field) -> serde_json::Result<Option<String>> {
    if value.is_absent() {
        return Ok(None);
    }
    serde_json::to_string(&AsSerialize(value)).map(Some)
}

/// Emits the pairs of a value, which is given as JSON text.
pub(crate) fn pairs(
    name: &str,
    json: &str,
    style: Style,
    lists: Lists,
    emit: &mut Emit<'_>,
) -> serde_json::Result<()> {
    match (style, Shape::of(json)?) {
        (Style::Json, _) => emit(name, &[json.into()]),
        (_, Shape::Null) => {}
        (_, Shape::Text(text)) => emit(name, &[text]),
        (Style::FormDefault, Shape::Map(_)) => emit(name, &[json.into()]),
        (Style::FormDefault | Style::Form, Shape::List(items)) => {
            for item in items {
                emit_item(name, item, emit)?;
            }
        }
        (Style::Form, Shape::Map(entries)) => {
            for (key, value) in entries {
                emit_item(&key, value, emit)?;
            }
        }
        (Style::Joined(_), shape) => {
            let texts = texts(&shape)?;
            if !texts.is_empty() {
                emit(name, &texts);
            }
        }
        (Style::Deep, Shape::Map(entries)) => deep_entries(name, entries, lists, emit)?,
        (Style::Deep, Shape::List(items)) => numbered(name, &items, lists, emit)?,
    }
    Ok(())
}

/// The pairs of a property of a form. `null` was set by the caller, so it is not
/// omitted, but sent as an empty value.
pub(crate) fn pairs_of_entry(
    name: &str,
    value: &RawValue,
    style: Style,
    emit: &mut Emit<'_>,
) -> serde_json::Result<()> {
    if value.get() == "null" && style != Style::Json {
        emit(name, &["".into()]);
        return Ok(());
    }
    pairs(name, value.get(), style, Lists::Numbered, emit)
}

fn emit_item(name: &str, value: &RawValue, emit: &mut Emit<'_>) -> serde_json::Result<()> {
    if let Some(text) = item_text(value)? {
        emit(name, &[text]);
    }
    Ok(())
}

/// The items of a list, or the keys and values of an object in turn.
pub(super) fn texts<'s>(shape: &'s Shape<'_>) -> serde_json::Result<Vec<Cow<'s, str>>> {
    let mut texts = Vec::new();
    match shape {
        Shape::Null => {}
        Shape::Text(text) => texts.push(Cow::Borrowed(&**text)),
        Shape::List(items) => {
            for item in items {
                texts.extend(item_text(item)?);
            }
        }
        Shape::Map(entries) => {
            for (key, value) in entries {
                if let Some(value) = item_text(value)? {
                    texts.extend([Cow::Borrowed(&**key), value]);
                }
            }
        }
    }
    Ok(texts)
}

fn deep_entries(
    name: &str,
    entries: Vec<(String, &RawValue)>,
    lists: Lists,
    emit: &mut Emit<'_>,
) -> serde_json::Result<()> {
    for (key, value) in entries {
        deep(&format!("{name}[{key}]"), value, lists, emit)?;
    }
    Ok(())
}

fn deep(name: &str, value: &RawValue, lists: Lists, emit: &mut Emit<'_>) -> serde_json::Result<()> {
    match Shape::of(value.get())? {
        Shape::Null => {}
        Shape::Text(text) => emit(name, &[text]),
        Shape::Map(entries) => deep_entries(name, entries, lists, emit)?,
        Shape::List(items) if lists == Lists::Repeated && items.iter().all(is_scalar) => {
            for item in items {
                emit_item(name, item, emit)?;
            }
        }
        Shape::List(items) => numbered(name, &items, lists, emit)?,
    }
    Ok(())
}

fn numbered(
    name: &str,
    items: &[&RawValue],
    lists: Lists,
    emit: &mut Emit<'_>,
) -> serde_json::Result<()> {
    for (index, item) in items.iter().enumerate() {
        deep(&format!("{name}[{index}]"), item, lists, emit)?;
    }
    Ok(())
}

fn is_scalar(value: &&RawValue) -> bool {
    !value.get().starts_with(['[', '{'])
}
