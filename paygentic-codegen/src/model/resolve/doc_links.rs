//! Links in documentation, which need final names: it refers to operations by id, Rust by method.

use std::collections::BTreeMap;

use crate::model::{Resource, TypeDef, TypeKind};

/// The link to the method of an operation.
pub(super) fn method(resource: &Resource, name: &str, method: &str) -> String {
    let method = method.trim_start_matches("r#");
    format!("[`{name}`](crate::resources::{}::{method})", resource.type_name)
}

/// Turns the id of an operation between backticks, in documentation of our own, into a link to its method.
pub(super) fn link_operations(resources: &mut [Resource], types: &mut [TypeDef]) {
    let mut links = BTreeMap::new();
    for resource in Resource::all(resources) {
        for operation in &resource.operations {
            let link = method(resource, &operation.name, &operation.method);
            links.entry(operation.id.clone()).or_insert(link);
        }
    }
    Resource::each_mut(resources, &mut |resource| in_resource(resource, &links));
    for def in types {
        // These have no documentation of our own; the link is added after the text.
        let is_ours = !matches!(def.kind, TypeKind::Parameters(_) | TypeKind::Answers(_));
        if def.documented && is_ours {
            in_all(&mut def.docs, &links);
        }
        match &mut def.kind {
            TypeKind::Object(object)
            | TypeKind::Parameters(object)
            | TypeKind::Multipart(object) => {
                for field in object.fields.iter_mut().filter(|field| field.documented) {
                    in_all(&mut field.docs, &links);
                }
            }
            TypeKind::Enum(variants) => {
                let texts = variants.iter_mut().filter_map(|variant| variant.docs.as_mut());
                in_all(texts, &links);
            }
            TypeKind::Union(_) | TypeKind::Answers(_) => {}
        }
    }
}

fn in_resource(resource: &mut Resource, links: &BTreeMap<String, String>) {
    in_all(&mut resource.docs, links);
    for operation in &mut resource.operations {
        if operation.documented {
            in_all(&mut operation.docs, links);
        }
        let errors = operation.errors.iter_mut();
        in_all(errors.filter_map(|error| error.docs.as_mut()), links);
    }
}

fn in_all<'t>(texts: impl IntoIterator<Item = &'t mut String>, links: &BTreeMap<String, String>) {
    for text in texts {
        if text.contains('`') {
            *text = linked(text, links);
        }
    }
}

/// The text with links. What is between backticks is every second part.
fn linked(text: &str, links: &BTreeMap<String, String>) -> String {
    let mut with_links = String::with_capacity(text.len());
    let parts: Vec<&str> = text.split('`').collect();
    for (index, part) in parts.iter().enumerate() {
        let is_code = index % 2 == 1 && index + 1 < parts.len();
        match links.get(*part) {
            // The text of a link is left unchanged.
            Some(link) if is_code && !with_links.ends_with('[') => with_links.push_str(link),
            _ if is_code => {
                with_links.push('`');
                with_links.push_str(part);
                with_links.push('`');
            }
            _ => {
                if index % 2 == 1 {
                    with_links.push('`');
                }
                with_links.push_str(part);
            }
        }
    }
    with_links
}
