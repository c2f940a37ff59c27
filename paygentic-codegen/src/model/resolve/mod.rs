//! Resolves a document into the model: visits all components and operations, and collects every finding.

mod arena;
mod constructor_groups;
mod doc_links;
mod doc_names;
mod doc_shape;
mod docs;
mod encodings;
mod event_streams;
mod example_results;
mod example_scalars;
mod example_values;
mod examples;
mod facets;
mod facts;
mod field_names;
mod finalize;
mod graph;
mod http_facts;
mod ids;
mod keywords;
mod misleading_names;
mod multipart;
mod name_seed;
mod naming;
mod objects;
mod operations;
mod page_marks;
mod page_parameters;
mod pagination;
mod parameter_styles;
mod parameters;
mod published_locations;
mod queued_bodies;
mod references;
mod request_bodies;
mod resources;
mod responses;
mod schema_context;
mod schema_equality;
mod schemas;
mod secret_places;
mod security;
mod server_address;
mod server_variables;
mod servers;
mod service;
mod success_responses;
mod tag_fields;
mod tags;
mod unions;
mod variant_names;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::OpenAPI;

use self::arena::{Arena, Sharing};
use self::docs::DocEntries;
use self::facets::SchemaRef;
use self::ids::IdKinds;
use self::schema_equality::{SchemaShape, SchemaShapes};
use self::security::Security;
use self::servers::Servers;
use super::{Model, TypeId, TypeRef};
use crate::diagnostic::{Diagnostic, Severity};
use crate::location::{self, Location};
use crate::names;

/// The state of one build.
struct Builder<'a> {
    document: &'a OpenAPI,
    /// Whether overlay entries that do not match the document are errors.
    strict: bool,
    security: Security,
    servers: Servers<'a>,
    components: IndexMap<&'a str, SchemaRef<'a>>,
    /// Components that are equal to another, with that other component.
    twins: HashMap<&'a str, &'a str>,
    /// Components reachable from a request.
    in_requests: HashSet<&'a str>,
    /// Components reachable from a response.
    in_responses: HashSet<&'a str>,
    /// Objects with at least two properties and enums with at least two values, by shape: an equal inline
    /// schema shares their type.
    component_shapes: HashMap<SchemaShape, &'a str>,
    /// The type names of components and of operations with parameters. A component name without
    /// its suffix must not conflict with them.
    component_names: HashSet<String>,
    /// Components that are being resolved, to detect recursion.
    resolving: HashSet<&'a str>,
    /// Components that others extend with `allOf`.
    bases: HashSet<&'a str>,
    /// Components used only as the body of a multipart request, with the encodings of their parts.
    multipart_components: HashMap<&'a str, String>,
    /// The type of each of them.
    parts: HashMap<(&'a str, String), TypeId>,
    /// The type of each resolved component.
    resolved: HashMap<&'a str, TypeRef>,
    types: Arena,
    shapes: SchemaShapes,
    /// The types that equal inline schemas share.
    shared: HashMap<Sharing, TypeId>,
    ids: IdKinds,
    docs: DocEntries,
    diagnostics: Vec<Diagnostic>,
}

/// Builds the model of a lowered document.
///
/// Returns the model, as far as it can be built, and all findings. With `strict`, a key of
/// `x-docs` that matches nothing is an error; otherwise a warning.
pub fn resolve(document: &OpenAPI, strict: bool) -> (Model, Vec<Diagnostic>) {
    let mut builder = Builder::new(document, strict);
    builder.find_twins();
    builder.find_request_components();
    builder.find_response_components();
    builder.find_multipart_components();
    builder.find_component_shapes();
    builder.resolve_components();
    let service = builder.service();
    let resources = builder.resources();
    let severity = if strict { Severity::Error } else { Severity::Warning };
    builder.diagnostics.extend(builder.docs.unused(severity));
    let (mut model, mut diagnostics) = builder.finish(service, resources);
    let ours = document.extensions.get("x-docs");
    diagnostics.extend(doc_shape::malformed(ours, severity));
    diagnostics.extend(examples::add(&mut model, ours, severity));
    (model, diagnostics)
}

impl<'a> Builder<'a> {
    fn new(document: &'a OpenAPI, strict: bool) -> Self {
        let schemas = document.components.as_ref().map(|components| &components.schemas);
        let components = schemas
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.as_str(), schema.into()))
            .collect();
        Self {
            document,
            strict,
            security: Security::default(),
            servers: Servers::default(),
            components,
            twins: HashMap::new(),
            in_requests: HashSet::new(),
            in_responses: HashSet::new(),
            component_shapes: HashMap::new(),
            component_names: component_names(document),
            resolving: HashSet::new(),
            bases: HashSet::new(),
            multipart_components: HashMap::new(),
            parts: HashMap::new(),
            resolved: HashMap::new(),
            types: Arena::default(),
            shapes: SchemaShapes::default(),
            shared: HashMap::new(),
            ids: IdKinds::default(),
            docs: DocEntries::new(
                document.extensions.get("x-docs"),
                document.extensions.get(crate::prose::KEY),
            ),
            diagnostics: Vec::new(),
        }
    }

    /// The component that a reference names; for a duplicate, the component that it equals.
    fn component(&self, reference: &str) -> Option<(&'a str, SchemaRef<'a>)> {
        let name = reference.strip_prefix("#/components/schemas/")?;
        let mut name = name;
        // A twin may have a twin itself, each with a shorter name.
        while let Some(twin) = self.twins.get(name) {
            name = twin;
        }
        self.components.get_key_value(name).map(|(name, schema)| (*name, *schema))
    }

    fn error(&mut self, at: &Location, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::error(at.pointer(), message, help), at);
    }

    fn warning(&mut self, at: &Location, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::warning(at.pointer(), message, help), at);
    }

    fn note(&mut self, at: &Location, message: impl Into<String>) {
        self.report(Diagnostic::note(at.pointer(), message, ""), at);
    }

    /// Warns about a poor generated name, with the overlay action that sets a better one.
    fn suggest_name(&mut self, at: &Location, message: String, update: &str) {
        let help = format!(
            "name it with an overlay action: target `{}`, update `{update}`",
            location::json_path(&at.pointer())
        );
        self.warning(at, message, help);
    }

    fn report(&mut self, diagnostic: Diagnostic, at: &Location) {
        self.diagnostics.push(match at.operation() {
            Some(id) => diagnostic.in_operation(id),
            None => diagnostic,
        });
    }
}

fn component_names(document: &OpenAPI) -> HashSet<String> {
    let components = document.components.iter();
    let components = components.flat_map(|components| components.schemas.keys());
    let operations = document
        .operations()
        .filter(|(_, _, operation)| !operation.parameters.is_empty())
        .filter_map(|(_, _, operation)| operation.operation_id.as_ref());
    components.chain(operations).map(|name| names::type_name(name)).collect()
}
