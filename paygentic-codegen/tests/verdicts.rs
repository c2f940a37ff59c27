//! Verdicts about what goes over the wire, by what is accepted and not by how it is spelled. Each case is two schemas
//! of a request body, or two documents.
#![allow(clippy::unwrap_used, clippy::panic)]

use paygentic_codegen::diff::{Diff, Wire, diff};
use paygentic_codegen::{Input, Model, OverlayMode, Source, generate};
use serde_json::{Value, json};

use Wire::{Breaking, Risky, Safe};

fn model(document: &Value) -> Model {
    let text = document.to_string();
    let document = Source { name: "case", text: &text };
    let input = Input { document, overlay: None, overlay_mode: OverlayMode::Lenient };
    generate(&input).unwrap_or_else(|found| panic!("{text}: {found}")).model
}

/// A document with one operation, changed at a place.
fn document(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Bills", "version": "1" },
        "servers": [{ "url": "https://bills.example" }],
        "security": [{ "token": [] }],
        "paths": { "/bills/{id}": { "put": {
            "operationId": "putBill",
            "tags": ["bills"],
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "X-Version", "in": "header", "schema": { "type": "string" } }
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "object" } } } },
            "responses": { "200": { "description": "", "headers": {},
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Bill" } } } } }
        } } },
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Bill": { "type": "object", "properties": { "id": { "type": "string" } } } }
        }
    });
    change(&mut document);
    document
}

const OPERATION: &str = "/paths/~1bills~1{id}/put";

fn at<'d>(document: &'d mut Value, pointer: &str) -> &'d mut Value {
    document.pointer_mut(&format!("{OPERATION}{pointer}")).unwrap()
}

fn request(schema: &Value) -> Model {
    model(&document(|document| {
        *at(document, "/requestBody/content/application~1json/schema") = schema.clone();
    }))
}

fn property(schema: &Value) -> Value {
    json!({ "type": "object", "properties": { "probe": schema } })
}

fn reported(difference: &Diff) -> Vec<String> {
    difference
        .changes
        .iter()
        .map(|change| format!("{} [{}]", change.title(), change.verdict()))
        .collect()
}

/// What the way there and the way back mean for requests, and whether anything is reported at all.
#[track_caller]
fn check(old: &Value, new: &Value, there: Wire, back: Wire) -> [Diff; 2] {
    let (old, new) = (request(old), request(new));
    let ways = [diff(&old, &new).unwrap(), diff(&new, &old).unwrap()];
    assert_eq!(
        (ways[0].wire(), ways[1].wire()),
        (there, back),
        "there: {:#?}\nback: {:#?}",
        reported(&ways[0]),
        reported(&ways[1])
    );
    ways
}

#[track_caller]
fn same(old: &Value, new: &Value) {
    for way in check(&property(old), &property(new), Safe, Safe) {
        assert_eq!(reported(&way), Vec::<String>::new());
    }
}

#[track_caller]
fn differs(old: &Value, new: &Value, there: Wire, back: Wire) {
    for way in check(&property(old), &property(new), there, back) {
        assert!(!way.changes.is_empty(), "nothing is told");
    }
}

#[test]
fn bounds_in_other_words_are_no_change() {
    let integer = |key: &str, bound: Value| json!({ "type": "integer", key: bound });
    same(&integer("exclusiveMinimum", json!(0)), &integer("minimum", json!(1)));
    same(&integer("exclusiveMaximum", json!(10)), &integer("maximum", json!(9)));
    same(&integer("maximum", json!(10.5)), &integer("maximum", json!(10)));
    same(&integer("multipleOf", json!(1)), &json!({ "type": "integer" }));
    same(
        &json!({ "type": "string", "enum": ["a", "b"] }),
        &json!({ "type": "string", "enum": ["a", "b"], "maxLength": 1 }),
    );
    same(
        &json!({ "type": "string", "format": "date" }),
        &json!({ "type": "string", "format": "date", "maxLength": 10 }),
    );
    same(
        &json!({ "type": "string", "format": "uuid" }),
        &json!({ "type": "string", "format": "uuid", "minLength": 36, "maxLength": 64 }),
    );
    same(
        &json!({ "type": "array", "items": { "type": "integer", "minimum": 1 } }),
        &json!({ "type": "array", "items": { "type": "integer", "exclusiveMinimum": 0 } }),
    );
}

#[test]
fn bounds_that_differ_are_reported() {
    let number = |key: &str, bound: Value| json!({ "type": "number", key: bound });
    differs(&number("exclusiveMinimum", json!(0)), &number("minimum", json!(1)), Breaking, Safe);
    differs(&number("maximum", json!(10.5)), &number("maximum", json!(10)), Breaking, Safe);
    differs(
        &json!({ "type": "string", "enum": ["a", "bb"] }),
        &json!({ "type": "string", "enum": ["a", "bb"], "maxLength": 1 }),
        Breaking,
        Safe,
    );
    differs(
        &json!({ "type": "string", "format": "date" }),
        &json!({ "type": "string", "format": "date", "maxLength": 9 }),
        Breaking,
        Safe,
    );
    differs(
        &json!({ "type": "integer", "multipleOf": 4 }),
        &json!({ "type": "integer", "multipleOf": 2 }),
        Safe,
        Breaking,
    );
    let pattern = |most: u32| json!({ "type": "string", "pattern": "^a*$", "maxLength": most });
    // The pattern may keep to it.
    differs(&pattern(9), &pattern(8), Risky, Safe);
}

#[test]
fn whole_bounds_beyond_two_to_the_53rd_are_exact() {
    let at_most = |bound: i64| json!({ "type": "integer", "maximum": bound });
    differs(&at_most(9_007_199_254_740_993), &at_most(9_007_199_254_740_992), Breaking, Safe);
}

#[test]
fn a_choice_of_required_properties_is_judged_by_what_was_sent() {
    let object = |required: Value, any_of: Value, names: &[&str]| {
        let properties: serde_json::Map<_, _> =
            names.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
        let mut schema =
            json!({ "type": "object", "required": required, "properties": properties });
        if !any_of.is_null() {
            schema["anyOf"] = any_of;
        }
        schema
    };
    let either = json!([{ "required": ["subject"] }, { "required": ["externalSubject"] }]);
    let both = ["type", "subject", "externalSubject"];
    let new = object(json!(["type"]), either, &both);
    let required = object(json!(["type", "subject"]), Value::Null, &["type", "subject"]);
    check(&required, &new, Safe, Breaking);
    let none = object(json!(["type"]), Value::Null, &both);
    check(&none, &new, Breaking, Safe);
}

#[test]
fn a_constant_that_becomes_an_enum_with_it_is_safe_and_the_way_back_is_not() {
    let of = |values: Value| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string", "enum": values } } });
    check(&of(json!(["item"])), &of(json!(["item", "customer"])), Safe, Breaking);
    check(&of(json!(["item"])), &of(json!(["plan", "customer"])), Breaking, Breaking);
}

#[test]
fn types_are_judged_by_their_values() {
    let of = |name: &str| json!({ "type": name });
    differs(&of("integer"), &of("number"), Safe, Breaking);
    differs(&of("integer"), &of("string"), Breaking, Breaking);
    differs(&json!({ "type": "string", "enum": ["a", "b"] }), &of("string"), Safe, Breaking);
    differs(
        &json!({ "type": "array", "items": of("integer") }),
        &json!({ "type": "array", "items": of("number") }),
        Safe,
        Breaking,
    );
    differs(&of("string"), &json!({ "anyOf": [of("string"), of("integer")] }), Safe, Breaking);
    differs(
        &json!({ "type": "object", "required": ["a"], "properties": { "a": of("integer") } }),
        &json!({ "type": "object", "additionalProperties": of("number") }),
        Safe,
        Breaking,
    );
}

#[test]
fn counts_that_are_always_met_are_no_change() {
    let object = |least: Option<u32>| {
        let mut schema = json!({ "type": "object", "required": ["a", "b"],
            "properties": { "a": { "type": "string" }, "b": { "type": "string" }, "c": { "type": "string" } } });
        if let Some(least) = least {
            schema["minProperties"] = json!(least);
        }
        schema
    };
    let [there, back] = check(&object(None), &object(Some(2)), Safe, Safe);
    assert_eq!(there.changes.len() + back.changes.len(), 0);
    check(&object(None), &object(Some(3)), Breaking, Safe);
}

/// The way there and the way back of two documents.
#[track_caller]
fn documents(change: impl FnOnce(&mut Value), there: &[(&str, Wire)], back: &[(&str, Wire)]) {
    let (old, new) = (model(&document(|_| {})), model(&document(change)));
    for (difference, expected) in
        [(diff(&old, &new).unwrap(), there), (diff(&new, &old).unwrap(), back)]
    {
        let found: Vec<(String, Wire)> =
            difference.changes.iter().map(|change| (change.title(), change.wire)).collect();
        let expected: Vec<(String, Wire)> =
            expected.iter().map(|(title, wire)| ((*title).to_owned(), *wire)).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn headers_of_responses_are_reported() {
    documents(
        |document| {
            at(document, "/responses/200/headers")["X-Total"] =
                json!({ "schema": { "type": "integer" } });
        },
        &[("header `x-total` of `bills.put` added: `integer, optional`", Safe)],
        &[("header `x-total` of `bills.put` removed, was `integer, optional`", Risky)],
    );
}

#[test]
fn the_type_of_a_header_is_read_through_references() {
    let total = |document: &mut Value, json: &str| {
        document["components"]["schemas"]["Total"] = json!({ "type": json });
        at(document, "/responses/200/headers")["X-Total"] =
            json!({ "schema": { "$ref": "#/components/schemas/Total" } });
    };
    let [old, new] = ["integer", "string"].map(|json| model(&document(|it| total(it, json))));
    let difference = diff(&old, &new).unwrap();
    assert_eq!(difference.wire(), Risky);
    let found = reported(&difference).join("\n");
    assert!(
        found.contains(
            "header `x-total` of `bills.put`: `integer, optional` is now `string, optional`"
        ),
        "{found}"
    );
}

#[test]
fn optional_security_is_distinguished_from_required_security() {
    documents(
        |document| at(document, "")["security"] = json!([{}, { "token": [] }]),
        &[("`bills.put`: authentication `token required` is now `token optional`", Safe)],
        &[("`bills.put`: authentication `token optional` is now `token required`", Breaking)],
    );
}

#[test]
fn scopes_are_reported() {
    documents(
        |document| at(document, "")["security"] = json!([{ "token": ["bills:write"] }]),
        &[("`bills.put`: authentication `no scope` is now `scope token: bills:write`", Risky)],
        &[("`bills.put`: authentication `scope token: bills:write` is now `no scope`", Safe)],
    );
}

#[test]
fn further_media_types_are_reported() {
    documents(
        |document| {
            let content = at(document, "/requestBody/content");
            content["application/merge-patch+json"] = content["application/json"].clone();
        },
        &[(
            "request body of `bills.put`: media type `application/json` is now \
             `application/json, application/merge-patch+json`",
            Safe,
        )],
        &[(
            "request body of `bills.put`: media type `application/json, application/merge-patch+json` is now \
             `application/json`",
            Safe,
        )],
    );
    documents(
        |document| {
            let content = at(document, "/responses/200/content");
            content["application/xml"] = content["application/json"].clone();
        },
        &[(
            "response of `bills.put`: media type `application/json` is now `application/json, application/xml`",
            Safe,
        )],
        &[(
            "response of `bills.put`: media type `application/json, application/xml` is now `application/json`",
            Safe,
        )],
    );
}

#[test]
fn a_further_status_of_the_same_answer_is_no_other_media_type() {
    documents(
        |document| {
            let responses = at(document, "/responses");
            responses["202"] = responses["200"].clone();
        },
        &[("response of `bills.put`: status `200` is now `200, 202`", Safe)],
        &[("response of `bills.put`: status `200, 202` is now `200`", Safe)],
    );
}

#[test]
fn the_case_of_a_header_is_no_change() {
    documents(|document| at(document, "/parameters/1")["name"] = json!("x-version"), &[], &[]);
}

#[test]
fn path_parameters_that_are_discouraged_are_reported() {
    documents(
        |document| at(document, "/parameters/0")["deprecated"] = json!(true),
        &[("path parameter `id` of `bills.put` is deprecated now", Safe)],
        &[("path parameter `id` of `bills.put` is no longer deprecated", Safe)],
    );
}

#[test]
fn what_is_only_written_and_unlisted_values_are_reported() {
    let probe = |schema: Value| {
        model(&document(|document| {
            document["components"]["schemas"]["Bill"]["properties"]["probe"] = schema;
        }))
    };
    let plain = probe(json!({ "type": "string" }));
    let written = probe(json!({ "type": "string", "writeOnly": true }));
    assert_eq!(diff(&plain, &written).unwrap().wire(), Risky);
    let back = diff(&written, &plain).unwrap();
    assert_eq!((back.wire(), back.changes.len()), (Safe, 1));
    let listed = probe(json!({ "type": "string", "enum": ["a", "b"] }));
    let open = probe(
        json!({ "type": "string", "enum": ["a", "b"], "x-speakeasy-unknown-values": "allow" }),
    );
    let difference = diff(&listed, &open).unwrap();
    assert_eq!((difference.wire(), difference.changes.len()), (Safe, 1));
}

#[test]
fn all_ways_to_a_type_are_reported() {
    let of = |with: bool| {
        model(&document(|document| {
            let schemas = &mut document["components"]["schemas"];
            let bucket = json!({ "$ref": "#/components/schemas/Bucket" });
            let trend = json!({ "trend": { "type": "array", "items": bucket } });
            schemas["Bucket"] =
                json!({ "type": "object", "properties": { "start": { "type": "string" } } });
            if with {
                schemas["Bucket"]["properties"]["rebates"] = json!({ "type": "string" });
            }
            schemas["Entry"] = json!({ "type": "object", "properties": trend });
            schemas["Bill"]["properties"]["trend"] = trend["trend"].clone();
            schemas["Bill"]["properties"]["currencies"] =
                json!({ "type": "array", "items": { "$ref": "#/components/schemas/Entry" } });
        }))
    };
    let difference = diff(&of(false), &of(true)).unwrap();
    let places: Vec<String> =
        difference.changes[0].places.iter().map(ToString::to_string).collect();
    assert_eq!(
        places,
        ["bills.put response.currencies[].trend[].rebates", "bills.put response.trend[].rebates"]
    );
}

#[test]
fn constraints_that_only_the_server_checks_are_reported() {
    let string = json!({ "type": "string" });
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let map = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    for (plain, key, value) in [
        (&string, "not", json!({ "const": "x" })),
        (&string, "contentEncoding", json!("base64")),
        (&list, "contains", json!({ "const": "x" })),
        (&map, "propertyNames", json!({ "pattern": "^a" })),
        (&map, "patternProperties", json!({ "^x": { "type": "string" } })),
    ] {
        let mut constrained = plain.clone();
        constrained[key] = value;
        differs(plain, &constrained, Risky, Safe);
    }
    let tuple = |one: &str, other: &str| json!({ "type": "array", "prefixItems": [{ "type": one }, { "type": other }] });
    differs(&tuple("string", "integer"), &tuple("integer", "string"), Breaking, Breaking);
    differs(&tuple("string", "integer"), &tuple("string", "number"), Risky, Breaking);
}

#[test]
fn properties_that_a_closed_object_no_longer_describes_are_rejected() {
    let object = |names: &[&str], additional: Value| {
        let properties: serde_json::Map<_, _> =
            names.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": additional })
    };
    let closed = json!(false);
    check(&object(&["a", "b"], closed.clone()), &object(&["a"], closed.clone()), Breaking, Safe);
    let mut open = object(&["a"], closed.clone());
    open.as_object_mut().unwrap().remove("additionalProperties");
    check(&object(&["a", "b"], closed.clone()), &open, Risky, Safe);
    let text = json!({ "type": "string" });
    check(&object(&["a"], text.clone()), &object(&["a"], closed), Breaking, Safe);
    let short = json!({ "type": "string", "maxLength": 3 });
    check(&object(&["a"], text), &object(&["a"], short), Breaking, Safe);
}

#[test]
fn formats_and_patterns_that_exclude_each_other_break() {
    let of = |format: &str| json!({ "type": "string", "format": format });
    differs(&of("date"), &of("date-time"), Breaking, Breaking);
    differs(&json!({ "type": "string" }), &of("password"), Safe, Safe);
    differs(&of("uri"), &of("uri-reference"), Safe, Risky);
    let pattern = |text: &str| json!({ "type": "string", "pattern": text });
    differs(&pattern("^ab-[0-9]+$"), &pattern("^cd-[0-9]+$"), Breaking, Breaking);
    // The last character before a quantifier may be missing.
    differs(&pattern("^ab?c$"), &pattern("^ac$"), Risky, Risky);
}

#[test]
fn the_spelling_of_a_media_type_is_no_change() {
    for name in ["application/json; charset=utf-8", "Application/JSON"] {
        documents(
            |document| {
                for pointer in ["/requestBody/content", "/responses/200/content"] {
                    let content = at(document, pointer).as_object_mut().unwrap();
                    let body = content.remove("application/json").unwrap();
                    content.insert(name.to_owned(), body);
                }
            },
            &[],
            &[],
        );
    }
}

#[test]
fn the_spelling_of_a_single_parameter_is_no_change() {
    documents(|document| at(document, "/parameters/1")["explode"] = json!(true), &[], &[]);
}

#[test]
fn a_required_property_that_is_only_written_breaks_responses() {
    let bill = |written: bool| {
        model(&document(|document| {
            let bill = &mut document["components"]["schemas"]["Bill"];
            bill["required"] = json!(["id"]);
            bill["properties"]["id"]["writeOnly"] = json!(written);
        }))
    };
    let difference = diff(&bill(false), &bill(true)).unwrap();
    let ids: Vec<&str> = difference.changes.iter().map(|change| change.id).collect();
    assert!(ids.contains(&"required-property-became-write-only"), "{ids:?}");
    assert_eq!(difference.wire(), Breaking);
}
