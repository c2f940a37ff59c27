//! Responses and contents that lack a level, and operations whose only response is the default.

use serde_json::{Map, Value, json};

use super::Repairer;
use crate::diagnostic::Diagnostic;
use crate::location::LocationRef;

/// Keywords that only a schema has, not a media type object.
const SCHEMA_KEYS: [&str; 7] = ["$ref", "type", "properties", "items", "allOf", "oneOf", "anyOf"];

impl Repairer {
    /// If `default` is the only response, it is the successful one, unless its name is that of an error.
    pub(super) fn only_default(
        &mut self,
        operation: &mut Map<String, Value>,
        at: &LocationRef<'_>,
    ) {
        let Some(Value::Object(responses)) = operation.get_mut("responses") else { return };
        let mut statuses = responses.iter().filter(|(status, _)| !status.starts_with("x-"));
        let (Some((status, response)), None) = (statuses.next(), statuses.next()) else { return };
        if status != "default" || is_error(response) {
            return;
        }
        let at = at.key("responses");
        let message = "the only response is `default`: it is read as the successful one";
        let help = "declare the status of success, such as `200`";
        self.findings.push(Diagnostic::warning(at.key("default").pointer(), message, help));
        self.moved(&at.key(SUCCESS), at.key("default").pointer());
        if let Some(response) = responses.shift_remove("default") {
            responses.insert(SUCCESS.to_owned(), response);
        }
    }

    /// A body of any content type whose schema describes JSON: tools that generate documents write this if they do not know
    /// the content type.
    pub(super) fn any_content(&mut self, body: &mut Map<String, Value>, at: &LocationRef<'_>) {
        let Some(Value::Object(content)) = body.get_mut("content") else { return };
        let Some(schema) = content.get(ANY).and_then(|any| any.get("schema")) else { return };
        if content.len() > 1 || !is_json_schema(schema) {
            return;
        }
        let at = at.key("content");
        let message =
            "a body of any content type has a schema of JSON: it is read as `application/json`";
        let help = "write the content type that is sent";
        self.findings.push(Diagnostic::warning(at.key(ANY).pointer(), message, help));
        self.moved(&at.key(JSON), at.key(ANY).pointer());
        if let Some(any) = content.shift_remove(ANY) {
            content.insert(JSON.to_owned(), any);
        }
    }

    /// A response of Swagger 2.0, which has a schema and no content.
    pub(super) fn response(&mut self, response: &mut Map<String, Value>, at: &LocationRef<'_>) {
        self.any_content(response, at);
        if response.contains_key("content") || !response.contains_key("schema") {
            return;
        }
        let message = "a response has a `schema` without a content type: it is read as JSON";
        let help = "write `content: {application/json: {schema: ...}}`";
        self.findings.push(Diagnostic::warning(at.key("schema").pointer(), message, help));
        let content = at.key("content");
        let content = content.key(JSON);
        self.moved(&content.key("schema"), at.key("schema").pointer());
        if let Some(schema) = response.shift_remove("schema") {
            let content = json!({ JSON: { "schema": schema } });
            response.insert("content".to_owned(), content);
        }
    }

    /// A media type object that is a schema itself.
    pub(super) fn media_type(&mut self, content: &mut Map<String, Value>, at: &LocationRef<'_>) {
        let is_schema = SCHEMA_KEYS.iter().any(|key| content.contains_key(*key));
        if !is_schema || content.contains_key("schema") {
            return;
        }
        let message = "a media type has the keys of a schema: they are read as its schema";
        self.findings.push(Diagnostic::warning(at.pointer(), message, "move them into `schema`"));
        self.moved(&at.key("schema"), at.pointer());
        let schema = std::mem::take(content);
        content.insert("schema".to_owned(), Value::Object(schema));
    }
}

/// The status of a successful response that has no other.
const SUCCESS: &str = "2XX";

const ANY: &str = "*/*";
const JSON: &str = "application/json";

/// Whether a schema describes an object or a list, which are always JSON.
fn is_json_schema(schema: &Value) -> bool {
    let is_composed = ["$ref", "properties", "items", "allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| schema.get(*key).is_some());
    match schema.get("type").and_then(Value::as_str) {
        Some(name) => matches!(name, "object" | "array"),
        None => is_composed,
    }
}

/// Whether the name of a response, or of its schema, is that of an error.
fn is_error(response: &Value) -> bool {
    let has_error_name = |value: &Value| {
        let target = value.get("$ref").and_then(Value::as_str).unwrap_or_default();
        let name = target.to_ascii_lowercase();
        ["error", "problem", "fault", "exception", "fail", "status"]
            .iter()
            .any(|word| name.contains(word))
    };
    let content = response.get("content").and_then(Value::as_object);
    let mut contents = content.into_iter().flatten();
    has_error_name(response)
        || contents.any(|(media, content)| {
            media.contains("problem") || content.get("schema").is_some_and(has_error_name)
        })
}
