//! Validates the structure of `x-docs`. A malformed part would be skipped silently, and the documentation that its
//! author wrote would be missing.

use serde_json::{Map, Value};

use super::docs::Section;
use crate::diagnostic::{Diagnostic, Severity};
use crate::location;

const EXAMPLES: &str = "examples";

/// A diagnostic for each part of `x-docs` that cannot be read.
pub(super) fn malformed(extension: Option<&Value>, severity: Severity) -> Vec<Diagnostic> {
    let Some(extension) = extension else {
        return Vec::new();
    };
    let Some(sections) = extension.as_object() else {
        return vec![report(severity, &[], extension, "an object of sections")];
    };
    sections.iter().flat_map(|(name, section)| check_section(name, section, severity)).collect()
}

fn check_section(name: &str, section: &Value, severity: Severity) -> Vec<Diagnostic> {
    let is_text_section = Section::ALL.iter().any(|(_, key)| *key == name);
    if !is_text_section && name != EXAMPLES {
        return vec![unknown(name, severity)];
    }
    let Some(entries) = section.as_object() else {
        return vec![report(severity, &[name], section, "an object of entries")];
    };
    let (is_valid, wanted): (fn(&Value) -> bool, _) =
        if is_text_section { (Value::is_string, "text") } else { (Value::is_object, "an object") };
    invalid(entries, is_valid)
        .map(|(key, value)| report(severity, &[name, key], value, wanted))
        .collect()
}

fn invalid(
    entries: &Map<String, Value>,
    is_valid: fn(&Value) -> bool,
) -> impl Iterator<Item = (&str, &Value)> {
    let entries = entries.iter().map(|(key, value)| (key.as_str(), value));
    entries.filter(move |(_, value)| !is_valid(value))
}

fn unknown(name: &str, severity: Severity) -> Diagnostic {
    let sections: Vec<_> = Section::ALL.iter().map(|(_, key)| *key).chain([EXAMPLES]).collect();
    let message = format!("unknown section `{}` of `x-docs`", super::docs::inert(name));
    let help = format!("use one of {}", sections.join(", "));
    Diagnostic { severity, ..Diagnostic::error(pointer(&[name]), message, help) }
}

fn report(severity: Severity, keys: &[&str], value: &Value, wanted: &str) -> Diagnostic {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    let message = format!("documentation must be {wanted}, not {found}");
    let help = "correct the value in the overlay; quote text that contains `: ` or `#`";
    Diagnostic { severity, ..Diagnostic::error(pointer(keys), message, help) }
}

fn pointer(keys: &[&str]) -> String {
    keys.iter().fold("#/x-docs".to_owned(), |path, key| format!("{path}/{}", location::escape(key)))
}
