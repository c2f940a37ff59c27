//! What the body of an error response says.

use serde_json::Value;

use crate::json;

/// Something the service found wrong with one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidationError {
    /// The field.
    pub field: String,
    /// What is wrong with it, for people.
    pub message: String,
    /// What is wrong with it, for programs.
    pub code: Option<String>,
}

/// The parts of an error body that most services agree on.
#[derive(Debug, Default)]
pub(super) struct ApiError {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) errors: Vec<ValidationError>,
}

impl ApiError {
    /// Reads whatever the body offers. It may be HTML, empty, or JSON of another shape.
    pub(super) fn read(body: &[u8]) -> Self {
        let Ok(body) = json::read_as::<Value>(body) else {
            return ApiError::default();
        };
        // Some put all of it into an object called `error`.
        let inner = body
            .get("error")
            .filter(|inner| inner.is_object())
            .unwrap_or(&body);
        ApiError {
            code: first_text(inner, &["code", "error", "type"]),
            message: first_text(inner, &["message", "detail", "error_description", "title"]),
            errors: inner
                .get("errors")
                .and_then(Value::as_array)
                .map(|errors| errors.iter().map(validation_error).collect())
                .unwrap_or_default(),
        }
    }
}

fn validation_error(error: &Value) -> ValidationError {
    if let Some(message) = error.as_str() {
        return ValidationError {
            message: message.to_owned(),
            ..Default::default()
        };
    }
    ValidationError {
        field: first_text(error, &["field", "path", "param"]).unwrap_or_default(),
        message: first_text(error, &["message", "detail"]).unwrap_or_default(),
        code: first_text(error, &["code"]),
    }
}

fn first_text(object: &Value, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| object.get(name)?.as_str())
        .map(str::to_owned)
}
