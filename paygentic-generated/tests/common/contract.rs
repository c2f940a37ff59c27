//! Checks requests of the SDK against the contract.

use std::collections::HashMap;
use std::sync::LazyLock;

use paygentic_generated::Call;
use serde_json::{Map, Value, json};

static CONTRACT: LazyLock<Value> = LazyLock::new(|| {
    let read = |name: &str| -> Value {
        let path = format!("{}/../spec/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let (mut contract, ahead) = (read("openapi.yaml"), read("ahead.yaml"));
    let pairs = [("/paths", "/paths"), ("/components/schemas", "/components/schemas")];
    for (to, from) in pairs {
        let more = ahead.pointer(from).unwrap().as_object().unwrap().clone();
        contract.pointer_mut(to).unwrap().as_object_mut().unwrap().extend(more);
    }
    contract
});

/// The operations by id.
static OPERATIONS: LazyLock<HashMap<&str, &Value>> = LazyLock::new(|| {
    let paths = CONTRACT["paths"].as_object().unwrap().values();
    let entries = paths.flat_map(|path| path.as_object().unwrap().values());
    let operations = entries.filter_map(|entry| Some((entry["operationId"].as_str()?, entry)));
    operations.collect()
});

/// The named schemas, as JSON Schema.
static SCHEMAS: LazyLock<Value> = LazyLock::new(|| each(&CONTRACT["components"]["schemas"], open));

/// Asserts that the call can be sent, and that its query, headers and body conform to the contract.
#[track_caller]
pub(crate) fn assert_valid<C, T>(call: &Call<'_, C, T>) {
    assert!(call.error().is_none(), "{call:?}");
    let operation = OPERATIONS[call.operation_id()];
    assert_parameters(call, &operation["parameters"]);
    let expected = operation.get("requestBody");
    match (expected, call.body()) {
        (Some(expected), Some(body)) => {
            let schema = &expected["content"]["application/json"]["schema"];
            assert_fits(schema, &serde_json::from_slice(body).unwrap());
        }
        (Some(expected), None) => assert_ne!(expected["required"], true, "{call:?} has no body"),
        (None, body) => assert_eq!(body, None, "{call:?} has a body"),
    }
}

#[track_caller]
fn assert_parameters<C, T>(call: &Call<'_, C, T>, parameters: &Value) {
    let mut sent: Vec<_> = call.query().map(|(name, _)| name).collect();
    sent.extend(call.headers().keys().map(|name| name.as_str()));
    sent.retain(|name| !["accept", "content-type"].contains(name));
    // Path parameters are declared one level above the operation, or are always set.
    for parameter in parameters.as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        let count = sent.len();
        sent.retain(|sent| !sent.eq_ignore_ascii_case(name));
        let missing = parameter["required"] == true && sent.len() == count;
        assert!(!missing || parameter["in"] == "path", "{call:?} has no `{name}`");
    }
    assert!(sent.is_empty(), "the contract of {call:?} has no {sent:?}");
}

/// Asserts that the value matches the component of this name.
#[track_caller]
pub(crate) fn assert_component(name: &str, value: &Value) {
    assert_fits(&CONTRACT["components"]["schemas"][name], value);
}

#[track_caller]
fn assert_fits(schema: &Value, value: &Value) {
    assert!(!schema.is_null(), "the contract has no such schema");
    let mut document = closed(schema);
    document["components"] = json!({"schemas": *SCHEMAS});
    let validator =
        jsonschema::draft202012::options().should_validate_formats(true).build(&document).unwrap();
    let errors = validator.iter_errors(value);
    let errors = errors.map(|error| format!("{}: {error}", error.instance_path()));
    let errors: Vec<_> = errors.collect();
    assert!(errors.is_empty(), "{value:#} does not conform to the contract: {errors:#?}");
}

/// The schema of a whole value. The contract lets a value have properties that it does not
/// describe; here they would be misspelled ones.
fn closed(schema: &Value) -> Value {
    json!({"allOf": [open(schema)], "unevaluatedProperties": false})
}

/// A schema as JSON Schema, which has no `nullable`.
fn open(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else {
        return schema.clone();
    };
    let translate = |(keyword, value): (&String, &Value)| {
        let value = match keyword.as_str() {
            "properties" => each(value, closed),
            "items" => closed(value),
            "additionalProperties" if value.is_object() => closed(value),
            "allOf" | "anyOf" | "oneOf" => value.as_array().unwrap().iter().map(open).collect(),
            _ => value.clone(),
        };
        (keyword.clone(), value)
    };
    let schema = keywords.iter().map(translate).collect();
    match keywords.get("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [Value::Object(schema), {"type": "null"}]}),
        _ => Value::Object(schema),
    }
}

/// The same names with other schemas.
fn each(named: &Value, change: fn(&Value) -> Value) -> Value {
    let named = named.as_object().unwrap().iter();
    let changed: Map<_, _> = named.map(|(name, schema)| (name.clone(), change(schema))).collect();
    changed.into()
}
