//! The keywords of schemas: which are understood, and what to do about the others.

use serde_json::Value;

use super::shape::Kind;
use crate::lower::NOT_HEEDED;

/// What stands under a keyword that is understood.
pub(super) fn known(keyword: &str) -> Option<Kind> {
    let keywords = [STRUCTURE, CONSTRAINTS, ANNOTATIONS];
    let mut all = keywords.into_iter().flatten();
    all.find(|(known, _)| *known == keyword).map(|(_, kind)| *kind)
}

/// Whether what stands under a keyword cannot be meant, and can be left out: it would only judge values, or say something
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

/// Decide which type is generated.
const STRUCTURE: &[(&str, Kind)] = &[
    ("type", Kind::Any),
    ("$ref", Kind::Any),
    ("properties", Kind::Object),
    ("required", Kind::List),
    ("enum", Kind::List),
    ("items", Kind::Any),
    ("format", Kind::Text),
    ("nullable", Kind::Flag),
    ("default", Kind::Any),
    ("allOf", Kind::List),
    ("oneOf", Kind::List),
    ("anyOf", Kind::List),
    ("const", Kind::Any),
    ("prefixItems", Kind::List),
    ("$defs", Kind::Object),
    ("definitions", Kind::Object),
    ("discriminator", Kind::Object),
    ("additionalProperties", Kind::Any),
    ("unevaluatedProperties", Kind::Any),
    ("readOnly", Kind::Flag),
    ("writeOnly", Kind::Flag),
];

/// Narrow the values of a type. They are kept for the documentation, and left to the server to judge.
const CONSTRAINTS: &[(&str, Kind)] = &[
    ("pattern", Kind::Text),
    ("minimum", Kind::Number),
    ("maximum", Kind::Number),
    ("minLength", Kind::Count),
    ("maxLength", Kind::Count),
    ("exclusiveMinimum", Kind::Any),
    ("exclusiveMaximum", Kind::Any),
    ("multipleOf", Kind::Number),
    ("minItems", Kind::Count),
    ("maxItems", Kind::Count),
    ("uniqueItems", Kind::Flag),
    ("minProperties", Kind::Count),
    ("maxProperties", Kind::Count),
    ("dependentRequired", Kind::Object),
];

/// Say something about a schema and nothing about its values.
const ANNOTATIONS: &[(&str, Kind)] = &[
    ("description", Kind::Text),
    ("title", Kind::Text),
    ("example", Kind::Any),
    ("examples", Kind::Any),
    ("deprecated", Kind::Flag),
    ("externalDocs", Kind::Object),
    ("xml", Kind::Object),
    ("contentMediaType", Kind::Text),
    ("contentEncoding", Kind::Text),
    ("contentSchema", Kind::Any),
    ("$comment", Kind::Text),
    ("$schema", Kind::Text),
    ("$anchor", Kind::Text),
    ("$dynamicAnchor", Kind::Text),
    ("$recursiveAnchor", Kind::Any),
    ("$vocabulary", Kind::Any),
    ("$id", Kind::Text),
    ("id", Kind::Any),
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
