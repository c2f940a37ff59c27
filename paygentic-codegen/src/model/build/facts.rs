//! The facts of the model, from the flat view of a schema.

use super::facets::{Additional, Facets};
use super::{At, Builder};
use crate::model::{Facts, TypeRef};

impl<'a> Builder<'a> {
    /// What is said of the values of a use. A type of its own says the rest about itself.
    pub(super) fn facts_of_use(&mut self, facets: &Facets<'a>, ty: &TypeRef, at: &At) -> Facts {
        match ty {
            TypeRef::Option(inner) => self.facts_of_use(facets, inner, at),
            TypeRef::Named(_) => Facts {
                default: facets.default.filter(|default| !default.is_null()).cloned(),
                ..Facts::default()
            },
            _ => self.facts(facets, ty, at),
        }
    }

    /// What is said of values of a type.
    pub(super) fn facts(&mut self, facets: &Facets<'a>, ty: &TypeRef, at: &At) -> Facts {
        let items = match (ty, facets.items, facets.additional) {
            (TypeRef::List(inner), Some(items), _) => Some((inner, items, "items")),
            (TypeRef::Map(inner), _, Additional::Typed(values)) => {
                Some((inner, values, "additionalProperties"))
            }
            _ => None,
        };
        let items = items.map(|(inner, schema, key)| {
            let at = at.child(key);
            let facets = self.facets(schema, &at);
            Box::new(self.facts_of_use(&facets, inner, &at))
        });
        Facts {
            component: facets.component.map(str::to_owned),
            // The type says so where it matters; a field knows more.
            nullable: false,
            default: facets.default.filter(|default| !default.is_null()).cloned(),
            format: facets.format.clone(),
            pattern: facets.pattern.map(str::to_owned),
            values: plain_values(facets),
            closed: matches!(facets.additional, Additional::Closed) || facets.unevaluated,
            bounds: facets.bounds.clone(),
            items: items.filter(|items| **items != Facts::default()),
        }
    }
}

/// The values of an enum that has no type of its own: anything but texts.
fn plain_values(facets: &Facets<'_>) -> Vec<serde_json::Value> {
    let values = || facets.values.iter().filter(|value| !value.is_null());
    if values().all(serde_json::Value::is_string) {
        return Vec::new();
    }
    values().cloned().collect()
}
