//! The comparison finds the differences that it is made for.

use serde_json::{Value, json};

use super::Kind::{Added, AddedNull, Changed, Emptied, Lost, LostNull, Undescribed};
use super::{Kind, compare};

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

fn differences(raw: &Value, out: &Value) -> Vec<(String, Kind)> {
    let schema = json!({"$ref": "#/components/schemas/Item"});
    let found = compare(&document(), &schema, raw, out);
    found.into_iter().map(|one| (one.at, one.kind)).collect()
}

fn assert_found(raw: Value, out: Value, expected: &[(&str, Kind)]) {
    let expected: Vec<_> = expected.iter().map(|(at, kind)| ((*at).to_owned(), *kind)).collect();
    assert_eq!(differences(&raw, &out), expected, "{raw} {out}");
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
    ] {
        assert_found(raw, out, &[]);
    }
}

#[test]
fn values_count() {
    for (name, raw, out) in [
        ("name", json!("a"), json!("b")),
        ("name", json!("1.0"), json!("1.00")),
        ("name", json!("a"), json!(null)),
        ("name", json!(null), json!("")),
        ("name", json!("2026-01-01T00:00:00Z"), json!("2026-01-01T00:00:00.0Z")),
        ("at", json!("2026-01-01T00:00:00Z"), json!("2026-01-01T00:00:01Z")),
        ("at", json!("yesterday"), json!("today")),
        ("price", json!(0.1), json!(0.2)),
        ("price", json!(1), json!("1")),
        ("price", json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992_u64)),
        ("price", json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992.0)),
        ("parts", json!([1, 2]), json!([1])),
        ("parts", json!([]), json!({})),
    ] {
        let at = format!("/{name}");
        assert_found(json!({name: raw}), json!({name: out}), &[(&at, Changed)]);
    }
}

#[test]
fn what_is_described_must_be_there() {
    let raw = json!({"name": "a", "free": {"a": {"b": 1}}, "rates": {"vat": 1}, "parts": [{"right": 1}], "price": 1});
    let out = json!({"free": {"a": {}}, "rates": {}, "parts": [{}], "price": 1});
    let lost = ["/free/a/b", "/name", "/parts/0/right", "/rates/vat"].map(|at| (at, Lost));
    assert_found(raw, out, &lost);
    assert_found(json!({}), json!({"name": "a"}), &[("/name", Added)]);
    assert_found(json!({}), json!({"name": null}), &[("/name", Added)]);
    assert_found(json!({}), json!({"parts": []}), &[("/parts", Added)]);
    assert_found(json!({"parts": []}), json!({}), &[("/parts", Lost)]);
    let unknown = json!({"other": 1, "x/y": null});
    let places = [("/other", Undescribed), ("/x~1y", Undescribed)];
    assert_found(unknown.clone(), json!({}), &places);
    assert_found(json!({}), json!({"other": 1}), &[("/other", Added)]);
    assert_found(json!({"other": 1}), json!({"other": 2}), &[("/other", Changed)]);
}

#[test]
fn null_counts_as_nothing_only_in_a_property() {
    assert_found(json!({"name": null}), json!({}), &[("/name", LostNull)]);
    assert_found(json!({"rates": {"a": null}}), json!({"rates": {}}), &[("/rates/a", Lost)]);
    assert_found(json!({"free": {"a": null}}), json!({"free": {}}), &[("/free/a", Lost)]);
    assert_found(json!({"parts": [null]}), json!({"parts": []}), &[("/parts", Changed)]);
}

#[test]
fn the_only_value_is_written_if_it_is_required_and_else_kept() {
    assert_found(json!({"note": "n"}), json!({}), &[("/note", Lost)]);
    assert_found(json!({}), json!({"object": "item"}), &[]);
    assert_found(json!({"object": "item"}), json!({}), &[("/object", Lost)]);
    assert_found(json!({}), json!({"note": "n"}), &[("/note", Added)]);
    assert_found(json!({"note": "x"}), json!({}), &[("/note", Lost)]);
    assert_found(json!({}), json!({"object": "x"}), &[("/object", Added)]);
    // Each choice has its own: none of them goes without saying.
    let tagged = json!({"tagged": {"kind": "left"}});
    assert_found(tagged, json!({"tagged": {}}), &[("/tagged/kind", Lost)]);
}

#[test]
fn required_lists_and_maps_may_become_empty() {
    let out = json!({"list": [], "map": {}});
    let emptied = [("/list", Emptied), ("/map", Emptied)];
    assert_found(json!({"list": null}), out.clone(), &emptied);
    assert_found(json!({"list": [], "map": {"a": 1}}), out, &[("/map/a", Lost)]);
    assert_found(json!({"parts": null}), json!({"parts": []}), &[("/parts", Changed)]);
    assert_found(json!({}), json!({"must": ""}), &[("/must", Added)]);
    assert_found(json!({}), json!({"must": null}), &[("/must", AddedNull)]);
}
