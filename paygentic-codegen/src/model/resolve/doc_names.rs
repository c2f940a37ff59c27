//! Completes documentation once all names are known: field names become Rust names, and types link to their methods.

use std::collections::BTreeMap;

use super::doc_links;
use crate::model::{Resource, ResponseBody, TypeDef, TypeId, TypeRef};

/// The maximum number of methods that the documentation of a type lists.
const MAX_LINKS: usize = 4;

/// Adds links to the methods that take or return a type.
pub(super) fn link_methods(resources: &[Resource], types: &mut [TypeDef]) {
    let mut taken: BTreeMap<TypeId, Vec<String>> = BTreeMap::new();
    let mut returned: BTreeMap<TypeId, Vec<String>> = BTreeMap::new();
    for resource in Resource::all(resources) {
        collect(resource, &mut taken, &mut returned);
    }
    for (index, def) in types.iter_mut().enumerate() {
        let id = TypeId::new(index);
        let of = |links: &BTreeMap<TypeId, Vec<String>>, verb: &str| {
            let links = links.get(&id).filter(|links| links.len() <= MAX_LINKS)?;
            Some(format!("{verb} by {}.", links.join(", ")))
        };
        let sentences = [of(&taken, "Taken"), of(&returned, "Returned")];
        let sentences: Vec<String> = sentences.into_iter().flatten().collect();
        if !sentences.is_empty() {
            def.docs.push(sentences.join(" "));
        }
    }
}

fn collect(
    resource: &Resource,
    taken: &mut BTreeMap<TypeId, Vec<String>>,
    returned: &mut BTreeMap<TypeId, Vec<String>>,
) {
    for operation in &resource.operations {
        let link = doc_links::method(resource, &operation.name, &operation.method);
        let sent = operation.request_refs().filter_map(sent);
        for id in sent.chain(operation.parameters) {
            note(taken, id, &link);
        }
        let answers = match &operation.response {
            ResponseBody::Answers(id) => Some(*id),
            _ => None,
        };
        for id in operation.response.ty().into_iter().filter_map(named).chain(answers) {
            note(returned, id, &link);
        }
    }
}

fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        _ => None,
    }
}

/// The named type of a request body or parameter, even if it is nullable.
fn sent(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Option(inner) => named(inner),
        other => named(other),
    }
}

fn note(links: &mut BTreeMap<TypeId, Vec<String>>, id: TypeId, link: &str) {
    let links = links.entry(id).or_default();
    if !links.iter().any(|other| other == link) {
        links.push(link.to_owned());
    }
}

/// Replaces wire names of fields by their Rust names, in the documentation of the type and of the methods
/// that take it.
pub(super) fn use_rust_names(resources: &mut [Resource], types: &mut [TypeDef]) {
    for operation in Resource::operations_mut(resources) {
        let sent = operation.request_refs().filter_map(sent);
        let ids: Vec<TypeId> = sent.chain(operation.parameters).collect();
        for id in ids {
            if let Some(renamed) = types.get(id.index()).and_then(renamed) {
                replace(&mut operation.docs, &renamed);
                let errors = operation.errors.iter_mut();
                replace(errors.filter_map(|error| error.docs.as_mut()), &renamed);
            }
        }
    }
    for def in types {
        let Some(renamed) = renamed(def) else {
            continue;
        };
        replace(&mut def.docs, &renamed);
        if let Some(object) = def.object_mut() {
            // The documentation of an undocumented field is its wire name, so it is kept.
            for field in object.fields.iter_mut().filter(|field| field.documented) {
                replace(&mut field.docs, &renamed);
            }
        }
    }
}

/// The wire names of fields that differ in Rust.
fn renamed(def: &TypeDef) -> Option<BTreeMap<String, String>> {
    let object = def.object()?;
    let fields = object.fields.iter().map(|field| &field.name);
    let pairs = fields
        .map(|name| (name.wire.as_str(), name.ident.trim_start_matches("r#")))
        .filter(|(wire, ident)| wire != ident)
        .map(|(wire, ident)| (wire.to_owned(), ident.to_owned()));
    Some(pairs.collect())
}

/// Replaces names between backticks, in a single pass, so that a replacement is not replaced again.
fn replace<'t>(docs: impl IntoIterator<Item = &'t mut String>, renamed: &BTreeMap<String, String>) {
    for text in docs {
        if !text.contains('`') {
            continue;
        }
        let parts = text.split('`').enumerate();
        let parts: Vec<&str> = parts
            .map(|(index, part)| match renamed.get(part) {
                Some(ident) if index % 2 == 1 => ident,
                _ => part,
            })
            .collect();
        *text = parts.join("`");
    }
}
