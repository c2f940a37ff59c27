//! Multipart requests. They get separate types, because only their properties can be files.

use std::collections::{BTreeMap, HashMap, HashSet};

use openapiv3::{MediaType, ReferenceOr};

use super::arena::Slot;
use super::docs::Section;
use super::encodings::encodings;
use super::facets::{Additional, Facets, SchemaRef};
use super::name_seed::Seed;
use super::schema_context::SchemaContext;
use super::{Builder, Location};
use crate::document::media;
use crate::model::{Encoding, JsonType, TypeId, TypeKind, TypeRef};

/// The maximum depth of lists and unions in which files are detected.
const MAX_DEPTH: usize = 4;

/// The number of files that a property holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    One,
    Several,
}

impl<'a> Builder<'a> {
    /// The type of a multipart request body.
    pub(super) fn multipart(&mut self, content: &'a MediaType, at: &Location, id: &str) -> TypeRef {
        let Some(schema) = content.schema.as_ref().map(SchemaRef::from) else {
            return TypeRef::JsonObject;
        };
        let mut facets = self.facets(schema, at);
        self.join_alternatives(&mut facets, at);
        if facets.properties.is_empty() && facets.required.is_empty() {
            return self.multipart_map(&facets, at);
        }
        let parts = encodings(content);
        let component = self.referenced(schema).filter(|name| {
            let key = self.multipart_components.get(name);
            key.is_some_and(|key| *key == format!("{parts:?}"))
        });
        let key = component.map(|name| (name, format!("{parts:?}")));
        if let Some(id) = key.as_ref().and_then(|key| self.parts.get(key)) {
            return TypeRef::Named(*id);
        }
        let context = SchemaContext {
            parts: Some(parts),
            ..match component {
                Some(name) => SchemaContext::component(name, self.component_seed(name), true),
                None => SchemaContext::top(id, id, true),
            }
        };
        let at = component.map_or(at.clone(), |name| Location::component("schemas", name));
        let ty = self.multipart_struct(facets, &at, &context, component);
        self.parts.extend(key.map(|key| (key, ty)));
        TypeRef::Named(ty)
    }

    fn multipart_struct(
        &mut self,
        facets: Facets<'a>,
        at: &Location,
        context: &SchemaContext,
        component: Option<&str>,
    ) -> TypeId {
        let text = self.docs.take(Section::Schemas, &context.docs_key);
        let given = facets.rust_name.map(crate::names::type_name);
        let seed: Seed = context.seed.clone();
        let id = self.types.push(Slot {
            given,
            documented: text.is_some(),
            docs: vec![text.unwrap_or_else(|| context.place(component))],
            ..Slot::new(seed, context.type_name.clone(), at.pointer())
        });
        let object = self.object(facets, at, context, id);
        self.types.fill(id, TypeKind::Multipart(object));
        id
    }

    /// The type of a body whose parts are not described, or share one schema.
    fn multipart_map(&mut self, facets: &Facets<'a>, at: &Location) -> TypeRef {
        if facets.json.is_some_and(|json| json != JsonType::Object) || facets.items.is_some() {
            let message = "the schema of a multipart request is not an object: any parts of text and JSON are accepted";
            self.warning(at, message, "describe the parts as properties");
        }
        match &facets.additional {
            Additional::Typed(schema, place) => {
                let inner = self.facets(*schema, place);
                match self.file(&inner, None, place) {
                    Some(_) => TypeRef::Map(Box::new(TypeRef::File)),
                    None => TypeRef::JsonObject,
                }
            }
            _ => TypeRef::JsonObject,
        }
    }

    /// Merges the parts of all alternatives of a body: parts that not all alternatives require are optional.
    fn join_alternatives(&mut self, facets: &mut Facets<'a>, at: &Location) {
        if facets.alternatives.is_empty() || self.only_requires(facets) {
            return;
        }
        let alternatives = std::mem::take(&mut facets.alternatives);
        let count = alternatives.len();
        let mut required: HashMap<&'a str, usize> = HashMap::new();
        for (schema, place) in alternatives {
            let mut part = self.facets(schema, &place);
            self.join_alternatives(&mut part, &place);
            for name in &part.required {
                *required.entry(name).or_default() += 1;
            }
            for (name, described) in part.properties {
                facets.properties.entry(name).or_insert(described);
            }
        }
        let by_all = required.into_iter().filter(|(_, times)| *times == count);
        let by_all: HashSet<&str> = by_all.map(|(name, _)| name).collect();
        let order: Vec<&'a str> = facets.properties.keys().copied().collect();
        facets.required.extend(order.into_iter().filter(|name| by_all.contains(name)));
        if count > 1 {
            let message = "a multipart request has several alternatives: the parts of all are accepted together";
            self.warning(at, message, "describe the parts as properties of one object");
        }
    }

    /// The type of a property that is a file, or holds files.
    pub(super) fn file(
        &mut self,
        facets: &Facets<'a>,
        encoding: Option<&Encoding>,
        at: &Location,
    ) -> Option<TypeRef> {
        let mut is_mixed = false;
        let found = self.files(facets, encoding, &mut is_mixed, MAX_DEPTH)?;
        if is_mixed {
            let message = "a part may be a file or another value: it is sent as a file";
            self.warning(at, message, "describe it as one of the two");
        }
        Some(match found {
            Files::One => TypeRef::File,
            Files::Several => TypeRef::List(Box::new(TypeRef::File)),
        })
    }

    fn files(
        &mut self,
        facets: &Facets<'a>,
        encoding: Option<&Encoding>,
        is_mixed: &mut bool,
        depth: usize,
    ) -> Option<Files> {
        let depth = depth.checked_sub(1)?;
        if !facets.alternatives.is_empty() {
            let mut found = Vec::new();
            for (schema, place) in facets.alternatives.clone() {
                let inner = self.facets(schema, &place);
                found.push(self.files(&inner, encoding, is_mixed, depth));
            }
            *is_mixed |= found.contains(&None) && found.iter().any(Option::is_some);
            let mut found = found.into_iter().flatten();
            let first = found.next()?;
            return Some(found.fold(first, |one, other| match one {
                Files::Several => one,
                Files::One => other,
            }));
        }
        if let Some((items, place)) = &facets.items {
            let inner = self.facets(*items, place);
            let found = self.files(&inner, encoding, is_mixed, depth);
            return found.map(|_| Files::Several);
        }
        let is_file = is_file(facets, encoding) || is_custom_format(facets, encoding);
        is_file.then_some(Files::One)
    }

    /// Finds the components that only multipart bodies refer to, always with the same encoding.
    pub(super) fn find_multipart_components(&mut self) {
        let mut found: HashMap<&'a str, String> = HashMap::new();
        let mut bodies: HashMap<*const MediaType, &'a str> = HashMap::new();
        for (_, _, operation) in self.document.operations() {
            let body = operation.request_body.as_ref();
            let Some((body, _)) = body.and_then(|body| self.shared_body(body)) else {
                continue;
            };
            for (name, content) in &body.content {
                if !media::is_multipart(name) {
                    continue;
                }
                let Some(ReferenceOr::Reference { reference }) = &content.schema else {
                    continue;
                };
                if let Some((component, _)) = self.component(reference) {
                    bodies.insert(std::ptr::from_ref(content), component);
                    let encodings: BTreeMap<_, _> = encodings(content);
                    let encodings = format!("{encodings:?}");
                    if found.get(component).is_some_and(|other| *other != encodings) {
                        // The first encoding keeps the type name.
                        continue;
                    }
                    found.insert(component, encodings);
                }
            }
        }
        if found.is_empty() {
            return;
        }
        let elsewhere =
            self.referred_to(|content| !bodies.contains_key(&std::ptr::from_ref(content)));
        found.retain(|name, _| !elsewhere.contains(name));
        self.multipart_components = found;
    }
}

/// Whether an object is sent in a format that only the caller can serialize, such as XML.
fn is_custom_format(facets: &Facets<'_>, encoding: Option<&Encoding>) -> bool {
    let is_compound = !facets.is_scalar() && facets.values.is_empty();
    let types = encoding.map_or(&[][..], |encoding| &encoding.content_types);
    let is_text =
        |name: &String| media::is_json(name) || media::is_plain_text(name) || name.contains('*');
    is_compound && !types.is_empty() && !types.iter().any(is_text)
}

/// Whether a value is binary: by its format or content type, or because
/// its schema is empty.
fn is_file(facets: &Facets<'_>, encoding: Option<&Encoding>) -> bool {
    let may_be = matches!(facets.json, None | Some(JsonType::String))
        && facets.is_scalar()
        && facets.pattern.is_none();
    if !may_be {
        return false;
    }
    let is_text = facets
        .content_encoding
        .is_some_and(|encoding| !["binary", "8bit", "7bit"].contains(&encoding));
    let is_binary = |name: &str| media::is_bytes(name);
    match facets.format.as_deref() {
        Some("binary") => !is_text,
        Some(_) => false,
        None if is_text => false,
        None => match facets.content_type {
            Some(name) => is_binary(name),
            None => match encoding.map_or(&[][..], |encoding| &encoding.content_types) {
                [] => facets.json.is_none() && facets.default.is_none(),
                names => names.iter().all(|name| is_binary(name)),
            },
        },
    }
}
