//! Which schemas are equal, apart from words and names.
//!
//! Every schema in place gets the number of its shape, once: equal numbers mean equal types. A shape is written
//! down with the numbers of those inside, so that a deep schema is read no more often than a flat one.

use std::collections::HashMap;
use std::fmt::Write;

use openapiv3::{
    AdditionalProperties, AnySchema, ObjectType, Schema, SchemaData, SchemaKind, Type,
};
use serde_json::Value;

use super::Builder;
use super::facets::SchemaRef;

/// The number of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape(usize);

/// All shapes seen.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    numbers: HashMap<String, Shape>,
    /// The shape of what each schema says of its values, apart from what belongs to the place of use. A
    /// schema is known by where it stands in memory: the document does not move while it is read.
    known: HashMap<*const Schema, Shape>,
}

impl Shapes {
    fn number(&mut self, text: String) -> Shape {
        let next = Shape(self.numbers.len());
        *self.numbers.entry(text).or_insert(next)
    }
}

impl<'a> Builder<'a> {
    /// Finds components such as `schemas-X` that are equal to their twin `X`. One pass can make
    /// further components equal, because they referred to the two.
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
                // A shape says nothing of null, which is told where a component is used.
                if one.is_nullable() == other.is_nullable() && self.shape(one) == self.shape(other)
                {
                    found.push((*name, *twin));
                }
            }
            if found.is_empty() {
                return;
            }
            self.twins.extend(found);
            // What refers to one of them has another shape now.
            self.shapes.known.clear();
        }
    }

    /// The shape of a schema. Names, words and what belongs to the place of use (default, nullability)
    /// do not count.
    pub(super) fn shape(&mut self, schema: SchemaRef<'a>) -> Shape {
        match schema {
            SchemaRef::Reference(reference) => {
                let target = self
                    .component(reference)
                    .map_or(reference, |(name, _)| name);
                self.shapes.number(format!("-> {target}"))
            }
            SchemaRef::Item(schema) => {
                let key = std::ptr::from_ref(schema);
                if let Some(shape) = self.shapes.known.get(&key) {
                    return *shape;
                }
                let text = self.written(schema);
                let shape = self.shapes.number(text);
                self.shapes.known.insert(key, shape);
                shape
            }
        }
    }

    /// The shape of a schema inside another, where the place of use counts too.
    fn inner(&mut self, schema: SchemaRef<'a>) -> String {
        let Shape(number) = self.shape(schema);
        match schema {
            SchemaRef::Reference(_) => number.to_string(),
            SchemaRef::Item(schema) => format!("{number}{}", use_of(&schema.schema_data)),
        }
    }

    fn written(&mut self, schema: &'a Schema) -> String {
        let mut text = match &schema.schema_data.discriminator {
            Some(discriminator) => format!("{discriminator:?} "),
            None => String::new(),
        };
        match &schema.schema_kind {
            SchemaKind::Type(kind) => self.write_type(kind, &mut text),
            SchemaKind::OneOf { one_of } => {
                self.write_list("one of", one_of.iter().map(Into::into), &mut text)
            }
            SchemaKind::AllOf { all_of } => {
                self.write_list("all of", all_of.iter().map(Into::into), &mut text)
            }
            SchemaKind::AnyOf { any_of } => {
                self.write_list("any of", any_of.iter().map(Into::into), &mut text)
            }
            SchemaKind::Not { .. } => text.push_str("not"),
            SchemaKind::Any(any) => self.write_any(any, &mut text),
        }
        text
    }

    fn write_type(&mut self, kind: &'a Type, text: &mut String) {
        match kind {
            Type::String(string) => {
                let values = sorted(
                    string
                        .enumeration
                        .iter()
                        .flatten()
                        .map(|value| format!("{value:?}")),
                );
                let _ = write!(
                    text,
                    "string {:?} {:?} {:?} {:?} {values}",
                    string.format, string.pattern, string.min_length, string.max_length
                );
            }
            Type::Number(number) => {
                let _ = write!(text, "{number:?}");
            }
            Type::Integer(integer) => {
                let _ = write!(text, "{integer:?}");
            }
            Type::Boolean(boolean) => {
                let _ = write!(text, "{boolean:?}");
            }
            Type::Object(object) => self.write_object(object, text),
            Type::Array(array) => {
                let items = array.items.as_ref().map(|items| self.inner(items.into()));
                let _ = write!(
                    text,
                    "array {items:?} {:?} {:?} {}",
                    array.min_items, array.max_items, array.unique_items
                );
            }
        }
    }

    fn write_object(&mut self, object: &'a ObjectType, text: &mut String) {
        let properties = object.properties.iter();
        let mut lines: Vec<String> = properties
            .map(|(name, schema)| format!("{name:?}: {}", self.inner(schema.into())))
            .collect();
        lines.sort_unstable();
        let additional = self.written_additional(object.additional_properties.as_ref());
        let _ = write!(
            text,
            "object {} {:?} {additional} {:?} {:?}",
            lines.join(", "),
            object.required,
            object.min_properties,
            object.max_properties
        );
    }

    fn written_additional(&mut self, additional: Option<&'a AdditionalProperties>) -> String {
        match additional {
            None => "open".to_owned(),
            Some(AdditionalProperties::Any(free)) => free.to_string(),
            Some(AdditionalProperties::Schema(schema)) => self.inner(schema.as_ref().into()),
        }
    }

    fn write_any(&mut self, any: &'a AnySchema, text: &mut String) {
        let mut lines: Vec<String> = any
            .properties
            .iter()
            .map(|(name, schema)| format!("{name:?}: {}", self.inner(schema.into())))
            .collect();
        lines.sort_unstable();
        let values = any.enumeration.iter().filter(|value| !value.is_null());
        let values = sorted(values.map(Value::to_string));
        let items = any.items.as_ref().map(|items| self.inner(items.into()));
        let additional = self.written_additional(any.additional_properties.as_ref());
        let _ = write!(
            text,
            "any {:?} {:?} {:?} {values} {} {:?} {additional} {items:?} ",
            any.typ,
            any.format,
            any.pattern,
            lines.join(", "),
            any.required
        );
        let bounds = super::facets::any_bounds(any);
        let _ = write!(text, "{bounds:?} ");
        self.write_list("all of", any.all_of.iter().map(Into::into), text);
        self.write_list("one of", any.one_of.iter().map(Into::into), text);
        self.write_list("any of", any.any_of.iter().map(Into::into), text);
    }

    fn write_list(
        &mut self,
        what: &str,
        schemas: impl Iterator<Item = SchemaRef<'a>>,
        text: &mut String,
    ) {
        let inner: Vec<String> = schemas.map(|schema| self.inner(schema)).collect();
        let _ = write!(text, "{what} {} ", inner.join(", "));
    }

    pub(super) fn find_component_shapes(&mut self) {
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
            if is_shared
                && !schema_data.nullable
                && !self.twins.contains_key(name)
                && !self.in_parts.contains_key(name)
            {
                let shape = self.shape(schema);
                self.component_shapes.entry(shape).or_insert(name);
            }
        }
    }
}

/// What belongs to the place of use.
fn use_of(data: &SchemaData) -> String {
    let flags = [
        (data.nullable, " nullable"),
        (data.read_only, " read"),
        (data.write_only, " write"),
        (data.deprecated, " deprecated"),
    ];
    let mut text: String = flags
        .iter()
        .filter(|(is_set, _)| *is_set)
        .map(|(_, word)| *word)
        .collect();
    if let Some(default) = &data.default {
        let _ = write!(text, " default {default}");
    }
    text
}

fn sorted(values: impl Iterator<Item = String>) -> String {
    let mut values: Vec<String> = values.collect();
    values.sort_unstable();
    values.join(" | ")
}
