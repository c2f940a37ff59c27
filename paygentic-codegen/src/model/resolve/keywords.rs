//! Reads the own keywords of a schema into its flat view.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaKind,
    StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::facets::{Additional, Facets, SchemaRef};
use super::{Location, published_locations};
use crate::model::{Bound, Bounds, JsonType};

impl<'a> Facets<'a> {
    /// The keywords of the schema itself, and its `allOf`.
    pub(super) fn own(schema: &'a Schema, at: &Location) -> (Self, &'a [ReferenceOr<Schema>]) {
        let data = &schema.schema_data;
        let mut facets = Self {
            nullable: data.nullable,
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            default: data.default.as_ref(),
            rust_name: data.extensions.get("x-rust-name").and_then(Value::as_str),
            field_name: data.extensions.get("x-rust-field").and_then(Value::as_str),
            id_kind: data.extensions.get("x-rust-id").and_then(Value::as_str),
            value_names: data.extensions.get("x-rust-names").and_then(Value::as_object),
            discriminator: data.discriminator.as_ref(),
            content_type: text_of(data, "x-content-media-type"),
            content_encoding: text_of(data, "x-content-encoding"),
            unknown_values: text_of(data, "x-speakeasy-unknown-values"),
            ahead: text_of(data, crate::ahead::KEY),
            dependent_required: data.extensions.get("x-dependent-required"),
            constraints: data.extensions.get(crate::lower::CONSTRAINTS).cloned(),
            unevaluated: data.extensions.get("x-unevaluated-properties")
                == Some(&Value::Bool(false)),
            ..Self::default()
        };
        let mut all_of: &[_] = &[];
        match &schema.schema_kind {
            SchemaKind::Type(kind) => facets.read_type(schema, kind, at),
            SchemaKind::OneOf { one_of } => {
                facets.alternatives = places(schema, one_of, at, "oneOf");
                facets.exclusive = true;
            }
            SchemaKind::AnyOf { any_of } => {
                facets.alternatives = places(schema, any_of, at, "anyOf");
            }
            SchemaKind::AllOf { all_of: parts } => all_of = parts,
            SchemaKind::Not { .. } => {}
            SchemaKind::Any(any) => {
                facets.read_any(schema, any, at);
                facets.alternatives = places(schema, &any.one_of, at, "oneOf");
                facets.exclusive = !any.one_of.is_empty();
                let others = places(schema, &any.any_of, at, "anyOf");
                facets.alternatives.extend(others);
                all_of = &any.all_of;
            }
        }
        facets.choices = usize::from(!facets.alternatives.is_empty());
        // Duplicates are removed, so that a value listed twice still counts as the only one.
        let values: IndexSet<Value> = std::mem::take(&mut facets.values).into_iter().collect();
        facets.values = values.into_iter().collect();
        (facets, all_of)
    }

    fn read_type(&mut self, holder: &'a Schema, kind: &'a Type, at: &Location) {
        match kind {
            Type::String(string) => {
                self.json = Some(JsonType::String);
                self.format = string_format(&string.format);
                self.pattern = string.pattern.as_deref();
                self.values =
                    string.enumeration.iter().flatten().map(|v| Value::from(v.as_str())).collect();
                self.bounds.min_length = string.min_length;
                self.bounds.max_length = string.max_length;
            }
            Type::Number(number) => {
                self.json = Some(JsonType::Number);
                self.format = number_format(&number.format);
                self.values =
                    number.enumeration.iter().flatten().map(|v| Value::from(*v)).collect();
                self.bounds.minimum = number.minimum.map(Bound::new);
                self.bounds.maximum = number.maximum.map(Bound::new);
                self.bounds.exclusive_minimum = number.exclusive_minimum;
                self.bounds.exclusive_maximum = number.exclusive_maximum;
                self.bounds.multiple_of = number.multiple_of;
            }
            Type::Integer(integer) => {
                self.json = Some(JsonType::Integer);
                self.format = integer_format(&integer.format);
                self.values =
                    integer.enumeration.iter().flatten().map(|v| Value::from(*v)).collect();
                self.bounds.minimum = integer.minimum.map(Bound::Whole);
                self.bounds.maximum = integer.maximum.map(Bound::Whole);
                self.bounds.exclusive_minimum = integer.exclusive_minimum;
                self.bounds.exclusive_maximum = integer.exclusive_maximum;
                self.bounds.multiple_of = integer.multiple_of.map(|v| v as f64);
            }
            Type::Boolean(boolean) => {
                self.json = Some(JsonType::Boolean);
                self.values =
                    boolean.enumeration.iter().flatten().map(|v| Value::from(*v)).collect();
            }
            Type::Object(object) => {
                self.json = Some(JsonType::Object);
                self.read_properties(&object.properties, &object.required, at);
                self.additional = additional(object.additional_properties.as_ref(), at);
                self.bounds.min_properties = object.min_properties;
                self.bounds.max_properties = object.max_properties;
            }
            Type::Array(array) => {
                self.json = Some(JsonType::Array);
                let items = array.items.as_ref();
                self.items =
                    items.map(|items| (items.into(), published_locations::of_items(holder, at)));
                self.bounds.min_items = array.min_items;
                self.bounds.max_items = array.max_items;
                self.bounds.unique_items = array.unique_items;
            }
        }
    }

    fn read_any(&mut self, holder: &'a Schema, any: &'a AnySchema, at: &Location) {
        self.json = any.typ.as_deref().and_then(json_type);
        self.format = any.format.clone();
        self.pattern = any.pattern.as_deref();
        self.values = any.enumeration.iter().filter(|value| !value.is_null()).cloned().collect();
        self.read_properties(&any.properties, &any.required, at);
        self.additional = additional(any.additional_properties.as_ref(), at);
        let items = any.items.as_ref();
        self.items = items.map(|items| (items.into(), published_locations::of_items(holder, at)));
        self.bounds = any_bounds(any);
    }

    fn read_properties(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &'a [String],
        at: &Location,
    ) {
        let at = at.key("properties");
        let described = properties.iter();
        self.properties = described
            .map(|(wire, schema)| (wire.as_str(), vec![(schema.into(), at.key(wire))]))
            .collect();
        self.required = required.iter().map(String::as_str).collect();
    }
}

fn places<'a>(
    holder: &Schema,
    schemas: &'a [ReferenceOr<Schema>],
    at: &Location,
    key: &str,
) -> Vec<(SchemaRef<'a>, Location)> {
    let schemas = schemas.iter().enumerate();
    schemas
        .map(|(index, schema)| {
            (schema.into(), published_locations::of_entry(holder, at, key, index))
        })
        .collect()
}

fn additional<'a>(properties: Option<&'a AdditionalProperties>, at: &Location) -> Additional<'a> {
    match properties {
        None => Additional::Unspecified,
        Some(AdditionalProperties::Any(false)) => Additional::Closed,
        Some(AdditionalProperties::Any(true)) => Additional::Free,
        Some(AdditionalProperties::Schema(schema)) => {
            Additional::Typed(schema.as_ref().into(), at.key("additionalProperties"))
        }
    }
}

fn text_of<'a>(data: &'a openapiv3::SchemaData, key: &str) -> Option<&'a str> {
    data.extensions.get(key).and_then(Value::as_str)
}

fn json_type(name: &str) -> Option<JsonType> {
    use JsonType::{Array, Boolean, Integer, Number, Object, String};
    [String, Number, Integer, Boolean, Array, Object].into_iter().find(|json| json.name() == name)
}

fn string_format(format: &VariantOrUnknownOrEmpty<StringFormat>) -> Option<String> {
    let name = match format {
        VariantOrUnknownOrEmpty::Empty => return None,
        VariantOrUnknownOrEmpty::Unknown(name) => name,
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => "date",
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => "date-time",
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => "password",
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => "byte",
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => "binary",
    };
    Some(name.to_owned())
}

fn number_format(format: &VariantOrUnknownOrEmpty<NumberFormat>) -> Option<String> {
    let name = match format {
        VariantOrUnknownOrEmpty::Empty => return None,
        VariantOrUnknownOrEmpty::Unknown(name) => name,
        VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => "float",
        VariantOrUnknownOrEmpty::Item(NumberFormat::Double) => "double",
    };
    Some(name.to_owned())
}

fn integer_format(format: &VariantOrUnknownOrEmpty<IntegerFormat>) -> Option<String> {
    let name = match format {
        VariantOrUnknownOrEmpty::Empty => return None,
        VariantOrUnknownOrEmpty::Unknown(name) => name,
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => "int32",
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) => "int64",
    };
    Some(name.to_owned())
}

/// The bounds of a schema of any type.
pub(super) fn any_bounds(any: &AnySchema) -> Bounds {
    Bounds {
        minimum: any.minimum.map(Bound::new),
        maximum: any.maximum.map(Bound::new),
        exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
        exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
        multiple_of: any.multiple_of,
        min_length: any.min_length,
        max_length: any.max_length,
        min_items: any.min_items,
        max_items: any.max_items,
        unique_items: any.unique_items.unwrap_or_default(),
        min_properties: any.min_properties,
        max_properties: any.max_properties,
    }
}
