//! Compares schemas structurally, ignoring descriptions and names.
//!
//! Every inline schema is assigned the number of its shape: equal numbers mean equal types. A shape is serialized
//! with the numbers of nested shapes, so that each schema is visited only once, at any depth.

use std::collections::HashMap;
use std::fmt::{Debug, Write};

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind,
    StringType, Type,
};
use serde_json::Value;

use super::Builder;
use super::facets::SchemaRef;

type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

/// The number of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct SchemaShape(usize);

/// All shapes seen.
#[derive(Debug, Default)]
pub(super) struct SchemaShapes {
    numbers: HashMap<String, SchemaShape>,
    /// The shape of each schema, without what belongs to the place of use. A
    /// schema is identified by its address in memory: the document does not move while it is resolved.
    known: HashMap<*const Schema, SchemaShape>,
}

impl SchemaShapes {
    fn number(&mut self, text: String) -> SchemaShape {
        let next = SchemaShape(self.numbers.len());
        *self.numbers.entry(text).or_insert(next)
    }
}

impl<'a> Builder<'a> {
    /// Finds components such as `schemas-X` that are equal to their twin `X`. A pass can make
    /// further components equal, if they refer to the two.
    pub(super) fn find_twins(&mut self) {
        let pairs: Vec<(&'a str, &'a str)> = self
            .components
            .keys()
            .filter_map(|name| Some((*name, name.split_once('-')?.1)))
            .filter(|(_, twin)| self.components.contains_key(twin))
            .collect();
        loop {
            let mut found = Vec::new();
            for (name, twin) in &pairs {
                if self.twins.contains_key(name) {
                    continue;
                }
                let (one, other) = (self.components[name], self.components[twin]);
                // Shapes ignore nullability, which belongs to the uses of a component.
                if one.is_nullable() == other.is_nullable() && self.shape(one) == self.shape(other)
                {
                    found.push((*name, *twin));
                }
            }
            if found.is_empty() {
                return;
            }
            self.twins.extend(found);
            // The shapes of schemas that refer to them have changed.
            self.shapes.known.clear();
        }
    }

    /// The shape of a schema. Names, descriptions and what belongs to the place of use (default, nullability)
    /// are ignored.
    pub(super) fn shape(&mut self, schema: SchemaRef<'a>) -> SchemaShape {
        match schema {
            SchemaRef::Reference(reference) => {
                let target = self.component(reference).map_or(reference, |(name, _)| name);
                self.shapes.number(format!("-> {target}"))
            }
            SchemaRef::Item(schema) => {
                let key = std::ptr::from_ref(schema);
                if let Some(shape) = self.shapes.known.get(&key) {
                    return *shape;
                }
                let text = self.serialized(schema);
                let shape = self.shapes.number(text);
                self.shapes.known.insert(key, shape);
                shape
            }
        }
    }

    /// Writes the shape of a nested schema, including what belongs to the place of use.
    fn write_inner(&mut self, schema: SchemaRef<'a>, text: &mut String) {
        let SchemaShape(number) = self.shape(schema);
        let _ = write!(text, "{number}");
        if let SchemaRef::Item(schema) = schema {
            write_use(&schema.schema_data, text);
        }
        text.push(' ');
    }

    fn serialized(&mut self, schema: &'a Schema) -> String {
        let mut text = match &schema.schema_data.discriminator {
            Some(discriminator) => format!("{discriminator:?} "),
            None => String::new(),
        };
        match &schema.schema_kind {
            SchemaKind::Type(kind) => self.write_type(kind, &mut text),
            SchemaKind::OneOf { one_of } => self.write_list("one of", one_of, &mut text),
            SchemaKind::AllOf { all_of } => self.write_list("all of", all_of, &mut text),
            SchemaKind::AnyOf { any_of } => self.write_list("any of", any_of, &mut text),
            SchemaKind::Not { .. } => text.push_str("not"),
            SchemaKind::Any(any) => self.write_any(any, &mut text),
        }
        text
    }

    fn write_type(&mut self, kind: &'a Type, text: &mut String) {
        match kind {
            Type::String(string) => write_string(string, text),
            Type::Number(number) => write_facts("number", number, text),
            Type::Integer(integer) => write_facts("integer", integer, text),
            Type::Boolean(boolean) => write_facts("boolean", boolean, text),
            Type::Object(object) => self.write_object(object, text),
            Type::Array(array) => {
                let _ = write!(
                    text,
                    "array {:?} {:?} {} ",
                    array.min_items, array.max_items, array.unique_items
                );
                self.write_items(array.items.as_ref(), text);
            }
        }
    }

    fn write_object(&mut self, object: &'a ObjectType, text: &mut String) {
        let _ = write!(
            text,
            "object {:?} {:?} {:?} ",
            object.required, object.min_properties, object.max_properties
        );
        self.write_properties(&object.properties, text);
        self.write_additional(object.additional_properties.as_ref(), text);
    }

    /// Sorted, because the order of properties is not significant.
    fn write_properties(&mut self, properties: &'a Properties, text: &mut String) {
        let mut properties: Vec<_> = properties.iter().collect();
        properties.sort_unstable_by_key(|(name, _)| *name);
        for (name, schema) in properties {
            // The length makes the serialization unambiguous for any name.
            let _ = write!(text, "{}:{name} ", name.len());
            self.write_inner(schema.into(), text);
        }
    }

    fn write_additional(
        &mut self,
        additional: Option<&'a AdditionalProperties>,
        text: &mut String,
    ) {
        match additional {
            None => text.push_str("open "),
            Some(AdditionalProperties::Any(true)) => text.push_str("free "),
            Some(AdditionalProperties::Any(false)) => text.push_str("closed "),
            Some(AdditionalProperties::Schema(schema)) => {
                text.push_str("all ");
                self.write_inner(schema.as_ref().into(), text);
            }
        }
    }

    fn write_items(&mut self, items: Option<&'a ReferenceOr<Box<Schema>>>, text: &mut String) {
        if let Some(items) = items {
            text.push_str("of ");
            self.write_inner(items.into(), text);
        }
    }

    fn write_any(&mut self, any: &'a AnySchema, text: &mut String) {
        let values = any.enumeration.iter().filter(|value| !value.is_null());
        let values = sorted(values.map(Value::to_string));
        let bounds = super::keywords::any_bounds(any);
        let _ = write!(
            text,
            "any {:?} {:?} {:?} {values} {:?} {bounds:?} ",
            any.typ, any.format, any.pattern, any.required
        );
        self.write_properties(&any.properties, text);
        self.write_additional(any.additional_properties.as_ref(), text);
        self.write_items(any.items.as_ref(), text);
        self.write_list("all of", &any.all_of, text);
        self.write_list("one of", &any.one_of, text);
        self.write_list("any of", &any.any_of, text);
    }

    fn write_list(&mut self, what: &str, schemas: &'a [ReferenceOr<Schema>], text: &mut String) {
        text.push_str(what);
        text.push(' ');
        for schema in schemas {
            self.write_inner(schema.into(), text);
        }
    }

    pub(super) fn find_component_shapes(&mut self) {
        for (name, schema) in self.components.clone() {
            let SchemaRef::Item(Schema { schema_data, schema_kind: SchemaKind::Type(kind) }) =
                schema
            else {
                continue;
            };
            let is_shared = match kind {
                Type::Object(object) => object.properties.len() > 1,
                Type::String(string) => string.enumeration.len() > 1,
                _ => false,
            };
            if is_shared
                && !schema_data.nullable
                && !self.twins.contains_key(name)
                && !self.multipart_components.contains_key(name)
            {
                let shape = self.shape(schema);
                self.component_shapes.entry(shape).or_insert(name);
            }
        }
    }
}

fn write_string(string: &StringType, text: &mut String) {
    text.push_str("string");
    if *string == StringType::default() {
        return;
    }
    let values = string.enumeration.iter().flatten();
    let values = sorted(values.map(|value| format!("{value:?}")));
    let _ = write!(
        text,
        " {:?} {:?} {:?} {:?} {values}",
        string.format, string.pattern, string.min_length, string.max_length
    );
}

/// Writes only the type if the schema has no other keywords, as most do.
fn write_facts<T: Debug + Default + PartialEq>(name: &str, facts: &T, text: &mut String) {
    text.push_str(name);
    if *facts != T::default() {
        let _ = write!(text, " {facts:?}");
    }
}

/// Writes what belongs to the place of use.
fn write_use(data: &SchemaData, text: &mut String) {
    let flags = [
        (data.nullable, " nullable"),
        (data.read_only, " read"),
        (data.write_only, " write"),
        (data.deprecated, " deprecated"),
    ];
    for (_, word) in flags.iter().filter(|(is_set, _)| *is_set) {
        text.push_str(word);
    }
    if let Some(default) = &data.default {
        let _ = write!(text, " default {default}");
    }
}

fn sorted(values: impl Iterator<Item = String>) -> String {
    let mut values: Vec<String> = values.collect();
    values.sort_unstable();
    values.join(" | ")
}
