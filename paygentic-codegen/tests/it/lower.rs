//! From 3.1 to 3.0: what each keyword becomes.
#![allow(clippy::unwrap_used, clippy::panic)]

use paygentic_codegen::lower;
use serde_json::{Value, json};

/// A schema after lowering, without the original locations that are recorded for findings.
fn lowered(schema: Value) -> Value {
    let mut document = json!({"components": {"schemas": {"X": schema}}});
    lower::lower(&mut document);
    let mut schema = document["components"]["schemas"]["X"].take();
    without_moves(&mut schema);
    schema
}

fn without_moves(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.shift_remove("x-moved");
            object.values_mut().for_each(without_moves);
        }
        Value::Array(list) => list.iter_mut().for_each(without_moves),
        _ => {}
    }
}

fn reference() -> Value {
    json!({"$ref": "#/components/schemas/Order"})
}

#[test]
fn type_lists() {
    assert_eq!(lowered(json!({"type": ["string"]})), json!({"type": "string"}));
    assert_eq!(
        lowered(json!({"type": ["number", "null"]})),
        json!({"type": "number", "nullable": true})
    );
    assert_eq!(lowered(json!({"type": ["null"]})), json!({"enum": [null], "nullable": true}));
    assert_eq!(lowered(json!({"type": "null"})), json!({"enum": [null], "nullable": true}));
    assert_eq!(lowered(json!({"type": ["integer", "number"]})), json!({"type": "number"}));
}

#[test]
fn several_types_become_alternatives_with_their_own_keywords() {
    let schema = json!({
        "type": ["string", "integer", "array", "null"],
        "x-rust-name": "Value",
        "description": "Any of them",
        "maxLength": 3,
        "exclusiveMinimum": 0,
        "items": {"type": ["string", "null"]},
        "format": "date",
    });
    let expected = json!({
        "x-rust-name": "Value",
        "description": "Any of them",
        "nullable": true,
        "anyOf": [
            {"type": "string", "maxLength": 3, "format": "date"},
            {"type": "integer", "minimum": 0, "exclusiveMinimum": true},
            {"type": "array", "items": {"type": "string", "nullable": true}},
        ],
    });
    assert_eq!(lowered(schema), expected);
    let values = json!({"type": ["string", "integer", "boolean"], "enum": ["a", 1, "b"]});
    let expected = json!({"anyOf": [
        {"type": "string", "enum": ["a", "b"]},
        {"type": "integer", "enum": [1]},
    ]});
    assert_eq!(lowered(values), expected);
}

#[test]
fn null_alternatives_become_nullable() {
    let two = json!({"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]});
    let expected = json!({"oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": true});
    assert_eq!(lowered(two), expected);
    let one = json!({"anyOf": [{"type": "null"}, reference()], "x-rust-name": "Maybe"});
    let expected = json!({"x-rust-name": "Maybe", "allOf": [reference()], "nullable": true});
    assert_eq!(lowered(one), expected);
    let inside = json!({"anyOf": [{"type": ["string", "null"]}, {"type": "boolean"}]});
    let expected = json!({"anyOf": [{"type": "string"}, {"type": "boolean"}], "nullable": true});
    assert_eq!(lowered(inside), expected);
    let written = [json!({"const": null}), json!({"enum": [null]}), json!({"type": ["null"]})];
    for alternative in written {
        let expected = json!({"allOf": [reference()], "nullable": true});
        assert_eq!(lowered(json!({"oneOf": [reference(), alternative]})), expected);
    }
    let none = json!({"oneOf": [{"type": "null"}]});
    assert_eq!(lowered(none), json!({"enum": [null], "nullable": true}));
}

#[test]
fn one_value_and_null_among_values() {
    assert_eq!(lowered(json!({"const": "a"})), json!({"enum": ["a"], "type": "string"}));
    assert_eq!(lowered(json!({"const": null})), json!({"enum": [null], "nullable": true}));
    let values = json!({"type": "string", "enum": ["a", null, "b"]});
    assert_eq!(lowered(values), json!({"type": "string", "enum": ["a", "b"], "nullable": true}));
}

#[test]
fn exclusive_bounds() {
    let both = json!({"exclusiveMinimum": 0, "exclusiveMaximum": 1.5});
    let expected =
        json!({"minimum": 0, "exclusiveMinimum": true, "maximum": 1.5, "exclusiveMaximum": true});
    assert_eq!(lowered(both), expected);
    let stricter_inclusive = json!({"minimum": 5, "exclusiveMinimum": 0});
    assert_eq!(lowered(stricter_inclusive), json!({"minimum": 5}));
    let same = json!({"maximum": 5, "exclusiveMaximum": 5});
    assert_eq!(lowered(same), json!({"maximum": 5, "exclusiveMaximum": true}));
    let already = json!({"minimum": 5, "exclusiveMinimum": true});
    assert_eq!(lowered(already.clone()), already);
}

#[test]
fn keywords_beside_a_reference() {
    assert_eq!(lowered(reference()), reference());
    let annotated =
        json!({"$ref": "#/components/schemas/Order", "default": 1, "x-a": 2, "deprecated": true});
    let expected = json!({"default": 1, "x-a": 2, "deprecated": true, "allOf": [reference()]});
    assert_eq!(lowered(annotated), expected);
    let narrowed = json!({
        "$ref": "#/components/schemas/Order",
        "nullable": true,
        "required": ["id"],
        "properties": {"id": {"const": "x"}},
        "allOf": [{"type": "object"}],
    });
    let expected = json!({
        "nullable": true,
        "allOf": [
            reference(),
            {"type": "object"},
            {"required": ["id"], "properties": {"id": {"enum": ["x"], "type": "string"}}},
        ],
    });
    assert_eq!(lowered(narrowed), expected);
}

#[test]
fn keywords_that_3_0_lacks_become_extensions() {
    assert_eq!(lowered(json!(true)), json!({}));
    assert_eq!(lowered(json!({"items": true})), json!({"items": {}}));
    assert_eq!(
        lowered(json!({"unevaluatedProperties": false})),
        json!({"x-unevaluated-properties": false})
    );
    let typed = json!({"unevaluatedProperties": {"type": ["string", "null"]}});
    let expected = json!({"additionalProperties": {"type": "string", "nullable": true}});
    assert_eq!(lowered(typed), expected);
    assert_eq!(
        lowered(json!({"contentEncoding": "base64"})),
        json!({
            "x-content-encoding": "base64",
            "x-further-constraints": {"contentEncoding": "base64"},
        })
    );
    // Constraints that only the server checks are kept as published, so that a change is reported.
    let constraint = json!({"type": "string", "not": {"const": "x"}});
    let expected = json!({"type": "string", "x-further-constraints": {"not": {"const": "x"}}});
    assert_eq!(lowered(constraint), expected);
    assert_eq!(lowered(json!({"$comment": "no", "default": null})), json!({"x-default": null}));
    let mapped = json!({"discriminator": {"propertyName": "kind", "mapping": {"a": "Order"}}});
    assert_eq!(lowered(mapped)["discriminator"]["mapping"]["a"], "#/components/schemas/Order");
}

#[test]
fn names_in_the_document_are_not_keywords() {
    let schema = json!({"type": "object", "properties": {
        "const": {"type": "string"}, "$ref": {"type": "string"}, "type": {"type": "string"},
    }});
    assert_eq!(lowered(schema.clone()), schema);
}

#[test]
fn operations() {
    let mut document = json!({"paths": {"/v0/orders/{orderId}/line-items": {
        "post": {
            "requestBody": {"content": {"text/plain": {}, "application/json": {"schema": {"const": 1}}}},
            "callbacks": {"done": {}},
            "responses": {"200": {"content": {"application/json": {"schema": true}}, "links": {}}},
        },
    }}, "webhooks": {"paid": {}}});
    lower::lower(&mut document);
    let expected = json!({"paths": {"/v0/orders/{orderId}/line-items": {
        "post": {
            "operationId": "postV0OrdersOrderIdLineItems",
            "requestBody": {
                "content": {"application/json": {"schema": {"enum": [1], "type": "integer"}}},
                "x-other-media-types": ["text/plain"],
            },
            "responses": {"200": {"content": {"application/json": {"schema": {}}}, "description": ""}},
        },
    }}, "info": {"title": "", "version": ""}});
    assert_eq!(document, expected);
}

#[test]
fn unreadable_values_are_reported_with_their_location() {
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "", "version": ""},
        "paths": {"/a": {
            "parameters": [{"name": 7, "in": "query", "schema": {}}],
            "get": {"operationId": "getA", "responses": {"200": {"description": 7}}},
        }},
        "components": {"schemas": {"A": {"type": "string", "minLength": "x"}, "B": {"type": "string"}}},
    });
    let errors = lower::typed(document).unwrap_err();
    let places: Vec<_> = errors.0.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(places, ["#/paths/~1a/parameters/0", "#/paths/~1a/get", "#/components/schemas/A"]);
    assert_eq!(errors.0[1].operation.as_deref(), Some("getA"));
}
