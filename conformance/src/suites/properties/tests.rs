//! The suite finds the faults that it is made for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::mutate::{Mutation, UNKNOWN};
use super::sites::Sites;
use super::{Options, check, known};
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
                "price": {"type": "number", "format": "decimal"},
                "at": {"type": "string", "format": "date-time"},
                "list": {"type": "array", "items": {"type": "string", "enum": ["x", "y"]}},
                "map": {"type": "object", "additionalProperties": {"type": "integer"}},
            },
        },
        "B": {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}},
    }}})
}

fn value() -> Value {
    json!({"kind": "a", "count": 1, "price": 1.5, "at": "2026-01-02T03:04:05Z", "list": ["x"], "map": {"k/": 2}})
}

#[test]
fn every_mutation_finds_its_places() {
    let document = document();
    let judge = Judge::new(&document);
    let sites = Sites { document: &document, judge: &judge };
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
                ("/price", mutated.get("price")),
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
            Mutation::UnknownEnums => &["/kind", "/list", "/list/0"],
            Mutation::UnknownTags => &["/kind"],
            Mutation::Nulls => &["/at", "/count", "/map", "/map/k~1", "/price"],
            Mutation::NoCollections => &["/list", "/list/0", "/map", "/map/k~1"],
            Mutation::FloatIntegers => &["/count", "/map", "/map/k~1"],
            Mutation::Times => &["/at"],
            Mutation::Digits => &["/price"],
        };
        assert_eq!(seen, expected, "{mutation:?}");
    }
}

#[test]
fn every_operation_passes() {
    let options = Options { rounds: 4, seed: 99, operation: None };
    let tally = check(&options).unwrap();
    let text = concat!(
        include_str!("../../../../spec/openapi.yaml"),
        include_str!("../../../../spec/ahead.yaml")
    );
    let operations = text.matches("      operationId: ").count();
    assert_eq!((tally.operations, tally.failed), (operations, 0));
    assert!(tally.passed > operations * 4);
}
