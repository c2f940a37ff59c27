//! The prose of a document, for crates that keep it: as plain text, escaped so that rustdoc renders it literally.
//!
//! Descriptions are collected under the keys of `x-docs` before the contract drops them, and are used where we have no
//! documentation of our own.

use serde_json::{Map, Value, json};

use crate::lower::{METHODS, derived_operation_id};
use crate::markdown::is_hidden;

/// The extension that holds the descriptions in the document.
pub(crate) const KEY: &str = "x-prose";

/// The maximum length of a description; the rest is cut off.
const MAX_LENGTH: usize = 2000;

/// The maximum depth of nested properties whose descriptions are kept.
const MAX_DEPTH: usize = 8;

/// The descriptions of a document, in the form of `x-docs`.
pub(crate) fn collect(document: &Value) -> Value {
    let mut prose = ProseCollector::default();
    let components = document.get("components");
    for (name, schema) in entries(components.and_then(|all| all.get("schemas"))) {
        prose.schema(name, schema, MAX_DEPTH);
    }
    for (path, item) in entries(document.get("paths")) {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                prose.operation(path, method, item, operation);
            }
        }
    }
    for tag in list(document.get("tags")) {
        if let (Some(name), Some(text)) = (text_of(tag, "name"), description(tag)) {
            prose
                .resources
                .entry(crate::names::words(name).join("_"))
                .or_insert(Value::String(text));
        }
    }
    json!({ "operations": prose.operations, "schemas": prose.schemas, "resources": prose.resources })
}

#[derive(Default)]
struct ProseCollector {
    operations: Map<String, Value>,
    schemas: Map<String, Value>,
    resources: Map<String, Value>,
}

impl ProseCollector {
    fn operation(&mut self, path: &str, method: &str, item: &Value, operation: &Value) {
        let id = text_of(operation, "operationId")
            .map_or_else(|| derived_operation_id(method, path), str::to_owned);
        if let Some(text) = description(operation) {
            self.operations.insert(id.clone(), Value::String(text));
        }
        let parameters = [item, operation].map(|holder| list(holder.get("parameters")));
        for parameter in parameters.into_iter().flatten() {
            if let (Some(name), Some(text)) = (text_of(parameter, "name"), description(parameter)) {
                self.schemas.insert(format!("{id}.{name}"), Value::String(text));
            }
        }
        let body = operation.get("requestBody");
        for schema in bodies(body) {
            self.schema(&id, schema, MAX_DEPTH);
        }
        for (status, response) in entries(operation.get("responses")) {
            if status.starts_with('2') {
                for schema in bodies(Some(response)) {
                    self.schema(&format!("{id}.response"), schema, MAX_DEPTH);
                }
            }
        }
    }

    fn schema(&mut self, key: &str, schema: &Value, depth_left: usize) {
        let Some(depth_left) = depth_left.checked_sub(1) else {
            return;
        };
        if let Some(text) = description(schema) {
            self.schemas.entry(key).or_insert(Value::String(text));
        }
        for (name, property) in entries(schema.get("properties")) {
            self.schema(&format!("{key}.{name}"), property, depth_left);
        }
        for part in list(schema.get("allOf")) {
            for (name, property) in entries(part.get("properties")) {
                self.schema(&format!("{key}.{name}"), property, depth_left);
            }
        }
    }
}

/// The schemas of a body.
fn bodies(body: Option<&Value>) -> impl Iterator<Item = &Value> {
    let content = entries(body.and_then(|body| body.get("content")));
    content.filter_map(|(_, media)| media.get("schema"))
}

/// Summary and description as one text.
fn description(value: &Value) -> Option<String> {
    let (summary, description) = (text_of(value, "summary"), text_of(value, "description"));
    let text = match (summary, description) {
        (Some(summary), Some(description)) if !description.starts_with(summary.trim()) => {
            let end = if summary.trim_end().ends_with(['.', '!', '?', ':']) { "" } else { "." };
            format!("{}{end} {description}", summary.trim_end())
        }
        (_, Some(description)) => description.to_owned(),
        (Some(summary), None) => summary.to_owned(),
        (None, None) => return None,
    };
    Some(inert(&text)).filter(|text| !text.is_empty())
}

/// Text in one paragraph, in which nothing is a link, code, HTML or a list.
pub(crate) fn inert(text: &str) -> String {
    let mut safe = String::new();
    for word in text.split_whitespace() {
        if safe.chars().count() > MAX_LENGTH {
            safe.push_str(" …");
            break;
        }
        if !safe.is_empty() {
            safe.push(' ');
        }
        push(&mut safe, word);
    }
    safe
}

fn push(safe: &mut String, word: &str) {
    let is_first = safe.is_empty();
    if word.contains("://") {
        // A bare URL would become a link.
        let visible = word.chars().filter(|c| !is_hidden(*c) && *c != '`');
        safe.push('`');
        safe.extend(visible);
        safe.push('`');
        return;
    }
    for (index, c) in word.chars().enumerate() {
        let starts_a_list =
            is_first && (index == 0 && matches!(c, '-' | '+' | '=') || matches!(c, '.' | ')'));
        match c {
            c if is_hidden(c) => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&' | '$' => {
                safe.push('\\');
                safe.push(c);
            }
            c if starts_a_list => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
}

fn text_of<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn markup_is_escaped_for_rustdoc() {
        assert_eq!(inert("See [`Vec`] and <b>this</b>"), r"See \[\`Vec\`\] and \<b\>this\</b\>");
        assert_eq!(inert("```rust\npanic!()\n```"), r"\`\`\`rust panic\!() \`\`\`");
        assert_eq!(inert("    indented\n\n# Title"), r"indented \# Title");
        assert_eq!(inert("- a\n- b"), r"\- a - b");
        assert_eq!(inert("1. a"), r"1\. a");
        assert_eq!(inert("at https://a.example/x_y."), "at `https://a.example/x_y.`");
        assert_eq!(inert("a\u{202e}b\u{200b}c"), "abc");
    }
}
