//! The keywords of schemas: which are supported, and what to do about the others.

use serde_json::Value;

use super::shape::ValueKind;
use crate::lower::IGNORED_KEYWORDS;

/// The kind of value of a supported keyword.
pub(super) fn known(keyword: &str) -> Option<ValueKind> {
    let keywords = [STRUCTURE, CONSTRAINTS, ANNOTATIONS];
    let mut all = keywords.into_iter().flatten();
    all.find(|(known, _)| *known == keyword).map(|(_, kind)| *kind)
}

/// Whether a keyword has an invalid value and can be skipped, because it only validates or annotates
/// values.
pub(crate) fn is_skippable(keyword: &str, value: &Value) -> bool {
    let mut optional = CONSTRAINTS.iter().chain(ANNOTATIONS);
    let known = optional.find(|(known, _)| *known == keyword);
    let is_flag = matches!(keyword, "nullable" | "readOnly" | "writeOnly");
    let is_bound = matches!(keyword, "exclusiveMinimum" | "exclusiveMaximum");
    known.is_some_and(|(_, kind)| !kind.accepts(value))
        || is_bound && !value.is_boolean() && !value.is_number()
        || is_flag && !value.is_boolean()
        || keyword == "format" && !value.is_string()
}

/// The names of all supported keywords.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    [STRUCTURE, CONSTRAINTS, ANNOTATIONS].into_iter().flatten().map(|(name, _)| *name)
}

/// Keywords that decide which type is generated.
const STRUCTURE: &[(&str, ValueKind)] = &[
    ("type", ValueKind::Any),
    ("$ref", ValueKind::Any),
    ("properties", ValueKind::Object),
    ("required", ValueKind::List),
    ("enum", ValueKind::List),
    ("items", ValueKind::Any),
    ("format", ValueKind::Text),
    ("nullable", ValueKind::Flag),
    ("default", ValueKind::Any),
    ("allOf", ValueKind::List),
    ("oneOf", ValueKind::List),
    ("anyOf", ValueKind::List),
    ("const", ValueKind::Any),
    ("prefixItems", ValueKind::List),
    ("$defs", ValueKind::Object),
    ("definitions", ValueKind::Object),
    ("discriminator", ValueKind::Object),
    ("additionalProperties", ValueKind::Any),
    ("unevaluatedProperties", ValueKind::Any),
    ("readOnly", ValueKind::Flag),
    ("writeOnly", ValueKind::Flag),
];

/// Keywords that narrow the values of a type. They are kept for the documentation; the server validates them.
const CONSTRAINTS: &[(&str, ValueKind)] = &[
    ("pattern", ValueKind::Text),
    ("minimum", ValueKind::Number),
    ("maximum", ValueKind::Number),
    ("minLength", ValueKind::Count),
    ("maxLength", ValueKind::Count),
    ("exclusiveMinimum", ValueKind::Any),
    ("exclusiveMaximum", ValueKind::Any),
    ("multipleOf", ValueKind::Number),
    ("minItems", ValueKind::Count),
    ("maxItems", ValueKind::Count),
    ("uniqueItems", ValueKind::Flag),
    ("minProperties", ValueKind::Count),
    ("maxProperties", ValueKind::Count),
    ("dependentRequired", ValueKind::Object),
];

/// Keywords about a schema that do not constrain its values.
const ANNOTATIONS: &[(&str, ValueKind)] = &[
    ("description", ValueKind::Text),
    ("title", ValueKind::Text),
    ("example", ValueKind::Any),
    ("examples", ValueKind::Any),
    ("deprecated", ValueKind::Flag),
    ("externalDocs", ValueKind::Object),
    ("xml", ValueKind::Object),
    ("contentMediaType", ValueKind::Text),
    ("contentEncoding", ValueKind::Text),
    ("contentSchema", ValueKind::Any),
    ("$comment", ValueKind::Text),
    ("$schema", ValueKind::Text),
    ("$anchor", ValueKind::Text),
    ("$dynamicAnchor", ValueKind::Text),
    ("$recursiveAnchor", ValueKind::Any),
    ("$vocabulary", ValueKind::Any),
    ("$id", ValueKind::Text),
    ("id", ValueKind::Any),
];

/// Whether a keyword only validates values, so that the SDK can ignore it.
pub(super) fn only_validates(keyword: &str) -> bool {
    IGNORED_KEYWORDS.contains(&keyword)
}

/// What to write instead of an unsupported keyword of JSON Schema.
pub(super) fn instead_of(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "patternProperties" | "propertyNames" => {
            "describe the values of a map with `additionalProperties`"
        }
        "if" | "then" | "else" | "not" | "dependentSchemas" | "dependencies" => {
            "describe the cases as alternatives of a `oneOf`"
        }
        "additionalItems" | "unevaluatedItems" | "contains" | "minContains" | "maxContains" => {
            "describe the entries of a list with one `items`"
        }
        // If the target exists, it has been turned into a `$ref`.
        "$dynamicRef" | "$recursiveRef" => {
            "refer to components with `$ref: '#/components/schemas/Name'`"
        }
        _ => return None,
    })
}
