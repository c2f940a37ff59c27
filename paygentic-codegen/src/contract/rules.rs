//! The rule of every key, by the kind of object that has it: interface, prose, or a structure that holds both.

/// The kind of object that stands at a place of the document.
#[derive(Clone, Copy)]
pub(super) enum ObjectKind {
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
pub(super) enum KeyRule {
    /// Prose: dropped and counted.
    Drop,
    /// Interface: kept unchanged, even if it looks like a sentence.
    Keep,
    /// Kept, except for sentences in it: extensions, and keywords without a rule of their own.
    KeepFacts,
    /// Other files, whose kind of object is not known: only their prose is removed.
    Files,
    /// One object of the given kind, or a list of such.
    Object(ObjectKind),
    /// A map from names to objects of the given kind; the names are interface.
    Named(ObjectKind),
    /// A map from names to prose: the names stay, the texts become empty.
    Names,
}

/// The rule for one key of one kind of object.
pub(super) fn rule(place: ObjectKind, key: &str) -> KeyRule {
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
        // Content types, in one text.
        (ObjectKind::Encoding, "contentType") => KeyRule::Keep,
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
pub(super) const PROSE_KEYS: [&str; 7] =
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
