//! Security schemes that lack a required key, and requirements that are names only.

use serde_json::{Map, Value, json};

use super::Repairer;
use crate::diagnostic::Diagnostic;
use crate::location::LocationRef;

/// The type of a security scheme that cannot be recognised.
const INCOMPLETE: &str = "incomplete";

impl Repairer {
    /// A security scheme that lacks a required key, which can usually be derived from the others.
    pub(super) fn security_scheme(
        &mut self,
        scheme: &mut Map<String, Value>,
        at: &LocationRef<'_>,
    ) {
        if scheme.contains_key("$ref") {
            return;
        }
        let has = |key: &str| scheme.get(key).is_some_and(Value::is_string);
        let kind = scheme.get("type").and_then(Value::as_str);
        let additions: &[(&str, &str)] = match kind {
            Some("http") if has("scheme") => return,
            Some("http") if has("bearerFormat") => &[("scheme", "bearer")],
            Some("apiKey") if has("name") && has("in") => return,
            Some("apiKey") if has("name") => &[("in", "header")],
            Some("http" | "apiKey") => &[("type", INCOMPLETE)],
            Some(_) => return,
            None if has("scheme") => &[("type", "http")],
            None if has("name") && has("in") => &[("type", "apiKey")],
            None if scheme.contains_key("flows") => &[("type", "oauth2")],
            None if has("openIdConnectUrl") => &[("type", "openIdConnect")],
            None => &[("type", INCOMPLETE)],
        };
        let read: Vec<String> =
            additions.iter().map(|(key, value)| format!("`{key}: {value}`")).collect();
        let message = if additions.contains(&("type", INCOMPLETE)) {
            "the security scheme lacks required keys: it is not sent".to_owned()
        } else {
            format!(
                "the security scheme lacks required keys: it is read with {}",
                read.join(" and ")
            )
        };
        let help = "add `type`, and `scheme` or `name` and `in`";
        self.findings.push(Diagnostic::warning(at.pointer(), message, help));
        for (key, value) in additions {
            scheme.insert((*key).to_owned(), Value::from(*value));
        }
    }

    /// Repairs security requirements: a name alone requires that scheme, and scopes are a list.
    pub(super) fn requirements(&mut self, object: &mut Map<String, Value>, at: &LocationRef<'_>) {
        let at = at.key("security");
        let list = object.get_mut("security").and_then(Value::as_array_mut);
        for (index, requirement) in list.into_iter().flatten().enumerate() {
            let at = at.index(index);
            if let Value::String(name) = requirement {
                let meant = json!({ name.clone(): [] });
                self.read_as(&at, requirement, meant);
            }
            for (scheme, scopes) in requirement.as_object_mut().into_iter().flatten() {
                let meant = match scopes {
                    Value::Null | Value::Object(_) => json!([]),
                    Value::String(_) => json!([scopes]),
                    _ => continue,
                };
                self.read_as(&at.key(scheme), scopes, meant);
            }
        }
    }
}
