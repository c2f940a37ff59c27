//! Deserializes a lowered document into the types of [`openapiv3`].

use openapiv3::{Components, OpenAPI, Operation, Parameter, PathItem, ReferenceOr, Schema};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::METHODS;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::location::join;

/// Reads a lowered document.
///
/// # Errors
///
/// [`check`](crate::check::check) has already reported the faults of a document. Any that it missed are errors here,
/// as close to their location as possible.
pub fn typed(document: Value) -> Result<OpenAPI, Diagnostics> {
    OpenAPI::deserialize(&document).map_err(|error| {
        let mut findings = Vec::new();
        search(&document, &mut findings);
        if findings.is_empty() {
            findings.push(problem("#", None, &error));
        }
        Diagnostics(findings)
    })
}

fn problem(pointer: &str, operation: Option<&Value>, error: &serde_json::Error) -> Diagnostic {
    let help = "correct the document, or add an overlay action";
    let problem = Diagnostic::error(pointer, format!("cannot read this value: {error}"), help);
    match operation.and_then(Value::as_str) {
        Some(id) => problem.in_operation(id),
        None => problem,
    }
}

/// Reads the parts one by one, to find those that cannot be read.
fn search(document: &Value, findings: &mut Vec<Diagnostic>) {
    for (path, item) in entries(document, "paths") {
        let pointer = join("#/paths", path);
        let before = findings.len();
        for parameter in failing_entries::<ReferenceOr<Parameter>>(item, &pointer, "parameters") {
            findings.push(problem(&parameter.0, None, &parameter.1));
        }
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            if let Err(error) = Operation::deserialize(operation) {
                let location = join(&pointer, method);
                findings.push(problem(&location, operation.get("operationId"), &error));
            }
        }
        if findings.len() == before
            && let Err(error) = PathItem::deserialize(item)
        {
            findings.push(problem(&pointer, None, &error));
        }
    }
    let components = document.get("components").unwrap_or(&Value::Null);
    let before = findings.len();
    for (name, schema) in entries(components, "schemas") {
        if let Err(error) = ReferenceOr::<Schema>::deserialize(schema) {
            findings.push(problem(&join("#/components/schemas", name), None, &error));
        }
    }
    if findings.len() == before
        && let Err(error) = Option::<Components>::deserialize(components)
    {
        findings.push(problem("#/components", None, &error));
    }
}

fn entries<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let entries = value.get(key).and_then(Value::as_object).into_iter().flatten();
    entries.filter(|(name, _)| !name.starts_with("x-"))
}

/// The entries of a list that cannot be read, with their locations.
fn failing_entries<T: DeserializeOwned>(
    value: &Value,
    pointer: &str,
    key: &str,
) -> Vec<(String, serde_json::Error)> {
    let list = value.get(key).and_then(Value::as_array).into_iter().flatten().enumerate();
    list.filter_map(|(index, entry)| {
        let error = T::deserialize(entry).err()?;
        Some((format!("{pointer}/{key}/{index}"), error))
    })
    .collect()
}
