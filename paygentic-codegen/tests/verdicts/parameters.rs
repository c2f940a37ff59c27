//! Parameters are sent as text: a verdict depends on that text, not on how the document spells types and styles.

use serde_json::{Value, json};

use super::Wire::{Breaking, Risky, Safe};
use super::{alike, at, pair};

/// Sets these keys of a parameter of the document.
fn parameter(index: usize, with: Value) -> impl FnOnce(&mut Value) {
    move |document| {
        let parameter = at(document, &format!("/parameters/{index}")).as_object_mut().unwrap();
        for (key, value) in with.as_object().unwrap() {
            parameter.insert(key.clone(), value.clone());
        }
    }
}

const PATH: usize = 0;
const HEADER: usize = 1;
const QUERY: usize = 2;

fn query(schema: Value) -> impl FnOnce(&mut Value) {
    parameter(QUERY, json!({ "schema": schema }))
}

fn list(items: &str) -> Value {
    json!({ "type": "array", "items": { "type": items } })
}

#[test]
fn a_single_value_is_a_list_of_one() {
    let of = |name: &str| json!({ "type": name });
    pair(query(of("string")), query(list("string")), Safe, Breaking);
    pair(query(of("integer")), query(list("integer")), Safe, Breaking);
    pair(query(of("integer")), query(list("string")), Safe, Breaking);
    pair(query(of("string")), query(list("integer")), Breaking, Breaking);
    let at_least =
        |count: u32| json!({ "type": "array", "items": { "type": "string" }, "minItems": count });
    pair(query(of("string")), query(at_least(1)), Safe, Breaking);
    pair(query(of("string")), query(at_least(2)), Breaking, Breaking);
}

#[test]
fn a_string_with_a_separator_is_read_as_several_items() {
    let of = |name: &str| json!({ "schema": { "type": name } });
    let joined = |items: &str| json!({ "schema": list(items), "explode": false });
    pair(parameter(QUERY, of("string")), parameter(QUERY, joined("string")), Risky, Breaking);
    pair(parameter(QUERY, of("integer")), parameter(QUERY, joined("integer")), Safe, Breaking);
    let listed = |values: Value| json!({ "schema": { "type": "string", "enum": values } });
    pair(
        parameter(QUERY, listed(json!(["a", "b"]))),
        parameter(QUERY, joined("string")),
        Safe,
        Breaking,
    );
    pair(
        parameter(QUERY, listed(json!(["a,b"]))),
        parameter(QUERY, joined("string")),
        Breaking,
        Breaking,
    );
    let header = |schema: Value| parameter(HEADER, json!({ "schema": schema }));
    pair(header(json!({ "type": "string" })), header(list("string")), Risky, Breaking);
    let path = |schema: Value| parameter(PATH, json!({ "schema": schema }));
    pair(path(json!({ "type": "string" })), path(list("string")), Risky, Breaking);
}

#[test]
fn numbers_and_booleans_are_sent_as_text() {
    let of = |name: &str| json!({ "type": name });
    pair(query(of("integer")), query(of("string")), Safe, Breaking);
    pair(query(of("number")), query(of("string")), Safe, Breaking);
    pair(query(of("boolean")), query(of("string")), Safe, Breaking);
    let listed = |values: Value| json!({ "type": "string", "enum": values });
    pair(query(of("boolean")), query(listed(json!(["true", "false"]))), Safe, Safe);
    pair(query(of("boolean")), query(listed(json!(["yes", "no"]))), Breaking, Breaking);
    let numbers = json!({ "type": "integer", "enum": [1, 2] });
    pair(query(numbers), query(listed(json!(["1", "2"]))), Safe, Safe);
    let path = |name: &str| parameter(PATH, json!({ "schema": { "type": name } }));
    pair(path("integer"), path("string"), Safe, Breaking);
}

#[test]
fn a_style_that_serializes_the_same_is_not_a_change() {
    alike(|_| {}, parameter(PATH, json!({ "explode": true })));
    for style in ["label", "matrix"] {
        alike(
            parameter(PATH, json!({ "style": style })),
            parameter(PATH, json!({ "style": style, "explode": true })),
        );
    }
    alike(
        parameter(HEADER, json!({ "schema": list("string") })),
        parameter(HEADER, json!({ "schema": list("string"), "explode": true })),
    );
    alike(
        query(list("string")),
        parameter(QUERY, json!({ "schema": list("string"), "style": "form", "explode": true })),
    );
    alike(|_| {}, parameter(QUERY, json!({ "style": "form", "explode": false })));
    alike(|_| {}, parameter(QUERY, json!({ "allowReserved": true })));
}

#[test]
fn a_style_that_serializes_differently_breaks() {
    let lists = |more: Value| {
        let mut with = json!({ "schema": list("string") });
        with.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        with
    };
    let exploded = || parameter(QUERY, lists(json!({})));
    pair(exploded(), parameter(QUERY, lists(json!({ "explode": false }))), Breaking, Breaking);
    let bars = json!({ "style": "pipeDelimited", "explode": false });
    pair(exploded(), parameter(QUERY, lists(bars)), Breaking, Breaking);
    pair(|_| {}, parameter(PATH, json!({ "style": "label" })), Breaking, Breaking);
    let path = |explode: bool| {
        parameter(PATH, json!({ "schema": list("string"), "style": "matrix", "explode": explode }))
    };
    pair(path(false), path(true), Breaking, Breaking);
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let header =
        |explode: bool| parameter(HEADER, json!({ "schema": object.clone(), "explode": explode }));
    pair(header(false), header(true), Breaking, Breaking);
    pair(|_| {}, parameter(QUERY, json!({ "in": "header" })), Breaking, Breaking);
}

/// A path parameter with the values of an enum, in place or by reference.
fn listed(values: &Value) -> [Value; 2] {
    [json!({ "type": "string", "enum": values }), json!({ "$ref": "#/components/schemas/Format" })]
}

#[test]
fn a_removed_or_renamed_enum_value_in_the_path_breaks() {
    let of = |values: Value, index: usize| {
        move |document: &mut Value| {
            document["components"]["schemas"]["Format"] =
                json!({ "type": "string", "enum": values });
            parameter(PATH, json!({ "schema": listed(&values)[index] }))(document);
        }
    };
    for index in [0, 1] {
        let both = || of(json!(["csv", "pdf"]), index);
        let [reports, _] = pair(both(), of(json!(["csv"]), index), Breaking, Safe);
        assert!(reports.iter().any(|report| report.contains("removed")), "{reports:?}");
        // The variant keeps its name in Rust.
        pair(both(), of(json!(["CSV", "pdf"]), index), Breaking, Breaking);
    }
    let documents = [json!(["csv", "pdf"]), json!(["csv"])]
        .map(|values| super::model(&super::document(of(values, 1))));
    let difference = paygentic_codegen::diff::diff(&documents[0], &documents[1]).unwrap();
    let places: Vec<String> =
        difference.changes[0].places.iter().map(ToString::to_string).collect();
    assert_eq!(places, ["bills.put path.id"]);
}

#[test]
fn a_path_parameter_may_be_renamed_unless_its_name_is_sent() {
    let named = |name: &'static str, style: &'static str| {
        move |document: &mut Value| {
            parameter(PATH, json!({ "name": name, "style": style }))(document);
            let paths = document["paths"].as_object_mut().unwrap();
            let (_, item) = paths.shift_remove_entry("/bills/{id}").unwrap();
            paths.insert(format!("/bills/{{{name}}}"), item);
        }
    };
    for (style, verdict) in [("simple", Safe), ("label", Safe), ("matrix", Breaking)] {
        pair(named("id", style), named("billId", style), verdict, verdict);
    }
}
