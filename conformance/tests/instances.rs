//! Instances are valid by the contract, and the same for the same seed.

#![allow(clippy::unwrap_used)]

use paygentic_conformance::instances::judge::Judge;
use paygentic_conformance::instances::random::Random;
use paygentic_conformance::instances::{
    Detail, Instances, contract, operations, patterns, published,
};
use serde_json::{Value, json};

const DETAILS: [Detail; 3] = [Detail::Required, Detail::All, Detail::Random];

#[track_caller]
fn assert_all_valid(
    judge: &Judge,
    instances: &mut Instances<'_>,
    name: &str,
    pair: (&Value, &Value),
) {
    for round in 0..60 {
        let value = instances.valid(pair.0, DETAILS[round % 3]);
        let faults = judge.faults(pair.1, &value);
        assert!(faults.is_empty(), "{name}: {value:#} {faults:#?}");
    }
}

#[test]
fn instances_are_valid_by_the_published_document() {
    let (narrow, published) = (contract().unwrap(), published().unwrap());
    let judge = Judge::new(&published);
    let mut instances = Instances::new(&narrow, 1);
    let named = narrow["components"]["schemas"].as_object().unwrap();
    for (name, schema) in named {
        let by = &published["components"]["schemas"][name];
        assert_all_valid(&judge, &mut instances, name, (schema, by));
    }
    let both = operations(&narrow).into_iter().zip(operations(&published));
    let mut count = 0;
    for (one, by) in both {
        count += 1;
        for ((status, schema), (_, by)) in one.successes.iter().zip(&by.successes) {
            if let (Some(schema), Some(by)) = (schema, by) {
                assert_all_valid(
                    &judge,
                    &mut instances,
                    &format!("{} {status}", one.id),
                    (schema, by),
                );
            }
        }
        for ((status, schema), (_, by)) in one.errors.iter().zip(&by.errors) {
            if let (Some(schema), Some(by)) = (schema, by) {
                assert_all_valid(
                    &judge,
                    &mut instances,
                    &format!("{} {status}", one.id),
                    (schema, by),
                );
            }
        }
        for (parameter, by) in one.parameters.iter().zip(&by.parameters) {
            // There the overlay writes numbers for strings; in a query they look alike.
            if parameter.schema["type"] == by.schema["type"] {
                assert_all_valid(
                    &judge,
                    &mut instances,
                    &parameter.name,
                    (&parameter.schema, &by.schema),
                );
            }
        }
    }
    let text =
        concat!(include_str!("../../spec/openapi.yaml"), include_str!("../../spec/ahead.yaml"));
    assert_eq!(count, text.matches("      operationId: ").count());
}

#[test]
fn requests_are_valid_and_hold_nothing_read_only() {
    let (narrow, published) = (contract().unwrap(), published().unwrap());
    let judge = Judge::new(&published);
    let mut instances = Instances::new(&narrow, 2).for_requests();
    for (one, by) in operations(&narrow).iter().zip(operations(&published)) {
        if let (Some(schema), Some(by)) = (&one.request, &by.request) {
            assert_all_valid(&judge, &mut instances, &one.id, (schema, by));
        }
    }
    let schema =
        json!({"properties": {"a": {"type": "string", "readOnly": true}, "b": {"const": 1}}});
    assert_eq!(instances.valid(&schema, Detail::All), json!({"b": 1}));
}

#[test]
fn properties_of_the_other_direction_are_not_required() {
    let schema = json!({
        "required": ["id", "secret"],
        "properties": {"id": {"$ref": "#/components/schemas/Id"}, "secret": {"type": "string", "writeOnly": true}},
    });
    let document = json!({"components": {"schemas": {"Id": {"type": "string", "readOnly": true}}}});
    let (answers, requests) = (Judge::new(&document), Judge::new(&document).for_requests());
    assert!(answers.is_valid(&schema, &json!({"id": "1"})));
    assert!(!answers.is_valid(&schema, &json!({"secret": "s"})));
    assert!(requests.is_valid(&schema, &json!({"secret": "s"})));
    assert!(!requests.is_valid(&schema, &json!({"id": "1"})));
    let mut made = Instances::new(&document, 1);
    assert_eq!(made.valid(&schema, Detail::All).as_object().unwrap().len(), 1);
}

#[test]
fn documents_of_other_apis_are_understood() {
    let document = json!({"components": {"schemas": {
        "Base": {"properties": {"list": {"type": "array", "items": {"required": ["a"], "properties": {"a": {"type": "string"}}}}}},
    }}});
    let judge = Judge::new(&document);
    for schema in [
        // OpenAPI 3.0 says of a limit whether it is excluded.
        json!({"type": "integer", "minimum": 1, "maximum": 3, "exclusiveMinimum": true, "exclusiveMaximum": true}),
        json!({"type": "integer", "format": "uint8", "minimum": 250}),
        json!({"type": "string", "format": "uuid"}),
        json!({"type": "string", "pattern": r"^[^\s]{2}\d+$", "maxLength": 5}),
        // Both parts speak of the items.
        json!({"required": ["list"], "allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"list": {
            "minItems": 1, "items": {"anyOf": [{"properties": {"a": {"enum": ["x"]}}}, {"properties": {"a": {"enum": ["y"]}}}]},
        }}}]}),
        // What stands beside the reference is asked for too, and what is not described.
        json!({"$ref": "#/components/schemas/Base", "required": ["list", "other"]}),
        // With nothing in it, it would be both.
        json!({"oneOf": [
            {"properties": {"a": {"type": "string"}}, "additionalProperties": false},
            {"properties": {"b": {"type": "string"}}, "additionalProperties": false},
        ]}),
    ] {
        let mut instances = Instances::new(&document, 5);
        assert_all_valid(&judge, &mut instances, &schema.to_string(), (&schema, &schema));
    }
    let out_of_range = json!({"type": "integer", "minimum": 1, "exclusiveMinimum": true});
    assert!(!judge.is_valid(&out_of_range, &json!(1)));
    // That is how 3.0 writes an alternative that is null.
    let nullable = json!({"anyOf": [{"type": "integer"}, {"nullable": true}]});
    let mut instances = Instances::new(&document, 5);
    for _ in 0..30 {
        let value = instances.valid(&nullable, Detail::Random);
        assert!(value.is_null() || value.is_i64(), "{value}");
    }
}

/// A validation error is an error too, unless the document forbids other properties.
#[test]
fn alternatives_that_overlap_are_made_if_asked_for() {
    let document = json!({"components": {"schemas": {}}});
    let text = json!({"type": "string"});
    let error = json!({"type": "object", "required": ["m"], "properties": {"m": text.clone()}});
    let invalid = json!({"type": "object", "required": ["m", "fields"],
        "properties": {"m": text.clone(), "fields": {"type": "array", "items": text}}});
    let schema = json!({"oneOf": [error, invalid]});
    let with_fields = |mut instances: Instances<'_>| {
        let made = (0..20).map(|_| instances.valid(&schema, Detail::All));
        made.filter(|value| !value["fields"].is_null()).collect::<Vec<_>>()
    };
    assert!(with_fields(Instances::new(&document, 1)).is_empty());
    let made = with_fields(Instances::new(&document, 1).with_overlaps());
    assert!(!made.is_empty());
    let (strict, overlapping) = (Judge::new(&document), Judge::new(&document).with_overlaps());
    for value in made {
        assert!(!strict.is_valid(&schema, &value) && overlapping.is_valid(&schema, &value));
    }
}

#[test]
fn the_same_seed_gives_the_same() {
    let document = contract().unwrap();
    let schema = json!({"$ref": "#/components/schemas/Invoice"});
    let make = |seed| Instances::new(&document, seed).valid(&schema, Detail::Random);
    assert_eq!(make(7), make(7));
    assert_ne!(make(7), make(8));
}

#[test]
fn a_pattern_is_supported_or_refused() {
    let mut random = Random::new(3);
    assert_eq!(patterns::text("^ab{2}$", &mut random).unwrap(), "abb");
    assert_eq!(patterns::text("^(?:a|a)\\.$", &mut random).unwrap(), "a.");
    // Letters of ASCII, where there are any.
    let text = patterns::text(r"^[^a]\d[^\x00-\x7f]$", &mut random).unwrap();
    let letters: Vec<char> = text.chars().collect();
    assert!(matches!(letters[..], [' '..='~', '0'..='9', '\u{80}'..='\u{10ffff}']), "{text}");
    for unknown in ["(?=a)", "a)", "a{2"] {
        assert_eq!(patterns::text(unknown, &mut random), None, "{unknown}");
    }
}
