//! The suite notices what it is there to notice.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::compare::{Compare, UNKNOWN};
use super::mutate::Mutation;
use super::sites::Sites;
use super::{Options, check, known, lost_null};
use crate::instances::judge::Judge;
use crate::instances::random::Random;

fn document() -> Value {
    json!({"components": {"schemas": {
        "Tagged": {
            "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
            "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/A"}},
        },
        "A": {
            "type": "object",
            "required": ["kind", "list"],
            "properties": {
                "kind": {"type": "string", "enum": ["a"]},
                "count": {"type": "integer"},
                "at": {"type": "string", "format": "date-time"},
                "list": {"type": "array", "items": {"type": "string", "enum": ["x", "y"]}},
                "map": {"type": "object", "additionalProperties": {"type": "integer"}},
            },
        },
        "B": {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}},
    }}})
}

fn value() -> Value {
    json!({"kind": "a", "count": 1, "at": "2026-01-02T03:04:05Z", "list": ["x"], "map": {"k/": 2}})
}

#[test]
fn losses_changes_and_inventions_are_found() {
    let compare = Compare::new(&document());
    let losses = |from: Value, to: Value| compare.losses(&from, &to).len();
    for (from, to) in [
        (json!({"a": 1}), json!({})),
        (json!({"a": 1}), json!({"a": 2})),
        (json!({"a": 1}), json!({"a": null})),
        (json!({"a": [1, 2]}), json!({"a": [1]})),
        (json!({}), json!({"a": "made up"})),
        (
            json!({"at": "2026-01-02T03:04:05Z"}),
            json!({"at": "2026-01-02T03:04:06Z"}),
        ),
        (json!({"a": "1.0"}), json!({"a": "1.00"})),
        (json!({"a": {}}), json!({})),
    ] {
        assert_eq!(losses(from.clone(), to.clone()), 1, "{from} {to}");
    }
    for (from, to) in [
        (json!({"a": 1}), json!({"a": 1.0})),
        (
            json!({"a": null, "b": null}),
            json!({"a": [], "c": {}, "d": null}),
        ),
        (json!({}), json!({"kind": "a"})),
        (json!({"kind": "a", UNKNOWN: 1}), json!({})),
        (
            json!("2026-01-02T03:04:05.1234567891234+02:00"),
            json!("2026-01-02T01:04:05.123456789Z"),
        ),
    ] {
        assert_eq!(losses(from.clone(), to.clone()), 0, "{from} {to}");
    }
    assert_eq!(
        lost_null("", &json!({"a": [{"b": null}]}), &json!({"a": [{}]})),
        Some("/a/0/b".to_owned())
    );
    assert_eq!(
        lost_null("", &json!({"a": null}), &json!({"a": null})),
        None
    );
}

#[test]
fn every_mutation_finds_its_places() {
    let document = document();
    let judge = Judge::new(&document);
    let sites = Sites {
        document: &document,
        judge: &judge,
    };
    let sites = sites.of(&document["components"]["schemas"]["Tagged"], &value());
    for mutation in Mutation::ALL {
        // Some choose by chance, and not always the same places.
        let mut seen = BTreeMap::new();
        for seed in 0..50 {
            let mutated = mutation.apply(&sites, &value(), &mut Random::new(seed));
            let Some(mutated) = mutated else { continue };
            for (pointer, is) in [
                ("/kind", mutated.get("kind")),
                ("/list", mutated.get("list")),
                ("/list/0", mutated.pointer("/list/0")),
                ("/map", mutated.get("map")),
                ("/map/k~1", mutated.pointer("/map/k~1")),
                ("/at", mutated.get("at")),
                ("/count", mutated.get("count")),
            ] {
                if is != value().pointer(pointer) {
                    seen.insert(pointer, is.cloned());
                }
            }
            if mutation == Mutation::UnknownFields {
                assert!(mutated.get(UNKNOWN).is_some());
                assert!(known(&sites, &mutated, mutation).is_err());
            }
        }
        let seen: Vec<_> = seen.into_keys().collect();
        let expected: &[&str] = match mutation {
            Mutation::UnknownFields => &[],
            Mutation::UnknownEnums => &["/list", "/list/0"],
            Mutation::UnknownTags => &["/kind"],
            Mutation::Nulls => &["/at", "/count", "/map", "/map/k~1"],
            Mutation::NoCollections => &["/list", "/list/0", "/map", "/map/k~1"],
            Mutation::FloatIntegers => &["/count", "/map", "/map/k~1"],
            Mutation::Times => &["/at"],
        };
        assert_eq!(seen, expected, "{mutation:?}");
    }
}

#[test]
fn every_operation_passes() {
    let options = Options {
        rounds: 4,
        seed: 99,
        operation: None,
    };
    let tally = check(&options).unwrap();
    let text = include_str!("../../../../spec/openapi.yaml");
    let operations = text.matches("      operationId: ").count();
    assert_eq!((tally.operations, tally.failed), (operations, 0));
    assert!(tally.passed > operations * 4);
}
