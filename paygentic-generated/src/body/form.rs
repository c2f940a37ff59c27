//! Writes bodies of type `application/x-www-form-urlencoded`.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::ser::Error as _;

use crate::codec::Field;
use crate::param::{Shape, Style, json_text, pairs_of_entry};

/// Everything except what the URL standard does not encode in a form.
const NOT_IN_FORM: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// Writes a form from an object, with a style for each property whose document gives one.
///
/// Without a style, a list repeats its name, and an object is JSON, as OpenAPI 3.0.4 and
/// 3.1.1 define; `null` is an empty value. Lists inside `Style::Deep` are numbered, which all
/// servers read that support such names.
pub(crate) fn form(
    value: &impl Field,
    styles: &[(&str, Style)],
) -> Result<String, serde_json::Error> {
    let json = json_text(value)?.unwrap_or_default();
    let Shape::Map(entries) = Shape::of(&json)? else {
        return Err(serde_json::Error::custom("the body of a form must be an object"));
    };
    let mut form = String::with_capacity(json.len());
    for (key, value) in entries {
        let style = styles.iter().find(|(name, _)| *name == key);
        let style = style.map_or(Style::FormDefault, |(_, style)| *style);
        pairs_of_entry(&key, value, style, &mut |name, texts| {
            push_pair(&mut form, name, texts, style);
        })?;
    }
    Ok(form)
}

fn push_pair(form: &mut String, name: &str, texts: &[Cow<'_, str>], style: Style) {
    if !form.is_empty() {
        form.push('&');
    }
    push(form, name);
    let delimiter = match style {
        Style::Joined(' ') => "+",
        Style::Joined('|') => "%7C",
        _ => ",",
    };
    for (index, text) in texts.iter().enumerate() {
        form.push_str(if index == 0 { "=" } else { delimiter });
        push(form, text);
    }
}

fn push(form: &mut String, text: &str) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            form.push('+');
        }
        form.extend(utf8_percent_encode(word, NOT_IN_FORM));
    }
}
