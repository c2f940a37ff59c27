//! Checks schemas: every keyword is supported or reported, and is used where it has a meaning.

use serde_json::{Map, Value};

use super::shape::{ValueKind, found};
use super::{Checker, keywords, list, map};
use crate::location::LocationRef;
use crate::lower::{has_type, parse_type_name};

/// The valid values of `type`.
const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "array", "object", "null"];

impl<'d> Checker<'d> {
    pub(super) fn schema(&mut self, schema: &'d Value, at: &LocationRef<'_>) {
        let object = match schema {
            Value::Object(object) => object,
            Value::Bool(true) => return,
            Value::Bool(false) => {
                let message =
                    "the schema `false` allows no value: it is skipped, or read as any value";
                let help = "remove it, or describe the value";
                return self.warning(at, message, help);
            }
            other => {
                let message = format!("a schema must be an object, but is {}", found(other));
                return self.error(at, message, "write an object with `type`, or a `$ref`");
            }
        };
        self.reference(object, at, "schemas");
        for (keyword, value) in object {
            self.keyword(keyword, value, object, at);
        }
        self.dialect(object, at);
        self.external_docs(object, at);
        self.types(object, at);
        self.values(object, at);
        self.unions(object, at);
    }

    fn keyword(
        &mut self,
        keyword: &'d str,
        value: &'d Value,
        schema: &'d Map<String, Value>,
        at: &LocationRef<'_>,
    ) {
        let place = at.key(keyword);
        let Some(kind) = keywords::known(keyword) else {
            return self.unknown_keyword(keyword, schema, at);
        };
        if keyword == "required" && value.is_boolean() {
            let message = "`required` of a schema must be a list of names of properties: it is read as an entry in the \
                           list of the object that has the property";
            return self.warning(&place, message, "list the property in `required` of its object");
        }
        if keywords::is_skippable(keyword, value) {
            let is_bound = keyword.starts_with("exclusive");
            let kind = if is_bound { ValueKind::Number } else { kind };
            let message = format!(
                "`{keyword}` must be {}, but is {}: it is skipped",
                kind.describe(),
                found(value)
            );
            return self.warning(&place, message, "correct it");
        }
        if keyword == "discriminator" && value.is_string() {
            let message =
                "a discriminator must be an object: the value is read as its `propertyName`";
            return self.warning(&place, message, "write `propertyName: ..` under it");
        }
        if let ("allOf" | "oneOf" | "anyOf", Value::Object(_)) = (keyword, value) {
            let message =
                format!("`{keyword}` must be a list: the value is read as a list of one entry");
            self.warning(&place, message, "write it as a list");
            return self.schema(value, &place);
        }
        if !kind.accepts(value) {
            return self.kind(value, &place, keyword, kind);
        }
        match keyword {
            "properties" => {
                for (name, property) in value.as_object().into_iter().flatten() {
                    self.schema(property, &place.key(name));
                }
            }
            "items" | "prefixItems" if value.is_array() => {
                let message = format!(
                    "`{keyword}` describes entries by position, which is ignored: the list accepts any \
                     of them anywhere"
                );
                self.warning(&place, message, "describe the entries of a list with one `items`");
                for (index, part) in value.as_array().into_iter().flatten().enumerate() {
                    self.schema(part, &place.index(index));
                }
            }
            "items" if value.is_boolean() => {}
            "items" => self.schema(value, &place),
            "additionalProperties" | "unevaluatedProperties" if !value.is_boolean() => {
                self.schema(value, &place);
            }
            "allOf" | "oneOf" | "anyOf" => self.parts(keyword, value, &place),
            "required" => self.required(value, &place),
            _ => {}
        }
    }

    fn unknown_keyword(
        &mut self,
        keyword: &str,
        schema: &Map<String, Value>,
        at: &LocationRef<'_>,
    ) {
        if keyword.starts_with("x-") || (keyword == "summary" && schema.contains_key("$ref")) {
            return;
        }
        match keywords::instead_of(keyword) {
            Some(help) if keywords::only_validates(keyword) => {
                let message = match keyword {
                    "patternProperties" if restricts_others(schema) => {
                        "the patterns of `patternProperties` are ignored: any key may have any of the described values"
                            .to_owned()
                    }
                    _ => format!(
                        "`{keyword}` is ignored: values that it forbids are accepted and sent"
                    ),
                };
                self.warning(&at.key(keyword), message, help);
            }
            Some(help) => {
                let message = format!("unsupported schema keyword `{keyword}`");
                self.error(&at.key(keyword), message, help);
            }
            None => self.unknown_key(at, keyword, "a schema", keywords::names()),
        }
    }

    fn parts(&mut self, keyword: &str, parts: &'d Value, at: &LocationRef<'_>) {
        let parts = parts.as_array().map_or(&[][..], Vec::as_slice);
        if parts.is_empty() {
            self.warning(
                at,
                format!("`{keyword}` is empty: it is skipped"),
                "add schemas, or remove the keyword",
            );
        }
        for (index, part) in parts.iter().enumerate() {
            self.schema(part, &at.index(index));
        }
    }

    fn required(&mut self, names: &'d Value, at: &LocationRef<'_>) {
        for (index, name) in names.as_array().into_iter().flatten().enumerate() {
            if !name.is_string() {
                let message =
                    format!("`required` must list names of properties, but has {}", found(name));
                self.error(&at.index(index), message, "write the name of a property, in quotes");
            }
        }
    }

    /// Checks that `type` names existing types, and not several beside `oneOf` or `anyOf`.
    fn types(&mut self, schema: &'d Map<String, Value>, at: &LocationRef<'_>) {
        let Some(value) = schema.get("type") else {
            return;
        };
        let place = at.key("type");
        match value {
            Value::String(name) => self.type_name(name, &place),
            Value::Array(names) if !names.is_empty() => {
                for (index, name) in names.iter().enumerate() {
                    match name {
                        Value::String(name) => self.type_name(name, &place.index(index)),
                        other => self.not_a_type(other, &place.index(index)),
                    }
                }
                let several = names.iter().filter(|name| *name != "null").count() > 1;
                if several && ["oneOf", "anyOf"].iter().any(|key| schema.contains_key(*key)) {
                    let message = "several types beside `oneOf` or `anyOf` are two choices in one schema: only the \
                                   alternatives are used";
                    self.warning(&place, message, "give each alternative its own `type`");
                }
            }
            Value::Array(_) => {
                let message = "the list of types is empty: it is skipped";
                self.warning(&place, message, "add types, or remove the keyword");
            }
            other => self.not_a_type(other, &place),
        }
    }

    fn type_name(&mut self, name: &str, at: &LocationRef<'_>) {
        if TYPES.contains(&name) {
            return;
        }
        let meant = match parse_type_name(name) {
            Some((meant, Some(format))) => format!("`{meant}` with the format `{format}`"),
            Some((meant, None)) => format!("`{meant}`"),
            None => "any value".to_owned(),
        };
        let help = match name {
            "int" | "long" | "int32" | "int64" => "write `type: integer`".to_owned(),
            "float" | "double" | "decimal" => "write `type: number`".to_owned(),
            "date" | "date-time" | "uuid" => format!("write `type: string` and `format: {name}`"),
            "file" | "binary" => "write `type: string` and `format: binary`".to_owned(),
            "any" => "remove `type` if any value is allowed".to_owned(),
            _ => format!("use one of the types {}", TYPES.join(", ")),
        };
        let message = format!("unknown type `{name}`: it is read as {meant}");
        self.warning(at, message, help);
    }

    fn not_a_type(&mut self, value: &Value, at: &LocationRef<'_>) {
        if value.is_null() {
            let message = "`type` is null: it is read as the string `null`";
            return self.warning(at, message, "write it in quotes");
        }
        let message = format!(
            "`type` must be the name of a type or a list of names, but is {}: it is read as any value",
            found(value)
        );
        self.warning(at, message, format!("use one of the types {}", TYPES.join(", ")));
    }

    /// Checks that the values of `enum` and `const` have the type of the schema.
    fn values(&mut self, schema: &'d Map<String, Value>, at: &LocationRef<'_>) {
        if list(schema, "enum").is_empty() && schema.get("enum").is_some_and(Value::is_array) {
            self.warning(
                &at.key("enum"),
                "an empty `enum` allows no value: it is skipped",
                "add values, or remove the keyword",
            );
        }
        let types: Vec<&str> = match schema.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => return,
        };
        // An unknown type has been reported.
        if !types.iter().all(|name| TYPES.contains(name)) {
            return;
        }
        let place = at.key("enum");
        let listed = list(schema, "enum").iter().enumerate();
        let mut wrong: Vec<(LocationRef<'_>, &Value)> =
            listed.map(|(index, value)| (place.index(index), value)).collect();
        wrong.extend(schema.get("const").map(|value| (at.key("const"), value)));
        wrong.retain(|(_, value)| {
            !value.is_null() && !types.iter().any(|name| has_type(value, name))
        });
        for (place, value) in wrong {
            let message = format!(
                "{} is not of the type {}: it is converted, or skipped",
                found(value),
                types.join(" or ")
            );
            self.warning(&place, message, "correct the value (in YAML the strings `on`, `1` and `1.0` need quotes) or the `type`");
        }
    }

    /// Checks that a schema has only one union, and checks its discriminator.
    fn unions(&mut self, schema: &'d Map<String, Value>, at: &LocationRef<'_>) {
        let lists = [list(schema, "oneOf"), list(schema, "anyOf")];
        if lists.iter().all(|list| !list.is_empty() && !list.iter().all(only_requires)) {
            let help = "move one of them into an `allOf` of the alternatives of the other";
            let message = "`oneOf` and `anyOf` are two unions in one schema: a value is read as one of the pairs, or, \
                           where there are too many, as one of the `oneOf`";
            self.warning(at, message, help);
        }
        if map(schema, "discriminator").is_some() {
            self.discriminator(schema, at);
        }
    }
}

/// Whether a schema describes or forbids the properties that it does not list by name.
fn restricts_others(schema: &Map<String, Value>) -> bool {
    let others = schema.get("additionalProperties").or(schema.get("unevaluatedProperties"));
    others.is_some_and(|others| *others == Value::Bool(false) || others.is_object())
}

/// Whether a schema only lists required properties.
pub(crate) fn only_requires(schema: &Value) -> bool {
    let is_allowed =
        |key: &String| key == "required" || key == "description" || key.starts_with("x-");
    schema
        .as_object()
        .is_some_and(|schema| schema.contains_key("required") && schema.keys().all(is_allowed))
}
