//! Id newtypes: one for each prefix that a pattern such as `^cus_[a-zA-Z0-9]+$` demands, and for each
//! kind that the overlay names (`x-rust-id`).

use indexmap::IndexMap;

use crate::model::IdKind;
use crate::names;

/// Where a prefix was seen, which is what its type is named after.
#[derive(Debug, Default)]
struct Sightings {
    component: Option<String>,
    properties: IndexMap<String, usize>,
    owner: Option<String>,
    /// A property whose name does not say that it is an id, such as `parent`.
    role: Option<String>,
}

/// Every prefix of the document, and every name that the overlay gives.
#[derive(Debug, Default)]
pub(super) struct IdKinds(IndexMap<String, Sightings>);

impl IdKinds {
    /// Notes that a component has ids of this prefix.
    pub(super) fn in_component(&mut self, prefix: &str, component: &str) {
        self.sightings(prefix).component.get_or_insert_with(|| component.to_owned());
    }

    /// Notes that a property or parameter of `owner` has ids of this prefix.
    pub(super) fn in_property(&mut self, prefix: &str, property: &str, owner: &str) {
        let sightings = self.sightings(prefix);
        let mut words = names::words(property);
        // The name of a list of ids is in the plural.
        if let Some(last) = words.last_mut() {
            *last = names::singular(last);
        }
        match words.as_slice() {
            [] => {}
            [only] if only == "id" => {
                sightings.owner.get_or_insert_with(|| owner.to_owned());
            }
            [.., last] if last == "id" => {
                *sightings.properties.entry(words.join("_")).or_default() += 1;
            }
            _ => {
                sightings.role.get_or_insert_with(|| words.join("_"));
            }
        }
    }

    /// The kind of ids with this prefix, which is settled at the end.
    pub(super) fn kind(&mut self, prefix: &str) -> IdKind {
        let entry = self.0.entry(prefix.to_owned());
        let index = entry.index();
        entry.or_default();
        IdKind::new(index)
    }

    fn sightings(&mut self, prefix: &str) -> &mut Sightings {
        self.0.entry(prefix.to_owned()).or_default()
    }

    /// Every kind: its prefix, unless it has none, and the names that its ids may have, the best first.
    pub(super) fn names(&self) -> impl Iterator<Item = (Option<&str>, Vec<String>)> {
        self.0.iter().map(|(key, sightings)| {
            // Prefixes are in lower case, type names are not.
            if key.starts_with(char::is_uppercase) {
                return (None, vec![key.clone()]);
            }
            let by_prefix = names::type_name(&format!("{key}_id"));
            (Some(key.as_str()), vec![sightings.name(key), by_prefix])
        })
    }
}

impl Sightings {
    fn name(&self, prefix: &str) -> String {
        if let Some(component) = &self.component {
            return names::type_name(component);
        }
        let most = self.properties.values().max();
        let common = self.properties.iter().find(|(_, count)| Some(*count) == most);
        match (common, self.owner.as_ref().or(self.role.as_ref())) {
            (Some((property, _)), _) => names::type_name(property),
            (None, Some(thing)) => names::type_name(&format!("{thing}_id")),
            (None, None) => names::type_name(&format!("{prefix}_id")),
        }
    }
}

/// The prefix that a pattern demands, if it demands one and then anything: `^cus_[a-z]+$` gives `cus`.
pub(super) fn prefix(pattern: &str) -> Option<&str> {
    let rest = pattern.strip_prefix('^')?;
    let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))?;
    let prefix = rest[..end].strip_suffix('_')?;
    let begins_like_a_name = prefix.starts_with(|c: char| c.is_ascii_lowercase());
    (begins_like_a_name && rest[end..].starts_with(['[', '(', '\\', '.'])).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn only_a_literal_beginning_is_a_prefix() {
        assert_eq!(prefix("^cus_[a-zA-Z0-9]+$"), Some("cus"));
        assert_eq!(prefix("^tc_[a-zA-Z0-9]{16}$"), Some("tc"));
        for other in
            ["^[a-z]+_[a-z]$", "cus_[a-z]+", "^[A-Z]{3}$", "^_[a-z]+$", "^abc$", "^\\d+_$", "^a_b"]
        {
            assert_eq!(prefix(other), None, "{other}");
        }
    }
}
