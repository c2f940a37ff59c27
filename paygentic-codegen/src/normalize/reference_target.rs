//! Resolves references: the location that a `$ref` points to.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::object_kinds::ObjectKind;
use super::reference_search::{FoundReference, Keys, SchemaNames};
use crate::document::media;
use crate::location;

/// The maximum length of a chain of references.
const MAX_CHAIN_LENGTH: usize = 50;

/// The target of a reference, and a remark about it for a finding.
#[derive(Debug)]
pub(super) struct Located {
    pub keys: Keys,
    pub remark: Option<&'static str>,
}

/// Finds the targets of references.
pub(super) struct Locator<'d, 'n> {
    pub document: &'d Value,
    pub names: &'n SchemaNames,
}

impl<'d> Locator<'d, '_> {
    pub(super) fn locate(&self, found: &FoundReference) -> Option<Located> {
        let (resource, fragment) = match found.target.split_once('#') {
            Some((resource, fragment)) => (resource, Some(fragment)),
            None => (found.target.as_str(), None),
        };
        if found.key == "$recursiveRef" {
            let remark = "it is read as a reference to the schema that contains it";
            return self.located(self.enclosing(found)?, Some(remark));
        }
        if resource.is_empty() {
            return self.here(found, fragment.unwrap_or_default());
        }
        if let Some(keys) = self.of_id(found, resource) {
            let fragment = fragment.unwrap_or_default();
            let keys = match fragment.strip_prefix('/') {
                Some(_) => self.follow(keys, fragment)?,
                None if fragment.is_empty() => keys,
                None => self.anchored(fragment, &keys)?,
            };
            return self.located(keys, None);
        }
        let section = found.kind.section()?;
        let keys = vec!["components".to_owned(), section.to_owned(), found.target.clone()];
        self.at(&keys)?;
        self.located(keys, Some("it is read as the name of a component"))
    }

    /// The target of a reference within the document.
    fn here(&self, found: &FoundReference, fragment: &str) -> Option<Located> {
        if fragment.is_empty() {
            let remark = "it is read as a reference to the schema that contains it";
            return self.located(self.enclosing(found)?, Some(remark));
        }
        if !fragment.starts_with('/') {
            let dynamic = (found.key == "$dynamicRef")
                .then_some("it is read as a `$ref`: it cannot be overridden");
            let from = &found.holder[..found.schema];
            return self.located(self.anchored(fragment, from)?, dynamic);
        }
        if let Some(keys) = self.follow(Vec::new(), fragment) {
            return self.located(keys, None);
        }
        for length in found.resources.iter().rev() {
            if let Some(keys) = self.follow(found.holder[..*length].to_vec(), fragment) {
                return self.located(keys, None);
            }
        }
        (found.schema..=found.holder.len()).find_map(|length| {
            let keys = self.follow(found.holder[..length].to_vec(), fragment)?;
            let remark =
                "it is resolved from the schema that contains it, not from the root of the document";
            self.located(keys, Some(remark))
        })
    }

    /// Follows a target that is itself only a reference, to the end of the chain.
    fn located(&self, keys: Keys, remark: Option<&'static str>) -> Option<Located> {
        let mut keys = keys;
        for _ in 0..MAX_CHAIN_LENGTH {
            let value = self.at(&keys)?;
            let next = value
                .as_object()
                .filter(|object| object.len() == 1)
                .and_then(|object| self.next(object.get("$ref")?.as_str()?));
            match next {
                Some(next) => keys = next,
                None => return Some(Located { keys, remark }),
            }
        }
        None
    }

    /// The schema that `#` refers to: the innermost that has an id, else the outermost.
    fn enclosing(&self, found: &FoundReference) -> Option<Keys> {
        let length = found.resources.last().copied().unwrap_or(found.schema);
        (found.kind == ObjectKind::Schema).then(|| found.holder[..length].to_vec())
    }

    fn anchored(&self, anchor: &str, from: &[String]) -> Option<Keys> {
        let all = self.names.anchors.get(anchor)?;
        let near = all.iter().find(|keys| keys.starts_with(from));
        near.or(all.first()).cloned()
    }

    /// The schema with an id: as written, or relative to the id of a schema around the reference.
    fn of_id(&self, found: &FoundReference, resource: &str) -> Option<Keys> {
        if let Some(keys) = self.names.ids.get(resource) {
            return Some(keys.clone());
        }
        let base = found.resources.iter().rev().find_map(|length| {
            let schema = self.at(&found.holder[..*length])?;
            schema.get("$id")?.as_str()
        });
        let joined = base
            .and_then(|base| base.rsplit_once('/'))
            .map(|(folder, _)| format!("{folder}/{resource}"));
        let ids = &self.names.ids;
        if let Some(keys) = joined.and_then(|id| ids.get(&id)) {
            return Some(keys.clone());
        }
        // A relative id, without the URL of the schema around it.
        let ending = format!("/{}", resource.trim_start_matches(['.', '/']));
        let mut ends = ids.iter().filter(|(id, _)| id.ends_with(&ending));
        match (ends.next(), ends.next()) {
            (Some((_, keys)), None) => Some(keys.clone()),
            _ => None,
        }
    }

    /// The location of a pointer as written, or with its percent-encoding decoded.
    fn follow(&self, from: Keys, pointer: &str) -> Option<Keys> {
        let steps: Vec<String> = location::keys(pointer).collect();
        self.steps(from.clone(), &steps, MAX_CHAIN_LENGTH).or_else(|| {
            let decoded = percent_decoded(pointer)?;
            let steps: Vec<String> = location::keys(&decoded).collect();
            self.steps(from, &steps, MAX_CHAIN_LENGTH)
        })
    }

    /// Follows the keys, and the references on the way.
    fn steps(&self, from: Keys, steps: &[String], fuel: usize) -> Option<Keys> {
        let fuel = fuel.checked_sub(1)?;
        let mut keys = from;
        let mut value = self.at(&keys)?;
        for (index, step) in steps.iter().enumerate() {
            match location::entry(value, step) {
                Some(inner) => {
                    keys.push(step.clone());
                    value = inner;
                }
                None => {
                    let target = value.get("$ref")?.as_str()?;
                    let pointer = target.strip_prefix('#')?;
                    let decoded = percent_decoded(pointer)?;
                    let path: Vec<String> =
                        location::keys(&decoded).chain(steps[index..].iter().cloned()).collect();
                    return self.steps(Vec::new(), &path, fuel);
                }
            }
        }
        Some(keys)
    }

    fn next(&self, target: &str) -> Option<Keys> {
        let fragment = target.strip_prefix('#').filter(|it| it.starts_with('/'))?;
        self.follow(Vec::new(), fragment)
    }

    /// The schema of a parameter or a header, or of the content of a body.
    pub(super) fn schema_of(&self, keys: &[String]) -> Option<Keys> {
        let holder = self.at(keys)?;
        let mut keys = keys.to_vec();
        if holder.get("schema").is_none() {
            let content = holder.get("content")?.as_object()?;
            keys.extend(["content".to_owned(), media::chosen(content)?.to_owned()]);
        }
        keys.push("schema".to_owned());
        Some(self.located(keys, None)?.keys)
    }

    pub(super) fn at(&self, keys: &[String]) -> Option<&'d Value> {
        keys.iter().try_fold(self.document, |value, key| location::entry(value, key))
    }
}

/// Decodes percent-encoding; `None` if the result is not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.ok().map(Cow::into_owned)
}
