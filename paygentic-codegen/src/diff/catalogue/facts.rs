//! Rules about facts: the keywords of schemas besides types.

use super::{Rule, is, rules};
use crate::diff::accepts::Acceptance;
use crate::diff::change::Aspect;

rules! { ALL:
    DEPRECATED = "deprecated", is(Aspect::Deprecation, ""), SAFE, SAFE,
        "a property or parameter was deprecated";
    NOT_DEPRECATED = "no-longer-deprecated", is(Aspect::Deprecation, ""), SAFE, SAFE,
        "an item is no longer deprecated";
    DEFAULT_CHANGED = "default-changed", is(Aspect::Default, "default "), BREAKS, SAFE,
        "the default that the server uses changed",
        harm "requests that omit it behave differently now: set it to keep the old behaviour";
    DEFAULT_ADDED = "default-added", is(Aspect::Default, "default "), RISKY, SAFE,
        "a default was declared",
        harm "requests that omit it may behave differently: set it explicitly";
    DEFAULT_REMOVED = "default-removed", is(Aspect::Default, "default "), RISKY, SAFE,
        "a default is no longer declared",
        harm "requests that omit it may behave differently: set it explicitly";
    DEFAULT_UNUSED = "default-of-required-changed", is(Aspect::Default, "default "), SAFE, SAFE,
        "the default of a required item changed; it is never used";
    BOUNDS_TIGHTENED = "bounds-tightened", is(Aspect::Bounds, "bounds "), BREAKS, SAFE,
        "bounds reject values that were accepted before", harm "check what you send: values that were accepted before are rejected now";
    BOUNDS_MAY_BE_TIGHTER = "bounds-maybe-tightened", is(Aspect::Bounds, "bounds "), RISKY, SAFE,
        "bounds may reject values that were accepted before; it depends on a pattern or format",
        harm "check what you send: values that were accepted before may be rejected";
    BOUNDS_RELAXED = "bounds-relaxed", is(Aspect::Bounds, "bounds "), SAFE, SAFE,
        "bounds accept all previous values, and more";
    VALUES_NARROWED = "values-narrowed", is(Aspect::Values, "values "), BREAKS, SAFE,
        "the list of values was narrowed", harm "send only listed values: others are rejected now";
    VALUES_MAY_BE_NARROWER = "values-maybe-narrowed", is(Aspect::Values, "values "), RISKY, SAFE,
        "the list of values changed, and may not contain all previous values", harm "send only listed values: others may be rejected";
    VALUES_WIDENED = "values-widened", is(Aspect::Values, "values "), SAFE, SAFE, "the list of values was extended or removed";
    FORMAT_NARROWED = "format-narrowed", is(Aspect::Format, ""), BREAKS, SAFE,
        "a format rejects values that were accepted before", harm "check what you send: strings that were accepted before are rejected now";
    FORMAT_CHANGED = "format-changed", is(Aspect::Format, ""), RISKY, SAFE,
        "a format may reject strings that were accepted before", harm "check what you send: strings that were accepted before may be rejected";
    FORMAT_REMOVED = "format-relaxed", is(Aspect::Format, ""), SAFE, SAFE,
        "a format was removed or relaxed";
    PATTERN_NARROWED = "pattern-narrowed", is(Aspect::Format, ""), BREAKS, SAFE,
        "a pattern rejects strings that were accepted before", harm "check what you send: strings that were accepted before are rejected now";
    PATTERN_CHANGED = "pattern-changed", is(Aspect::Format, ""), RISKY, SAFE,
        "a pattern may reject strings that were accepted before", harm "check what you send: strings that were accepted before may be rejected";
    PATTERN_REMOVED = "pattern-relaxed", is(Aspect::Format, ""), SAFE, SAFE, "a pattern was removed";
    DEPENDENTS_REQUIRED = "dependent-required-added", is(Aspect::Bounds, "bounds "), BREAKS, SAFE,
        "a property requires other properties", harm "check what you send: requests that were accepted before are rejected now";
    DEPENDENTS_CHANGED = "dependent-required-changed", is(Aspect::Bounds, "bounds "), RISKY, SAFE,
        "a property may require other properties", harm "check what you send: requests that were accepted before may be rejected";
    DEPENDENTS_RELAXED = "dependent-required-removed", is(Aspect::Bounds, "bounds "), SAFE, SAFE,
        "a property no longer requires other properties";
    CONSTRAINTS_TIGHTENED = "constraints-tightened", is(Aspect::Bounds, "constraints "), BREAKS, SAFE,
        "a constraint such as the positions of a tuple rejects values that were accepted before",
        harm "check what you send: values that were accepted before are rejected now";
    CONSTRAINTS_CHANGED = "constraints-changed", is(Aspect::Bounds, "constraints "), RISKY, SAFE,
        "a constraint such as `not`, `contains` or `patternProperties` may reject values that were accepted before",
        harm "check what you send: values that were accepted before may be rejected";
    CONSTRAINTS_RELAXED = "constraints-relaxed", is(Aspect::Bounds, "constraints "), SAFE, SAFE,
        "a constraint such as `not`, `contains` or `patternProperties` was removed";
    ALTERNATIVES_NARROWED = "alternatives-narrowed", is(Aspect::Bounds, "bounds "), BREAKS, SAFE,
        "alternatives of the same type reject values that were accepted before", harm "check what you send: values that were accepted before are rejected now";
    ALTERNATIVES_CHANGED = "alternatives-changed", is(Aspect::Bounds, "bounds "), RISKY, SAFE,
        "alternatives of the same type may reject values that were accepted before", harm "check what you send: values that were accepted before may be rejected";
    ALTERNATIVES_WIDENED = "alternatives-widened", is(Aspect::Bounds, "bounds "), SAFE, SAFE,
        "alternatives of the same type accept all previous values";
    ALTERNATIVES_OVERLAP_REJECTED = "alternatives-overlap-rejected", is(Aspect::Bounds, "alternatives "), BREAKS, SAFE,
        "`anyOf` became `oneOf`, and rejects values that match several alternatives",
        harm "check what you send: values that match several alternatives are rejected now";
    ALTERNATIVES_OVERLAP_MAYBE_REJECTED = "alternatives-overlap-maybe-rejected", is(Aspect::Bounds, "alternatives "), RISKY, SAFE,
        "`anyOf` became `oneOf`, and may reject values that match several alternatives",
        harm "check what you send: values that match several alternatives may be rejected";
    ALTERNATIVES_OVERLAP_ACCEPTED = "alternatives-overlap-accepted", is(Aspect::Bounds, "alternatives "), SAFE, SAFE,
        "`oneOf` became `anyOf`, or the other way round where no value matches several alternatives";
    ADDITIONAL_REFUSED = "additional-properties-refused", is(Aspect::AdditionalProperties, "additional properties "), SAFE, SAFE,
        "additional properties are rejected; the SDK sends none";
    ADDITIONAL_ACCEPTED = "additional-properties-accepted", is(Aspect::AdditionalProperties, "additional properties "), SAFE, SAFE,
        "additional properties are accepted";
    NULL_ACCEPTED = "null-accepted", is(Aspect::Presence, ""), SAFE, SAFE, "null is declared as a value";
    NULL_REFUSED = "null-refused", is(Aspect::Presence, ""), SAFE, SAFE,
        "null is no longer declared as a value, where the SDK could not send it";
    WRITE_ONLY = "property-became-write-only", is(Aspect::Access, ""), SAFE, RISKY,
        "a property became write-only", harm "responses may no longer contain it";
    REQUIRED_WRITE_ONLY = "required-property-became-write-only", is(Aspect::Access, ""), SAFE, BREAKS,
        "a required property became write-only", harm "responses no longer contain it, and existing programs need it";
    NOT_WRITE_ONLY = "property-no-longer-write-only", is(Aspect::Access, ""), SAFE, SAFE,
        "a property is no longer write-only";
    UNKNOWN_VALUES_CHANGED = "unlisted-values-changed", is(Aspect::Values, "values "), SAFE, SAFE,
        "the handling of unlisted enum values changed; they are kept in any case";
}

/// The rules of one fact, by whether the old values are still accepted.
pub(in crate::diff) type Family = [&'static Rule; 3];

pub(in crate::diff) static BOUNDS: Family =
    [&BOUNDS_RELAXED, &BOUNDS_MAY_BE_TIGHTER, &BOUNDS_TIGHTENED];
pub(in crate::diff) static VALUES_LISTED: Family =
    [&VALUES_WIDENED, &VALUES_MAY_BE_NARROWER, &VALUES_NARROWED];
pub(in crate::diff) static FORMAT: Family = [&FORMAT_REMOVED, &FORMAT_CHANGED, &FORMAT_NARROWED];
pub(in crate::diff) static PATTERN: Family =
    [&PATTERN_REMOVED, &PATTERN_CHANGED, &PATTERN_NARROWED];
pub(in crate::diff) static DEPENDENTS: Family =
    [&DEPENDENTS_RELAXED, &DEPENDENTS_CHANGED, &DEPENDENTS_REQUIRED];
pub(in crate::diff) static CONSTRAINTS: Family =
    [&CONSTRAINTS_RELAXED, &CONSTRAINTS_CHANGED, &CONSTRAINTS_TIGHTENED];
pub(in crate::diff) static ALTERNATIVES: Family =
    [&ALTERNATIVES_WIDENED, &ALTERNATIVES_CHANGED, &ALTERNATIVES_NARROWED];

pub(in crate::diff) static EXCLUSIVE: Family = [
    &ALTERNATIVES_OVERLAP_ACCEPTED,
    &ALTERNATIVES_OVERLAP_MAYBE_REJECTED,
    &ALTERNATIVES_OVERLAP_REJECTED,
];

/// The rule of a fact, by whether the old values are still accepted.
pub(in crate::diff) fn of(family: &Family, answer: Acceptance) -> &'static Rule {
    let [safe, unknown, refused] = family;
    match answer {
        Acceptance::Yes => safe,
        Acceptance::Unknown => unknown,
        Acceptance::No => refused,
    }
}
