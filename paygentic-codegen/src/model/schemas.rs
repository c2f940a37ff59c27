//! Turns a schema into the use of a type, and makes the type where it has none yet.

use openapiv3::ReferenceOr;

use super::build::{At, Builder, Slot};
use super::docs::{Section, inert};
use super::facets::{Additional, Facets, SchemaRef};
use super::{JsonType, Object, TypeKind, TypeRef, Variant, ids};
use crate::names::{self, Name, Scope};

/// What is known about a place before its schema is read: how a type made there would be called.
#[derive(Clone, Debug)]
pub(super) struct Hint {
    /// The name of a type made for the schema.
    pub type_name: String,
    /// The property or parameter that holds it.
    pub property: String,
    /// The type that holds the property.
    pub owner: String,
    /// The key of the schema in `x-docs`.
    pub docs_key: String,
    /// Whether a request holds it.
    pub in_request: bool,
    /// Whether it is an alternative of a union, where a given name is that of the variant.
    pub is_alternative: bool,
}

impl Hint {
    /// The hint for a property of a type that has this hint and is called `owner`.
    pub(super) fn property(&self, owner: &str, wire: &str) -> Self {
        Self {
            type_name: format!("{owner}{}", names::pascal(wire)),
            property: wire.to_owned(),
            owner: owner.to_owned(),
            docs_key: format!("{}.{wire}", self.docs_key),
            in_request: self.in_request,
            is_alternative: false,
        }
    }

    /// Words for a type that has none of ours: where the document describes it.
    fn place(&self, component: Option<&str>) -> String {
        let key = inert(&self.docs_key);
        match (component, key.split_once('.')) {
            (Some(name), _) => format!("`{}` of the contract.", inert(name)),
            (None, None) => format!("The body of `{key}`."),
            (None, Some((operation, "response"))) => format!("The response of `{operation}`."),
            (None, Some((owner, place))) => format!("`{place}` of `{owner}`."),
        }
    }

    /// The hint for an element of a list that has this hint.
    fn element(&self) -> Self {
        let type_name = names::singular_type(&self.type_name)
            .unwrap_or_else(|| format!("{}Item", self.type_name));
        Self {
            type_name,
            is_alternative: false,
            ..self.clone()
        }
    }

    fn map_value(&self) -> Self {
        Self {
            type_name: format!("{}Value", self.type_name),
            is_alternative: false,
            ..self.clone()
        }
    }
}

/// The use of a type at a place.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub ty: TypeRef,
    pub nullable: bool,
}

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

    fn resolve_component(&mut self, name: &'a str) -> TypeRef {
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
        let ty = self.read(schema, &at, &hint, Some(name)).ty;
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
        self.read(schema, at, hint, None)
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

    fn read(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At,
        hint: &Hint,
        component: Option<&'a str>,
    ) -> Use {
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
            None => self.compound(schema, facets, at, hint, component),
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

    fn compound(
        &mut self,
        schema: SchemaRef<'a>,
        facets: Facets<'a>,
        at: &At,
        hint: &Hint,
        component: Option<&'a str>,
    ) -> TypeRef {
        if !facets.values.is_empty() {
            return self.enumeration(schema, facets, at, hint, component);
        }
        if !facets.alternatives.is_empty() && !self.only_requires(&facets) {
            return self.union(schema, facets, at, hint, component);
        }
        if let Some(items) = facets.items {
            let element = self.use_of(items, &at.child("items"), &hint.element());
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
                self.structure(schema, facets, at, hint, component)
            }
            Additional::Typed(values) => {
                let value =
                    self.use_of(values, &at.child("additionalProperties"), &hint.map_value());
                match optional(value) {
                    TypeRef::Json => TypeRef::JsonObject,
                    value => TypeRef::Map(Box::new(value)),
                }
            }
            Additional::Free | Additional::Unspecified if is_object => TypeRef::JsonObject,
            Additional::Free => TypeRef::JsonObject,
            Additional::Closed => self.structure(schema, facets, at, hint, component),
            Additional::Unspecified => TypeRef::Json,
        }
    }

    fn enumeration(
        &mut self,
        schema: SchemaRef<'a>,
        facets: Facets<'a>,
        at: &At,
        hint: &Hint,
        component: Option<&'a str>,
    ) -> TypeRef {
        let texts: Option<Vec<&str>> = facets
            .values
            .iter()
            .map(serde_json::Value::as_str)
            .collect();
        let Some(texts) = texts else {
            return TypeRef::Json;
        };
        let (key, is_new) = self.slot(schema, &facets, at, hint, component, "enum");
        if is_new {
            let variants = self.enum_variants(&texts, &facets, at);
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

    fn structure(
        &mut self,
        schema: SchemaRef<'a>,
        facets: Facets<'a>,
        at: &At,
        hint: &Hint,
        component: Option<&'a str>,
    ) -> TypeRef {
        let (key, is_new) = self.slot(schema, &facets, at, hint, component, "object");
        if is_new {
            let owner = self.slot_name(&key);
            let object = self.object(facets, at, hint, &owner);
            self.fill(&key, TypeKind::Object(object));
        }
        TypeRef::Named(key)
    }

    /// The slot for the type of a schema: the one that an equal schema made, or a new one.
    ///
    /// Schemas in place share a type if their shape is equal and the same property holds them, or
    /// the overlay calls them the same; one that is equal to a component shares its type.
    pub(super) fn slot(
        &mut self,
        schema: SchemaRef<'a>,
        facets: &Facets<'a>,
        at: &At,
        hint: &Hint,
        component: Option<&'a str>,
        kind: &str,
    ) -> (String, bool) {
        let given_name = facets
            .rust_name
            .filter(|_| !hint.is_alternative)
            .map(names::type_name);
        if component.is_none() {
            let shape = self.shape(schema);
            if let Some(name) = self.component_shapes.get(&shape).copied()
                && let TypeRef::Named(key) = self.resolve_component(name)
            {
                return (key, false);
            }
            let by_place = format!("{kind} in {} {shape}", names::singular(&hint.property));
            let by_name = given_name
                .as_ref()
                .map(|name| format!("{kind} called {name} {shape}"));
            if let Some(key) = self.equal_slot(&by_place, by_name.as_deref(), given_name.as_deref())
            {
                return (key, false);
            }
            let key = TypeRef::Named(self.slots.len().to_string());
            self.shapes.entry(by_place).or_insert_with(|| key.clone());
            self.shapes.extend(by_name.map(|shape| (shape, key)));
        }
        let key = self.slots.len().to_string();
        if let Some(name) = component {
            self.resolved
                .insert(name.to_owned(), TypeRef::Named(key.clone()));
        }
        let words = self.docs.take(Section::Schemas, &hint.docs_key);
        let docs = vec![words.unwrap_or_else(|| hint.place(component))];
        self.slots.push(Slot {
            default_name: hint.type_name.clone(),
            given_name,
            pointer: at.pointer.clone(),
            docs,
            kind: TypeKind::Object(Object::default()),
        });
        (key, true)
    }

    /// The slot of an equal schema: of the same given name, or held by the same property and not
    /// called otherwise. A later occurrence may name it.
    fn equal_slot(
        &mut self,
        by_place: &str,
        by_name: Option<&str>,
        given_name: Option<&str>,
    ) -> Option<String> {
        if let Some(TypeRef::Named(key)) = by_name.and_then(|shape| self.shapes.get(shape)) {
            return Some(key.clone());
        }
        let TypeRef::Named(key) = self.shapes.get(by_place)?.clone() else {
            return None;
        };
        let slot = self.slots.get_mut(key.parse::<usize>().ok()?)?;
        match (&slot.given_name, given_name) {
            (Some(one), Some(other)) if one != other => return None,
            (None, Some(name)) => slot.given_name = Some(name.to_owned()),
            _ => {}
        }
        Some(key)
    }

    pub(super) fn slot_name(&self, key: &str) -> String {
        let slot = key
            .parse::<usize>()
            .ok()
            .and_then(|index| self.slots.get(index));
        slot.map(|slot| {
            slot.given_name
                .clone()
                .unwrap_or_else(|| slot.default_name.clone())
        })
        .unwrap_or_default()
    }

    pub(super) fn fill(&mut self, key: &str, kind: TypeKind) {
        if let Some(slot) = key
            .parse::<usize>()
            .ok()
            .and_then(|index| self.slots.get_mut(index))
        {
            slot.kind = kind;
        }
    }
}

/// A use inside a list or a map, where null is a value like any other.
pub(super) fn optional(usage: Use) -> TypeRef {
    match usage.ty {
        TypeRef::Json => TypeRef::Json,
        ty if usage.nullable => TypeRef::Option(Box::new(ty)),
        ty => ty,
    }
}
