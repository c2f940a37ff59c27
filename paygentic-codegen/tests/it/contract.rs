//! What the contract keeps of a document, and what it drops.

use std::path::Path;

use paygentic_codegen::contract::strip;
use serde_json::{Value, json};

/// Strips a copy, and returns the result and the counts as displayed.
fn stripped(mut document: Value) -> (Value, String) {
    let dropped = strip(&mut document);
    (document, dropped.to_string())
}

#[test]
fn content_types_of_a_part_are_not_prose() {
    let document = json!({"components": {"requestBodies": {"Photo": {"content": {"multipart/form-data": {
        "schema": {"type": "object", "properties": {"photo": {"type": "string"}}},
        "encoding": {"photo": {"contentType": "image/png, image/jpeg, image/webp"}}
    }}}}}});
    assert_eq!(stripped(document.clone()), (document, "nothing".to_owned()));
}

#[test]
fn properties_of_the_items_of_a_stream_stay() {
    let stream = |id: Value| json!({"components": {"responses": {"Events": {"content": {"text/event-stream": {"itemSchema": {"properties": {"id": id}}}}}}}});
    let document = stream(json!({"description": "The id of the event"}));
    assert_eq!(stripped(document), (stream(json!({})), "1 description".to_owned()));
}

#[test]
fn prose_is_removed_and_the_rest_keeps_its_order() {
    let (document, dropped) = stripped(json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1.2", "contact": {"name": "N"}, "license": {"name": "L"}, "termsOfService": "x"},
        "externalDocs": {"url": "https://docs.example"},
        "servers": [{"url": "https://{region}.api.example", "description": "Main",
            "variables": {"description": {"default": "eu", "enum": ["eu", "us"], "description": "Where"}}}],
        "tags": [{"name": "Billable Metrics", "description": "About"}],
        "paths": {"/items": {
            "summary": "Items",
            "get": {
                "operationId": "list",
                "summary": "List",
                "tags": ["Billable Metrics"],
                "parameters": [{"name": "title", "in": "query", "description": "By title", "example": "a", "schema": {"type": "string", "title": "T"}}],
                "responses": {"200": {
                    "description": "Ok",
                    "headers": {"description": {"description": "H", "schema": {"type": "string", "examples": ["a"]}}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item", "description": "An item"}, "examples": {"a": {"value": 1}}}}
                }}
            }
        }},
        "components": {"examples": {"a": {"value": 1}}}
    }));
    let expected = json!({
        "openapi": "3.1.0",
        "info": {"version": "1.2"},
        "servers": [{"url": "https://{region}.api.example", "variables": {"description": {"default": "eu", "enum": ["eu", "us"]}}}],
        "tags": [{"name": "Billable Metrics"}],
        "paths": {"/items": {"get": {
            "operationId": "list",
            "tags": ["Billable Metrics"],
            "parameters": [{"name": "title", "in": "query", "schema": {"type": "string"}}],
            "responses": {"200": {
                "headers": {"description": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}
            }}
        }}},
        "components": {}
    });
    // Compared as text, so that the order of the keys counts too.
    assert_eq!(document.to_string(), expected.to_string());
    assert_eq!(
        dropped,
        "1 contact, 7 description, 1 example, 3 examples, 1 externalDocs, 1 license, 2 summary, 1 termsOfService, 2 title"
    );
}

#[test]
fn names_that_look_like_prose_keys_are_kept() {
    let schema = json!({
        "type": "object",
        "required": ["description", "title"],
        "properties": {
            "description": {"type": "string"},
            "title": {"type": "string", "default": "No title was given", "enum": ["No title was given"]},
            "example": {"const": {"description": "kept as a value"}},
            "properties": {"type": "object", "properties": {"summary": {"pattern": "^a b c$"}}},
            "x-speakeasy-usage-example": {"type": "string"}
        },
        "additionalProperties": {"oneOf": [{"type": "null"}, true]},
        "$defs": {"examples": {"type": "integer"}},
        "discriminator": {"propertyName": "description", "mapping": {"title": "#/components/schemas/title"}}
    });
    let document = json!({
        "openapi": "3.1.0",
        "components": {
            "schemas": {"title": schema},
            "parameters": {"description": {"name": "summary", "in": "query", "schema": {"type": "string"}}},
            "responses": {"example": {"content": {"text/plain": {}}}},
            "securitySchemes": {"summary": {"type": "http", "scheme": "bearer"}}
        }
    });
    assert_eq!(stripped(document.clone()), (document, "nothing".to_owned()));
}

#[test]
fn prose_is_removed_at_every_depth_of_a_schema() {
    let noted = json!({"description": "Some text"});
    let lists = ["allOf", "oneOf", "anyOf", "prefixItems"];
    let single =
        ["items", "not", "if", "then", "else", "contains", "additionalProperties", "propertyNames"];
    let maps = ["properties", "patternProperties", "$defs", "dependentSchemas"];
    let mut schema = serde_json::Map::new();
    schema.extend(lists.map(|key| (key.to_owned(), json!([noted, {"items": noted}]))));
    schema.extend(single.map(|key| (key.to_owned(), json!({"allOf": [noted]}))));
    schema.extend(maps.map(|key| (key.to_owned(), json!({"name": noted}))));

    let (document, dropped) = stripped(json!({"components": {"schemas": {"A": schema}}}));

    assert_eq!(dropped, "20 description");
    assert!(!document.to_string().contains("description"), "{document}");
}

#[test]
fn callbacks_links_flows_and_webhooks_are_stripped_too() {
    let operation = json!({"description": "d", "responses": {"default": {"description": "d"}}});
    let (document, dropped) = stripped(json!({
        "webhooks": {"description": {"post": operation}},
        "paths": {"/a": {"post": {"callbacks": {"title": {"{$request.body#/url}": {"post": operation}}},
            "responses": {"200": {"links": {"title": {"operationId": "a", "description": "d"}}}}}}},
        "components": {"securitySchemes": {"OAuth": {"type": "oauth2", "description": "d", "flows": {"implicit": {
            "authorizationUrl": "https://auth.example", "scopes": {"read": "Read it all", "title": "d"}}}}}}
    }));
    let operation = json!({"responses": {"default": {}}});
    let expected = json!({
        "webhooks": {"description": {"post": operation}},
        "paths": {"/a": {"post": {"callbacks": {"title": {"{$request.body#/url}": {"post": operation}}},
            "responses": {"200": {"links": {"title": {"operationId": "a"}}}}}}},
        "components": {"securitySchemes": {"OAuth": {"type": "oauth2", "flows": {"implicit": {
            "authorizationUrl": "https://auth.example", "scopes": {"read": "", "title": ""}}}}}}
    });
    assert_eq!(document, expected);
    assert_eq!(dropped, "8 description");
}

#[test]
fn extensions_keep_data_and_lose_prose() {
    let (document, dropped) = stripped(json!({"paths": {"/a": {"get": {
        "x-speakeasy-group": "invoices",
        "x-speakeasy-name-override": "list",
        "x-rate-limit": {"max": 10, "timeWindow": "1 second", "errorMessage": "Too many requests. Wait."},
        "x-query-validation": {"anyOf": [{"required": ["a"]}, {"properties": {"description": {"type": "string"}}}]},
        "x-speakeasy-unknown-values": "allow",
        "x-speakeasy-usage-example": {"title": "Start", "position": 1},
        "x-speakeasy-deprecation-message": "Gone",
        "x-short": {"description": "Short", "a": 1},
        "x-note": "A note of several words",
        "x-notes": ["A note of several words"],
        "x-empty": {},
        "unknownKeyword": "A note of several words"
    }}}}));
    let expected = json!({"paths": {"/a": {"get": {
        "x-speakeasy-group": "invoices",
        "x-speakeasy-name-override": "list",
        "x-rate-limit": {"max": 10, "timeWindow": "1 second"},
        "x-query-validation": {"anyOf": [{"required": ["a"]}, {"properties": {"description": {"type": "string"}}}]},
        "x-speakeasy-unknown-values": "allow",
        "x-short": {"a": 1},
        "x-empty": {}
    }}}});
    assert_eq!(document, expected);
    assert_eq!(
        dropped,
        "1 description, 1 errorMessage, 1 unknownKeyword, 1 x-note, 1 x-notes, \
         1 x-speakeasy-deprecation-message, 1 x-speakeasy-usage-example"
    );
}

/// They are not objects of the kind that they stand beside.
#[test]
fn extensions_among_paths_keep_their_data() {
    let limits = json!({"paths": {"x-limits": {"examples": [1, 2], "summary": "daily"}}});
    assert_eq!(stripped(limits).0["paths"]["x-limits"]["examples"], json!([1, 2]));
}

#[test]
fn stripping_is_idempotent() {
    let mut document = json!({"info": {"title": "T", "version": "1"}, "x-a": ["one two three"],
        "components": {"securitySchemes": {"O": {"flows": {"implicit": {"scopes": {"read": "Read it all"}}}}}}});
    strip(&mut document);
    let once = document.clone();
    assert_eq!(strip(&mut document).total(), 0);
    assert_eq!(document, once);
}

#[test]
fn malformed_values_are_unchanged() {
    for odd in [
        json!(null),
        json!("text"),
        json!([1]),
        json!({"paths": [], "components": {"schemas": "x"}, "info": 1}),
    ] {
        assert_eq!(stripped(odd.clone()), (odd, "nothing".to_owned()));
    }
}

#[test]
fn stripped_published_documents_have_no_prose() {
    let Some(folder) = std::env::var_os("PUBLISHED_SPECS") else {
        println!("skipped: PUBLISHED_SPECS does not name the folder of published documents");
        return;
    };
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    for file in &files {
        let mut document = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        assert!(
            !prose(&document).is_empty(),
            "no prose found in the original of {}",
            file.display()
        );
        assert!(strip(&mut document).total() > 1100);
        assert_eq!(prose(&document), [""; 0], "in {}", file.display());
    }
    let Some(known) = files.iter().find(|file| file.ends_with("2026-08-06.json")) else {
        return;
    };
    let mut known: Value = serde_json::from_slice(&std::fs::read(known).unwrap()).unwrap();
    strip(&mut known);
    assert_eq!(known["paths"].as_object().unwrap().len(), 77);
    assert_eq!(known["components"]["schemas"].as_object().unwrap().len(), 146);
}

#[test]
fn the_pinned_contract_has_no_prose() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/openapi.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let mut document: Value = serde_yaml::from_str(&text).unwrap();
    assert_eq!(prose(&document), [""; 0]);
    assert_eq!(strip(&mut document).total(), 0);
}

/// The locations of prose in a document. Independent of [`strip`] and stricter: any key with the name of a
/// prose keyword, unless it is a name in a map, and any string of three words.
fn prose(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    visit(document, "#", false, &mut found);
    found
}

fn visit(value: &Value, at: &str, names: bool, found: &mut Vec<String>) {
    const PROSE: [&str; 10] = [
        "description",
        "summary",
        "title",
        "example",
        "examples",
        "externalDocs",
        "$comment",
        "contact",
        "license",
        "termsOfService",
    ];
    const MAPS_OF_NAMES: [&str; 13] = [
        "properties",
        "patternProperties",
        "$defs",
        "schemas",
        "parameters",
        "responses",
        "requestBodies",
        "headers",
        "links",
        "mapping",
        "variables",
        "scopes",
        "securitySchemes",
    ];
    match value {
        Value::String(text) if text.split_whitespace().count() >= 3 => {
            found.push(format!("{at}: {text}"))
        }
        Value::Array(items) => items.iter().for_each(|item| visit(item, at, false, found)),
        Value::Object(object) => {
            for (key, value) in object {
                let at = format!("{at}/{key}");
                if !names && PROSE.contains(&key.as_str()) {
                    found.push(at.clone());
                }
                visit(value, &at, !names && MAPS_OF_NAMES.contains(&key.as_str()), found);
            }
        }
        _ => {}
    }
}
