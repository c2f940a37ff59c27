//! Groups of fields, at least one of which every value must contain. Each group gets a constructor.

use super::Builder;
use super::facets::Facets;
use crate::model::Field;

impl<'a> Builder<'a> {
    /// Whether the alternatives of a schema only require some of its own properties.
    pub(super) fn only_requires(&mut self, facets: &Facets<'a>) -> bool {
        !facets.properties.is_empty() && !self.required_alternatives(facets).is_empty()
    }

    /// An `anyOf` with only `required` lists: groups of fields, one of which must be given.
    pub(super) fn required_alternatives(&mut self, facets: &Facets<'a>) -> Vec<Vec<String>> {
        let mut groups = Vec::new();
        for (schema, place) in &facets.alternatives {
            let alternative = self.facets(*schema, place);
            let known =
                alternative.required.iter().all(|wire| facets.properties.contains_key(wire));
            if !alternative.is_shapeless() || alternative.required.is_empty() || !known {
                return Vec::new();
            }
            groups.push(alternative.required.iter().map(|wire| (*wire).to_owned()).collect());
        }
        groups
    }
}

/// The groups that get a constructor, reduced to the optional fields that callers can set. If
/// nothing of a group is left, every value satisfies the condition.
pub(super) fn constructor_groups(groups: Vec<Vec<String>>, fields: &[Field]) -> Vec<Vec<String>> {
    let is_chosen = |wire: &String| {
        let field = fields.iter().find(|field| field.name.wire == *wire);
        field.is_some_and(|field| field.settable && !field.is_required())
    };
    let mut chosen: Vec<Vec<String>> = Vec::new();
    for mut group in groups {
        group.retain(is_chosen);
        group.sort_unstable();
        group.dedup();
        if group.is_empty() {
            return Vec::new();
        }
        if !chosen.contains(&group) {
            chosen.push(group);
        }
    }
    chosen
}
