//! Turns a schema into the use of a type, and makes the type where it has none yet.

use openapiv3::ReferenceOr;

use super::docs::{Section, inert};
use super::facets::{Additional, Facets, SchemaRef};
use super::hint::{Hint, Place, Use, optional};
use super::ids;
use super::{At, Builder};
use crate::model::{JsonType, TypeKind, TypeRef, Variant};
use crate::names::{self, Name, Scope};

impl<'a> Builder<'a> {
    /// Reads all components, in their order.
    pub(super) fn resolve_components(&mut self) {
        let is_twin = |name: &&str| self.twins.contains_key(*name);
        let names: Vec<&'a str> = self
            .components
            .keys()
            .copied()
            .filter(|name| !is_twin(name))
            .collect();
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
        let hint = Hint {
            type_name: self.component_type_name(name),
            property: String::new(),
            owner: String::new(),
            docs_key: name.to_owned(),
            in_request: self.in_requests.contains(name),
            is_alternative: false,
        };
        let at = At::component(name);
        // A struct, an enum or a union is known as soon as it has a slot, so it may refer to itself. A
        // list or a map that holds itself and nothing else has no name in Rust.
        if !self.resolving.insert(name) {
            self.warning(
                &at,
                format!(
                    "`{}` is a list or map of itself; it becomes free-form JSON",
                    inert(name)
                ),
                "put the recursion into an object",
            );
            return TypeRef::Json;
        }
        let ty = self
            .read(Place {
                schema,
                at: &at,
                hint: &hint,
                component: Some(name),
            })
            .ty;
        self.resolving.remove(name);
        self.docs.take(Section::Schemas, name);
        self.resolved.insert(name.to_owned(), ty.clone());
        ty
    }

    /// `CreateGrantRequest` is `CreateGrant`, as the bodies described in place are, unless the name is taken.
    fn component_type_name(&self, name: &str) -> String {
        let whole = names::type_name(name);
        let Some(short) = whole
            .strip_suffix("Request")
            .filter(|short| !short.is_empty())
        else {
            return whole;
        };
        let is_taken = self
            .components
            .keys()
            .any(|other| names::type_name(other) == short)
            || self.document.operations().any(|(_, _, operation)| {
                let id = operation.operation_id.as_deref().unwrap_or_default();
                !operation.parameters.is_empty() && names::type_name(id) == short
            });
        if is_taken {
            whole
        } else {
            names::type_name(short)
        }
    }

    /// The use of the type of `schema`, which stands at `at`.
    pub(super) fn use_of(&mut self, schema: SchemaRef<'a>, at: &At, hint: &Hint) -> Use {
        if let Some(name) = self.referenced(schema) {
            let nullable = matches!(schema, SchemaRef::Item(item) if item.schema_data.nullable)
                || self.component_is_nullable(name);
            return Use {
                ty: self.resolve_component(name),
                nullable,
            };
        }
        self.read(Place {
            schema,
            at,
            hint,
            component: None,
        })
    }

    /// The component that the schema only refers to, with at most annotations beside the reference.
    pub(super) fn referenced(&self, schema: SchemaRef<'a>) -> Option<&'a str> {
        match schema {
            SchemaRef::Reference(reference) => self.component(reference).map(|(name, _)| name),
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

    fn component_is_nullable(&self, name: &str) -> bool {
        matches!(self.components.get(name), Some(SchemaRef::Item(schema)) if schema.schema_data.nullable)
    }

    fn read(&mut self, place: Place<'_, 'a>) -> Use {
        let Place {
            schema,
            at,
            hint,
            component,
        } = place;
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
        let ty = match self.scalar(&facets, hint, component) {
            Some(ty) => ty,
            None => self.compound(place, facets),
        };
        Use { ty, nullable }
    }

    /// `oneOf: [X]` is X.
    fn flatten_single_alternative(&mut self, facets: &mut Facets<'a>) {
        while let [(only, place)] = facets.alternatives.as_slice() {
            let (only, place) = (*only, place.clone());
            facets.alternatives.clear();
            let inner = self.facets(only, &place);
            facets.merge(inner);
        }
    }

    fn scalar(
        &mut self,
        facets: &Facets<'a>,
        hint: &Hint,
        component: Option<&str>,
    ) -> Option<TypeRef> {
        if !facets.alternatives.is_empty() {
            return None;
        }
        let is_text = facets.json == Some(JsonType::String)
            || facets.json.is_none() && facets.pattern.is_some();
        if is_text && facets.values.is_empty() {
            return Some(self.text(facets, hint, component));
        }
        match facets.json {
            Some(JsonType::Boolean) => Some(TypeRef::Boolean),
            Some(JsonType::Integer) => Some(TypeRef::Integer),
            Some(JsonType::Number) => Some(TypeRef::Number),
            _ => None,
        }
    }

    fn text(&mut self, facets: &Facets<'a>, hint: &Hint, component: Option<&str>) -> TypeRef {
        match facets.format.as_deref() {
            Some("date-time") => return TypeRef::Timestamp,
            Some("date") => return TypeRef::Date,
            Some("decimal") => return TypeRef::Decimal,
            Some("duration") => return TypeRef::Duration,
            _ => {}
        }
        let Some(prefix) = facets.pattern.and_then(ids::prefix) else {
            return TypeRef::String;
        };
        match component {
            Some(name) => self.ids.in_component(prefix, name),
            None => self.ids.in_property(prefix, &hint.property, &hint.owner),
        }
        TypeRef::Id(prefix.to_owned())
    }

    fn compound(&mut self, place: Place<'_, 'a>, facets: Facets<'a>) -> TypeRef {
        if !facets.values.is_empty() {
            return self.enumeration(place, facets);
        }
        if !facets.alternatives.is_empty() && !self.only_requires(&facets) {
            return self.union(place, facets);
        }
        if let Some(items) = facets.items {
            let element = self.use_of(items, &place.at.child("items"), &place.hint.element());
            return TypeRef::List(Box::new(optional(element)));
        }
        if facets.json == Some(JsonType::Array) {
            return TypeRef::List(Box::new(TypeRef::Json));
        }
        let is_object = facets.json == Some(JsonType::Object)
            || !facets.properties.is_empty()
            || !facets.required.is_empty();
        match facets.additional {
            _ if !facets.properties.is_empty() || facets.required.iter().any(|_| is_object) => {
                self.structure(place, facets)
            }
            Additional::Typed(values) => {
                let value = self.use_of(
                    values,
                    &place.at.child("additionalProperties"),
                    &place.hint.map_value(),
                );
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

    fn enumeration(&mut self, place: Place<'_, 'a>, facets: Facets<'a>) -> TypeRef {
        let texts: Option<Vec<&str>> = facets
            .values
            .iter()
            .map(serde_json::Value::as_str)
            .collect();
        let Some(texts) = texts else {
            return TypeRef::Json;
        };
        let (key, is_new) = self.slot(place, &facets, "enum");
        if is_new {
            let variants = self.enum_variants(&texts, &facets, place.at);
            self.fill(&key, TypeKind::Enum(variants));
        }
        TypeRef::Named(key)
    }

    fn enum_variants(&mut self, texts: &[&str], facets: &Facets<'a>, at: &At) -> Vec<Variant> {
        let mut scope = Scope::default();
        let mut variants = Vec::new();
        for text in texts {
            let given = facets
                .value_names
                .and_then(|names| names.get(*text))
                .and_then(|name| name.as_str());
            let name = given.map_or_else(
                || Name::variant(text),
                |given| Name {
                    wire: (*text).to_owned(),
                    ..Name::variant(given)
                },
            );
            match scope.take(&name.ident, text) {
                Ok(()) => variants.push(Variant { name }),
                Err(other) if other == *text => {}
                Err(other) => self.error(
                    at,
                    format!(
                        "the enum values `{}` and `{}` would both be called `{}`",
                        inert(&other),
                        inert(text),
                        name.ident
                    ),
                    "give one of them a name with `x-rust-names: {value: Name}` in the overlay",
                ),
            }
        }
        variants
    }

    fn structure(&mut self, place: Place<'_, 'a>, facets: Facets<'a>) -> TypeRef {
        let (key, is_new) = self.slot(place, &facets, "object");
        if is_new {
            let owner = self.slot_name(&key);
            let object = self.object(facets, place.at, place.hint, &owner);
            self.fill(&key, TypeKind::Object(object));
        }
        TypeRef::Named(key)
    }
}
