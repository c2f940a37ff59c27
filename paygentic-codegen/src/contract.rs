//! The one definition of what is interface and what is prose.
//!
//! [`strip`] takes the prose out of a document and leaves the interface. It walks by structure, by the
//! kind of object that stands at each place, and not by key alone: a property, a component or a scope
//! may be called `description` or `example` and is interface all the same.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

/// What [`strip`] dropped: how many of each kind, by the key that held them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dropped(BTreeMap<String, usize>);

impl Dropped {
    /// How many pieces were dropped in all.
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// How many pieces of one kind were dropped.
    pub fn count(&self, kind: &str) -> usize {
        self.0.get(kind).copied().unwrap_or_default()
    }

    fn add(&mut self, kind: &str) {
        *self.0.entry(kind.to_owned()).or_default() += 1;
    }
}

/// `1402 description, 152 summary`, in alphabetical order of the kinds; `nothing` when nothing was.
impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        for (index, (kind, count)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{count} {kind}")?;
        }
        Ok(())
    }
}

/// Removes the prose of an OpenAPI document, in place and in order, and counts it by kind.
///
/// Prose is every description, summary, title, example, external link and comment, what `info` says apart
/// from the version, and in extensions and unknown keywords every value that is a sentence.
pub fn strip(document: &mut Value) -> Dropped {
    let mut dropped = Dropped::default();
    strip_object(document, ObjectKind::Document, &mut dropped);
    dropped
}

/// The kind of object that stands at a place of the document.
#[derive(Clone, Copy)]
enum ObjectKind {
    Document,
    Info,
    Tag,
    Server,
    ServerVariable,
    Paths,
    PathItem,
    Operation,
    /// Also a header, which has the same fields.
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Link,
    Callback,
    Components,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    Schema,
}

/// What to do with the value of one key.
enum KeyRule {
    /// Prose: dropped and counted.
    Drop,
    /// Interface: kept to the letter, even where it looks like a sentence.
    Keep,
    /// Kept, less any sentence in it: extensions, and keywords without a rule of their own.
    KeepFacts,
    /// Other files, of which nobody knows what they hold: they lose their prose, and nothing else.
    Files,
    /// One object of the given kind, or a list of such.
    Object(ObjectKind),
    /// A map from names to objects of the given kind; the names are interface.
    Named(ObjectKind),
    /// A map from names to prose: the names stay, the texts become empty.
    Names,
}

fn strip_object(value: &mut Value, place: ObjectKind, dropped: &mut Dropped) {
    match value {
        Value::Array(items) => {
            for item in items {
                strip_object(item, place, dropped);
            }
        }
        Value::Object(object) => {
            object.retain(|key, value| keep(key, value, place, dropped));
        }
        _ => {}
    }
}

/// Strips what one key holds, and says whether the key itself stays.
fn keep(key: &str, value: &mut Value, place: ObjectKind, dropped: &mut Dropped) -> bool {
    match rule(place, key) {
        KeyRule::Drop => {
            dropped.add(key);
            return false;
        }
        KeyRule::Keep => {}
        KeyRule::KeepFacts => return keep_facts(key, value, dropped),
        KeyRule::Files => strip_files(value, dropped),
        KeyRule::Object(inner) => strip_object(value, inner, dropped),
        KeyRule::Named(inner) => {
            for named in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
                strip_object(named, inner, dropped);
            }
        }
        KeyRule::Names => {
            for text in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
                if text.as_str().is_some_and(|text| !text.is_empty()) {
                    *text = Value::String(String::new());
                    dropped.add("description");
                }
            }
        }
    }
    true
}

/// The rule for one key of one kind of object.
fn rule(place: ObjectKind, key: &str) -> KeyRule {
    if matches!(place, ObjectKind::Operation | ObjectKind::Schema) && key == crate::ahead::KEY {
        return KeyRule::Keep;
    }
    if matches!(place, ObjectKind::Document) && key == crate::document::external::KEY {
        return KeyRule::Files;
    }
    if key.starts_with("x-") {
        return if PROSE_EXTENSIONS.contains(&key) { KeyRule::Drop } else { KeyRule::KeepFacts };
    }
    match (place, key) {
        // Maps whose own keys are paths, status codes, expressions and kinds of flow, beside extensions.
        (ObjectKind::Paths | ObjectKind::Callback, _) => KeyRule::Object(ObjectKind::PathItem),
        (ObjectKind::Responses, _) => KeyRule::Object(ObjectKind::Response),
        (ObjectKind::OAuthFlows, _) => KeyRule::Object(ObjectKind::OAuthFlow),
        (ObjectKind::Info, "version") => KeyRule::Keep,
        (ObjectKind::Info, _) => KeyRule::Drop,
        _ if PROSE_KEYS.contains(&key) => KeyRule::Drop,
        (ObjectKind::Schema, _) => schema_rule(key),
        (ObjectKind::Components, _) => component_rule(key),
        (ObjectKind::Document, "info") => KeyRule::Object(ObjectKind::Info),
        (ObjectKind::Document, "tags") => KeyRule::Object(ObjectKind::Tag),
        (ObjectKind::Document, "components") => KeyRule::Object(ObjectKind::Components),
        (ObjectKind::Document, "paths") => KeyRule::Object(ObjectKind::Paths),
        (ObjectKind::Document, "webhooks") => KeyRule::Named(ObjectKind::PathItem),
        (ObjectKind::Document | ObjectKind::PathItem | ObjectKind::Operation, "servers") => {
            KeyRule::Object(ObjectKind::Server)
        }
        (ObjectKind::Link, "server") => KeyRule::Object(ObjectKind::Server),
        (ObjectKind::Server, "variables") => KeyRule::Named(ObjectKind::ServerVariable),
        (ObjectKind::PathItem | ObjectKind::Operation, "parameters") => {
            KeyRule::Object(ObjectKind::Parameter)
        }
        (
            ObjectKind::PathItem,
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace",
        ) => KeyRule::Object(ObjectKind::Operation),
        (ObjectKind::Operation, "requestBody") => KeyRule::Object(ObjectKind::RequestBody),
        (ObjectKind::Operation, "responses") => KeyRule::Object(ObjectKind::Responses),
        (ObjectKind::Operation, "callbacks") => KeyRule::Named(ObjectKind::Callback),
        (ObjectKind::Parameter | ObjectKind::MediaType, "schema") => {
            KeyRule::Object(ObjectKind::Schema)
        }
        (ObjectKind::Parameter | ObjectKind::RequestBody | ObjectKind::Response, "content") => {
            KeyRule::Named(ObjectKind::MediaType)
        }
        (ObjectKind::MediaType, "encoding") => KeyRule::Named(ObjectKind::Encoding),
        (ObjectKind::Encoding | ObjectKind::Response, "headers") => {
            KeyRule::Named(ObjectKind::Parameter)
        }
        (ObjectKind::Response, "links") => KeyRule::Named(ObjectKind::Link),
        (ObjectKind::SecurityScheme, "flows") => KeyRule::Object(ObjectKind::OAuthFlows),
        (ObjectKind::OAuthFlow, "scopes") => KeyRule::Names,
        (_, "$ref" | "name" | "tags" | "security" | "operationId" | "url" | "default" | "enum") => {
            KeyRule::Keep
        }
        (ObjectKind::Link, "parameters" | "requestBody") => KeyRule::Keep,
        _ => KeyRule::KeepFacts,
    }
}

fn schema_rule(key: &str) -> KeyRule {
    match key {
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
            KeyRule::Named(ObjectKind::Schema)
        }
        "items"
        | "prefixItems"
        | "additionalItems"
        | "unevaluatedItems"
        | "contains"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "allOf"
        | "oneOf"
        | "anyOf"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contentSchema" => KeyRule::Object(ObjectKind::Schema),
        // These hold names and values as they go over the wire.
        "$ref" | "default" | "enum" | "const" | "pattern" | "required" | "dependentRequired"
        | "discriminator" | "xml" => KeyRule::Keep,
        _ => KeyRule::KeepFacts,
    }
}

fn component_rule(key: &str) -> KeyRule {
    match key {
        "schemas" => KeyRule::Named(ObjectKind::Schema),
        "responses" => KeyRule::Named(ObjectKind::Response),
        "parameters" | "headers" => KeyRule::Named(ObjectKind::Parameter),
        "requestBodies" => KeyRule::Named(ObjectKind::RequestBody),
        "mediaTypes" => KeyRule::Named(ObjectKind::MediaType),
        "securitySchemes" => KeyRule::Named(ObjectKind::SecurityScheme),
        "links" => KeyRule::Named(ObjectKind::Link),
        "callbacks" => KeyRule::Named(ObjectKind::Callback),
        "pathItems" => KeyRule::Named(ObjectKind::PathItem),
        _ => KeyRule::KeepFacts,
    }
}

/// The keys that hold prose on every kind of object, wherever OpenAPI and JSON Schema have them.
const PROSE_KEYS: [&str; 7] =
    ["$comment", "description", "example", "examples", "externalDocs", "summary", "title"];

/// Extensions that are documentation from end to end, so that no part of them is worth keeping.
const PROSE_EXTENSIONS: [&str; 8] = [
    "x-code-samples",
    "x-codeSamples",
    "x-displayName",
    "x-logo",
    "x-readme",
    "x-speakeasy-deprecation-message",
    "x-speakeasy-usage-example",
    "x-tagGroups",
];

/// Drops the texts of files. An object without any is still a response, or a schema, and an enum value may be a sentence.
fn strip_files(value: &mut Value, dropped: &mut Dropped) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| strip_files(item, dropped)),
        Value::Object(object) => object.retain(|key, value| {
            let is_prose = PROSE_KEYS.contains(&key.as_str()) && value.is_string();
            if is_prose {
                dropped.add(key);
            } else if key != "mapping" {
                strip_files(value, dropped);
            }
            !is_prose
        }),
        _ => {}
    }
}

/// Takes the sentences out of a value that is an extension or a keyword without a rule of its own.
/// Says whether anything is left of it to keep.
fn keep_facts(key: &str, value: &mut Value, dropped: &mut Dropped) -> bool {
    let emptied = match value {
        Value::String(text) if is_sentence(text) => {
            dropped.add(key);
            return false;
        }
        Value::Array(items) => {
            let before = items.len();
            items.retain_mut(|item| keep_facts(key, item, dropped));
            items.is_empty() && before > 0
        }
        Value::Object(object) => {
            let before = object.len();
            object.retain(|key, value| {
                let prose = PROSE_KEYS.contains(&key.as_str()) && value.is_string();
                if prose {
                    dropped.add(key);
                }
                !prose && keep_facts(key, value, dropped)
            });
            object.is_empty() && before > 0
        }
        _ => false,
    };
    !emptied
}

/// A text of three words or more is taken for a sentence: names, formats and units have one or two.
fn is_sentence(text: &str) -> bool {
    text.split_whitespace().nth(2).is_some()
}
