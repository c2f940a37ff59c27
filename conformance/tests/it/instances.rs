//! Instances are valid by the schemas that they are made from.

use paygentic_conformance::instances::judge::Judge;
use paygentic_conformance::instances::random::Random;
use paygentic_conformance::instances::{
    Detail, Instances, contract, operations, patterns, published,
};
use serde_json::{Value, json};

#[track_caller]
fn assert_all_valid(
    rounds: u64,
    judge: &Judge,
    instances: &mut Instances<'_>,
    schema: &Value,
    by: &Value,
) {
    for round in 0..rounds {
        let value = instances.valid(schema, Detail::of(round % 3));
        let faults = judge.faults(by, &value);
        assert!(faults.is_empty(), "{schema}: {value:#} {faults:#?}");
    }
}

/// Without overlaps, as the suite `oracle` generates them; `properties` judges what it generates itself.
#[test]
fn successes_are_valid_by_the_published_document() {
    let (narrow, published) = (contract().unwrap(), published().unwrap());
    let judge = Judge::new(&published);
    let mut instances = Instances::new(&narrow, 1);
    for (one, by) in operations(&narrow).iter().zip(operations(&published)) {
        for ((_, schema), (_, by)) in one.successes.iter().zip(&by.successes) {
            if let (Some(schema), Some(by)) = (schema, by) {
                assert_all_valid(12, &judge, &mut instances, schema, by);
            }
        }
    }
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
    // They are not generated either.
    let made = |mut instances: Instances<'_>| instances.valid(&schema, Detail::All);
    assert!(made(Instances::new(&document, 1))["secret"].is_null());
    assert!(made(Instances::new(&document, 1).for_requests())["id"].is_null());
}

#[test]
fn documents_of_other_apis_are_understood() {
    let document = json!({"components": {"schemas": {
        "Base": {"properties": {"list": {"type": "array", "items": {"required": ["a"], "properties": {"a": {"type": "string"}}}}}},
    }}});
    let judge = Judge::new(&document);
    for schema in [
        // In OpenAPI 3.0, exclusive limits are flags.
        json!({"type": "integer", "minimum": 1, "maximum": 3, "exclusiveMinimum": true, "exclusiveMaximum": true}),
        json!({"type": "integer", "format": "uint8", "minimum": 250}),
        json!({"type": "string", "format": "uuid"}),
        json!({"type": "string", "pattern": r"^[^\s]{2}\d+$", "maxLength": 5}),
        // Both parts describe the items.
        json!({"required": ["list"], "allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"list": {
            "minItems": 1, "items": {"anyOf": [{"properties": {"a": {"enum": ["x"]}}}, {"properties": {"a": {"enum": ["y"]}}}]},
        }}}]}),
        // Sibling keywords of the reference count too, and so do required properties that are not described.
        json!({"$ref": "#/components/schemas/Base", "required": ["list", "other"]}),
        // An empty object would match both.
        json!({"oneOf": [
            {"properties": {"a": {"type": "string"}}, "additionalProperties": false},
            {"properties": {"b": {"type": "string"}}, "additionalProperties": false},
        ]}),
    ] {
        let mut instances = Instances::new(&document, 5);
        assert_all_valid(60, &judge, &mut instances, &schema, &schema);
    }
    let out_of_range = json!({"type": "integer", "minimum": 1, "exclusiveMinimum": true});
    assert!(!judge.is_valid(&out_of_range, &json!(1)));
    // OpenAPI 3.0 writes a null alternative like this.
    let nullable = json!({"anyOf": [{"type": "integer"}, {"nullable": true}]});
    let mut instances = Instances::new(&document, 5);
    for _ in 0..30 {
        let value = instances.valid(&nullable, Detail::Random);
        assert!(value.is_null() || value.is_i64(), "{value}");
    }
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
