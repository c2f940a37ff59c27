//! Whether what the SDK would send is what the contract asks for.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use paygentic_generated::Call;
use serde_json::{Map, Value, json};

static CONTRACT: LazyLock<Value> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/openapi.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    with_null(serde_yaml::from_str(&text).unwrap())
});

/// The operations with their path parameters, by id.
static OPERATIONS: LazyLock<HashMap<&str, &Map<String, Value>>> = LazyLock::new(|| {
    let paths = CONTRACT["paths"].as_object().unwrap().values();
    let items = paths.flat_map(|path| path.as_object().unwrap().values());
    let operations =
        items.filter_map(|item| Some((item["operationId"].as_str()?, item.as_object()?)));
    operations.collect()
});

/// Asserts that the call can be sent, and that its query, headers and body are as in the contract.
#[track_caller]
pub(crate) fn assert_valid<C, T>(call: &Call<'_, C, T>) {
    assert!(call.problem().is_none(), "{call:?}");
    let operation = OPERATIONS[call.operation_id()];
    let mut sent: Vec<_> = call.query().map(|(name, _)| name).collect();
    sent.extend(call.headers().keys().map(|name| name.as_str()));
    let none = Vec::new();
    for parameter in operation
        .get("parameters")
        .and_then(Value::as_array)
        .unwrap_or(&none)
    {
        let name = parameter["name"].as_str().unwrap();
        let found = sent.iter().any(|sent| sent.eq_ignore_ascii_case(name));
        let required = parameter["required"] == true && parameter["in"] != "path";
        assert!(found || !required, "{call:?} misses the parameter `{name}`");
        sent.retain(|sent| !sent.eq_ignore_ascii_case(name));
    }
    sent.retain(|name| !["accept", "content-type", "prefer"].contains(name));
    assert!(
        sent.is_empty(),
        "{call:?} sends {sent:?}, which the contract does not know"
    );

    let schema = operation
        .get("requestBody")
        .map(|body| &body["content"]["application/json"]["schema"]);
    match (schema, call.body()) {
        (Some(schema), Some(body)) => assert_fits(schema, &serde_json::from_slice(body).unwrap()),
        (None, Some(_)) => panic!("{call:?} has a body, which the contract does not know"),
        (_, None) => assert_ne!(
            operation.get("requestBody").map(|body| &body["required"]),
            Some(&json!(true))
        ),
    }
}

/// Asserts that the value is what the component of this name describes.
#[track_caller]
pub(crate) fn assert_component(name: &str, value: &Value) {
    assert_fits(&CONTRACT["components"]["schemas"][name], value);
}

#[track_caller]
fn assert_fits(schema: &Value, value: &Value) {
    assert!(!schema.is_null(), "the contract has no such schema");
    // `$ref`s start with `#/components`, so these stand beside the schema.
    let document = json!({"allOf": [schema], "components": CONTRACT["components"]});
    let validator: Validator = jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&document)
        .unwrap();
    let errors: Vec<_> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(
        errors.is_empty(),
        "{value:#} is not as in the contract: {errors:#?}"
    );
}

/// Says `nullable: true`, which is no keyword of JSON Schema, in a way that is.
fn with_null(schema: Value) -> Value {
    match schema {
        Value::Array(items) => items.into_iter().map(with_null).collect(),
        Value::Object(entries) => {
            let nullable = entries.get("nullable") == Some(&json!(true));
            let entries = entries
                .into_iter()
                .map(|(key, value)| (key, with_null(value)));
            let schema = Value::Object(entries.collect());
            if nullable {
                json!({"anyOf": [schema, {"type": "null"}]})
            } else {
                schema
            }
        }
        other => other,
    }
}
