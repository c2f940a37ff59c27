//! A flat view of a schema: its own keywords merged with those of every part of its `allOf`.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::{Builder, Location, published_locations};
use crate::model::{Bounds, JsonType};

/// A schema: inline, or a reference to a component.
#[derive(Clone, Copy, Debug)]
pub(super) enum SchemaRef<'a> {
    Reference(&'a str),
    Item(&'a Schema),
}

impl<'a> SchemaRef<'a> {
    /// The text of an extension of the schema itself, not of a component that it refers to.
    pub(super) fn extension(self, key: &str) -> Option<&'a str> {
        match self {
            Self::Item(schema) => schema.schema_data.extensions.get(key)?.as_str(),
            Self::Reference(_) => None,
        }
    }

    /// Whether the schema itself allows null.
    pub(super) fn is_nullable(self) -> bool {
        matches!(self, Self::Item(schema) if schema.schema_data.nullable)
    }
}

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

/// What a schema says about additional properties.
#[derive(Clone, Debug, Default)]
pub(super) enum Additional<'a> {
    #[default]
    Unspecified,
    Closed,
    Free,
    Typed(SchemaRef<'a>, Location),
}

/// A property, as described by each part of an `allOf`.
pub(super) type Property<'a> = Vec<(SchemaRef<'a>, Location)>;

/// A flat view of a schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Facets<'a> {
    /// The component that the schema is, or refers to.
    pub component: Option<&'a str>,
    pub json: Option<JsonType>,
    pub format: Option<String>,
    pub pattern: Option<&'a str>,
    pub values: Vec<Value>,
    pub nullable: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub deprecated: bool,
    pub default: Option<&'a Value>,
    pub rust_name: Option<&'a str>,
    pub field_name: Option<&'a str>,
    /// The kind of id that a string holds.
    pub id_kind: Option<&'a str>,
    pub value_names: Option<&'a serde_json::Map<String, Value>>,
    pub properties: IndexMap<&'a str, Property<'a>>,
    pub required: IndexSet<&'a str>,
    pub additional: Additional<'a>,
    /// Whether `unevaluatedProperties` rejects properties that no part of an `allOf` describes.
    pub unevaluated: bool,
    pub items: Option<(SchemaRef<'a>, Location)>,
    pub alternatives: Vec<(SchemaRef<'a>, Location)>,
    /// How many parts of an `allOf` have a list of alternatives.
    pub choices: usize,
    /// Whether a value must match exactly one of them.
    pub exclusive: bool,
    pub discriminator: Option<&'a openapiv3::Discriminator>,
    pub dependent_required: Option<&'a Value>,
    /// Constraints that only the server validates.
    pub constraints: Option<Value>,
    /// The content type of a value that is not JSON, and how it is written as text.
    pub content_type: Option<&'a str>,
    pub content_encoding: Option<&'a str>,
    /// How values that an enum does not list are treated.
    pub unknown_values: Option<&'a str>,
    /// The source of a schema that the published document does not contain yet.
    pub ahead: Option<&'a str>,
    pub bounds: Bounds,
}

impl<'a> Builder<'a> {
    /// The flat view of `schema`, with references and `allOf` resolved.
    pub(super) fn facets(&mut self, schema: SchemaRef<'a>, at: &Location) -> Facets<'a> {
        match schema {
            SchemaRef::Item(schema) => self.item_facets(schema, at),
            SchemaRef::Reference(reference) => match self.component(reference) {
                Some((name, target)) => Facets {
                    component: Some(name),
                    ..self.facets(target, &Location::component("schemas", name))
                },
                None => Facets::default(),
            },
        }
    }

    /// The flat view of a property that several parts of an `allOf` describe. `on_merge` gets the facets merged so far and
    /// those of the next part.
    pub(super) fn merged(
        &mut self,
        property: &Property<'a>,
        on_merge: impl Fn(&mut Self, &Facets<'a>, &Facets<'a>, &Location),
    ) -> Facets<'a> {
        let mut parts = property.iter();
        let Some((first, at)) = parts.next() else {
            return Facets::default();
        };
        let mut merged = self.facets(*first, at);
        for (schema, at) in parts {
            let part = self.facets(*schema, at);
            on_merge(self, &merged, &part, at);
            merged.merge(part);
        }
        merged
    }

    fn item_facets(&mut self, schema: &'a Schema, at: &Location) -> Facets<'a> {
        let (mut facets, all_of) = Facets::own(schema, at);
        for (index, part) in all_of.iter().enumerate() {
            let place = published_locations::of_entry(schema, at, "allOf", index);
            if let (ReferenceOr::Reference { reference }, true) = (part, all_of.len() > 1) {
                self.bases.extend(self.component(reference).map(|(name, _)| name));
            }
            let part = self.facets(part.into(), &place);
            facets.merge(part);
        }
        facets
    }
}

impl<'a> Facets<'a> {
    /// Merges another part of an `allOf`. If both parts set a keyword, the later one narrows it.
    pub(super) fn merge(&mut self, part: Self) {
        self.component = part.component.or(self.component);
        self.unevaluated |= part.unevaluated;
        self.json = match (self.json, part.json) {
            // `integer` is narrower than `number`.
            (Some(JsonType::Integer), Some(JsonType::Number)) => self.json,
            (own, part) => part.or(own),
        };
        self.format = part.format.or(self.format.take());
        self.pattern = part.pattern.or(self.pattern);
        self.values = match (self.values.is_empty(), part.values.is_empty()) {
            (false, false) => {
                part.values.into_iter().filter(|value| self.values.contains(value)).collect()
            }
            (true, _) => part.values,
            (false, true) => std::mem::take(&mut self.values),
        };
        self.nullable |= part.nullable;
        self.read_only |= part.read_only;
        self.write_only |= part.write_only;
        self.unknown_values = part.unknown_values.or(self.unknown_values);
        self.ahead = part.ahead.or(self.ahead);
        self.field_name = part.field_name.or(self.field_name);
        self.id_kind = part.id_kind.or(self.id_kind);
        self.default = self.default.or(part.default);
        self.value_names = self.value_names.or(part.value_names);
        for (wire, schemas) in part.properties {
            self.properties.entry(wire).or_default().extend(schemas);
        }
        self.required.extend(part.required);
        if !matches!(part.additional, Additional::Unspecified) {
            self.additional = part.additional;
        }
        self.items = part.items.or(self.items.take());
        self.add_alternatives(part.alternatives, part.choices);
        self.exclusive |= part.exclusive;
        self.discriminator = part.discriminator.or(self.discriminator);
        self.content_type = part.content_type.or(self.content_type);
        self.content_encoding = part.content_encoding.or(self.content_encoding);
        self.dependent_required = part.dependent_required.or(self.dependent_required);
        self.add_constraints(part.constraints);
        self.bounds.merge(part.bounds);
    }

    /// Combines the alternatives of several parts. Those of a base that several parts extend are added once.
    fn add_alternatives(&mut self, part: Vec<(SchemaRef<'a>, Location)>, choices: usize) {
        let first = part.first().map(|(_, at)| at.pointer());
        let is_known = |(_, at): &(_, Location)| Some(at.pointer()) == first;
        if first.is_some() && !self.alternatives.iter().any(is_known) {
            self.alternatives.extend(part);
            self.choices += choices;
        }
    }

    /// Combines the constraints of several parts.
    fn add_constraints(&mut self, part: Option<Value>) {
        self.constraints = match (self.constraints.take(), part) {
            (Some(Value::Object(mut own)), Some(Value::Object(part))) => {
                own.extend(part);
                Some(Value::Object(own))
            }
            (own, part) => own.or(part),
        };
    }

    /// Whether no keyword of the schema gives it a shape, so that it can only narrow another schema.
    pub(super) fn is_shapeless(&self) -> bool {
        self.json.is_none_or(|json| json == JsonType::Object)
            && self.properties.is_empty()
            && self.values.is_empty()
            && self.items.is_none()
            && self.alternatives.is_empty()
            && matches!(self.additional, Additional::Unspecified | Additional::Closed)
    }

    /// Whether it describes a single value.
    pub(super) fn is_scalar(&self) -> bool {
        let compound = matches!(self.json, Some(JsonType::Object | JsonType::Array));
        !compound
            && self.properties.is_empty()
            && self.alternatives.is_empty()
            && self.values.is_empty()
    }

    /// The only value that the schema allows.
    pub(super) fn only_value(&self) -> Option<&Value> {
        match self.values.as_slice() {
            [value] if !self.nullable => Some(value),
            _ => None,
        }
    }
}
