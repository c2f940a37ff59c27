//! Validates values by the schemas of a document, with another implementation.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::contract::{entries, items, says};

/// Judges values by the schemas of a document.
pub struct Judge {
    /// A document of the named schemas, as JSON Schema.
    document: Value,
    /// The keyword of properties that are not sent in this direction: `writeOnly` or `readOnly`.
    omitted: &'static str,
    /// Whether several alternatives of a `oneOf` may accept a value.
    pub(super) overlaps: bool,
    built: RefCell<HashMap<String, Result<Rc<Validator>, String>>>,
}

impl Judge {
    /// By the schemas of an OpenAPI document.
    pub fn new(document: &Value) -> Self {
        let named = entries(&document["components"]["schemas"]);
        let named = named.map(|(name, schema)| (name.clone(), lower(schema)));
        Self {
            document: json!({"components": {"schemas": named.collect::<Map<_, _>>()}}),
            omitted: "writeOnly",
            overlaps: false,
            built: RefCell::default(),
        }
    }

    /// For requests: `readOnly` properties may be missing even if they are required.
    #[must_use]
    pub fn for_requests(mut self) -> Self {
        self.omitted = "readOnly";
        self
    }

    /// Reads `oneOf` as `anyOf`. Servers send values that several alternatives accept, where the document forgets that
    /// an alternative without `additionalProperties: false` accepts the properties of the others.
    #[must_use]
    pub fn with_overlaps(mut self) -> Self {
        self.overlaps = true;
        self
    }

    /// The validation errors of a value; none if it is valid.
    pub fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        match self.validator(schema) {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect(),
            Err(unfit) => vec![unfit],
        }
    }

    pub fn is_valid(&self, schema: &Value, value: &Value) -> bool {
        self.validator(schema).is_ok_and(|validator| validator.is_valid(value))
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
        let mut document = json!({"allOf": [lowered], "components": {"schemas": reached}});
        self.relax(&mut document);
        let built =
            jsonschema::draft202012::options().should_validate_formats(true).build(&document);
        built.map(Rc::new).map_err(|error| format!("the schema is invalid: {error}"))
    }

    /// Properties that are not sent in this direction are not required; alternatives may overlap if `overlaps` is set.
    fn relax(&self, schema: &mut Value) {
        let inner: Box<dyn Iterator<Item = &mut Value>> = match schema {
            Value::Object(keywords) => {
                // A property with this name has a schema, not a list.
                if self.overlaps
                    && let Some(Value::Array(alternatives)) = keywords.get("oneOf")
                {
                    let any = json!({ "anyOf": alternatives });
                    keywords.remove("oneOf");
                    match keywords.get_mut("allOf") {
                        Some(Value::Array(parts)) => parts.push(any),
                        _ => drop(keywords.insert("allOf".to_owned(), json!([any]))),
                    }
                }
                let properties = keywords.get("properties").cloned().unwrap_or_default();
                if let Some(Value::Array(required)) = keywords.get_mut("required") {
                    let is_omitted = |name: &Value| {
                        let property = name.as_str().and_then(|name| properties.get(name));
                        property.is_some_and(|one| says(&self.document, one, self.omitted))
                    };
                    required.retain(|name| !is_omitted(name));
                }
                Box::new(keywords.values_mut())
            }
            Value::Array(items) => Box::new(items.iter_mut()),
            _ => return,
        };
        inner.for_each(|inner| self.relax(inner));
    }

    fn reach(&self, schema: &Value, reached: &mut Map<String, Value>) {
        let to = schema["$ref"].as_str();
        if let Some(name) = to.and_then(|to| to.strip_prefix("#/components/schemas/"))
            && !reached.contains_key(name)
            && let Some(found) = self.document["components"]["schemas"].get(name)
        {
            reached.insert(name.to_owned(), found.clone());
            self.reach(found, reached);
        }
        entries(schema).for_each(|(_, inner)| self.reach(inner, reached));
        items(schema).for_each(|inner| self.reach(inner, reached));
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
    exclude(&mut lowered, "minimum", "exclusiveMinimum");
    exclude(&mut lowered, "maximum", "exclusiveMaximum");
    match keywords.get("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [lowered, {"type": "null"}]}),
        _ => Value::Object(lowered),
    }
}

/// In OpenAPI 3.0 a keyword says whether the limit in another is excluded; in JSON Schema it is the limit.
fn exclude(schema: &mut Map<String, Value>, limit: &str, keyword: &str) {
    if let Some(Value::Bool(excluded)) = schema.get(keyword) {
        if *excluded && let Some(limit) = schema.get(limit).cloned() {
            schema.insert(keyword.to_owned(), limit);
        } else {
            schema.remove(keyword);
        }
    }
}
