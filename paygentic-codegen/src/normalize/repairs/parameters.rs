//! Parameters that lack a key, have an unknown location, or are written as in Swagger 2.0.

use serde_json::{Map, Value};

use super::Repairer;
use crate::diagnostic::Diagnostic;
use crate::location::{self, LocationRef};
use crate::normalize::skipped_references::skipped_parameter;

/// The valid locations of parameters.
const LOCATIONS: [&str; 4] = ["path", "query", "header", "cookie"];

/// Keys that Swagger 2.0 has in the parameter itself, and that belong in its schema now.
const SCHEMA_KEYS: [&str; 16] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

impl Repairer {
    pub(super) fn parameter(&mut self, parameter: &mut Map<String, Value>, at: &LocationRef<'_>) {
        if parameter.contains_key("$ref") || super::bodies::is_body(parameter) {
            return;
        }
        let Some(name) = parameter.get("name").and_then(Value::as_str) else {
            let message = "a parameter has no `name`: it is skipped";
            self.findings.push(Diagnostic::warning(at.pointer(), message, "add its name"));
            if let Value::Object(skipped) = skipped_parameter() {
                *parameter = skipped;
            }
            return;
        };
        let name = name.to_owned();
        self.location(&name, parameter, at);
        self.own_schema(parameter, at);
    }

    /// A parameter whose location is missing or unknown belongs to a placeholder of its name, else to the query.
    fn location(&mut self, name: &str, parameter: &mut Map<String, Value>, at: &LocationRef<'_>) {
        let given = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
        if LOCATIONS.contains(&given) {
            return;
        }
        let lower = given.trim().to_ascii_lowercase();
        let in_path = at.pointer().contains(&format!("{{{name}}}"));
        let location = match lower.as_str() {
            known if LOCATIONS.contains(&known) => known,
            _ if in_path => "path",
            _ => "query",
        };
        let message =
            format!("unknown location `{given}` of parameter `{name}`: it is read as `{location}`");
        let help = "write `in: path`, `query`, `header` or `cookie`";
        self.findings.push(Diagnostic::warning(at.pointer(), message, help));
        let location = Value::from(location);
        parameter.insert("in".to_owned(), location);
    }

    /// Query parameters that the path has a placeholder for, as in `/search?q={q}`.
    pub(super) fn query_placeholders(
        &mut self,
        item: &mut Map<String, Value>,
        at: &LocationRef<'_>,
    ) {
        let path = at.pointer();
        if !path.contains('{') {
            return;
        }
        let mut declared = Vec::new();
        for parameter in lists(item, &path).flat_map(|(list, _)| list) {
            if parameter.get("$ref").is_some() {
                return;
            }
            if parameter.get("in").is_some_and(|location| location == "path") {
                declared.extend(parameter.get("name").and_then(Value::as_str).map(str::to_owned));
            }
        }
        for (list, at) in lists(item, &path) {
            for (index, parameter) in list.iter_mut().enumerate() {
                let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
                let is_placeholder =
                    parameter.get("in").is_some_and(|location| location == "query")
                        && path.contains(&format!("{{{name}}}"))
                        && !declared.iter().any(|other| other == name);
                if !is_placeholder {
                    continue;
                }
                let message = format!(
                    "query parameter `{name}` has a placeholder in the path: it is read as a path parameter"
                );
                let help = "write `in: path`, or remove the placeholder";
                let location = location::join(&at, &index.to_string());
                self.findings.push(Diagnostic::warning(location, message, help));
                if let Some(parameter) = parameter.as_object_mut() {
                    parameter.insert("in".to_owned(), "path".into());
                    parameter.insert("required".to_owned(), true.into());
                    parameter.shift_remove("style");
                }
            }
        }
    }

    /// A parameter that has the keys of a schema itself.
    fn own_schema(&mut self, parameter: &mut Map<String, Value>, at: &LocationRef<'_>) {
        let is_described = ["schema", "content"].iter().any(|key| parameter.contains_key(*key));
        if is_described || !parameter.contains_key("type") {
            return;
        }
        let message = "a parameter has the keys of a schema: they are read as its schema";
        self.findings.push(Diagnostic::warning(at.pointer(), message, "move them into `schema`"));
        let format = parameter.shift_remove("collectionFormat");
        let is_list = parameter.get("type").is_some_and(|ty| ty == "array");
        let schema = take_schema(parameter);
        if is_list && let Some((style, explode)) = list_style(format.as_ref()) {
            let is_query = parameter.get("in").is_some_and(|location| location == "query");
            if is_query {
                parameter.entry("style").or_insert_with(|| style.into());
                parameter.entry("explode").or_insert_with(|| explode.into());
            }
        }
        parameter.insert("schema".to_owned(), schema);
    }
}

/// The lists of parameters of a path item, with their locations.
fn lists<'v>(
    item: &'v mut Map<String, Value>,
    at: &str,
) -> impl Iterator<Item = (&'v mut Vec<Value>, String)> {
    item.iter_mut().filter_map(move |(key, value)| {
        let at = location::join(at, key);
        match value {
            Value::Array(list) => (key == "parameters").then_some((list, at)),
            Value::Object(operation) => {
                let list = operation.get_mut("parameters")?.as_array_mut()?;
                Some((list, location::join(&at, "parameters")))
            }
            _ => None,
        }
    })
}

/// Removes the keys of a schema from a parameter. Returns them as a schema.
pub(super) fn take_schema(parameter: &mut Map<String, Value>) -> Value {
    let keys = SCHEMA_KEYS.iter();
    let taken = keys.filter_map(|key| parameter.shift_remove_entry(*key));
    let mut schema: Map<String, Value> = taken.collect();
    if let Some(Value::Object(items)) = schema.get_mut("items") {
        items.shift_remove("collectionFormat");
    }
    Value::Object(schema)
}

/// The `style` and `explode` of a `collectionFormat` of Swagger 2.0.
pub(super) fn list_style(format: Option<&Value>) -> Option<(&'static str, bool)> {
    match format.map_or(Some("csv"), Value::as_str)? {
        "csv" => Some(("form", false)),
        "multi" => Some(("form", true)),
        "ssv" => Some(("spaceDelimited", false)),
        "pipes" => Some(("pipeDelimited", false)),
        _ => None,
    }
}
