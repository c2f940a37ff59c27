//! The contract with one keyword changed, at places all over it.

use serde_json::{Value, json};

use super::Step;
use crate::walk::{changed, put};

/// A change of a schema; `None` if it does not apply.
type Change = fn(&Value) -> Option<Value>;

/// Every kind of change, with its name.
const CHANGES: &[(&str, Change)] = &[
    ("an enum value removed", |schema| {
        let (_, rest) = schema["enum"].as_array()?.split_last()?;
        (!rest.is_empty()).then(|| put(schema, "enum", json!(rest)))
    }),
    ("an enum value added", |schema| {
        let values = schema["enum"].as_array()?;
        values.first()?.as_str()?;
        let more: Vec<Value> = values.iter().cloned().chain([json!("brand_new")]).collect();
        Some(put(schema, "enum", json!(more)))
    }),
    ("a bound tightened", |schema| {
        let bounds = ["maximum", "maxLength", "maxItems"];
        let bound =
            bounds.iter().find(|bound| schema[**bound].as_i64().is_some_and(|bound| bound > 1))?;
        Some(put(schema, bound, json!(1)))
    }),
    ("a bound relaxed", |schema| {
        let bounds = ["maximum", "maxLength", "maxItems"];
        let bound = bounds.iter().find(|bound| schema[**bound].is_i64())?;
        Some(put(schema, bound, json!(schema[*bound].as_i64()? + 1)))
    }),
    ("a length bounded", |schema| {
        let is_free =
            schema["format"].is_null() && schema["enum"].is_null() && schema["pattern"].is_null();
        (schema["type"] == "string" && is_free).then(|| put(schema, "maxLength", json!(0)))
    }),
    ("an exclusive bound, written differently", |schema| {
        let least = schema["minimum"].as_i64().filter(|_| schema["type"] == "integer")?;
        let mut changed = put(schema, "exclusiveMinimum", json!(least - 1));
        changed.as_object_mut()?.remove("minimum");
        Some(changed)
    }),
    ("a property no longer required", |schema| {
        let (_, rest) = schema["required"].as_array()?.split_last()?;
        Some(put(schema, "required", json!(rest)))
    }),
    ("a property now required", |schema| {
        let required = schema["required"].as_array()?;
        let properties = schema["properties"].as_object()?;
        let other = properties.keys().find(|name| !required.contains(&json!(name)))?;
        let more: Vec<Value> = required.iter().cloned().chain([json!(other)]).collect();
        Some(put(schema, "required", json!(more)))
    }),
    ("a property added", |schema| {
        schema["properties"].as_object()?;
        let mut changed = schema.clone();
        changed["properties"]["brandNew"] = json!({ "type": "string" });
        Some(changed)
    }),
    ("a string changed to an integer", |schema| {
        (schema["type"] == "string" && schema["enum"].is_null())
            .then(|| json!({ "type": "integer" }))
    }),
    ("an integer changed to a number", |schema| {
        (schema["type"] == "integer").then(|| put(schema, "type", json!("number")))
    }),
    ("minProperties set to the number of required properties", |schema| {
        let required = schema["required"].as_array()?.len();
        schema["minProperties"].is_null().then(|| put(schema, "minProperties", json!(required)))
    }),
];

/// The steps from the contract to each changed version of it, and back.
pub(super) fn steps(contract: &Value, count: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    for (name, change) in CHANGES {
        let places = changed(contract, |pointer, schema| {
            is_schema(pointer).then(|| change(schema)).flatten()
        });
        let spread = (places.len() / count.max(1)).max(1);
        for (pointer, changed) in places.into_iter().step_by(spread).take(count) {
            let mut document = contract.clone();
            if let Some(place) = document.pointer_mut(&pointer) {
                *place = changed;
            }
            steps.extend(Step::both_ways(&format!("{name} at {pointer}"), contract, &document));
        }
    }
    steps
}

/// Whether a location holds a schema: in a property, a body, a parameter, a component.
fn is_schema(pointer: &str) -> bool {
    let mut parts = pointer.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let above = parts.next().unwrap_or_default();
    ["schema", "items"].contains(&last) || ["properties", "schemas"].contains(&above)
}
