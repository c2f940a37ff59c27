//! Converts a document from its 3.1 form to the 3.0 form that [`openapiv3`] reads.
//!
//! Constructs that the crate would drop silently are rewritten, or moved to an extension (`unevaluatedProperties` to
//! `x-unevaluated-properties`). Documents mix the two versions, so one set of rules serves both: plain 3.0
//! passes unchanged.

mod combine;
mod entries;
mod nulls;
mod parameter;
mod schema;
mod schema_repairs;
mod security;
mod servers;
mod typed;
mod types;
mod values;

use parameter::parameter;
use serde_json::{Map, Value, json};

use crate::document::media;

pub(crate) use parameter::{sent_path, styles};
pub(crate) use schema::{CONSTRAINTS, IGNORED_KEYWORDS};
pub(crate) use schema_repairs::parse_type_name;
pub(crate) use security::{LoweredScheme, REFERRED_TO};
pub use typed::typed;
pub(crate) use types::has_type;

/// Rewrites a document that [`check`](crate::check::check) has passed, in place.
pub fn lower(document: &mut Value) {
    security::schemes(document);
    let Some(root) = document.as_object_mut() else {
        return;
    };
    for ignored in ["webhooks", "jsonSchemaDialect"] {
        root.shift_remove(ignored);
    }
    info(root.entry("info").or_insert_with(|| json!({})));
    servers::servers(root);
    let paths = root.entry("paths").or_insert_with(|| json!({}));
    each_named(paths, path_item);
    if let Some(components) = root.get_mut("components") {
        self::components(components);
    }
    combine::combine(document);
}

/// The id derived for an operation without one: the method and the words of its path.
pub fn derived_operation_id(method: &str, path: &str) -> String {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(method.to_owned(), |mut id, word| {
        let (first, rest) = word.split_at(1);
        id.push_str(&first.to_ascii_uppercase());
        id.push_str(rest);
        id
    })
}

/// The HTTP methods that a path item can have.
pub const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn info(info: &mut Value) {
    let Some(info) = info.as_object_mut() else {
        return;
    };
    for needed in ["title", "version"] {
        info.entry(needed).or_insert_with(|| json!(""));
    }
    rename(info, "summary");
    if let Some(license) = info.get_mut("license").and_then(Value::as_object_mut) {
        license.entry("name").or_insert_with(|| json!(""));
        rename(license, "identifier");
    }
}

/// Records that a schema has moved within its holder: its current and its published location, both relative to
/// the holder. Findings are reported at the published one, which readers and overlay actions use.
fn moved(holder: &mut Map<String, Value>, now: String, published: String) {
    let moves = holder.entry("x-moved").or_insert_with(|| json!({}));
    if let Some(moves) = moves.as_object_mut() {
        moves.insert(now, Value::String(published));
    }
}

fn nullable(schema: &mut Map<String, Value>) {
    schema.insert("nullable".to_owned(), Value::Bool(true));
}

/// Keeps a key that 3.0 does not have as an extension.
fn rename(object: &mut Map<String, Value>, key: &str) {
    if let Some(value) = object.shift_remove(key) {
        object.insert(extension(key), value);
    }
}

/// `contentMediaType` becomes `x-content-media-type`.
fn extension(key: &str) -> String {
    let mut name = String::from("x-");
    for character in key.trim_start_matches('$').chars() {
        if character.is_ascii_uppercase() {
            name.push('-');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

fn components(components: &mut Value) {
    let Some(components) = components.as_object_mut() else {
        return;
    };
    // No code is generated for these; the check reports it.
    for ignored in ["pathItems", "links", "callbacks"] {
        components.shift_remove(ignored);
    }
    for (section, value) in components.iter_mut() {
        match section.as_str() {
            "schemas" => each(value, schema::lower),
            "responses" => each(value, response),
            "parameters" => each(value, parameter),
            "requestBodies" => each(value, request_body),
            "headers" => each(value, header),
            _ => {}
        }
    }
}

fn path_item(path: &str, item: &mut Value) {
    each_of(item, "parameters", parameter);
    if let Some(item) = item.as_object_mut() {
        servers::servers(item);
    }
    for method in METHODS {
        if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
            operation
                .entry("operationId")
                .or_insert_with(|| derived_operation_id(method, path).into());
            self::operation(operation);
        }
    }
}

fn operation(operation: &mut Map<String, Value>) {
    operation.shift_remove("callbacks");
    servers::servers(operation);
    operation.entry("responses").or_insert_with(|| json!({}));
    for (key, value) in operation.iter_mut() {
        match key.as_str() {
            "parameters" => each(value, parameter),
            "requestBody" => request_body(value),
            "responses" => responses(value),
            _ => {}
        }
    }
}

/// Lowers the responses with a valid status, and removes the others.
fn responses(responses: &mut Value) {
    if let Some(map) = responses.as_object_mut() {
        let entries = std::mem::take(map).into_iter();
        let named = entries.filter_map(|(status, response)| {
            let is_extension = status.starts_with("x-");
            let meant = if is_extension { Some(status) } else { parse_status(&status) };
            Some((meant?, response))
        });
        *map = named.collect();
    }
    each_named(responses, |_, value| response(value));
}

/// A status such as `200`, `4XX` or `default`, read case-insensitively; `None` if it is invalid.
pub(crate) fn parse_status(status: &str) -> Option<String> {
    if status.eq_ignore_ascii_case("default") {
        return Some("default".to_owned());
    }
    let status = status.to_ascii_uppercase();
    let digit = |byte: &u8| byte.is_ascii_digit();
    match status.as_bytes() {
        [b'1'..=b'5', rest @ ..]
            if rest.len() == 2 && (rest == b"XX" || rest.iter().all(digit)) =>
        {
            Some(status)
        }
        _ => None,
    }
}

/// The extension that keeps the media types of a body that are not sent.
pub(crate) const OTHER_MEDIA_TYPES: &str = "x-other-media-types";

fn request_body(body: &mut Value) {
    if is_reference(body) {
        return;
    }
    let mut others: Vec<String> = Vec::new();
    if let Some(content) = body.get_mut("content").and_then(Value::as_object_mut) {
        match media::chosen(content).map(str::to_owned) {
            Some(chosen) => {
                others = content.keys().filter(|name| **name != chosen).cloned().collect();
                content.retain(|name, _| *name == chosen);
            }
            None => {
                content.clear();
                content.insert("*/*".to_owned(), json!({}));
            }
        }
    }
    if let (Some(body), false) = (body.as_object_mut(), others.is_empty()) {
        body.insert(OTHER_MEDIA_TYPES.to_owned(), json!(others));
    }
    each_of(body, "content", media_type);
}

fn response(response: &mut Value) {
    if is_reference(response) {
        return;
    }
    if let Some(response) = response.as_object_mut() {
        response.shift_remove("links");
        response.entry("description").or_insert_with(|| json!(""));
    }
    each_of(response, "headers", header);
    each_of(response, "content", media_type);
}

fn header(header: &mut Value) {
    if is_reference(header) {
        return;
    }
    if let Some(header) = header.as_object_mut()
        && !header.contains_key("content")
    {
        header.entry("schema").or_insert_with(|| json!({}));
    }
    on(header, "schema", schema::lower);
}

fn media_type(media_type: &mut Value) {
    if let Some(media_type) = media_type.as_object_mut() {
        // Read as published: an absent flag is not the same as `false`.
        rename(media_type, "encoding");
        // OpenAPI 3.2 describes the items of a stream in place of the whole response.
        if let Some(item) = media_type.shift_remove("itemSchema") {
            media_type.insert("schema".to_owned(), item);
            media_type.insert("x-item-schema".to_owned(), json!(true));
        }
    }
    on(media_type, "schema", schema::lower);
}

/// Whether a value is a reference, other than to a schema. The prose beside it is removed.
fn is_reference(value: &mut Value) -> bool {
    let Some(object) = value.as_object_mut().filter(|object| object.contains_key("$ref")) else {
        return false;
    };
    object.retain(|key, _| key == "$ref");
    true
}

fn on(value: &mut Value, key: &str, change: fn(&mut Value)) {
    if let Some(inner) = value.get_mut(key) {
        change(inner);
    }
}

fn each_of(value: &mut Value, key: &str, change: fn(&mut Value)) {
    if let Some(inner) = value.get_mut(key) {
        each(inner, change);
    }
}

/// Every entry of a list or value of a map.
fn each(value: &mut Value, change: fn(&mut Value)) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(change),
        Value::Object(map) => map.values_mut().for_each(change),
        _ => {}
    }
}

/// Every value of a map that may have extensions.
fn each_named(value: &mut Value, change: impl Fn(&str, &mut Value)) {
    for (name, value) in value.as_object_mut().into_iter().flatten() {
        if !name.starts_with("x-") {
            change(name, value);
        }
    }
}
