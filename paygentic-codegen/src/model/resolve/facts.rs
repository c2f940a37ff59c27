//! Derives the facts of the model from the flat view of a schema.

use super::facets::{Additional, Facets, SchemaRef};
use super::{Builder, Location};
use crate::model::{Facts, TypeRef};

impl<'a> Builder<'a> {
    /// The facts about a use of a type. The other facts about a named type are stored with its definition.
    pub(super) fn facts_of_use(&mut self, facets: &Facets<'a>, ty: &TypeRef) -> Facts {
        match ty {
            TypeRef::Option(inner) => self.facts_of_use(facets, inner),
            TypeRef::Named(_) => Facts {
                default: facets.default.filter(|default| !default.is_null()).cloned(),
                write_only: facets.write_only,
                ..Facts::default()
            },
            _ => self.facts(facets, ty),
        }
    }

    /// The facts about the values of a schema.
    pub(super) fn facts_at(&mut self, schema: SchemaRef<'a>, ty: &TypeRef, at: &Location) -> Facts {
        let facets = self.facets(schema, at);
        self.facts_of_use(&facets, ty)
    }

    /// The facts about a named type.
    pub(super) fn facts_of_type(&mut self, facets: &Facets<'a>) -> Facts {
        let entries = match &facets.additional {
            Additional::Typed(values, at) => {
                let facets = self.facets(*values, at);
                // The facts about a named type are stored with its definition.
                facets.is_scalar().then(|| self.facts(&facets, &TypeRef::Json))
            }
            _ => None,
        };
        Facts { entries: known(entries), ..own(facets) }
    }

    /// The facts about values without a named type.
    pub(super) fn facts(&mut self, facets: &Facets<'a>, ty: &TypeRef) -> Facts {
        let items = match (ty, &facets.items) {
            (TypeRef::List(inner), Some((items, at))) => Some(self.facts_at(*items, inner, at)),
            _ => None,
        };
        let entries = match (ty, &facets.additional) {
            (TypeRef::Map(inner), Additional::Typed(values, at)) => {
                Some(self.facts_at(*values, inner, at))
            }
            _ => None,
        };
        let alternatives = facets
            .alternatives
            .clone()
            .into_iter()
            .map(|(schema, at)| self.facts_at(schema, ty, &at));
        let alternatives: Vec<Facts> = alternatives.collect();
        Facts {
            items: known(items),
            entries: known(entries),
            alternatives: if alternatives.iter().all(|facts| *facts == Facts::default()) {
                Vec::new()
            } else {
                alternatives
            },
            ..own(facets)
        }
    }
}

/// The facts about a schema itself, without those about nested schemas.
fn own(facets: &Facets<'_>) -> Facts {
    Facts {
        component: facets.component.map(str::to_owned),
        // Nullability is part of the type where it matters, and is set by the field.
        nullable: false,
        default: facets.default.filter(|default| !default.is_null()).cloned(),
        format: facets.format.clone(),
        pattern: facets.pattern.map(str::to_owned),
        values: plain_values(facets),
        dependent_required: facets.dependent_required.cloned(),
        constraints: facets.constraints.clone(),
        closed: matches!(facets.additional, Additional::Closed) || facets.unevaluated,
        write_only: facets.write_only,
        exclusive: facets.exclusive && facets.alternatives.len() > 1,
        unknown_values: facets.unknown_values.map(str::to_owned),
        bounds: facets.bounds.clone(),
        ..Facts::default()
    }
}

/// The facts, unless they are empty.
fn known(facts: Option<Facts>) -> Option<Box<Facts>> {
    facts.filter(|facts| *facts != Facts::default()).map(Box::new)
}

/// The values of an enum that does not become a type: anything but strings.
fn plain_values(facets: &Facets<'_>) -> Vec<serde_json::Value> {
    let values = || facets.values.iter().filter(|value| !value.is_null());
    if values().all(serde_json::Value::is_string) {
        return Vec::new();
    }
    values().cloned().collect()
}
