//! The rule of every key, by the kind of object that has it: interface, prose, or a structure that holds both.

use crate::normalize::{Inside, ObjectKind};

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
    /// Objects, each with keys of its own.
    Objects(Inside),
    /// A map from names to prose: the names stay, the texts become empty.
    Names,
}

/// The rule for one key of one kind of object.
pub(super) fn rule(kind: ObjectKind, key: &str) -> KeyRule {
    if matches!(kind, ObjectKind::Operation | ObjectKind::Schema) && key == crate::ahead::KEY {
        return KeyRule::Keep;
    }
    if kind == ObjectKind::Document && key == crate::document::external::KEY {
        return KeyRule::Files;
    }
    if key.starts_with("x-") {
        return if PROSE_EXTENSIONS.contains(&key) { KeyRule::Drop } else { KeyRule::KeepFacts };
    }
    if let Some(inside) = kind.holds(key) {
        return KeyRule::Objects(inside);
    }
    match (kind, key) {
        (ObjectKind::Info, "version") => KeyRule::Keep,
        (ObjectKind::Info, _) => KeyRule::Drop,
        _ if PROSE_KEYS.contains(&key) => KeyRule::Drop,
        (ObjectKind::OAuthFlow, "scopes") => KeyRule::Names,
        (ObjectKind::Link, "parameters" | "requestBody") => KeyRule::Keep,
        // Content types, in one string.
        (ObjectKind::Encoding, "contentType") => KeyRule::Keep,
        // These hold names and values as they are sent.
        (
            ObjectKind::Schema,
            "$ref" | "default" | "enum" | "const" | "pattern" | "required" | "dependentRequired"
            | "discriminator" | "xml",
        ) => KeyRule::Keep,
        (ObjectKind::Schema | ObjectKind::Components, _) => KeyRule::KeepFacts,
        (_, "$ref" | "name" | "tags" | "security" | "operationId" | "url" | "default" | "enum") => {
            KeyRule::Keep
        }
        _ => KeyRule::KeepFacts,
    }
}

/// The keys that hold prose on every kind of object, wherever OpenAPI and JSON Schema have them.
pub(super) const PROSE_KEYS: [&str; 7] =
    ["$comment", "description", "example", "examples", "externalDocs", "summary", "title"];

/// Extensions that contain only documentation.
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
