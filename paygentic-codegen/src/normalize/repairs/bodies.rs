//! Request bodies written as in Swagger 2.0: as parameters `in: body` and `in: formData`.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::Repairer;
use super::parameters::{list_style, take_schema};
use crate::diagnostic::Diagnostic;
use crate::location::{self, LocationRef};
use crate::normalize::skipped_references::skipped_parameter;

const COMPONENTS: &str = "#/components/parameters/";

/// Parameters that describe a request body, by the references to them.
pub(super) type BodyParameters = HashMap<String, Map<String, Value>>;

/// Whether a parameter describes the request body, or a field of it.
pub(super) fn is_body(parameter: &Map<String, Value>) -> bool {
    let location = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
    location.trim().eq_ignore_ascii_case("body") || is_field(parameter)
}

fn is_field(parameter: &Map<String, Value>) -> bool {
    let location = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
    location.trim().eq_ignore_ascii_case("formdata")
}

/// Removes such parameters from the components.
pub(super) fn of_components(document: &mut Value) -> BodyParameters {
    let mut found = BodyParameters::new();
    let parameters = document.pointer_mut("/components/parameters");
    for (name, parameter) in parameters.and_then(Value::as_object_mut).into_iter().flatten() {
        if let Some(object) = parameter.as_object().filter(|object| is_body(object)) {
            found.insert(format!("{COMPONENTS}{name}"), object.clone());
            *parameter = skipped_parameter();
        }
    }
    found
}

impl Repairer {
    /// Removes such parameters from the list of a path or an operation. Returns them with their locations in the document.
    pub(super) fn take_bodies(
        &self,
        holder: &mut Map<String, Value>,
        at: &LocationRef<'_>,
    ) -> Vec<(Map<String, Value>, String)> {
        let at = at.key("parameters");
        let list = holder.get_mut("parameters").and_then(Value::as_array_mut);
        let mut taken = Vec::new();
        for (index, parameter) in list.into_iter().flatten().enumerate() {
            let Some(object) = parameter.as_object() else { continue };
            let target = object.get("$ref").and_then(Value::as_str);
            let (object, location) = match target {
                Some(target) => (self.bodies.get(target), target.to_owned()),
                None => (Some(object).filter(|it| is_body(it)), at.index(index).pointer()),
            };
            if let Some(object) = object {
                taken.push((object.clone(), location));
                *parameter = skipped_parameter();
            }
        }
        taken
    }

    /// Turns such parameters into a request body.
    pub(super) fn body_of(
        &mut self,
        operation: &mut Map<String, Value>,
        parameters: Vec<(Map<String, Value>, String)>,
        at: &LocationRef<'_>,
    ) {
        if parameters.is_empty() {
            return;
        }
        let has_body = operation.contains_key("requestBody");
        for (parameter, location) in &parameters {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let given = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
            let reading = match is_field(parameter) {
                _ if has_body => "it is skipped, because there is a request body",
                true => "it is read as a field of the request body",
                false => "it is read as the request body",
            };
            let message =
                format!("location `{given}` of parameter `{name}` is from Swagger 2.0: {reading}");
            self.findings.push(Diagnostic::warning(location, message, "write a `requestBody`"));
        }
        if has_body {
            return;
        }
        let consumes = operation.shift_remove("consumes");
        let consumes = consumes.as_ref().and_then(|list| list.get(0)?.as_str());
        let whole = parameters.iter().find(|(parameter, _)| !is_field(parameter));
        let at = at.key("requestBody");
        let (media, schema, is_required) = match whole {
            Some((parameter, location)) => {
                let media = consumes.unwrap_or("application/json");
                self.moved(
                    &at.key("content").key(media).key("schema"),
                    location::join(location, "schema"),
                );
                let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
                (media, json!({ "schema": schema }), flag(parameter, "required"))
            }
            None => {
                let has_file = parameters.iter().any(|(parameter, _)| is_file(parameter));
                let media = match consumes {
                    Some(given) if given.starts_with("multipart/") || !has_file => given,
                    _ if has_file => "multipart/form-data",
                    _ => "application/x-www-form-urlencoded",
                };
                let content = at.key("content");
                let at = content.key(media);
                for (parameter, location) in &parameters {
                    let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
                    self.moved(&at.key("schema").key("properties").key(name), location.clone());
                }
                let is_required = parameters.iter().any(|(field, _)| flag(field, "required"));
                (media, form(parameters.iter().map(|(field, _)| field)), is_required)
            }
        };
        if let Some((_, location)) = parameters.first() {
            self.moved(&at, location.clone());
        }
        let body = json!({ "required": is_required, "content": { media: schema } });
        operation.insert("requestBody".to_owned(), body);
    }
}

fn flag(parameter: &Map<String, Value>, key: &str) -> bool {
    parameter.get(key).is_some_and(|value| *value == Value::Bool(true))
}

fn is_file(parameter: &Map<String, Value>) -> bool {
    let is_one = |schema: &Value| {
        schema.get("type").is_some_and(|ty| ty == "file")
            || schema.get("format").is_some_and(|format| format == "binary")
    };
    parameter.get("type").is_some_and(|ty| ty == "file")
        || parameter.get("schema").is_some_and(is_one)
}

/// The content of a form with these fields.
fn form<'p>(fields: impl Iterator<Item = &'p Map<String, Value>>) -> Value {
    let (mut properties, mut required, mut encoding) = (Map::new(), Vec::new(), Map::new());
    for field in fields {
        let Some(name) = field.get("name").and_then(Value::as_str) else { continue };
        if flag(field, "required") {
            required.push(name);
        }
        let mut own = field.clone();
        let schema = own.shift_remove("schema").unwrap_or_else(|| take_schema(&mut own));
        if schema.get("type").is_some_and(|ty| ty == "array")
            && !field.contains_key("schema")
            && let Some((style, explode)) = list_style(field.get("collectionFormat"))
        {
            encoding.insert(name.to_owned(), json!({ "style": style, "explode": explode }));
        }
        properties.insert(name.to_owned(), schema);
    }
    let schema = json!({ "type": "object", "required": required, "properties": properties });
    match encoding.is_empty() {
        true => json!({ "schema": schema }),
        false => json!({ "schema": schema, "encoding": encoding }),
    }
}
