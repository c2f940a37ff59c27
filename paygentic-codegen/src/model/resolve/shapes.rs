//! Which schemas are equal, apart from words and names.

use openapiv3::{Schema, SchemaKind, Type};
use serde_json::Value;

use super::Builder;
use super::facets::SchemaRef;

impl<'a> Builder<'a> {
    /// Finds components such as `schemas-X` that are equal to their twin `X`. One pass can make
    /// further components equal, because they referred to the two.
    pub(super) fn find_twins(&mut self) {
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
                    // A shape says nothing of null, which is told where a component is used.
                    one.is_nullable() == other.is_nullable()
                        && self.shape(*one) == self.shape(*other)
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
            if is_shared && !schema_data.nullable && !self.twins.contains_key(name) {
                let shape = self.shape(schema);
                self.component_shapes.entry(shape).or_insert(name);
            }
        }
    }
}
