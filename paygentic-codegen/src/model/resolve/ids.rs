//! Id newtypes: one for each prefix that a pattern such as `^cus_[a-zA-Z0-9]+$` requires, and for each
//! kind that the overlay names (`x-rust-id`).

use indexmap::IndexMap;

use crate::model::IdKind;
use crate::names;

/// Where a prefix occurs; its type is named after these.
#[derive(Debug, Default)]
struct Occurrences {
    component: Option<String>,
    properties: IndexMap<String, usize>,
    owner: Option<String>,
    /// A property whose name does not say that it is an id, such as `parent`.
    role: Option<String>,
}

/// Every prefix in the document, and every kind that the overlay names.
#[derive(Debug, Default)]
pub(super) struct IdKinds(IndexMap<String, Occurrences>);

impl IdKinds {
    /// Records that a component has ids with this prefix.
    pub(super) fn in_component(&mut self, prefix: &str, component: &str) {
        self.occurrences(prefix).component.get_or_insert_with(|| component.to_owned());
    }

    /// Records that a property or parameter of `owner` has ids with this prefix.
    pub(super) fn in_property(&mut self, prefix: &str, property: &str, owner: &str) {
        let occurrences = self.occurrences(prefix);
        let mut words = names::words(property);
        // The name of a list of ids is plural.
        if let Some(last) = words.last_mut() {
            *last = names::singular(last);
        }
        match words.as_slice() {
            [] => {}
            [only] if only == "id" => {
                occurrences.owner.get_or_insert_with(|| owner.to_owned());
            }
            [.., last] if last == "id" => {
                *occurrences.properties.entry(words.join("_")).or_default() += 1;
            }
            _ => {
                occurrences.role.get_or_insert_with(|| words.join("_"));
            }
        }
    }

    /// The kind of ids with this prefix. Kinds are numbered finally when types are named.
    pub(super) fn kind(&mut self, prefix: &str) -> IdKind {
        let entry = self.0.entry(prefix.to_owned());
        let index = entry.index();
        entry.or_default();
        IdKind::new(index)
    }

    fn occurrences(&mut self, prefix: &str) -> &mut Occurrences {
        self.0.entry(prefix.to_owned()).or_default()
    }

    /// Every kind: its prefix, if any, and the candidate names of its type, in order of preference.
    pub(super) fn names(&self) -> impl Iterator<Item = (Option<&str>, Vec<String>)> {
        self.0.iter().map(|(key, occurrences)| {
            // Prefixes are lower-case; type names start with an upper-case letter.
            if key.starts_with(char::is_uppercase) {
                return (None, vec![key.clone()]);
            }
            let by_prefix = names::type_name(&format!("{key}_id"));
            (Some(key.as_str()), vec![occurrences.name(key), by_prefix])
        })
    }
}

impl Occurrences {
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

/// The prefix that a pattern requires, if anything may follow: `^cus_[a-z]+$` has `cus`.
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
