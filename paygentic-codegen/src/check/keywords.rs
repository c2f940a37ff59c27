//! The keywords of schemas: which are supported, and what to do about the others.

use serde_json::Value;

use super::shape::ValueKind;
use crate::lower::NOT_HEEDED;

/// What stands under a keyword that is understood.
pub(super) fn known(keyword: &str) -> Option<ValueKind> {
    let keywords = [STRUCTURE, CONSTRAINTS, ANNOTATIONS];
    let mut all = keywords.into_iter().flatten();
    all.find(|(known, _)| *known == keyword).map(|(_, kind)| *kind)
}

/// Whether what stands under a keyword cannot be meant, and can be skipped: it would only judge values, or say something
/// about them.
pub(crate) fn is_misfit(keyword: &str, value: &Value) -> bool {
    let mut optional = CONSTRAINTS.iter().chain(ANNOTATIONS);
    let known = optional.find(|(known, _)| *known == keyword);
    let is_flag = matches!(keyword, "nullable" | "readOnly" | "writeOnly");
    let is_bound = matches!(keyword, "exclusiveMinimum" | "exclusiveMaximum");
    known.is_some_and(|(_, kind)| !kind.accepts(value))
        || is_bound && !value.is_boolean() && !value.is_number()
        || is_flag && !value.is_boolean()
        || keyword == "format" && !value.is_string()
}

/// The names of all keywords that are understood.
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

/// Whether a keyword only narrows the values of a type, so that the SDK can do without: it checks no values.
pub(super) fn only_validates(keyword: &str) -> bool {
    NOT_HEEDED.contains(&keyword)
}

/// What to do instead of a keyword of JSON Schema that is not supported.
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
        // One that leads somewhere has become a `$ref`.
        "$dynamicRef" | "$recursiveRef" => {
            "refer to components with `$ref: '#/components/schemas/Name'`"
        }
        _ => return None,
    })
}
