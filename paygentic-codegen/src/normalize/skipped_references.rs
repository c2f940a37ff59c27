//! References that lead nowhere, or to an object of a wrong kind: the object with the reference is skipped, or accepts
//! anything.

use serde_json::{Map, Value, json};

use super::object_kinds::ObjectKind;
use super::pointer;
use super::reference_search::{FoundReference, Keys};
use crate::check::closest;
use crate::diagnostic::Diagnostic;
use crate::location::{self, at_mut};

/// Marks an entry of a list that is skipped: an alternative of a union, or a parameter. The others keep their locations.
pub(crate) const SKIPPED: &str = "x-skipped";

/// The replacement for a parameter that is skipped.
pub(super) fn skipped_parameter() -> Value {
    json!({ "name": "", "in": "query", "schema": {}, SKIPPED: true })
}

/// A reference that is skipped.
pub(super) struct SkippedReference {
    found: FoundReference,
    /// Whether it leads to an object of another kind.
    leads_elsewhere: bool,
}

impl SkippedReference {
    /// A reference whose target was not found. References to other documents are errors, which the check reports: those
    /// documents are needed.
    pub(super) fn unresolved(found: FoundReference) -> Option<Self> {
        let is_dynamic = matches!(found.key.as_str(), "$dynamicRef" | "$recursiveRef");
        let is_here = found.key == "$ref" && found.target.starts_with('#');
        (is_dynamic || is_here).then_some(Self { found, leads_elsewhere: is_dynamic })
    }

    /// A reference that leads to an object of another kind.
    pub(super) fn of_wrong_kind(found: FoundReference) -> Option<Self> {
        (found.key == "$ref").then_some(Self { found, leads_elsewhere: true })
    }

    pub(super) fn finding(&self, document: &Value) -> Diagnostic {
        let FoundReference { holder, key, kind, target, .. } = &self.found;
        let at = location::join(&pointer(holder), key);
        let (what, meaning) = match kind {
            ObjectKind::Parameter => ("a parameter", "it is skipped"),
            ObjectKind::Header => ("a header", "it is skipped"),
            ObjectKind::PathItem => ("a path item", "the path is skipped"),
            ObjectKind::Response => ("a response", "any content is accepted"),
            ObjectKind::RequestBody => ("a request body", "any JSON is accepted"),
            ObjectKind::SecurityScheme => ("a security scheme", "it is not sent"),
            _ if part_of_list(holder).is_some() => ("a schema", "it is skipped"),
            _ => ("a schema", "any value is accepted"),
        };
        if self.leads_elsewhere {
            let message = format!("the reference `{target}` does not point to {what}: {meaning}");
            let section = kind.section().unwrap_or("schemas");
            return Diagnostic::warning(
                at,
                message,
                format!("refer to one of `components.{section}`"),
            );
        }
        let message = format!("unresolved reference `{target}`: {meaning}");
        Diagnostic::warning(at, message, help(document, *kind, target))
    }
}

fn help(document: &Value, kind: ObjectKind, target: &str) -> String {
    let section = kind.section().unwrap_or("schemas");
    let name = target.rsplit('/').next().unwrap_or(target);
    let known = document.get("components").and_then(|all| all.get(section));
    let names = known.and_then(Value::as_object).into_iter().flat_map(Map::keys);
    match closest(name, names.map(String::as_str)) {
        Some(close) => format!("did you mean `#/components/{section}/{close}`?"),
        None => format!("add `{name}` to `components.{section}`, and refer to that"),
    }
}

/// Removes references from the document.
pub(super) fn skip(document: &mut Value, skipped: &[SkippedReference]) {
    for SkippedReference { found, .. } in skipped {
        match found.kind {
            ObjectKind::Parameter => replace(document, &found.holder, skipped_parameter()),
            ObjectKind::Header | ObjectKind::PathItem => {
                remove(document, &found.holder);
            }
            ObjectKind::Response => {
                let content = json!({ "application/octet-stream": {} });
                replace(document, &found.holder, json!({ "description": "", "content": content }));
            }
            ObjectKind::RequestBody => {
                let content = json!({ "application/json": {} });
                replace(document, &found.holder, json!({ "content": content }));
            }
            ObjectKind::SecurityScheme => {
                replace(document, &found.holder, json!({ "type": "incomplete" }));
            }
            _ if part_of_list(&found.holder).is_some_and(|key| key != "allOf") => {
                replace(document, &found.holder, json!({ SKIPPED: true }));
            }
            _ => {
                if let Some(Value::Object(holder)) = at_mut(document, &found.holder) {
                    holder.shift_remove(&found.key);
                }
            }
        }
    }
}

/// The keyword whose list contains a schema.
fn part_of_list(holder: &Keys) -> Option<&str> {
    let [.., keyword, _] = holder.as_slice() else { return None };
    ["allOf", "oneOf", "anyOf"].into_iter().find(|key| key == keyword)
}

fn replace(document: &mut Value, keys: &[String], replacement: Value) {
    if let Some(value) = at_mut(document, keys) {
        *value = replacement;
    }
}

fn remove(document: &mut Value, keys: &[String]) {
    let Some((key, holder)) = keys.split_last() else { return };
    if let Some(Value::Object(holder)) = at_mut(document, holder) {
        holder.shift_remove(key);
    }
}
