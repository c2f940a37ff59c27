//! Assigns the names of the variants of a union.

use std::collections::HashSet;

use super::Builder;
use super::facets::Facets;
use super::unions::Alternative;
use crate::model::JsonType;
use crate::names;

impl Builder<'_> {
    /// A unique name for each alternative.
    pub(super) fn variant_names(
        &mut self,
        alternatives: &[Alternative<'_>],
        tags: &[Vec<String>],
        owner: &str,
    ) -> Vec<String> {
        let wanted: Vec<Vec<String>> = alternatives
            .iter()
            .zip(tags)
            .map(|(alternative, tags)| self.candidates(alternative, tags, owner))
            .collect();
        let given = names::distinct(&wanted, HashSet::new(), "");
        for (given, alternative) in given.iter().zip(alternatives) {
            if let Some(wanted) = &given.wanted {
                let message = format!(
                    "variant name `{wanted}` is already used: this alternative becomes `{}`",
                    given.ident
                );
                self.suggest_name(&alternative.at, message, "x-rust-name: Name");
            }
        }
        given.into_iter().map(|given| given.ident).collect()
    }

    /// The candidate names of an alternative: from the overlay, else from the value of the tag, its component,
    /// its required properties or its JSON type.
    fn candidates(
        &self,
        alternative: &Alternative<'_>,
        tags: &[String],
        owner: &str,
    ) -> Vec<String> {
        let component = self.referenced(alternative.schema).map(|component| {
            let name = names::pascal(component);
            let rest = name.strip_suffix(owner).filter(|rest| !rest.is_empty());
            names::variant(rest.unwrap_or(&name))
        });
        let given = alternative.schema.extension("x-rust-name");
        let mut names: Vec<String> = given.map(names::variant).into_iter().collect();
        // The component name is more descriptive than a numeric tag.
        let is_number = |tag: &String| tag.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let tag = tags.first().map(|tag| names::variant(tag));
        let (better, other) =
            if tags.first().is_some_and(is_number) { (component, tag) } else { (tag, component) };
        names.extend(better.into_iter().chain(other));
        if names.is_empty() {
            names.push(by_type(&alternative.facets));
        }
        names
    }
}

/// The name of an alternative without a tag and a component.
fn by_type(facets: &Facets<'_>) -> String {
    match facets.json {
        Some(JsonType::String) => "Text".to_owned(),
        Some(JsonType::Number | JsonType::Integer) => "Number".to_owned(),
        Some(JsonType::Boolean) => "Flag".to_owned(),
        Some(JsonType::Array) => "List".to_owned(),
        _ => {
            let required: String = facets.required.iter().map(|wire| names::pascal(wire)).collect();
            if required.is_empty() {
                "Object".to_owned()
            } else {
                names::short(&names::variant(&required))
            }
        }
    }
}
