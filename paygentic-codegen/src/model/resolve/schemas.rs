//! Resolves a schema to a use of a type, and creates the type if it does not exist yet.

use std::collections::HashSet;

use indexmap::IndexSet;
use openapiv3::ReferenceOr;

use super::docs::{Section, inert};
use super::facets::{Additional, Facets, SchemaRef};
use super::ids;
use super::name_seed::{Rank, Seed};
use super::schema_context::{SchemaAt, SchemaContext, Use, optional};
use super::{Builder, Location};
use crate::model::{JsonType, TypeKind, TypeRef, Variant};
use crate::names::{self, Name};

impl<'a> Builder<'a> {
    /// Resolves all components, in the order of the document.
    pub(super) fn resolve_components(&mut self) {
        let is_twin = |name: &&str| {
            self.twins.contains_key(*name) || self.multipart_components.contains_key(*name)
        };
        let names: Vec<&'a str> =
            self.components.keys().copied().filter(|name| !is_twin(name)).collect();
        for name in names {
            self.resolve_component(name);
        }
    }

    pub(super) fn resolve_component(&mut self, name: &'a str) -> TypeRef {
        if let Some(ty) = self.resolved.get(name) {
            return ty.clone();
        }
        let Some(schema) = self.components.get(name).copied() else {
            return TypeRef::Json;
        };
        let in_request = self.in_requests.contains(name);
        let context = SchemaContext {
            in_response: self.in_responses.contains(name) || !in_request,
            ..SchemaContext::component(name, self.component_seed(name), in_request)
        };
        let at = Location::component("schemas", name);
        // A struct, an enum or a union has a name as soon as it has a slot, so it may refer to itself. A list or a map
        // that contains only itself cannot be named in Rust.
        if !self.resolving.insert(name) {
            self.warning(
                &at,
                format!(
                    "`{}` is a list or map of itself: it is read as free-form JSON",
                    inert(name)
                ),
                "move the recursion into an object",
            );
            return TypeRef::Json;
        }
        let ty =
            self.read(SchemaAt { schema, at: &at, context: &context, component: Some(name) }).ty;
        self.resolving.remove(name);
        self.docs.take(Section::Schemas, name);
        self.resolved.insert(name, ty.clone());
        ty
    }

    /// `CreateGrantRequest` becomes `CreateGrant`, like the types of inline bodies, unless that name is taken.
    pub(super) fn component_seed(&self, name: &str) -> Seed {
        let whole = names::type_name(name);
        match whole.strip_suffix("Request") {
            Some(short) if !short.is_empty() && !self.component_names.contains(short) => {
                Seed::new(names::type_name(short), Rank::Shortened).or(whole)
            }
            _ => Seed::new(whole, Rank::Component),
        }
    }

    /// The use of the type of `schema`, which is located at `at`.
    pub(super) fn use_of(
        &mut self,
        schema: SchemaRef<'a>,
        at: &Location,
        context: &SchemaContext,
    ) -> Use {
        if let Some(name) = self.referenced(schema) {
            let nullable = matches!(schema, SchemaRef::Item(item) if item.schema_data.nullable)
                || self.component_is_nullable(name);
            return Use { ty: self.resolve_component(name), nullable };
        }
        self.read(SchemaAt { schema, at, context, component: None })
    }

    /// The component that the schema merely refers to, with at most annotations beside the reference.
    pub(super) fn referenced(&self, schema: SchemaRef<'a>) -> Option<&'a str> {
        match schema {
            SchemaRef::Reference(reference) => self.component(reference).map(|(name, _)| name),
            // With `x-rust-id`, a string component is an id of the given kind at this location.
            SchemaRef::Item(item) if item.schema_data.extensions.contains_key("x-rust-id") => None,
            SchemaRef::Item(item) => match &item.schema_kind {
                openapiv3::SchemaKind::AllOf { all_of } => match all_of.as_slice() {
                    [ReferenceOr::Reference { reference }] => {
                        self.component(reference).map(|(name, _)| name)
                    }
                    _ => None,
                },
                _ => None,
            },
        }
    }

    /// Whether a component allows null, itself or through the one that it refers to. `normalize` has broken cycles.
    fn component_is_nullable(&self, name: &str) -> bool {
        self.components.get(name).is_some_and(|schema| {
            let target = self.referenced(*schema);
            schema.is_nullable() || target.is_some_and(|name| self.component_is_nullable(name))
        })
    }

    fn read(&mut self, place: SchemaAt<'_, 'a>) -> Use {
        let SchemaAt { schema, at, context, component } = place;
        if component.is_some()
            && let Some(target) = self.referenced(schema)
        {
            return Use {
                ty: self.resolve_component(target),
                nullable: self.component_is_nullable(target),
            };
        }
        let mut facets = self.facets(schema, at);
        self.flatten_single_alternative(&mut facets);
        let nullable = facets.nullable;
        let ty = match self.scalar(&facets, context, component) {
            Some(ty) => ty,
            None => self.compound(place, facets),
        };
        Use { ty, nullable }
    }

    fn scalar(
        &mut self,
        facets: &Facets<'a>,
        context: &SchemaContext,
        component: Option<&str>,
    ) -> Option<TypeRef> {
        if !facets.alternatives.is_empty() {
            return None;
        }
        let is_text = facets.json == Some(JsonType::String)
            || facets.json.is_none() && facets.pattern.is_some();
        if is_text && facets.values.is_empty() {
            return Some(self.text(facets, context, component));
        }
        match facets.json.or_else(|| type_of_only_value(facets)) {
            Some(JsonType::Boolean) => Some(TypeRef::Boolean),
            Some(JsonType::Integer) => Some(TypeRef::Integer),
            Some(JsonType::Number) if facets.format.as_deref() == Some("decimal") => {
                Some(TypeRef::DecimalNumber)
            }
            Some(JsonType::Number) => Some(TypeRef::Number),
            _ => None,
        }
    }

    fn text(
        &mut self,
        facets: &Facets<'a>,
        context: &SchemaContext,
        component: Option<&str>,
    ) -> TypeRef {
        match facets.format.as_deref() {
            Some("date-time") => return TypeRef::Timestamp,
            Some("date") => return TypeRef::Date,
            Some("decimal") => return TypeRef::Decimal,
            Some("duration") => return TypeRef::Duration,
            _ => {}
        }
        if let Some(name) = facets.id_kind {
            return TypeRef::Id(self.ids.kind(&names::type_name(name)));
        }
        let Some(prefix) = facets.pattern.and_then(ids::prefix) else {
            return TypeRef::String;
        };
        match component {
            Some(name) => self.ids.in_component(prefix, name),
            None => self.ids.in_property(prefix, &context.property, &context.owner),
        }
        TypeRef::Id(self.ids.kind(prefix))
    }

    fn compound(&mut self, place: SchemaAt<'_, 'a>, facets: Facets<'a>) -> TypeRef {
        if !facets.values.is_empty() {
            return self.enumeration(place, facets);
        }
        if !facets.alternatives.is_empty() && !self.only_requires(&facets) {
            return self.union(place, facets);
        }
        if let Some((items, at)) = &facets.items {
            let element = self.use_of(*items, at, &place.context.element());
            return TypeRef::List(Box::new(optional(element)));
        }
        if facets.json == Some(JsonType::Array) {
            return TypeRef::List(Box::new(TypeRef::Json));
        }
        let is_object = facets.json == Some(JsonType::Object)
            || !facets.properties.is_empty()
            || !facets.required.is_empty();
        match &facets.additional {
            _ if !facets.properties.is_empty() || facets.required.iter().any(|_| is_object) => {
                self.structure(place, facets)
            }
            Additional::Typed(values, at) => {
                let value = self.use_of(*values, at, &place.context.map_value());
                match optional(value) {
                    TypeRef::Json => TypeRef::JsonObject,
                    value => TypeRef::Map(Box::new(value)),
                }
            }
            Additional::Free | Additional::Unspecified if is_object => TypeRef::JsonObject,
            Additional::Free => TypeRef::JsonObject,
            Additional::Closed => self.structure(place, facets),
            Additional::Unspecified => TypeRef::Json,
        }
    }

    fn enumeration(&mut self, place: SchemaAt<'_, 'a>, facets: Facets<'a>) -> TypeRef {
        let texts: Option<Vec<&str>> =
            facets.values.iter().map(serde_json::Value::as_str).collect();
        let Some(texts) = texts else {
            return TypeRef::Json;
        };
        let (id, is_new) = self.slot(place, &facets, "enum");
        if is_new {
            let variants = self.enum_variants(&texts, &facets, place);
            if variants.len() == 1 {
                self.types.yield_name(id);
            }
            self.types.fill(id, TypeKind::Enum(variants));
        }
        TypeRef::Named(id)
    }

    /// The values of an open enum, without duplicates and with unique names.
    fn enum_variants(
        &mut self,
        texts: &[&str],
        facets: &Facets<'a>,
        place: SchemaAt<'_, 'a>,
    ) -> Vec<Variant> {
        let texts: IndexSet<&str> = texts.iter().copied().collect();
        let named = |text: &str| {
            let given = facets.value_names.and_then(|names| names.get(text));
            match given.and_then(|name| name.as_str()) {
                Some(given) => names::variant(given),
                None => names::enum_value(text),
            }
        };
        let wanted: Vec<Vec<String>> = texts.iter().map(|text| vec![named(text)]).collect();
        let given = names::distinct(&wanted, HashSet::new(), "");
        texts
            .iter()
            .zip(given)
            .map(|(text, given)| {
                self.report_given(
                    &given,
                    text,
                    place.at,
                    &format!("x-rust-names: {{{text:?}: Name}}"),
                );
                let name = Name { ident: given.ident, wire: (*text).to_owned() };
                let docs = self.docs.take_value(&place.context.docs_key, text);
                Variant { name, docs }
            })
            .collect()
    }

    fn structure(&mut self, place: SchemaAt<'_, 'a>, facets: Facets<'a>) -> TypeRef {
        let (id, is_new) = self.slot(place, &facets, "object");
        if is_new {
            let object = self.object(facets, place.at, place.context, id);
            self.types.fill(id, TypeKind::Object(object));
        }
        TypeRef::Named(id)
    }
}

/// The type implied by a single value: `const: 2` is a number even without a `type`. A string becomes an enum.
fn type_of_only_value(facets: &Facets<'_>) -> Option<JsonType> {
    match facets.only_value()? {
        serde_json::Value::Bool(_) => Some(JsonType::Boolean),
        serde_json::Value::Number(number) if number.is_i64() => Some(JsonType::Integer),
        serde_json::Value::Number(_) => Some(JsonType::Number),
        _ => None,
    }
}
