//! Documentation: our own texts from the overlay's `x-docs`, and facts from the schema.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Severity};
use crate::location;
use crate::markdown::is_hidden;
use crate::model::{Bounds, Facts};

/// Our documentation by section and key, and which entries were used.
#[derive(Debug, Default)]
pub(super) struct DocEntries {
    texts: BTreeMap<(Section, String), String>,
    /// The descriptions of the document, if they are kept.
    prose: BTreeMap<(Section, String), String>,
    used: BTreeSet<(Section, String)>,
}

/// A section of `x-docs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Resources,
    Operations,
    /// The meaning of an error of an operation, by operation id and status.
    Errors,
    Schemas,
    /// The documentation of a type that a field defines inline, by the key of the field; the default is that of the
    /// field. By operation id: documentation that applies to several of its parameters.
    Types,
    /// The meaning of an enum value, by the key of the enum's schema and the value.
    Values,
}

impl Section {
    pub(super) const ALL: [(Self, &'static str); 6] = [
        (Self::Resources, "resources"),
        (Self::Operations, "operations"),
        (Self::Errors, "errors"),
        (Self::Schemas, "schemas"),
        (Self::Types, "types"),
        (Self::Values, "values"),
    ];

    fn key(self) -> &'static str {
        Self::ALL.iter().find(|(section, _)| *section == self).map_or("", |(_, key)| key)
    }
}

impl DocEntries {
    pub(super) fn new(extension: Option<&Value>, prose: Option<&Value>) -> Self {
        Self { texts: texts(extension), prose: texts(prose), used: BTreeSet::new() }
    }

    /// Our documentation of `key`, if there is any.
    pub(super) fn take(&mut self, section: Section, key: &str) -> Option<String> {
        let key = (section, key.to_owned());
        let Some(text) = self.texts.get(&key) else {
            return self.prose.get(&key).cloned();
        };
        let text = text.clone();
        self.used.insert(key);
        Some(text)
    }

    /// Our documentation of a value of the enum with the key `schema`, preceded by the value itself.
    pub(super) fn take_value(&mut self, schema: &str, value: &str) -> Option<String> {
        let text = self.take(Section::Values, &format!("{schema}.{value}"))?;
        Some(format!("`{}`: {text}", inert(value)))
    }

    /// A diagnostic for each key that matches nothing.
    pub(super) fn unused(&self, severity: Severity) -> Vec<Diagnostic> {
        let unused = self.texts.keys().filter(|key| !self.used.contains(*key));
        unused
            .map(|(section, key)| {
                let pointer = format!("#/x-docs/{}/{}", section.key(), location::escape(key));
                let message = format!("documentation given for unknown item `{key}`");
                stale(severity, pointer, message)
            })
            .collect()
    }
}

/// An entry of the overlay that matches nothing.
pub(super) fn stale(severity: Severity, pointer: String, message: String) -> Diagnostic {
    let help = "correct the key in the overlay, or remove it";
    Diagnostic { severity, ..Diagnostic::error(pointer, message, help) }
}

/// The documentation in an extension, by section and key.
fn texts(extension: Option<&Value>) -> BTreeMap<(Section, String), String> {
    let mut texts = BTreeMap::new();
    for (section, key) in Section::ALL {
        let entries = extension.and_then(|docs| docs.get(key)).and_then(Value::as_object);
        for (name, text) in entries.into_iter().flatten() {
            if let Some(text) = text.as_str() {
                texts.insert((section, name.clone()), text.trim().to_owned());
            }
        }
    }
    texts
}

/// The facts of a schema, one sentence each.
pub(super) fn facts(known: &Facts) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(text) = length(&known.bounds) {
        facts.push(text);
    }
    if let Some(text) = range(&known.bounds) {
        facts.push(text);
    }
    if let Some(step) = known.bounds.multiple_of {
        facts.push(format!("A multiple of {step}."));
    }
    if let Some(text) = count(known.bounds.min_items, known.bounds.max_items, "item") {
        facts.push(text);
    }
    if let Some(text) = count(known.bounds.min_properties, known.bounds.max_properties, "field") {
        facts.push(text);
    }
    if let Some(format) = known
        .format
        .as_deref()
        .filter(|format| matches!(*format, "uri" | "email" | "uuid" | "byte"))
    {
        facts.push(format!("Format `{}`.", inert(format)));
    }
    if let Some(values) = plain_values(known) {
        facts.push(format!("One of {values}."));
    }
    if let Some(default) = &known.default {
        facts.push(format!("The server's default is `{}`.", inert(&default.to_string())));
    }
    facts
}

/// The source of an operation or a field that the published document does not contain yet.
pub(super) fn ahead(origin: &str) -> String {
    format!("Not yet in the published document; from {}.", inert(origin))
}

/// Escapes text from the document for use between backticks in a doc comment.
pub(super) fn inert(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '`' => safe.push('\''),
            c if c.is_whitespace() => safe.push(' '),
            c if is_hidden(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    safe
}

/// The values of an enum that has no type of its own: numbers, or values of several types.
fn plain_values(known: &Facts) -> Option<String> {
    if known.values.iter().all(Value::is_boolean) {
        return None;
    }
    let values: Vec<String> =
        known.values.iter().map(|value| format!("`{}`", inert(&value.to_string()))).collect();
    Some(values.join(", "))
}

fn length(bounds: &Bounds) -> Option<String> {
    count(bounds.min_length, bounds.max_length, "character")
}

fn count(minimum: Option<usize>, maximum: Option<usize>, what: &str) -> Option<String> {
    let plural = |n: usize| {
        if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
    };
    match (minimum.filter(|n| *n > 0), maximum) {
        (Some(low), Some(high)) if low == high => Some(format!("Exactly {}.", plural(low))),
        (Some(low), Some(high)) => Some(format!("{low} to {}.", plural(high))),
        (Some(low), None) => Some(format!("At least {}.", plural(low))),
        (None, Some(high)) => Some(format!("At most {}.", plural(high))),
        (None, None) => None,
    }
}

fn range(bounds: &Bounds) -> Option<String> {
    let low = bounds.minimum.map(|n| {
        if bounds.exclusive_minimum { format!("more than {n}") } else { format!("at least {n}") }
    });
    let high = bounds.maximum.map(|n| {
        if bounds.exclusive_maximum { format!("less than {n}") } else { format!("at most {n}") }
    });
    let text = match (bounds.minimum, bounds.maximum, low, high) {
        (Some(low), Some(high), ..) if !bounds.exclusive_minimum && !bounds.exclusive_maximum => {
            format!("{low} to {high}.")
        }
        (_, _, Some(low), Some(high)) => format!("{low}, {high}."),
        (_, _, Some(bound), None) | (_, _, None, Some(bound)) => format!("{bound}."),
        _ => return None,
    };
    Some(capitalized(&text))
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
