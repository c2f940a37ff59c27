//! Whether a value is valid by a schema of a document, as another implementation sees it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::contract::{entries, items};

/// Judges values by the schemas of a document.
pub struct Judge {
    /// The named schemas, as JSON Schema.
    named: Map<String, Value>,
    built: RefCell<HashMap<String, Result<Rc<Validator>, String>>>,
}

impl Judge {
    /// By the schemas of an OpenAPI document.
    pub fn new(document: &Value) -> Self {
        let named = entries(&document["components"]["schemas"]);
        Self {
            named: named
                .map(|(name, schema)| (name.clone(), lower(schema)))
                .collect(),
            built: RefCell::default(),
        }
    }

    /// What is wrong with a value; nothing if it is valid.
    pub fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        match self.validator(schema) {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect(),
            Err(unfit) => vec![unfit],
        }
    }

    /// Whether a value is valid.
    pub fn is_valid(&self, schema: &Value, value: &Value) -> bool {
        self.validator(schema)
            .is_ok_and(|validator| validator.is_valid(value))
    }

    fn validator(&self, schema: &Value) -> Result<Rc<Validator>, String> {
        let key = schema.to_string();
        if let Some(built) = self.built.borrow().get(&key) {
            return built.clone();
        }
        let built = self.build(schema);
        self.built.borrow_mut().insert(key, built.clone());
        built
    }

    fn build(&self, schema: &Value) -> Result<Rc<Validator>, String> {
        let lowered = lower(schema);
        // Only what the schema reaches, as the library looks through the whole of it.
        let mut reached = Map::new();
        self.reach(&lowered, &mut reached);
        let document = json!({"allOf": [lowered], "components": {"schemas": reached}});
        let built = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&document);
        built
            .map(Rc::new)
            .map_err(|error| format!("the schema is none: {error}"))
    }

    fn reach(&self, schema: &Value, reached: &mut Map<String, Value>) {
        match schema {
            Value::Object(keywords) => {
                let to = keywords.get("$ref").and_then(Value::as_str);
                let name = to.and_then(|to| to.strip_prefix("#/components/schemas/"));
                if let Some(name) = name
                    && !reached.contains_key(name)
                    && let Some(found) = self.named.get(name)
                {
                    reached.insert(name.to_owned(), found.clone());
                    self.reach(found, reached);
                }
                keywords
                    .values()
                    .for_each(|inner| self.reach(inner, reached));
            }
            Value::Array(inner) => inner.iter().for_each(|inner| self.reach(inner, reached)),
            _ => {}
        }
    }
}

/// A schema of OpenAPI 3.0 or 3.1 as JSON Schema, which has no `nullable`.
pub fn lower(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else {
        return schema.clone();
    };
    let mut lowered = Map::new();
    for (keyword, value) in keywords {
        let value = match keyword.as_str() {
            "nullable" | "discriminator" | "default" => continue,
            "properties" => entries(value)
                .map(|(name, schema)| (name.clone(), lower(schema)))
                .collect::<Map<_, _>>()
                .into(),
            "items" | "additionalProperties" | "not" => lower(value),
            "allOf" | "anyOf" | "oneOf" => items(value).map(lower).collect(),
            _ => value.clone(),
        };
        lowered.insert(keyword.clone(), value);
    }
    match keywords.get("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [lowered, {"type": "null"}]}),
        _ => Value::Object(lowered),
    }
}
