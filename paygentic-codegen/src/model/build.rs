//! Builds the model: walks components and operations, and collects every problem on the way.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr, Schema, SchemaKind, Type};
use serde_json::Value;

use super::docs::DocBook;
use super::facets::SchemaRef;
use super::ids::IdBook;
use super::{Model, TypeKind, TypeRef};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

/// A place in the document.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub pointer: String,
    pub operation: Option<Rc<str>>,
}

impl At {
    pub(super) fn component(name: &str) -> Self {
        Self {
            pointer: "#/components/schemas".to_owned(),
            operation: None,
        }
        .child(name)
    }

    /// A key of the object that holds this place.
    pub(super) fn sibling(&self, key: &str) -> Self {
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
    pub(super) fn component_property(&self) -> Option<String> {
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

    pub(super) fn child(&self, key: &str) -> Self {
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
pub(super) struct Slot {
    pub default_name: String,
    pub given_name: Option<String>,
    pub pointer: String,
    pub docs: Vec<String>,
    pub kind: TypeKind,
}

/// The state of one build.
pub(super) struct Builder<'a> {
    pub document: &'a OpenAPI,
    /// Whether what the overlay says must fit the document.
    pub strict: bool,
    pub components: IndexMap<&'a str, SchemaRef<'a>>,
    /// Components that are equal to another, and that other.
    pub twins: HashMap<String, String>,
    /// Components that a request reaches.
    pub in_requests: HashSet<String>,
    /// Objects of two or more properties and enums of two or more values, by shape: an equal schema
    /// in place shares their type.
    pub component_shapes: HashMap<String, &'a str>,
    /// Components that are being read.
    pub resolving: HashSet<&'a str>,
    /// Components that others extend with `allOf`.
    pub bases: HashSet<&'a str>,
    /// What each component became.
    pub resolved: HashMap<String, TypeRef>,
    pub slots: Vec<Slot>,
    /// The type of every shape seen, so that equal schemas in place share one.
    pub shapes: HashMap<String, TypeRef>,
    pub ids: IdBook,
    pub docs: DocBook,
    pub diagnostics: Vec<Diagnostic>,
}

/// Builds the model of a lowered document.
///
/// Gives the model and the warnings, or every problem that was found. With `strict`, a key of
/// `x-docs` that names nothing is a problem; without, a warning.
pub fn build(document: &OpenAPI, strict: bool) -> Result<(Model, Vec<Diagnostic>), Diagnostics> {
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
    pub(super) fn component(&self, reference: &str) -> Option<(&'a str, SchemaRef<'a>)> {
        let name = reference.strip_prefix("#/components/schemas/")?;
        let name = self.twins.get(name).map_or(name, String::as_str);
        self.components
            .get_key_value(name)
            .map(|(name, schema)| (*name, *schema))
    }

    pub(super) fn error(&mut self, at: &At, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::error(&at.pointer, message, help), at);
    }

    pub(super) fn warning(&mut self, at: &At, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::warning(&at.pointer, message, help), at);
    }

    fn report(&mut self, diagnostic: Diagnostic, at: &At) {
        self.diagnostics.push(match &at.operation {
            Some(id) => diagnostic.in_operation(id.as_ref()),
            None => diagnostic,
        });
    }

    /// Finds components such as `schemas-X` that are equal to their twin `X`. One pass can make
    /// further components equal, because they referred to the two.
    fn find_twins(&mut self) {
        loop {
            let found: Vec<(String, String)> = self
                .components
                .keys()
                .filter(|name| !self.twins.contains_key(**name))
                .filter_map(|name| Some((*name, name.split_once('-')?.1)))
                .filter(|(name, twin)| {
                    let (Some(one), Some(other)) =
                        (self.components.get(name), self.components.get(twin))
                    else {
                        return false;
                    };
                    self.shape(*one) == self.shape(*other)
                })
                .map(|(name, twin)| (name.to_owned(), twin.to_owned()))
                .collect();
            if found.is_empty() {
                return;
            }
            self.twins.extend(found);
        }
    }

    /// The shape of a schema as text: equal texts mean equal types. Names, words and what belongs
    /// to the place of use (default, nullability) do not count.
    pub(super) fn shape(&self, schema: SchemaRef<'a>) -> String {
        let mut value = match schema {
            SchemaRef::Reference(reference) => serde_json::json!({ "$ref": reference }),
            SchemaRef::Item(schema) => serde_json::to_value(schema).unwrap_or_default(),
        };
        if let Value::Object(object) = &mut value {
            for key in ["default", "nullable", "readOnly", "writeOnly", "deprecated"] {
                object.remove(key);
            }
        }
        self.canonical(&mut value, false);
        value.sort_all_objects();
        value.to_string()
    }

    /// Removes what is no part of a shape, except from maps whose keys are names of the document.
    fn canonical(&self, value: &mut Value, are_names: bool) {
        match value {
            Value::Object(properties) if are_names => {
                properties
                    .values_mut()
                    .for_each(|value| self.canonical(value, false));
            }
            Value::Object(object) => {
                object.retain(|key, value| {
                    let is_words = key == "description" && value.is_string();
                    !is_words && !key.starts_with("x-")
                });
                if let Some(Value::String(reference)) = object.get_mut("$ref")
                    && let Some((name, _)) = self.component(reference)
                {
                    *reference = name.to_owned();
                }
                if let Some(Value::Array(values)) = object.get_mut("enum") {
                    values.retain(|value| !value.is_null());
                    values.sort_by_key(Value::to_string);
                }
                for (key, value) in object {
                    self.canonical(value, key == "properties");
                }
            }
            Value::Array(items) => items
                .iter_mut()
                .for_each(|value| self.canonical(value, false)),
            _ => {}
        }
    }

    fn find_component_shapes(&mut self) {
        for (name, schema) in self.components.clone() {
            let SchemaRef::Item(Schema {
                schema_data,
                schema_kind: SchemaKind::Type(kind),
            }) = schema
            else {
                continue;
            };
            let is_shared = match kind {
                Type::Object(object) => object.properties.len() > 1,
                Type::String(string) => string.enumeration.len() > 1,
                _ => false,
            };
            if is_shared && !schema_data.nullable && !self.twins.contains_key(name) {
                let shape = self.shape(schema);
                self.component_shapes.entry(shape).or_insert(name);
            }
        }
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
