//! What tells the alternatives of a union apart.

use std::collections::HashSet;

use super::docs::inert;
use super::facets::Facets;
use super::unions::Alternative;
use super::{At, Builder};

impl<'a> Builder<'a> {
    /// The property that tells the alternatives apart: the discriminator, or one that has a single
    /// value, another one in each.
    pub(super) fn tag(
        &mut self,
        facets: &Facets<'a>,
        alternatives: &[Alternative<'a>],
        at: &At,
    ) -> Option<String> {
        if let Some(discriminator) = facets.discriminator {
            let name = discriminator.property_name.as_str();
            for alternative in alternatives
                .iter()
                .filter(|a| !a.facets.properties.contains_key(name))
            {
                self.error(
                    &alternative.at,
                    format!(
                        "this alternative does not have the discriminator property `{}`",
                        inert(name)
                    ),
                    "describe the property in each alternative, with an overlay action if need be",
                );
            }
            return Some(name.to_owned());
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
                "two alternatives have the same JSON type and the same required properties; the first that decodes is taken",
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

    /// The only text that a property of an alternative can be.
    fn only_text(&mut self, alternative: &Alternative<'a>, wire: &str) -> Option<String> {
        let property = alternative.facets.properties.get(wire)?.clone();
        let mut merged: Option<Facets<'a>> = None;
        for (schema, place) in property {
            let part = self.facets(schema, &place);
            match &mut merged {
                Some(merged) => merged.merge(part),
                None => merged = Some(part),
            }
        }
        merged?.only_value()?.as_str().map(str::to_owned)
    }

    /// The values of the tag that mean this alternative.
    pub(super) fn tags(
        &mut self,
        facets: &Facets<'a>,
        alternative: &Alternative<'a>,
        tag: &str,
    ) -> Vec<String> {
        let component = self.referenced(alternative.schema);
        let mapping = facets
            .discriminator
            .map(|discriminator| &discriminator.mapping);
        let mapped = mapping.into_iter().flatten().filter(|(_, target)| {
            let name = self.component(target).map(|(name, _)| name).or_else(|| {
                self.components
                    .get_key_value(target.as_str())
                    .map(|(name, _)| *name)
            });
            name.is_some() && name == component
        });
        let mut tags: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
        if tags.is_empty() {
            tags.extend(
                self.only_text(alternative, tag)
                    .or_else(|| component.map(str::to_owned)),
            );
        }
        tags
    }
}
