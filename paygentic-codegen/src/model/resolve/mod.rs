//! Resolves a document into the model: walks components and operations, and collects every problem on the way.

mod bodies;
mod bounds;
mod docs;
mod facets;
mod facts;
mod finish;
mod graph;
mod hint;
mod ids;
mod objects;
mod operations;
mod pagination;
mod parameters;
mod resources;
mod schemas;
mod service;
mod shapes;
mod slots;
mod tags;
mod unions;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr, Schema};
use serde_json::Value;

use self::docs::DocBook;
use self::facets::SchemaRef;
use self::ids::IdBook;
use super::{Facts, Model, TypeKind, TypeRef};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

/// A place in the document.
#[derive(Clone, Debug)]
struct At {
    pointer: String,
    operation: Option<Rc<str>>,
}

impl At {
    fn component(name: &str) -> Self {
        Self {
            pointer: "#/components/schemas".to_owned(),
            operation: None,
        }
        .child(name)
    }

    /// A key of the object that holds this place.
    fn sibling(&self, key: &str) -> Self {
        let parent = self
            .pointer
            .rsplit_once('/')
            .map_or("#", |(parent, _)| parent);
        Self {
            pointer: parent.to_owned(),
            operation: self.operation.clone(),
        }
        .child(key)
    }

    /// `Component.property`, if that is what stands here, or in an `allOf` of the component.
    fn component_property(&self) -> Option<String> {
        let mut parts = self
            .pointer
            .strip_prefix("#/components/schemas/")?
            .split('/');
        let component = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        match rest.as_slice() {
            ["properties", property] | ["allOf", _, "properties", property] => {
                Some(format!("{component}.{property}"))
            }
            _ => None,
        }
    }

    fn child(&self, key: &str) -> Self {
        let pointer = format!(
            "{}/{}",
            self.pointer,
            key.replace('~', "~0").replace('/', "~1")
        );
        Self {
            pointer,
            operation: self.operation.clone(),
        }
    }
}

/// A type on its way into the model. Others refer to it by its index until all names are known.
#[derive(Debug)]
struct Slot {
    default_name: String,
    given_name: Option<String>,
    pointer: String,
    docs: Vec<String>,
    documented: bool,
    facts: Facts,
    kind: TypeKind,
}

/// The state of one build.
struct Builder<'a> {
    document: &'a OpenAPI,
    /// Whether what the overlay says must fit the document.
    strict: bool,
    components: IndexMap<&'a str, SchemaRef<'a>>,
    /// Components that are equal to another, and that other.
    twins: HashMap<String, String>,
    /// Components that a request reaches.
    in_requests: HashSet<String>,
    /// Objects of two or more properties and enums of two or more values, by shape: an equal schema
    /// in place shares their type.
    component_shapes: HashMap<String, &'a str>,
    /// Components that are being read.
    resolving: HashSet<&'a str>,
    /// Components that others extend with `allOf`.
    bases: HashSet<&'a str>,
    /// What each component became.
    resolved: HashMap<String, TypeRef>,
    slots: Vec<Slot>,
    /// The type of every shape seen, so that equal schemas in place share one.
    shapes: HashMap<String, TypeRef>,
    ids: IdBook,
    docs: DocBook,
    diagnostics: Vec<Diagnostic>,
}

/// Builds the model of a lowered document.
///
/// Gives the model and the warnings, or every problem that was found. With `strict`, a key of
/// `x-docs` that names nothing is a problem; without, a warning.
pub fn resolve(document: &OpenAPI, strict: bool) -> Result<(Model, Vec<Diagnostic>), Diagnostics> {
    let mut builder = Builder::new(document, strict);
    builder.find_twins();
    builder.find_request_components();
    builder.find_component_shapes();
    builder.resolve_components();
    let service = builder.service();
    let resources = builder.resources();
    let severity = if strict {
        Severity::Error
    } else {
        Severity::Warning
    };
    builder.diagnostics.extend(builder.docs.unused(severity));
    let (model, diagnostics) = builder.finish(service, resources);
    if diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
    {
        return Err(Diagnostics(diagnostics));
    }
    Ok((model, diagnostics))
}

impl<'a> Builder<'a> {
    fn new(document: &'a OpenAPI, strict: bool) -> Self {
        let schemas = document
            .components
            .as_ref()
            .map(|components| &components.schemas);
        let components = schemas
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.as_str(), schema.into()))
            .collect();
        Self {
            document,
            strict,
            components,
            twins: HashMap::new(),
            in_requests: HashSet::new(),
            component_shapes: HashMap::new(),
            resolving: HashSet::new(),
            bases: HashSet::new(),
            resolved: HashMap::new(),
            slots: Vec::new(),
            shapes: HashMap::new(),
            ids: IdBook::default(),
            docs: DocBook::new(document.extensions.get("x-docs")),
            diagnostics: Vec::new(),
        }
    }

    /// The component that a reference names, past any twin.
    fn component(&self, reference: &str) -> Option<(&'a str, SchemaRef<'a>)> {
        let name = reference.strip_prefix("#/components/schemas/")?;
        let name = self.twins.get(name).map_or(name, String::as_str);
        self.components
            .get_key_value(name)
            .map(|(name, schema)| (*name, *schema))
    }

    fn error(&mut self, at: &At, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::error(&at.pointer, message, help), at);
    }

    fn warning(&mut self, at: &At, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::warning(&at.pointer, message, help), at);
    }

    fn report(&mut self, diagnostic: Diagnostic, at: &At) {
        self.diagnostics.push(match &at.operation {
            Some(id) => diagnostic.in_operation(id.as_ref()),
            None => diagnostic,
        });
    }

    /// Finds the components that a request body or a parameter reaches.
    fn find_request_components(&mut self) {
        let mut open: Vec<String> = Vec::new();
        for (_, item) in self.document.paths.iter() {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            references(
                &serde_json::to_value(&item.parameters).unwrap_or_default(),
                &mut open,
            );
            for (_, operation) in item.iter() {
                references(
                    &serde_json::to_value(&operation.request_body).unwrap_or_default(),
                    &mut open,
                );
                references(
                    &serde_json::to_value(&operation.parameters).unwrap_or_default(),
                    &mut open,
                );
            }
        }
        while let Some(reference) = open.pop() {
            if let Some((name, schema)) = self.component(&reference) {
                if self.in_requests.insert(name.to_owned()) {
                    if let SchemaRef::Item(schema) = schema {
                        references(
                            &serde_json::to_value::<&Schema>(schema).unwrap_or_default(),
                            &mut open,
                        );
                    } else if let SchemaRef::Reference(reference) = schema {
                        open.push(reference.to_owned());
                    }
                }
            } else if let Some(body) = self.shared_request_part(&reference) {
                references(&body, &mut open);
            }
        }
    }

    /// A shared request body or parameter, as JSON.
    fn shared_request_part(&self, reference: &str) -> Option<Value> {
        let components = self.document.components.as_ref()?;
        if let Some(name) = reference.strip_prefix("#/components/requestBodies/") {
            return serde_json::to_value(components.request_bodies.get(name)?).ok();
        }
        let name = reference.strip_prefix("#/components/parameters/")?;
        serde_json::to_value(components.parameters.get(name)?).ok()
    }
}

/// Collects every `$ref` in `value`.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                found.push(reference.clone());
            }
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}
