//! Breaks circular definitions by skipping one of their references, because code that follows them would never
//! terminate. The rest of the definition usually still describes the value.

use serde_json::{Map, Value, json};

use super::skipped_references::{SKIPPED, skipped_parameter};
use crate::check::{CYCLIC_SECTIONS, circular, referenced_component};
use crate::diagnostic::Diagnostic;
use crate::location;

/// Breaks every cycle and reports it.
pub(super) fn break_all(document: &mut Value) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for section in CYCLIC_SECTIONS {
        for cycle in circular(document, section) {
            let (Some(first), Some(last)) = (cycle.first(), cycle.last()) else { continue };
            findings.push(finding(section, first, &cycle));
            let component =
                document.pointer_mut(&location::join(&format!("/components/{section}"), last));
            match component {
                Some(Value::Object(component)) if section == "schemas" => {
                    without_reference(component, first);
                }
                Some(component) => *component = empty(section),
                None => {}
            }
        }
    }
    findings
}

fn finding(section: &str, first: &str, cycle: &[String]) -> Diagnostic {
    let path: Vec<String> = cycle.iter().map(|name| format!("`{name}`")).collect();
    let at = location::join(&format!("#/components/{section}"), first);
    let message = format!(
        "circular definition of `{first}`: {} -> `{first}`: the last reference is skipped",
        path.join(" -> ")
    );
    let help = "break the cycle: a schema may contain itself only in a property, a list or a map";
    Diagnostic::warning(at, message, help)
}

/// Removes the reference from the schema, or from its `allOf`, `oneOf` or `anyOf`. The other entries of a list keep
/// their locations.
fn without_reference(schema: &mut Map<String, Value>, name: &str) {
    let target = schema.get("$ref").and_then(Value::as_str);
    if target.and_then(|target| referenced_component("schemas", target)) == Some(name) {
        schema.shift_remove("$ref");
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        let parts = schema.get_mut(key).and_then(Value::as_array_mut);
        for part in parts.into_iter().flatten() {
            let Value::Object(inner) = part else { continue };
            without_reference(inner, name);
            if inner.is_empty() && key != "allOf" {
                *part = json!({ SKIPPED: true });
            }
        }
    }
}

/// The replacement for a component that consists only of references.
fn empty(section: &str) -> Value {
    match section {
        "responses" => json!({ "description": "" }),
        "requestBodies" => json!({ "content": {} }),
        "parameters" => skipped_parameter(),
        "securitySchemes" => json!({ "type": "incomplete" }),
        _ => json!({}),
    }
}
