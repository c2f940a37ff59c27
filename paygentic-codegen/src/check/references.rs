//! Checks references: they must lead to a whole component of the same document, of the right kind.

use serde_json::{Map, Value};

use super::Checker;
use crate::location::LocationRef;

impl<'d> Checker<'d> {
    /// The component of a section with this name.
    pub(super) fn component(&self, section: &str, name: &str) -> Option<&'d Value> {
        self.document.get("components")?.get(section)?.get(name)
    }

    /// The target at the end of a chain of references; a value that is not a reference is returned unchanged.
    pub(super) fn resolved(&self, section: &str, value: &'d Value) -> &'d Value {
        let mut value = value;
        // Cycles are reported separately.
        for _ in 0..super::cycles::MAX_CHAIN_LENGTH {
            let target = value.get("$ref").and_then(Value::as_str);
            let Some(name) = target.and_then(|target| component_name(section, target)) else {
                break;
            };
            match self.component(section, name) {
                Some(target) => value = target,
                None => break,
            }
        }
        value
    }

    /// Checks an object that may be a reference, other than to a schema. Returns whether it is one.
    pub(super) fn is_reference(
        &mut self,
        value: &'d Value,
        at: &LocationRef<'_>,
        section: &str,
    ) -> bool {
        let Some(object) = value.as_object().filter(|object| object.contains_key("$ref")) else {
            return false;
        };
        self.reference(object, at, section);
        for key in object.keys() {
            if !matches!(key.as_str(), "$ref" | "summary" | "description") {
                let message = format!("`{key}` beside a `$ref` has no effect");
                let help =
                    format!("move it to the target of the reference, in `components.{section}`");
                self.warning(&at.key(key), message, help);
            }
        }
        true
    }

    /// Checks that the `$ref` of an object leads to a component.
    pub(super) fn reference(
        &mut self,
        object: &'d Map<String, Value>,
        at: &LocationRef<'_>,
        section: &str,
    ) {
        let at = at.key("$ref");
        match object.get("$ref") {
            Some(Value::String(target)) => self.target(target, &at, section),
            Some(other) => {
                let message =
                    format!("`$ref` must be a string, but is {}", super::shape::found(other));
                self.error(&at, message, format!("write `#/components/{section}/Name`"));
            }
            None => {}
        }
    }

    /// Checks that a reference leads to a component.
    pub(super) fn target(&mut self, target: &str, at: &LocationRef<'_>, section: &str) {
        let Some(name) = component_name(section, target) else {
            let message = if target.starts_with('#') {
                format!("the reference `{target}` does not point to one of `components.{section}`")
            } else {
                format!("the reference `{target}` points outside the document")
            };
            let help =
                format!("move its target to `#/components/{section}/Name`, and refer to that");
            return self.error(at, message, help);
        };
        if self.component(section, name).is_none() {
            let known = self.document.get("components").and_then(|all| all.get(section));
            let names = known.and_then(Value::as_object).into_iter().flat_map(Map::keys);
            let help = match super::shape::closest(name, names.map(String::as_str)) {
                Some(close) => format!("did you mean `{close}`?"),
                None => format!("add `{name}` to `components.{section}`"),
            };
            self.error(at, format!("unresolved reference `{target}`"), help);
        }
    }
}

/// The name in a reference to a whole component of a section.
pub(crate) fn component_name<'t>(section: &str, target: &'t str) -> Option<&'t str> {
    target.strip_prefix("#/components/")?.strip_prefix(section)?.strip_prefix('/')
}
