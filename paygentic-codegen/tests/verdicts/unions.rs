//! `oneOf` rejects what two of its alternatives accept; `anyOf` does not.

use serde_json::{Value, json};

use super::Wire::{Breaking, Risky, Safe};
use super::{check, document, model, property, reported};
use paygentic_codegen::diff::diff;

fn choice(keyword: &str, alternatives: &[Value]) -> Value {
    property(&json!({ keyword: alternatives }))
}

fn object(required: &[&str], names: &[&str]) -> Value {
    let text = json!({ "type": "string" });
    let properties: serde_json::Map<_, _> =
        names.iter().map(|name| ((*name).to_owned(), text.clone())).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

#[track_caller]
fn exclusive(alternatives: &[Value], there: paygentic_codegen::diff::Wire) {
    let ways = check(&choice("anyOf", alternatives), &choice("oneOf", alternatives), there, Safe);
    for way in ways {
        let id = way.changes[0].id;
        assert!(id.starts_with("alternatives-overlap-"), "{id}");
    }
}

#[test]
fn any_of_that_becomes_one_of_is_judged_by_the_overlap() {
    let of = |name: &str| json!({ "type": name });
    exclusive(&[of("string"), of("integer")], Safe);
    exclusive(&[of("number"), of("integer")], Breaking);
    let format = |format: &str| json!({ "type": "string", "format": format });
    exclusive(&[format("date"), format("date-time")], Safe);
    exclusive(&[format("date"), of("string")], Breaking);
    // Neither accepts what the other requires.
    exclusive(&[object(&["a"], &["a"]), object(&["b"], &["b"])], Safe);
    // Both accept an empty object, and more.
    exclusive(&[object(&[], &["a"]), object(&[], &["b"])], Breaking);
    let short =
        json!({ "type": "object", "properties": { "a": { "type": "string", "maxLength": 3 } } });
    exclusive(
        &[
            json!({ "type": "array", "items": of("string") }),
            json!({ "type": "array", "items": of("integer") }),
            short,
        ],
        Risky,
    );
}

#[test]
fn groups_of_required_properties_may_overlap() {
    let groups = |keyword: &str| {
        let mut schema = object(&[], &["a", "b"]);
        schema[keyword] = json!([{ "required": ["a"] }, { "required": ["b"] }]);
        schema
    };
    check(&groups("anyOf"), &groups("oneOf"), Breaking, Safe);
}

#[test]
fn a_new_alternative_that_accepts_old_values_makes_them_ambiguous() {
    let a = object(&["a"], &["a"]);
    let both = |more: Value| choice("oneOf", &[a.clone(), object(&["b"], &["b"]), more]);
    let before = choice("oneOf", &[a.clone(), object(&["b"], &["b"])]);
    check(&before, &both(object(&["c"], &["c"])), Safe, Breaking);
    check(&before, &both(object(&[], &["c"])), Breaking, Breaking);
    let any =
        |more: &[Value]| choice("anyOf", &[&[a.clone(), object(&["b"], &["b"])], more].concat());
    check(&any(&[]), &any(&[object(&[], &["c"])]), Safe, Breaking);
}

#[test]
fn an_alternative_that_others_cover_can_be_removed_safely() {
    let of = |name: &str| json!({ "type": name });
    let before = choice("anyOf", &[of("string"), of("integer"), of("number")]);
    check(&before, &choice("anyOf", &[of("string"), of("number")]), Safe, Safe);
    let before = choice("anyOf", &[of("string"), of("integer"), of("boolean")]);
    check(&before, &choice("anyOf", &[of("string"), of("integer")]), Breaking, Safe);
}

#[test]
fn the_order_of_alternatives_is_not_a_change() {
    let of = |name: &str| json!({ "type": name });
    let [one, other] = [[of("string"), of("integer")], [of("integer"), of("string")]].map(|all| {
        model(&document(|document| {
            document["components"]["schemas"]["Bill"]["properties"]["probe"] =
                json!({ "oneOf": all });
        }))
    });
    assert_eq!(reported(&diff(&one, &other).unwrap()), [""; 0]);
}
