//! Checks discriminators: a wrong mapping would silently decode a value as the wrong alternative.

use serde_json::{Map, Value};

use super::references::component_name;
use super::shape::{AllowedKey, ValueKind, found, may, must};
use super::{Checker, list, map};
use crate::location::LocationRef;

const DISCRIMINATOR: &[AllowedKey] =
    &[must("propertyName", ValueKind::Text), may("mapping", ValueKind::Object)];

impl<'d> Checker<'d> {
    pub(super) fn discriminator(&mut self, schema: &'d Map<String, Value>, at: &LocationRef<'_>) {
        let at = at.key("discriminator");
        let Some(value) = schema.get("discriminator") else {
            return;
        };
        if !value.get("propertyName").is_some_and(Value::is_string) {
            let message = "the discriminator has no `propertyName`: it is skipped";
            return self.warning(&at, message, "add `propertyName`");
        }
        let Some(discriminator) = self.shape(value, &at, "a discriminator", DISCRIMINATOR) else {
            return;
        };
        let alternatives = [list(schema, "oneOf"), list(schema, "anyOf")].concat();
        if alternatives.is_empty() {
            let message = "a discriminator without `oneOf` or `anyOf` beside it is not used";
            self.warning(
                &at,
                message,
                "list the alternatives in a `oneOf` if callers need to distinguish them",
            );
        }
        let referenced: Option<Vec<&str>> = alternatives.iter().map(referenced).collect();
        let location = at.key("mapping");
        for (value, target) in map(discriminator, "mapping").into_iter().flatten() {
            self.mapping(target, &location.key(value), referenced.as_deref().unwrap_or_default());
        }
    }

    fn mapping(&mut self, target: &'d Value, at: &LocationRef<'_>, alternatives: &[&str]) {
        let Some(target) = target.as_str() else {
            let message =
                format!("the target of a mapping must be a schema, but is {}", found(target));
            return self.error(at, message, "write `#/components/schemas/Name`");
        };
        // A bare name is the name of a component.
        let is_name = !target.contains(['#', '/']);
        let reference =
            if is_name { format!("#/components/schemas/{target}") } else { target.to_owned() };
        let name = component_name("schemas", &reference);
        if name.is_none_or(|name| self.component("schemas", name).is_none()) {
            let message = format!("unknown mapping target `{target}`: it is skipped");
            return self.warning(at, message, "point it to one of the alternatives, or remove it");
        }
        let known = name.is_some_and(|name| alternatives.contains(&name));
        if !alternatives.is_empty() && !known {
            let message = format!(
                "the mapping target `{target}` is not one of the alternatives: it is skipped"
            );
            self.warning(at, message, "add it to the `oneOf` or `anyOf`, or remove the mapping");
        }
    }
}

/// The name of the component that an alternative refers to.
fn referenced(alternative: &Value) -> Option<&str> {
    component_name("schemas", alternative.get("$ref")?.as_str()?)
}
