//! Links in documentation. The overlay refers to operations by id, rustdoc by method, so links need final names.

use std::collections::BTreeMap;

use crate::model::{Resource, TypeDef, TypeKind};

/// The link to the method of an operation.
pub(super) fn method(resource: &Resource, name: &str, method: &str) -> String {
    let method = method.trim_start_matches("r#");
    format!("[`{name}`](crate::resources::{}::{method})", resource.type_name)
}

/// Converts operation ids between backticks, in documentation of our own, into links to their methods.
pub(super) fn link_operations(resources: &mut [Resource], types: &mut [TypeDef]) {
    let mut links = BTreeMap::new();
    for resource in Resource::all(resources) {
        for operation in &resource.operations {
            let link = method(resource, &operation.name, &operation.method);
            links.entry(operation.id.clone()).or_insert(link);
        }
    }
    Resource::each_mut(resources, &mut |resource| link_resource(resource, &links));
    for def in types {
        // These have no documentation of our own; the link is added after the text.
        let is_ours = !matches!(def.kind, TypeKind::Parameters(_) | TypeKind::Answers(_));
        if def.documented && is_ours {
            link_texts(&mut def.docs, &links);
        }
        match &mut def.kind {
            TypeKind::Object(object)
            | TypeKind::Parameters(object)
            | TypeKind::Multipart(object) => {
                for field in object.fields.iter_mut().filter(|field| field.documented) {
                    link_texts(&mut field.docs, &links);
                }
            }
            TypeKind::Enum(variants) => {
                let texts = variants.iter_mut().filter_map(|variant| variant.docs.as_mut());
                link_texts(texts, &links);
            }
            TypeKind::Union(_) | TypeKind::Answers(_) => {}
        }
    }
}

fn link_resource(resource: &mut Resource, links: &BTreeMap<String, String>) {
    link_texts(&mut resource.docs, links);
    for operation in &mut resource.operations {
        if operation.documented {
            link_texts(&mut operation.docs, links);
        }
        let errors = operation.errors.iter_mut();
        link_texts(errors.filter_map(|error| error.docs.as_mut()), links);
    }
}

fn link_texts<'t>(
    texts: impl IntoIterator<Item = &'t mut String>,
    links: &BTreeMap<String, String>,
) {
    for text in texts {
        if text.contains('`') {
            *text = add_links(text, links);
        }
    }
}

/// Adds the links to a text. Every second part of the text is between backticks.
fn add_links(text: &str, links: &BTreeMap<String, String>) -> String {
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
