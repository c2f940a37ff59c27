//! The contract: the parameters, requests and responses of each operation, according to the published document.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use paygentic_codegen::document::media;
use paygentic_codegen::lower::{METHODS, derived_operation_id};
use paygentic_codegen::{OverlayMode, Source, ahead, document, overlay};
use serde_json::{Map, Value};

/// The published document as it is, with the operations that it does not have yet.
pub fn published() -> Result<Value> {
    let text = read("openapi.yaml")?;
    let source = Source { name: "openapi.yaml", text: &text };
    let ahead = path("ahead.yaml").exists().then(|| read("ahead.yaml")).transpose()?;
    let ahead: Vec<_> = ahead.iter().map(|text| Source { name: "ahead.yaml", text }).collect();
    let merged = ahead::merge(&source, &ahead).map_err(|findings| anyhow!("{findings}"))?;
    let text = &merged.text;
    document::parse(&Source { text, ..source }).map_err(|findings| anyhow!("{findings}"))
}

/// The published document with what our overlay narrows: formats, such as that a string holds a decimal number or
/// a duration, the types of parameters, and whether objects may have other properties. What else the overlay relaxes
/// stays as strict as it is published.
pub fn contract() -> Result<Value> {
    let mut document = published()?;
    // A document of another API has none.
    if !path("overlay.yaml").exists() {
        return Ok(document);
    }
    let mut overlaid = document.clone();
    let text = read("overlay.yaml")?;
    let source = Source { name: "overlay.yaml", text: &text };
    overlay::apply(&mut overlaid, &source, OverlayMode::Strict)
        .map_err(|findings| anyhow!("{findings}"))?;
    narrow(&mut document, &overlaid);
    Ok(document)
}

/// Takes over formats, parameters, and whether objects are closed.
fn narrow(published: &mut Value, overlaid: &Value) {
    match (published, overlaid) {
        (Value::Object(published), Value::Object(overlaid)) => {
            for (key, value) in overlaid {
                let is_format = key == "format" && value.is_string();
                let is_closed =
                    ["additionalProperties", "unevaluatedProperties"].contains(&key.as_str());
                if is_format || is_closed && value.is_boolean() || key == "parameters" {
                    published.insert(key.clone(), value.clone());
                } else if let Some(published) = published.get_mut(key) {
                    narrow(published, value);
                }
            }
        }
        (Value::Array(published), Value::Array(overlaid)) if published.len() == overlaid.len() => {
            for (published, overlaid) in published.iter_mut().zip(overlaid) {
                narrow(published, overlaid);
            }
        }
        _ => {}
    }
}

fn read(name: &str) -> Result<String> {
    std::fs::read_to_string(path(name)).with_context(|| format!("cannot read spec/{name}"))
}

fn path(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    folder.join(name)
}

/// The parameters and schemas of an operation.
#[derive(Clone, Debug)]
pub struct OperationSchemas {
    pub id: String,
    /// Its method in lower case.
    pub method: String,
    /// Its path, with the names of the parameters in braces.
    pub path: String,
    /// The parameters of the path and its own.
    pub parameters: Vec<Parameter>,
    /// The schema of the request body, if that is JSON or a form.
    pub request: Option<Value>,
    pub is_form: bool,
    pub request_required: bool,
    /// The schemas of successes, by status; none where there is no JSON.
    pub successes: Vec<(u16, Option<Value>)>,
    /// The schemas of errors, by status, class of status or `default`.
    pub errors: Vec<(String, Option<Value>)>,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    /// `path`, `query`, `header` or `cookie`.
    pub place: String,
    pub required: bool,
    pub schema: Value,
}

/// Every operation of a document, in its order.
pub fn operations(document: &Value) -> Vec<OperationSchemas> {
    let mut operations = Vec::new();
    for (path, item) in entries(&document["paths"]) {
        for method in METHODS {
            let own = &resolve(document, item)[method];
            if own.is_object() {
                operations.push(operation(document, (path, item), (method, own)));
            }
        }
    }
    operations
}

fn operation(
    document: &Value,
    (path, item): (&str, &Value),
    (method, own): (&str, &Value),
) -> OperationSchemas {
    let id = own["operationId"].as_str();
    let body = resolve(document, &own["requestBody"]);
    let sent = body["content"].as_object().and_then(media::chosen);
    let is_form = sent.is_some_and(media::is_form);
    let schema = sent
        .filter(|sent| is_form || media::is_json(sent))
        .map(|sent| body["content"][sent]["schema"].clone());
    let mut schemas = OperationSchemas {
        id: id.map_or_else(|| derived_operation_id(method, path), str::to_owned),
        method: method.to_owned(),
        path: path.to_owned(),
        parameters: parameters(document, item, own),
        request: schema,
        is_form,
        request_required: body["required"] == true,
        successes: Vec::new(),
        errors: Vec::new(),
    };
    for (status, response) in entries(&own["responses"]) {
        let schema = json(resolve(document, response));
        match status.parse() {
            Ok(success @ 200..=299) => schemas.successes.push((success, schema)),
            _ => schemas.errors.push((status.clone(), schema)),
        }
    }
    schemas
}

/// The parameters of the path, and those of the operation, which override those of the path with the same name.
fn parameters(document: &Value, item: &Value, own: &Value) -> Vec<Parameter> {
    let own: Vec<Parameter> =
        items(&own["parameters"]).map(|found| parameter(document, found)).collect();
    let mut all: Vec<Parameter> =
        items(&item["parameters"]).map(|found| parameter(document, found)).collect();
    all.retain(|shared| {
        let same = |one: &Parameter| one.name == shared.name && one.place == shared.place;
        !own.iter().any(same)
    });
    all.extend(own);
    all
}

fn parameter(document: &Value, parameter: &Value) -> Parameter {
    let parameter = resolve(document, parameter);
    let text = |key: &str| parameter[key].as_str().unwrap_or_default().to_owned();
    Parameter {
        name: text("name"),
        place: text("in"),
        required: parameter["required"] == true,
        schema: parameter["schema"].clone(),
    }
}

/// The schema of the JSON content of a body.
fn json(body: &Value) -> Option<Value> {
    let content = &body["content"];
    let plain = content.get("application/json");
    let mut named = entries(content).filter(|(name, _)| media::is_json(name));
    let json = plain.or_else(|| named.next().map(|(_, json)| json));
    json?.get("schema").cloned()
}

/// What a value refers to, or the value itself.
pub fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let mut value = value;
    // The limit ends circular references.
    for _ in 0..16 {
        let reference = value["$ref"].as_str();
        match reference.and_then(|to| document.pointer(to.strip_prefix('#')?)) {
            Some(found) => value = found,
            None => break,
        }
    }
    value
}

/// Whether a keyword of a schema, or of a part of its `allOf`, is `true`.
pub(crate) fn says(document: &Value, schema: &Value, keyword: &str) -> bool {
    let schema = resolve(document, schema);
    schema[keyword] == true || items(&schema["allOf"]).any(|part| says(document, part, keyword))
}

/// The value of a schema that has only one.
pub(crate) fn only(schema: &Map<String, Value>) -> Option<&Value> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => Some(value),
        (None, Some(Value::Array(values))) if values.len() == 1 => values.first(),
        _ => None,
    }
}

/// The entries of an object; none if it is something else.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// The items of an array; none if it is something else.
pub(crate) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
