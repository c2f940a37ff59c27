//! What a program can read, which is more than the schema allows. Values that an enum does not list are kept, bounds are not
//! checked, and a missing list is read as empty.

use serde_json::{Map, Value};

use crate::contract::items;

/// Keywords that are not checked when a value is read.
const UNCHECKED: &str = "enum const pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum \
    multipleOf minItems maxItems uniqueItems minProperties maxProperties dependentRequired additionalProperties \
    unevaluatedProperties discriminator not";

/// A document or a schema without what is not checked.
pub(super) fn lenient(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.iter().filter(|(key, value)| !is_unchecked(key, value));
            let kept = kept.map(|(key, value)| (key.clone(), lenient(value)));
            let mut kept: Map<String, Value> = kept.collect();
            // A nullable property is an `Option`, for which null and absent are the same.
            let is_forgiving = |name: &Value| {
                let property = &value["properties"][name.as_str().unwrap_or_default()];
                property["nullable"] == true
                    || items(&property["type"]).any(|json| json == "null")
                    || ["array", "object"].iter().any(|json| property["type"] == *json)
            };
            if let Some(Value::Array(required)) = kept.get_mut("required") {
                required.retain(|name| !is_forgiving(name));
            }
            Value::Object(kept)
        }
        Value::Array(items) => items.iter().map(lenient).collect(),
        other => other.clone(),
    }
}

/// A property may have the name of a keyword; then its value is a schema.
fn is_unchecked(key: &str, value: &Value) -> bool {
    let is_closing = key.ends_with("Properties") && !value.is_number();
    let is_schema = value.is_object() && key != "discriminator" && key != "not" && !is_closing;
    UNCHECKED.split(' ').any(|unchecked| unchecked == key) && !is_schema
}
