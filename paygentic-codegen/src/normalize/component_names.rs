//! Names for new components: stable, unique and close to the original location.

use std::collections::HashSet;

use serde_json::Value;

use super::reference_search::Keys;
use crate::lower::derived_operation_id;
use crate::names;

/// Assigns unique names to components.
pub(super) struct ComponentNamer<'d> {
    document: &'d Value,
    taken: HashSet<(&'static str, String)>,
}

impl<'d> ComponentNamer<'d> {
    pub(super) fn new(document: &'d Value) -> Self {
        Self { document, taken: HashSet::new() }
    }

    /// A name for the object at a location: as short as possible, with a number if necessary.
    pub(super) fn name(&mut self, section: &'static str, keys: &Keys) -> String {
        let (short, long) = self.candidates(keys);
        for name in [&short, &long] {
            if !name.is_empty() && self.is_free(section, name) {
                return self.take(section, name.clone());
            }
        }
        let numbered = (2..).map(|number| format!("{long}{number}"));
        let free = numbered.into_iter().find(|name| self.is_free(section, name));
        self.take(section, free.unwrap_or(long))
    }

    fn take(&mut self, section: &'static str, name: String) -> String {
        self.taken.insert((section, name.clone()));
        name
    }

    fn is_free(&self, section: &'static str, name: &str) -> bool {
        let components = self.document.get("components");
        let entries = components.and_then(|all| all.get(section));
        let exists = entries.is_some_and(|entries| entries.get(name).is_some());
        !exists && !self.taken.contains(&(section, name.to_owned()))
    }

    fn candidates(&self, keys: &Keys) -> (String, String) {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let (base, rest) = match keys.as_slice() {
            ["components", _, name, rest @ ..] => ((*name).to_owned(), rest),
            ["paths" | "webhooks", path, method, rest @ ..] => {
                (self.operation(&keys, method, path), rest)
            }
            [crate::document::external::KEY, file, rest @ ..] => {
                let rest = match rest {
                    ["components", _, rest @ ..] => rest,
                    rest => rest,
                };
                if let Some((name, rest)) =
                    rest.split_first().filter(|(first, _)| !is_keyword(first))
                {
                    let (short, long) = short_and_long(name, rest);
                    return (short, format!("{}{}", stem(file), names::pascal(&long)));
                }
                (stem(file), rest)
            }
            [.., last] => ((*last).to_owned(), &[][..]),
            [] => ("Document".to_owned(), &[][..]),
        };
        short_and_long(&base, rest)
    }

    fn operation(&self, keys: &[&str], method: &str, path: &str) -> String {
        let operation = keys.iter().take(3).try_fold(self.document, |value, key| value.get(key));
        let id = operation.and_then(|operation| operation.get("operationId")?.as_str());
        let id = id.map_or_else(|| derived_operation_id(method, path), str::to_owned);
        names::pascal(&id)
    }
}

/// The shortest suitable name, and the name with the whole path.
fn short_and_long(base: &str, rest: &[&str]) -> (String, String) {
    let mut short = base.to_owned();
    let mut long = base.to_owned();
    let mut keys = rest.iter();
    while let Some(key) = keys.next() {
        let word = match *key {
            "$defs" | "definitions" => {
                let name = keys.next().copied().unwrap_or_default();
                name.clone_into(&mut short);
                long.push_str(&names::pascal(name));
                continue;
            }
            "properties" => names::pascal(keys.next().copied().unwrap_or_default()),
            "items" => "Item".to_owned(),
            "additionalProperties" | "unevaluatedProperties" => "Value".to_owned(),
            "schema" | "itemSchema" => continue,
            "content" => {
                keys.next();
                continue;
            }
            "requestBody" => "Request".to_owned(),
            "responses" => {
                let status = keys.next().copied().unwrap_or_default();
                match status.starts_with('2') {
                    true => "Response".to_owned(),
                    false => format!("Response{}", names::pascal(status)),
                }
            }
            index if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                let number = index.parse::<usize>().unwrap_or_default().saturating_add(1);
                number.to_string()
            }
            other => names::pascal(other),
        };
        short.push_str(&word);
        long.push_str(&word);
    }
    (short, long)
}

/// Whether a key is a keyword, and not a name.
fn is_keyword(key: &str) -> bool {
    super::object_kinds::ObjectKind::Schema.inside(key).is_some()
        || matches!(key, "paths" | "webhooks" | "openapi" | "schema" | "content")
}

/// `common/error.yaml` is `error`.
fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    names::pascal(stem)
}
