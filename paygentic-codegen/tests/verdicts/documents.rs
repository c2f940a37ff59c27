//! What documents declare besides values: headers, security, media types, all locations of a change.

use paygentic_codegen::diff::diff;
use serde_json::{Value, json};

use super::Wire::{Breaking, Risky, Safe};
use super::{at, document, documents, model, reported};

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
fn additional_media_types_are_reported() {
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
fn another_status_of_the_same_response_adds_no_media_type() {
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
fn the_case_of_a_header_name_is_not_a_change() {
    documents(|document| at(document, "/parameters/1")["name"] = json!("x-version"), &[], &[]);
}

#[test]
fn deprecated_path_parameters_are_reported() {
    documents(
        |document| at(document, "/parameters/0")["deprecated"] = json!(true),
        &[("path parameter `id` of `bills.put` is deprecated now", Safe)],
        &[("path parameter `id` of `bills.put` is no longer deprecated", Safe)],
    );
}

#[test]
fn write_only_and_unlisted_values_are_reported() {
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
fn all_paths_to_a_type_are_reported() {
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
fn the_spelling_of_a_media_type_is_not_a_change() {
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
fn the_spelling_of_a_single_parameter_is_not_a_change() {
    documents(|document| at(document, "/parameters/1")["explode"] = json!(true), &[], &[]);
}

#[test]
fn a_required_property_that_becomes_write_only_breaks_responses() {
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

#[test]
fn a_response_that_becomes_one_of_several_is_compared_with_it() {
    let bill = |fields: &[&str]| {
        let properties: serde_json::Map<String, Value> =
            fields.iter().map(|field| ((*field).to_owned(), json!({ "type": "string" }))).collect();
        json!({ "type": "object", "required": fields, "properties": properties })
    };
    let old = document(|document| {
        document["components"]["schemas"]["Bill"] = bill(&["id", "total"]);
    });
    let new = document(|document| {
        document["components"]["schemas"]["Bill"] = bill(&["id"]);
        document["components"]["schemas"]["Draft"] = bill(&["name"]);
        at(document, "/responses")["202"] = json!({ "description": "", "content": {
            "application/json": { "schema": { "$ref": "#/components/schemas/Draft" } } } });
    });
    let [there, back] = [diff(&model(&old), &model(&new)), diff(&model(&new), &model(&old))]
        .map(|difference| difference.unwrap());
    let lost = there.changes.iter().find(|change| change.id == "required-property-removed");
    assert_eq!(lost.unwrap().wire, Breaking, "{:#?}", reported(&there));
    assert_eq!(lost.unwrap().places[0].to_string(), "bills.put response.total");
    let gained = back.changes.iter().find(|change| change.items == ["Bill::total"]);
    assert_eq!(gained.unwrap().places.len(), 1, "{:#?}", reported(&back));
}

#[test]
fn an_optional_nullable_string_is_not_a_list() {
    let bill = |required: Value| {
        document(|document| {
            document["components"]["schemas"]["Bill"] = json!({
                "type": "object",
                "required": required,
                "properties": { "id": { "type": "string" }, "note": { "type": ["string", "null"] } }
            });
        })
    };
    let [old, new] = [json!(["id", "note"]), json!(["id"])].map(|required| model(&bill(required)));
    let difference = diff(&old, &new).unwrap();
    let ids: Vec<_> = difference.changes.iter().map(|change| (change.id, change.wire)).collect();
    assert_eq!(ids, [("nullable-property-became-optional", Safe)]);
}
