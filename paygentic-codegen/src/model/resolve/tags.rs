//! Finds the tag that distinguishes the alternatives of a union, and its values.

use std::collections::HashSet;

use super::facets::{Facets, Property, SchemaRef};
use super::unions::Alternative;
use super::{Builder, Location};

/// The maximum depth of nested unions in which tag values are collected.
const MAX_DEPTH: usize = 8;

impl<'a> Builder<'a> {
    /// The property that distinguishes the alternatives: the discriminator, or a required one with a single,
    /// distinct value in each.
    pub(super) fn tag(
        &mut self,
        facets: &Facets<'a>,
        alternatives: &[Alternative<'a>],
        at: &Location,
    ) -> Option<String> {
        if let Some(discriminator) = facets.discriminator {
            return Some(discriminator.property_name.clone());
        }
        let first = alternatives.first()?;
        let candidates: Vec<&str> = first.facets.properties.keys().copied().collect();
        for candidate in candidates {
            let mut seen = HashSet::new();
            let distinct = alternatives.iter().all(|alternative| {
                let value = self.only_text(alternative, candidate);
                alternative.facets.required.contains(candidate)
                    && value.is_some_and(|value| seen.insert(value))
            });
            if distinct {
                return Some(candidate.to_owned());
            }
        }
        if self.are_ambiguous(alternatives) {
            self.warning(
                at,
                "two alternatives have the same JSON type and required properties: the one that describes more of a value is used",
                "add a discriminator with an overlay action",
            );
        }
        None
    }

    fn are_ambiguous(&self, alternatives: &[Alternative<'a>]) -> bool {
        let mut seen = HashSet::new();
        alternatives.iter().any(|alternative| {
            let mut required: Vec<&str> = alternative.facets.required.iter().copied().collect();
            required.sort_unstable();
            !seen.insert(format!("{:?} {required:?}", alternative.facets.json))
        })
    }

    /// The only string that a property of an alternative allows.
    fn only_text(&mut self, alternative: &Alternative<'a>, wire: &str) -> Option<String> {
        let property = alternative.facets.properties.get(wire)?.clone();
        let merged = self.merged(&property, |_, _, _, _| {});
        merged.only_value()?.as_str().map(str::to_owned)
    }

    fn property_values(&mut self, property: &Property<'a>) -> Vec<serde_json::Value> {
        self.merged(property, |_, _, _, _| {}).values
    }

    /// The values of the tag that select this alternative.
    pub(super) fn tags(
        &mut self,
        facets: &Facets<'a>,
        alternative: &Alternative<'a>,
        tag: &str,
    ) -> Vec<String> {
        let mapped = self.mapped(facets, alternative.schema);
        if !mapped.is_empty() {
            return mapped;
        }
        self.own_tags(alternative, tag, MAX_DEPTH)
    }

    /// The values that the discriminator's `mapping` assigns to an alternative.
    fn mapped(&self, facets: &Facets<'a>, schema: SchemaRef<'a>) -> Vec<String> {
        let component = self.referenced(schema);
        let mapping = facets.discriminator.map(|discriminator| &discriminator.mapping);
        let mapped = mapping.into_iter().flatten().filter(|(_, target)| {
            let name = self
                .component(target)
                .map(|(name, _)| name)
                .or_else(|| self.components.get_key_value(target.as_str()).map(|(name, _)| *name));
            name.is_some() && name == component
        });
        mapped.map(|(value, _)| value.clone()).collect()
    }

    /// The values that an alternative declares itself: those of its property, those of its nested alternatives,
    /// or else the name of its component.
    fn own_tags(&mut self, alternative: &Alternative<'a>, tag: &str, depth: usize) -> Vec<String> {
        let listed = self.texts(alternative, tag);
        if !listed.is_empty() {
            return listed;
        }
        let mut tags = Vec::new();
        if let Some(depth) = depth.checked_sub(1) {
            for (schema, at) in alternative.facets.alternatives.clone() {
                let mapped = self.mapped(&alternative.facets, schema);
                if !mapped.is_empty() {
                    tags.extend(mapped);
                    continue;
                }
                let facets = self.facets(schema, &at);
                let inner = Alternative { schema, at, facets };
                tags.extend(self.own_tags(&inner, tag, depth));
            }
        }
        if tags.is_empty() {
            let component = self.referenced(alternative.schema);
            tags.extend(component.map(str::to_owned));
        }
        tags.dedup();
        tags
    }

    /// The strings that a property of an alternative allows, if they are listed.
    fn texts(&mut self, alternative: &Alternative<'a>, wire: &str) -> Vec<String> {
        let Some(property) = alternative.facets.properties.get(wire).cloned() else {
            return Vec::new();
        };
        let values = self.property_values(&property);
        values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }
}
