//! The comparison finds the differences that it is made for.

use paygentic_conformance::compare::Kind::{
    Added, AddedNull, Changed, Emptied, Lost, LostNull, Undescribed,
};
use paygentic_conformance::compare::{Kind, compare};
use serde_json::{Value, json};

fn document() -> Value {
    json!({"components": {"schemas": {
        "Item": {
            "required": ["object", "list", "map", "must"],
            "properties": {
                "object": {"type": "string", "enum": ["item"]},
                "note": {"const": "n"},
                "at": {"type": "string", "format": "date-time"},
                "name": {"type": "string", "nullable": true},
                "price": {"type": "number"},
                "free": {"type": "object"},
                "rates": {"type": "object", "additionalProperties": {"type": "number"}},
                "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Item", "description": ""}},
                "list": {"type": "array"},
                "map": {"type": "object", "additionalProperties": {}},
                "must": {"type": "string"},
                "tagged": {"oneOf": [{"$ref": "#/components/schemas/Left"}, {"$ref": "#/components/schemas/Right"}]},
            },
            "allOf": [{"oneOf": [{"properties": {"left": {}}}, {"properties": {"right": {}}}]}],
        },
        "Left": {"properties": {"kind": {"enum": ["left"]}}},
        "Right": {"properties": {"kind": {"const": "right"}}},
    }}})
}

/// Compares two values by the schema `Item`.
fn found(raw: &Value, out: &Value) -> Vec<(String, Kind)> {
    let schema = json!({"$ref": "#/components/schemas/Item"});
    let found = compare(&document(), &schema, raw, out);
    found.into_iter().map(|one| (one.at, one.kind)).collect()
}

#[test]
fn spelling_does_not_count() {
    for (raw, out) in [
        (json!({"price": 10.0}), json!({"price": 10})),
        (json!({"price": 1e30}), json!({"price": 1.0e30})),
        (json!({"at": "2026-01-01T02:00:00.0+02:00"}), json!({"at": "2026-01-01T00:00:00Z"})),
        (
            json!({"at": "2026-01-02t03:04:05.1234567891234+02:00"}),
            json!({"at": "2026-01-02T01:04:05.123456789Z"}),
        ),
        // The only value is written if it is required.
        (json!({}), json!({"object": "item"})),
    ] {
        assert_eq!(found(&raw, &out), [], "{raw} {out}");
    }
}

#[test]
fn every_other_difference_counts() {
    let times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.0Z", "2026-01-01T00:00:01Z"];
    let large = [9_007_199_254_740_993_u64, 9_007_199_254_740_992];
    for (raw, out, at, kind) in [
        (json!({"name": "a"}), json!({"name": "b"}), "/name", Changed),
        (json!({"name": "1.0"}), json!({"name": "1.00"}), "/name", Changed),
        (json!({"name": "a"}), json!({"name": null}), "/name", Changed),
        (json!({"name": null}), json!({"name": ""}), "/name", Changed),
        (json!({"name": times[0]}), json!({"name": times[1]}), "/name", Changed),
        (json!({"at": times[0]}), json!({"at": times[2]}), "/at", Changed),
        (json!({"at": "yesterday"}), json!({"at": "today"}), "/at", Changed),
        (json!({"price": 0.1}), json!({"price": 0.2}), "/price", Changed),
        (json!({"price": 1}), json!({"price": "1"}), "/price", Changed),
        (json!({"price": large[0]}), json!({"price": large[1]}), "/price", Changed),
        (json!({"price": large[0]}), json!({"price": large[1] as f64}), "/price", Changed),
        (json!({"parts": [1, 2]}), json!({"parts": [1]}), "/parts", Changed),
        (json!({"parts": []}), json!({"parts": {}}), "/parts", Changed),
        (json!({"parts": null}), json!({"parts": []}), "/parts", Changed),
        (json!({"other": 1}), json!({"other": 2}), "/other", Changed),
        // What is described must be there.
        (json!({"name": "a"}), json!({}), "/name", Lost),
        (json!({"rates": {"vat": 1}}), json!({"rates": {}}), "/rates/vat", Lost),
        (json!({"free": {"a": {"b": 1}}}), json!({"free": {"a": {}}}), "/free/a/b", Lost),
        (json!({"parts": [{"right": 1}]}), json!({"parts": [{}]}), "/parts/0/right", Lost),
        (json!({"parts": []}), json!({}), "/parts", Lost),
        (json!({"list": [], "map": {"a": 1}}), json!({"list": [], "map": {}}), "/map/a", Lost),
        (json!({"other": 1}), json!({}), "/other", Undescribed),
        (json!({"x/y": null}), json!({}), "/x~1y", Undescribed),
        (json!({}), json!({"name": "a"}), "/name", Added),
        (json!({}), json!({"name": null}), "/name", Added),
        (json!({}), json!({"parts": []}), "/parts", Added),
        (json!({}), json!({"other": 1}), "/other", Added),
        // Null counts as nothing only in a property.
        (json!({"name": null}), json!({}), "/name", LostNull),
        (json!({"rates": {"a": null}}), json!({"rates": {}}), "/rates/a", Lost),
        (json!({"free": {"a": null}}), json!({"free": {}}), "/free/a", Lost),
        (json!({"parts": [null]}), json!({"parts": []}), "/parts", Changed),
        // The only value is kept.
        (json!({"note": "n"}), json!({}), "/note", Lost),
        (json!({"note": "x"}), json!({}), "/note", Lost),
        (json!({"object": "item"}), json!({}), "/object", Lost),
        (json!({}), json!({"note": "n"}), "/note", Added),
        (json!({}), json!({"object": "x"}), "/object", Added),
        // Each alternative has its own constant, so none of them is implied.
        (json!({"tagged": {"kind": "left"}}), json!({"tagged": {}}), "/tagged/kind", Lost),
        // Required lists and maps may become empty.
        (json!({"list": null}), json!({"list": []}), "/list", Emptied),
        (json!({}), json!({"map": {}}), "/map", Emptied),
        (json!({}), json!({"must": ""}), "/must", Added),
        (json!({}), json!({"must": null}), "/must", AddedNull),
    ] {
        assert_eq!(found(&raw, &out), [(at.to_owned(), kind)], "{raw} {out}");
    }
}
