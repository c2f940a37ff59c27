//! The contract: what each operation takes and gives, by its published document.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use paygentic_codegen::{OverlayMode, Source, document, overlay};
use serde_json::{Map, Value};

/// The published document as it is.
///
/// # Errors
///
/// It cannot be read.
pub fn published() -> Result<Value> {
    let text = read("openapi.yaml")?;
    let source = Source {
        name: "openapi.yaml",
        text: &text,
    };
    document::parse(&source).map_err(|findings| anyhow!("{findings}"))
}

/// The published document with what our overlay narrows: formats, such as that a string holds a decimal number or
/// a duration, the types of parameters, and whether objects may have other properties. What else the overlay relaxes
/// stays as strict as it is published.
///
/// # Errors
///
/// It cannot be read.
pub fn contract() -> Result<Value> {
    let mut document = published()?;
    let mut overlaid = document.clone();
    let text = read("overlay.yaml")?;
    let source = Source {
        name: "overlay.yaml",
        text: &text,
    };
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
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../spec")
        .join(name);
    std::fs::read_to_string(path).with_context(|| format!("cannot read spec/{name}"))
}

/// What an operation takes and gives.
#[derive(Clone, Debug)]
pub struct OperationSchemas {
    /// Its id.
    pub id: String,
    /// Its method in lower case.
    pub method: String,
    /// Its path, with the names of the parameters in braces.
    pub path: String,
    /// The parameters of the path and its own.
    pub parameters: Vec<Parameter>,
    /// The schema of the JSON request body.
    pub request: Option<Value>,
    /// Whether there must be a request body.
    pub request_required: bool,
    /// The schemas of successes, by status; none where there is no JSON.
    pub successes: Vec<(u16, Option<Value>)>,
    /// The schemas of errors, by status, class of status or `default`.
    pub errors: Vec<(String, Option<Value>)>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// `path`, `query`, `header` or `cookie`.
    pub place: String,
    /// Whether it must be there.
    pub required: bool,
    /// Its schema.
    pub schema: Value,
}

/// Every operation of a document, in its order.
pub fn operations(document: &Value) -> Vec<OperationSchemas> {
    let mut operations = Vec::new();
    for (path, item) in entries(&document["paths"]) {
        for (method, operation) in entries(item) {
            if let Some(id) = operation["operationId"].as_str() {
                let shared = items(&item["parameters"]);
                let parameters = shared.chain(items(&operation["parameters"]));
                let mut schemas = OperationSchemas {
                    id: id.to_owned(),
                    method: method.clone(),
                    path: path.clone(),
                    parameters: parameters.map(|found| parameter(document, found)).collect(),
                    request: json(resolve(document, &operation["requestBody"])),
                    request_required: operation["requestBody"]["required"] == true,
                    successes: Vec::new(),
                    errors: Vec::new(),
                };
                for (status, response) in entries(&operation["responses"]) {
                    let schema = json(resolve(document, response));
                    match status.parse() {
                        Ok(success @ 200..=299) => schemas.successes.push((success, schema)),
                        _ => schemas.errors.push((status.clone(), schema)),
                    }
                }
                operations.push(schemas);
            }
        }
    }
    operations
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
    body["content"]["application/json"].get("schema").cloned()
}

/// What a value refers to, or the value itself.
pub fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let mut value = value;
    // A chain of references is short, a ring of them has no end.
    for _ in 0..16 {
        let reference = value["$ref"].as_str();
        match reference.and_then(|to| document.pointer(to.strip_prefix('#')?)) {
            Some(found) => value = found,
            None => break,
        }
    }
    value
}

/// The entries of an object; none if it is something else.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// The items of an array; none if it is something else.
pub(crate) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
