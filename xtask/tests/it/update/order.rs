//! The order of a published document has no meaning: an update that only reorders it rewrites nothing, and an overlay
//! with numeric indices means the same as before.

use serde_json::{Map, Value, json};
use xtask::cli::GenerateArgs;
use xtask::generate::generate;

use super::*;

/// The small document, with an unordered item of each kind.
fn document() -> Value {
    let mut document: Value = serde_json::from_str(DOCUMENT).unwrap();
    document["tags"] = json!([{ "name": "items" }, { "name": "other" }]);
    document["servers"] =
        json!([{ "url": "https://api.items.example" }, { "url": "https://test.items.example" }]);
    document["components"]["securitySchemes"] = json!({
        "token": { "type": "http", "scheme": "bearer" },
        "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
    });
    document["security"] = json!([{ "token": [] }, { "key": [] }]);
    let text = json!({ "type": "string" });
    document["paths"]["/items"]["get"]["parameters"] = json!([
        { "name": "a", "in": "query", "schema": { "type": "string", "enum": ["x", "y"] } },
        { "name": "b", "in": "query", "schema": text.clone() },
    ]);
    document["components"]["schemas"]["Item"] = json!({
        "type": "object", "required": ["id", "shape"],
        "properties": {
            "id": text.clone(),
            "shape": { "oneOf": [
                { "type": "object", "required": ["round"], "properties": { "round": text.clone() } },
                { "type": "object", "required": ["long"], "properties": { "long": text.clone() } },
            ] },
        },
    });
    document
}

/// An overlay with numeric indices.
const COUNTS: &str = "overlay: 1.0.0
info: {title: Ours, version: '1'}
actions:
  - target: $.info
    update: {title: Items}
  - target: $.components.schemas.Item.properties.shape.oneOf[1]
    description: A better name.
    update: {x-rust-name: Rod}
  - target: $.paths['/items'].get.parameters[0].schema
    description: Documentation.
    update: {description: Which.}
";

fn checkout_with_counts() -> (TempDir, Repository) {
    let (folder, repository) = ready();
    publish(&repository, &document().to_string());
    fetch(&repository, Some(&from(&repository)), date(2026, 7, 30), &Limits::default()).unwrap();
    write(&repository.overlay(), COUNTS);
    generate(&repository, &GenerateArgs::default()).unwrap();
    (folder, repository)
}

/// The value with all keys and all lists of the document reversed.
fn turned(value: &Value) -> Value {
    match value {
        Value::Object(entries) => {
            let entries = entries.iter().rev();
            Value::Object(Map::from_iter(entries.map(|(key, value)| (key.clone(), turned(value)))))
        }
        Value::Array(items) => items.iter().rev().map(turned).collect(),
        other => other.clone(),
    }
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(entries) => {
            let mut entries: Vec<_> =
                entries.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(Map::from_iter(entries))
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[test]
fn a_changed_order_alone_rewrites_nothing() {
    for order in [turned, sorted] {
        let (_folder, repository) = checkout_with_counts();
        let other = order(&document()).to_string();
        let (account, changed) = run_and_compare(&repository, &other);
        assert!(account.contains("only descriptions or the order"), "{account}");
        assert_eq!(changed, ["spec/source.toml"]);
    }
}

#[test]
fn only_changes_other_than_the_order_are_reported() {
    let (_folder, repository) = checkout_with_counts();
    let mut other = turned(&document());
    other["components"]["schemas"]["Item"]["properties"]["size"] = json!({ "type": "integer" });
    let account = run(&repository, &other.to_string());
    assert!(account.contains("1 change: 1 is an addition"), "{account}");
    let overlay = read(&repository, "spec/overlay.yaml");
    assert_eq!(overlay, COUNTS);
}
