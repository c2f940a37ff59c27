//! Request bodies and responses as a whole: media types, encodings, maps and objects.

use serde_json::{Value, json};

use super::Wire::{Breaking, Risky, Safe};
use super::{alike, at, document, model, pair};
use paygentic_codegen::diff::diff;

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

fn body(media_types: &'static [&'static str], content: Value) -> impl FnOnce(&mut Value) {
    move |document| {
        let all = media_types.iter().map(|name| ((*name).to_owned(), content.clone()));
        at(document, "/requestBody")["content"] = Value::Object(all.collect());
    }
}

fn encoded(media_type: &'static [&'static str], encoding: Value) -> impl FnOnce(&mut Value) {
    let schema = json!({ "type": "object", "properties": {
        "text": { "type": "string" },
        "list": { "type": "array", "items": { "type": "string" } },
        "object": { "type": "object", "properties": { "a": { "type": "string" } } },
        "file": { "type": "string", "format": "binary" },
    } });
    body(media_type, json!({ "schema": schema, "encoding": encoding }))
}

#[test]
fn spelling_out_the_default_encoding_is_not_a_change() {
    for encoding in [
        json!({ "list": { "style": "form", "explode": true } }),
        json!({ "list": {} }),
        json!({ "list": { "allowReserved": true } }),
        json!({ "text": { "contentType": "text/plain" } }),
        json!({ "text": { "style": "form", "explode": false } }),
        json!({ "object": { "contentType": "application/json" } }),
        json!({ "nobody": { "style": "form" } }),
    ] {
        alike(encoded(&[FORM], json!({})), encoded(&[FORM], encoding));
    }
    for encoding in [
        json!({ "text": { "contentType": "text/plain" } }),
        json!({ "object": { "contentType": "application/json" } }),
        json!({ "file": { "contentType": "application/octet-stream" } }),
    ] {
        alike(encoded(&[MULTIPART], json!({})), encoded(&[MULTIPART], encoding));
    }
}

#[test]
fn a_changed_encoding_breaks_and_is_reported_at_its_property() {
    let commas = json!({ "list": { "style": "form", "explode": false } });
    pair(encoded(&[FORM], json!({})), encoded(&[FORM], commas.clone()), Breaking, Breaking);
    let image = json!({ "file": { "contentType": "image/png" } });
    pair(encoded(&[MULTIPART], json!({})), encoded(&[MULTIPART], image), Breaking, Breaking);
    let [old, new] =
        [json!({}), commas].map(|encoding| model(&document(encoded(&[FORM], encoding))));
    let difference = diff(&old, &new).unwrap();
    let place = difference.changes[0].places[0].to_string();
    assert_eq!(place, "bills.put request.list");
}

fn plain(media_types: &'static [&'static str]) -> impl FnOnce(&mut Value) {
    body(media_types, json!({ "schema": { "type": "object" } }))
}

#[test]
fn a_media_type_range_accepts_its_media_types() {
    const JSON: &[&str] = &["application/json"];
    pair(plain(JSON), plain(&["application/*"]), Safe, Breaking);
    pair(plain(JSON), body(&["*/*"], json!({})), Safe, Breaking);
    // With a JSON schema, a body of any media type is JSON.
    pair(plain(JSON), plain(&["*/*"]), Safe, Safe);
    pair(plain(JSON), plain(&["text/*"]), Breaking, Breaking);
    pair(plain(&["image/png"]), plain(&["image/*"]), Safe, Breaking);
    pair(plain(&[FORM]), plain(&["application/json", FORM]), Safe, Breaking);
    pair(plain(&[FORM]), plain(JSON), Breaking, Breaking);
}

#[test]
fn bounds_of_a_text_body_are_compared() {
    let text = |length: u32| {
        body(&["text/plain"], json!({ "schema": { "type": "string", "maxLength": length } }))
    };
    pair(text(4), text(3), Breaking, Safe);
}

fn response_content(content: Value) -> impl FnOnce(&mut Value) {
    move |document| at(document, "/responses/200")["content"] = content
}

fn json_response(schema: Value) -> impl FnOnce(&mut Value) {
    response_content(json!({ "application/json": { "schema": schema } }))
}

#[test]
fn a_map_that_becomes_an_object_is_compared_by_its_properties() {
    let map =
        |values: &str| json!({ "type": "object", "additionalProperties": { "type": values } });
    let object = |required: Value| json!({ "type": "object", "required": required, "properties": { "a": { "type": "string" } } });
    // A program that reads a map of strings can read the object; one that needs the property may not find it.
    pair(json_response(map("string")), json_response(object(json!(["a"]))), Safe, Risky);
    pair(json_response(map("integer")), json_response(object(json!([]))), Breaking, Risky);
}

#[test]
fn a_response_that_may_keep_its_media_type_is_only_risky() {
    let schema = json!({ "schema": { "type": "object" } });
    let of = |media_type: &str| response_content(json!({ media_type: schema.clone() }));
    pair(of("application/json"), of("application/*"), Risky, Breaking);
    pair(of("application/json"), of("image/png"), Breaking, Breaking);
}
