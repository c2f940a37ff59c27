//! Documents that add what the main document does not have yet: operations, and properties, enum values and parameters
//! of its existing operations and schemas.
//!
//! They are merged into the main document before anything else, so that the overlay, the checks and the model see one
//! document. Documentation and names given to an addition therefore stay when the main document gains it.

mod additions;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::Source;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::diff::route;
use crate::document;
use crate::location;
use crate::lower::METHODS;

/// The extension on an operation or a schema that names its origin.
pub const KEY: &str = "x-ahead";

/// The main document, merged with the additions of other documents.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The document as JSON; the text as given if nothing is added.
    pub text: String,
    /// Items that the main document has as well: warnings for operations, notes for components that differ.
    pub findings: Vec<Diagnostic>,
}

/// Adds the operations of other documents, and the components that they refer to. Where both have an item, the
/// main document wins.
///
/// The operations take servers and security from the main document, unless they have their own.
///
/// # Errors
///
/// A text that is not an OpenAPI document, or is of another version than the main document.
pub fn merge(main: &Source<'_>, others: &[Source<'_>]) -> Result<Merged, Diagnostics> {
    let mut findings = Vec::new();
    if others.is_empty() {
        let text = main.text.to_owned();
        return Ok(Merged { text, findings });
    }
    let mut document = document::parse(main)?;
    for other in others {
        let ahead = document::parse(other)?;
        same_version(&document, &ahead, other.name)?;
        findings.extend(add(&mut document, &ahead, other.name));
    }
    let text = document.to_string();
    Ok(Merged { text, findings })
}

/// The rest of a document with additions, after removing what the main document already has.
#[derive(Clone, Debug)]
pub struct Retired {
    /// The document without the removed operations, and without the components that only they refer to.
    pub rest: Value,
    /// The ids of the removed operations.
    pub operations: Vec<String>,
    /// The removed additions to operations and schemas: the location and the name of each.
    pub additions: Vec<String>,
}

/// Removes from a document what the main document already has; `None` if there is nothing to remove.
///
/// # Errors
///
/// A text that is not an OpenAPI document.
pub fn retire(main: &Source<'_>, other: &Source<'_>) -> Result<Option<Retired>, Diagnostics> {
    let (main, ahead) = (document::parse(main)?, document::parse(other)?);
    let (known, new): (Vec<_>, Vec<_>) =
        operations(&ahead).partition(|operation| operation.is_in(&main));
    let operations = known.iter().map(|operation| operation.id.to_owned()).collect();
    let mut retired = Retired { rest: ahead.clone(), operations, additions: Vec::new() };
    additions::retire(&main, &ahead, &mut retired);
    if retired.operations.is_empty() && retired.additions.is_empty() {
        return Ok(None);
    }
    let rest = &mut retired.rest;
    let paths = rest["paths"].as_object_mut();
    for path in paths.into_iter().flat_map(Map::iter_mut) {
        let gone = known.iter().filter(|operation| operation.path == path.0);
        for operation in gone {
            path.1.as_object_mut().map(|item| item.shift_remove(operation.method));
        }
    }
    if let Some(paths) = rest["paths"].as_object_mut() {
        paths.retain(|_, item| METHODS.iter().any(|method| item.get(*method).is_some()));
    }
    let additions = rest[additions::ADDITIONS].clone();
    let kept = reachable(&ahead, new.iter().map(|operation| operation.value).chain([&additions]));
    let components = rest.get_mut("components").and_then(Value::as_object_mut);
    for (kind, components) in components.into_iter().flatten() {
        if let Some(components) = components.as_object_mut() {
            components.retain(|name, _| kept.contains(&(kind.clone(), name.clone())));
        }
    }
    Ok(Some(retired))
}

/// An operation in its document.
struct Operation<'d> {
    path: &'d str,
    method: &'d str,
    id: &'d str,
    value: &'d Value,
}

impl Operation<'_> {
    /// Whether a document has it, by its id or by its method and path, ignoring the names of path parameters.
    fn is_in(&self, document: &Value) -> bool {
        operations(document).any(|other| {
            let same_id = !self.id.is_empty() && other.id == self.id;
            let same_path = other.method == self.method && route(other.path) == route(self.path);
            same_id || same_path
        })
    }
}

/// Every operation of a document, in its order.
fn operations(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    entries(&document["paths"]).flat_map(|(path, item)| {
        let methods =
            entries(item).filter(|(method, value)| METHODS.contains(method) && value.is_object());
        methods.map(move |(method, value)| Operation {
            path,
            method,
            id: value["operationId"].as_str().unwrap_or_default(),
            value,
        })
    })
}

fn add(document: &mut Value, ahead: &Value, name: &str) -> Vec<Diagnostic> {
    let origin = origin(ahead, name);
    let (additions, mut findings) = additions::add(document, ahead, name);
    let mut added = Vec::new();
    for operation in operations(ahead) {
        if operation.is_in(document) {
            findings.push(already_present(&operation, name));
        } else {
            added.push(operation);
        }
    }
    let values = added.iter().map(|operation| operation.value).chain(additions);
    let needed = reachable(ahead, values);
    for operation in added {
        let mut value = operation.value.clone();
        value[KEY] = origin.into();
        // Parameters shared by all operations of a path. If the main document has such parameters, they apply instead.
        let shared = &ahead["paths"][operation.path]["parameters"];
        if shared.is_array() && document["paths"][operation.path]["parameters"].is_null() {
            prepend_parameters(&mut value, shared);
        }
        insert(document, &["paths", operation.path, operation.method], value);
    }
    for (kind, key) in needed {
        let component = &ahead["components"][&kind][&key];
        match &document["components"][&kind][&key] {
            Value::Null => insert(document, &["components", &kind, &key], component.clone()),
            own if own == component => {}
            _ => findings.push(differs(&kind, &key, name)),
        }
    }
    findings
}

/// The origin of the additions: `info.x-source` of their document, else its name.
fn origin<'a>(ahead: &'a Value, name: &'a str) -> &'a str {
    ahead["info"]["x-source"].as_str().unwrap_or(name)
}

fn prepend_parameters(operation: &mut Value, shared: &Value) {
    let own = operation["parameters"].as_array().cloned().unwrap_or_default();
    let shared = shared.as_array().cloned().unwrap_or_default();
    operation["parameters"] = shared.into_iter().chain(own).collect();
}

/// Inserts a value under these keys, the last of which is new; missing objects in between are created.
fn insert(document: &mut Value, keys: &[&str], value: Value) {
    let mut at = document;
    for key in keys {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        at = &mut at[*key];
    }
    *at = value;
}

/// The components of a document, by kind and name, that these values refer to, directly or indirectly.
fn reachable<'d>(
    document: &'d Value,
    values: impl Iterator<Item = &'d Value>,
) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Value> = values.collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(map) => {
                open.extend(map.values());
                let texts = map.values().filter_map(Value::as_str);
                for (kind, name) in texts.filter_map(component) {
                    let target = &document["components"][&kind][&name];
                    if !target.is_null() && found.insert((kind, name)) {
                        open.push(target);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The component that a text refers to: a `$ref`, or an entry of the mapping of a discriminator.
fn component(text: &str) -> Option<(String, String)> {
    let mut keys = text.starts_with("#/components/").then(|| location::keys(text).skip(1))?;
    Some((keys.next()?, keys.next()?))
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let map = value.as_object();
    map.into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

fn same_version(main: &Value, ahead: &Value, name: &str) -> Result<(), Diagnostics> {
    let minor = |document: &Value| -> Option<String> {
        let version = document["openapi"].as_str()?;
        Some(version.rsplit_once('.')?.0.to_owned())
    };
    if minor(main) == minor(ahead) {
        return Ok(());
    }
    Err(Diagnostic::error(
        format!("{name}#/openapi"),
        "the document with additions has another version of OpenAPI than the main document",
        "convert it to that version",
    )
    .into())
}

fn pointer(name: &str, keys: &[&str]) -> String {
    keys.iter().fold(format!("{name}#"), |pointer, key| location::join(&pointer, key))
}

fn already_present(operation: &Operation<'_>, name: &str) -> Diagnostic {
    Diagnostic::warning(
        pointer(name, &["paths", operation.path, operation.method]),
        "the document already has this operation: its own is used",
        format!("remove it from {name}, or run `cargo xtask update`"),
    )
    .in_operation(operation.id)
}

fn differs(kind: &str, key: &str, name: &str) -> Diagnostic {
    Diagnostic::note(
        pointer(name, &["components", kind, key]),
        "the document has a different component with this name: its own is used",
        "rename it if the difference matters",
    )
}
