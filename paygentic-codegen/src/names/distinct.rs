//! Unique names for several items in one namespace; every item gets one.

use std::collections::HashSet;

/// The name assigned to one of several items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistinctName {
    /// The identifier.
    pub ident: String,
    /// The preferred identifier, if it was taken and this one has a number instead.
    pub wanted: Option<String>,
}

/// Assigns a unique name to each of several items in one namespace.
///
/// Each item comes with its possible names, the best first. Earlier items take precedence: each takes its first free
/// name, or the best one with a number. A numbered name never equals a name that another item wants.
pub fn distinct(
    wanted: &[Vec<String>],
    taken: HashSet<String>,
    separator: &str,
) -> Vec<DistinctName> {
    let mut taken = taken;
    let is_first = |names: &Vec<String>, taken: &mut HashSet<String>| {
        names.first().is_some_and(|best| taken.insert(best.clone()))
    };
    let first: Vec<bool> = wanted.iter().map(|names| is_first(names, &mut taken)).collect();
    let all = wanted.iter().zip(first);
    all.map(|(names, is_first)| {
        let best = names.first().cloned().unwrap_or_default();
        if is_first {
            return DistinctName { ident: best, wanted: None };
        }
        let free = names.iter().find(|name| !taken.contains(*name)).cloned();
        let given = match free {
            Some(ident) => DistinctName { ident, wanted: None },
            None => DistinctName {
                ident: numbered(&stem(&best, separator), |name| taken.contains(name)),
                wanted: Some(best),
            },
        };
        taken.insert(given.ident.clone());
        given
    })
    .collect()
}

/// The part before a number. The underscore that distinguishes a name from a keyword (`self_`) is not needed there.
fn stem(name: &str, separator: &str) -> String {
    let word = match name.trim_end_matches('_') {
        "" => name,
        word => word,
    };
    format!("{word}{separator}")
}

/// A name with a number: the lowest from 2 that makes it unique.
pub fn numbered(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let stem = name.strip_prefix("r#").unwrap_or(name);
    (2..)
        .map(|number: usize| format!("{stem}{number}"))
        .find(|candidate| !is_taken(candidate))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_with_a_number_has_one_underscore() {
        let wanted = [vec!["self_".to_owned()], vec!["self_".to_owned()]];
        let given = distinct(&wanted, HashSet::new(), "_");
        let idents: Vec<&str> = given.iter().map(|given| given.ident.as_str()).collect();
        assert_eq!(idents, ["self_", "self_2"]);
    }
}
