//! Validation errors of single fields in an error body, in the shapes that services and the frameworks
//! that they are built with use.

use http::StatusCode;
use serde_json::{Map, Value};

use super::ValidationError;

/// The keys of lists of validation errors; the first list with entries is used.
const LISTS: [&str; 10] = [
    "errors",
    "issues",
    "validationErrors",
    "validation_errors",
    "violations",
    "fieldViolations",
    "fieldErrors",
    "formErrors",
    "invalid-params",
    "invalid_params",
];

/// Keys whose value may be such a list instead of a text.
const LISTS_OR_TEXTS: [&str; 3] = ["detail", "message", "error"];

/// A key that may hold anything, so it is read only if the status is 400 or 422.
const DETAILS: &str = "details";

const FIELDS: [&str; 10] = [
    "field",
    "path",
    "pointer",
    "instancePath",
    "loc",
    "property",
    "param",
    "parameter",
    "source",
    "name",
];

const MESSAGES: [&str; 9] = [
    "message",
    "msg",
    "detail",
    "description",
    "reason",
    "title",
    "messages",
    "errors",
    "constraints",
];

const CODES: [&str; 4] = ["code", "keyword", "rule", "type"];

/// The maximum nesting of lists.
const MAX_DEPTH: usize = 3;

/// The maximum number of validation errors.
const MAX_ERRORS: usize = 100;

/// Searches the parts of a body; the first part with validation errors is used.
pub(super) fn read(parts: &[&Value], status: StatusCode) -> Vec<ValidationError> {
    let mut found = Vec::new();
    let is_invalid = [StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY].contains(&status);
    for part in parts {
        match part {
            Value::Array(_) => read_list(part, MAX_DEPTH, &mut found),
            _ => read_lists(part, MAX_DEPTH, &mut found),
        }
        if let (true, true, Some(details)) = (is_invalid, found.is_empty(), part.get(DETAILS)) {
            in_details(details, &mut found);
        }
        if !found.is_empty() {
            break;
        }
    }
    found.truncate(MAX_ERRORS);
    found
}

fn read_lists(part: &Value, depth: usize, found: &mut Vec<ValidationError>) {
    for name in LISTS.iter().chain(&LISTS_OR_TEXTS) {
        match part.get(*name) {
            Some(value @ Value::Array(_)) => read_list(value, depth, found),
            Some(Value::Object(entries)) if LISTS.contains(name) => by_field(entries, depth, found),
            _ => {}
        }
        if !found.is_empty() {
            return;
        }
    }
}

fn read_list(list: &Value, depth: usize, found: &mut Vec<ValidationError>) {
    for item in list.as_array().into_iter().flatten() {
        match item {
            Value::String(text) => found.push(validation_error("", text, None)),
            Value::Object(entries) => read_error(entries, depth, found),
            _ => {}
        }
    }
}

/// An object with a field or a message, or with lists of such objects.
fn read_error(entries: &Map<String, Value>, depth: usize, found: &mut Vec<ValidationError>) {
    let field = FIELDS.iter().find_map(|name| path(entries.get(*name)?));
    let field = field.unwrap_or_default();
    let code = CODES.iter().find_map(|name| code(entries.get(*name)?));
    let messages = MESSAGES.iter().find_map(|name| texts(entries.get(*name)?));
    match messages {
        Some(messages) => {
            found.extend(messages.iter().map(|text| validation_error(&field, text, code.clone())));
        }
        None if !field.is_empty() => found.push(validation_error(&field, "", code)),
        None if depth > 0 => read_lists(&Value::Object(entries.clone()), depth - 1, found),
        None => {}
    }
}

/// An object whose keys are fields, or that is one validation error, or holds lists of them.
fn by_field(entries: &Map<String, Value>, depth: usize, found: &mut Vec<ValidationError>) {
    let is_list = |value: &Value| value.is_array() || value.is_object();
    let holds_lists = LISTS.iter().any(|name| entries.get(*name).is_some_and(is_list));
    if holds_lists && depth > 0 {
        read_lists(&Value::Object(entries.clone()), depth - 1, found);
    } else if is_error_object(entries) {
        read_error(entries, 0, found);
    }
    if !found.is_empty() {
        return;
    }
    for (field, value) in entries {
        match (texts(value), value) {
            (Some(messages), Value::String(_) | Value::Array(_)) => {
                found.extend(messages.iter().map(|text| validation_error(field, text, None)));
            }
            (_, Value::Object(inner)) => inside_field(field, inner, found),
            (_, Value::Array(items)) => {
                for inner in items.iter().filter_map(Value::as_object) {
                    inside_field(field, inner, found);
                }
            }
            _ => {}
        }
    }
}

fn inside_field(field: &str, inner: &Map<String, Value>, found: &mut Vec<ValidationError>) {
    let before = found.len();
    read_error(inner, 0, found);
    for error in &mut found[before..] {
        error.field = field.to_owned();
    }
}

/// `details` may hold anything: only lists, and texts by field, are validation errors.
fn in_details(details: &Value, found: &mut Vec<ValidationError>) {
    match details {
        Value::Array(_) => read_list(details, MAX_DEPTH, found),
        Value::Object(entries) => {
            read_lists(details, MAX_DEPTH, found);
            if found.is_empty() && is_error_object(entries) {
                read_error(entries, 0, found);
            }
            if found.is_empty() {
                let lists = entries.iter().filter(|(_, value)| value.is_array());
                by_field(&lists.map(|(k, v)| (k.clone(), v.clone())).collect(), 0, found);
            }
        }
        _ => {}
    }
}

/// Whether an object is one validation error.
fn is_error_object(entries: &Map<String, Value>) -> bool {
    let has =
        |names: &[&str]| names.iter().any(|name| entries.get(*name).is_some_and(Value::is_string));
    has(&MESSAGES) && (has(&FIELDS) || has(&CODES))
}

fn validation_error(field: &str, message: &str, code: Option<String>) -> ValidationError {
    ValidationError { field: field.to_owned(), message: message.to_owned(), code }
}

fn code(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The texts in a text, a list of texts, or an object of texts.
fn texts(value: &Value) -> Option<Vec<String>> {
    let texts: Vec<String> = match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::Object(entries) => {
            let texts = entries.values().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    (!texts.is_empty()).then_some(texts)
}

/// The path of a field, written as `items[0].price`: from a text, a JSON pointer, or a list of steps.
fn path(value: &Value) -> Option<String> {
    let steps: Vec<String> = match value {
        Value::String(text) => match text.trim_start_matches('#').strip_prefix('/') {
            Some(pointer) => pointer.split('/').map(unescape).collect(),
            None => return Some(text.clone()).filter(|text| !text.is_empty()),
        },
        Value::Array(steps) => steps.iter().filter_map(code).collect(),
        Value::Object(source) => {
            let names = ["pointer", "parameter", "header"];
            return names.iter().find_map(|name| path(source.get(*name)?));
        }
        _ => return None,
    };
    let mut made = String::new();
    for step in steps {
        if !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit()) {
            made.extend(["[", &step, "]"]);
        } else {
            made.extend([if made.is_empty() { "" } else { "." }, &step]);
        }
    }
    Some(made).filter(|made| !made.is_empty())
}

/// A step of a JSON pointer.
fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
