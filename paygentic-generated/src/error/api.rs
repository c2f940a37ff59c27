//! Code, message and validation errors from the body of an error response.

use http::StatusCode;
use serde_json::Value;

use super::text::Mask;
use super::{bounded, validation};

/// A validation error of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidationError {
    /// The path of the field, such as `items[0].price`; empty if the service names none.
    pub field: String,
    /// The human-readable message.
    pub message: String,
    /// The machine-readable code.
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
    pub(super) fn read(body: &[u8], status: StatusCode, mask: &Mask) -> Self {
        let body = bounded::read(body);
        // Some services put everything into an object called `error`.
        let inner = body.get("error").filter(|inner| inner.is_object());
        let parts: Vec<&Value> = inner.into_iter().chain([&body]).collect();
        let errors = validation::read(&parts, status);
        let first = errors.first();
        let message = message(&parts);
        let message =
            message.or_else(|| Some(first?.message.clone()).filter(|text| !text.is_empty()));
        let code = code(&parts, message.as_deref()).or_else(|| first?.code.clone());
        ApiError { code, message, errors }.masked(mask)
    }

    fn masked(mut self, mask: &Mask) -> Self {
        let errors = self.errors.iter_mut();
        let texts = errors.flat_map(|error| {
            [Some(&mut error.field), Some(&mut error.message), error.code.as_mut()]
        });
        for text in texts.chain([self.code.as_mut(), self.message.as_mut()]).flatten() {
            if let std::borrow::Cow::Owned(hidden) = mask.hide(text) {
                *text = hidden;
            }
        }
        self
    }

    /// The text to print: the first validation error, or else the message.
    pub(super) fn headline(&self) -> Option<String> {
        let Some(first) = self.errors.first().filter(|error| !error.message.is_empty()) else {
            return self.message.clone();
        };
        let more = match self.errors.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        let text = first.to_text();
        Some(match &self.message {
            Some(message) if first.field.is_empty() && !message.contains(&first.message) => {
                format!("{message}: {text}{more}")
            }
            _ => format!("{text}{more}"),
        })
    }
}

impl ValidationError {
    /// Field and message as one text: `email must be set`, `email: Required`.
    fn to_text(&self) -> String {
        let (field, message) = (&self.field, &self.message);
        if field.is_empty() || message.contains(field.as_str()) {
            return message.clone();
        }
        // A message with a lowercase first letter continues the sentence that the field name begins.
        let separator = match message.starts_with(char::is_lowercase) {
            true => " ",
            false => ": ",
        };
        format!("{field}{separator}{message}")
    }
}

/// The code, which may be a number. The text of `error` is one too, unless it is the only message.
fn code(parts: &[&Value], message: Option<&str>) -> Option<String> {
    let number = |part: &Value| match part.get("code")? {
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let texts = ["code", "error", "type", "name"].into_iter();
    let is_code = |text: &str| !text.is_empty() && (!is_sentence(text) || Some(text) != message);
    parts.iter().find_map(|part| {
        let mut found = texts.clone().filter_map(|name| part.get(name)?.as_str());
        number(part).or_else(|| found.find(|text| is_code(text)).map(str::to_owned))
    })
}

fn message(parts: &[&Value]) -> Option<String> {
    let names = ["message", "detail", "error_description", "title", "msg", "description", "reason"];
    let text = |part: &Value, name: &str| {
        let text = part.get(name)?.as_str()?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    let named = |part: &&Value| names.iter().find_map(|name| text(part, name));
    let listed = |part: &&Value| joined(part.get("message")?);
    let only = |part: &&Value| {
        let error = text(part, "error").filter(|text| is_sentence(text));
        error.or_else(|| text(part, "errors")).or_else(|| text(part, "details"))
    };
    let parts = || parts.iter();
    parts().find_map(named).or_else(|| parts().find_map(listed)).or_else(|| parts().find_map(only))
}

/// Joins a list of texts.
fn joined(list: &Value) -> Option<String> {
    let texts: Vec<&str> = list.as_array()?.iter().filter_map(Value::as_str).collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

/// Whether a text is a sentence rather than a code: codes have no spaces.
fn is_sentence(text: &str) -> bool {
    text.trim().contains(' ')
}
