//! Parses JSON or YAML text into a JSON value, within limits, and rejects unsupported versions of OpenAPI.

pub mod external;
pub mod media;
mod strict;

use serde_json::Value;
use serde_json::error::Category;

use crate::Source;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The maximum size of a document. The largest public documents have about 45 MiB.
pub const MAX_BYTES: usize = 64 << 20;

/// Reads an OpenAPI document, 3.0, 3.1 or 3.2, from JSON or YAML.
///
/// # Errors
///
/// A syntax error with its line and column, or a text that is not a supported OpenAPI document.
pub fn parse(source: &Source<'_>) -> Result<Value, Diagnostics> {
    let document = parse_value(source)?;
    match check_version(&document) {
        Some(problem) => Err(problem.into()),
        None => Ok(document),
    }
}

/// Reads any JSON or YAML text.
pub(crate) fn parse_value(source: &Source<'_>) -> Result<Value, Diagnostics> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(source.text);
    let start = text.trim_start();
    if text.len() > MAX_BYTES {
        return Err(unreadable(
            source.name,
            format!("{} is too large: {} bytes, the limit is {MAX_BYTES}", source.name, text.len()),
            "check that this is the right file",
        ));
    }
    if start.is_empty() {
        return Err(unreadable(
            source.name,
            format!("{} is empty", source.name),
            "fetch the document again",
        ));
    }
    if start.starts_with('<') {
        return Err(unreadable(
            source.name,
            format!("{} is a web page or XML, not JSON or YAML", source.name),
            "use the address of the raw file",
        ));
    }
    if is_json(start) { parse_json(source.name, text) } else { parse_yaml(source.name, text) }
}

/// Whether a text is JSON. YAML may also begin with a brace, but then its first key is not quoted.
fn is_json(start: &str) -> bool {
    match start.strip_prefix('{') {
        Some(inside) => inside.trim_start().starts_with(['"', '}']) || inside.trim().is_empty(),
        None => start.starts_with('['),
    }
}

fn parse_json(name: &str, text: &str) -> Result<Value, Diagnostics> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = strict::strict(&mut deserializer).and_then(|value| {
        deserializer.end()?;
        Ok(value)
    });
    result.map_err(|error| {
        let help = if error.classify() == Category::Eof {
            "the document is truncated: fetch it again"
        } else {
            "correct the document at this location"
        };
        syntax_error(name, &error.to_string(), Some((error.line(), error.column())), help)
    })
}

fn parse_yaml(name: &str, text: &str) -> Result<Value, Diagnostics> {
    strict::strict(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let location = error.location().map(|location| (location.line(), location.column()));
        syntax_error(name, &error.to_string(), location, "correct the document at this location")
    })
}

/// Moves the location out of the parser's message to where a reader (and an editor) looks for it.
fn syntax_error(
    name: &str,
    message: &str,
    location: Option<(usize, usize)>,
    help: &str,
) -> Diagnostics {
    let Some((line, column)) = location else {
        return unreadable(name, format!("cannot read {name}: {message}"), help);
    };
    let message = message.replacen(&format!(" at line {line} column {column}"), "", 1);
    unreadable(&format!("{name}:{line}:{column}"), format!("cannot read {name}: {message}"), help)
}

fn unreadable(location: &str, message: String, help: &str) -> Diagnostics {
    Diagnostic::error(location, message, help).into()
}

/// The error about the version of the document, if there is one.
fn check_version(document: &Value) -> Option<Diagnostic> {
    const HELP: &str = "OpenAPI 3.0 and 3.1 are supported";
    let Some(root) = document.as_object() else {
        let message = "this is not an OpenAPI document: its root is not an object";
        return Some(Diagnostic::error("#", message, HELP));
    };
    match root.get("openapi") {
        Some(Value::String(version)) if is_supported(version) => None,
        // Without quotes, YAML reads it as a number.
        Some(Value::Number(version))
            if ["3.0", "3.1", "3.2"].contains(&version.to_string().as_str()) =>
        {
            None
        }
        Some(Value::String(version)) => Some(Diagnostic::error(
            "#/openapi",
            format!("OpenAPI version `{version}` is not supported"),
            format!("{HELP}; convert the document"),
        )),
        Some(other) => Some(Diagnostic::error(
            "#/openapi",
            format!("`openapi` is {other}, not a string"),
            format!("{HELP}; write the version in quotes, such as \"3.1.0\""),
        )),
        None if root.contains_key("swagger") => Some(Diagnostic::error(
            "#/swagger",
            "this is a Swagger 2.0 document",
            format!("{HELP}; convert the document, for example with swagger2openapi"),
        )),
        None => Some(Diagnostic::error(
            "#",
            "this is not an OpenAPI document: it has no `openapi` version",
            HELP,
        )),
    }
}

/// Whether a version is `3.0`, `3.1` or `3.2`, with or without a patch number.
fn is_supported(version: &str) -> bool {
    let patch = ["3.0.", "3.1.", "3.2."].into_iter().find_map(|minor| version.strip_prefix(minor));
    let is_number =
        |patch: &str| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit());
    patch.map_or(["3.0", "3.1", "3.2"].contains(&version), is_number)
}
