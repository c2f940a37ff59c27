//! Rules about what is said of values beyond their type.

use super::{Rule, is, rules};
use crate::diff::accepts::Acceptance;
use crate::diff::change::Aspect;

rules! { ALL:
    DEPRECATED = "deprecated", is(Aspect::Deprecation, ""), SAFE, SAFE,
        "the use of a property or parameter is discouraged";
    NOT_DEPRECATED = "no-longer-deprecated", is(Aspect::Deprecation, ""), SAFE, SAFE,
        "the use of something is not discouraged any more";
    DEFAULT_CHANGED = "default-changed", is(Aspect::Default, "default "), BREAKS, SAFE,
        "the server takes another value where none is sent",
        harm "requests that leave it out mean something else now: set it to keep the old meaning";
    DEFAULT_ADDED = "default-added", is(Aspect::Default, "default "), RISKY, SAFE,
        "it is said what the server takes where no value is sent",
        harm "what the server takes where requests leave it out may be another: set it to be sure";
    DEFAULT_REMOVED = "default-removed", is(Aspect::Default, "default "), RISKY, SAFE,
        "it is not said any more what the server takes where no value is sent",
        harm "what the server takes where requests leave it out may be another: set it to be sure";
    DEFAULT_UNUSED = "default-of-required-changed", is(Aspect::Default, "default "), SAFE, SAFE,
        "the default of something changed that must be given anyway";
    BOUNDS_TIGHTENED = "bounds-tightened", is(Aspect::Bounds, "bounds "), BREAKS, SAFE,
        "bounds refuse values that were accepted", harm "values that were accepted are refused now";
    BOUNDS_MAY_BE_TIGHTER = "bounds-maybe-tightened", is(Aspect::Bounds, "bounds "), RISKY, SAFE,
        "bounds may refuse values that were accepted, if a pattern or format leaves any such",
        harm "values that were accepted may be refused";
    BOUNDS_RELAXED = "bounds-relaxed", is(Aspect::Bounds, "bounds "), SAFE, SAFE,
        "bounds accept all values that were accepted, and more";
    VALUES_NARROWED = "values-narrowed", is(Aspect::Values, "values "), BREAKS, SAFE,
        "fewer values are listed", harm "other values are refused now";
    VALUES_MAY_BE_NARROWER = "values-maybe-narrowed", is(Aspect::Values, "values "), RISKY, SAFE,
        "other values are listed, which may not be all that were accepted", harm "other values may be refused";
    VALUES_WIDENED = "values-widened", is(Aspect::Values, "values "), SAFE, SAFE, "more values are listed, or any are accepted";
    FORMAT_NARROWED = "format-narrowed", is(Aspect::Format, ""), BREAKS, SAFE,
        "a format refuses values that were accepted", harm "texts that were accepted are refused now";
    FORMAT_CHANGED = "format-changed", is(Aspect::Format, ""), RISKY, SAFE,
        "a format may refuse texts that were accepted", harm "texts that were accepted may be refused";
    FORMAT_REMOVED = "format-relaxed", is(Aspect::Format, ""), SAFE, SAFE,
        "a format is gone, or accepts all that was accepted";
    PATTERN_NARROWED = "pattern-narrowed", is(Aspect::Format, ""), BREAKS, SAFE,
        "a pattern refuses texts that were accepted", harm "texts that were accepted are refused now";
    PATTERN_CHANGED = "pattern-changed", is(Aspect::Format, ""), RISKY, SAFE,
        "a pattern may refuse texts that were accepted", harm "texts that were accepted may be refused";
    PATTERN_REMOVED = "pattern-relaxed", is(Aspect::Format, ""), SAFE, SAFE, "a pattern is gone";
    DEPENDENTS_REQUIRED = "dependent-required-added", is(Aspect::Bounds, "bounds "), BREAKS, SAFE,
        "a property asks for others", harm "requests that were accepted are refused now";
    DEPENDENTS_CHANGED = "dependent-required-changed", is(Aspect::Bounds, "bounds "), RISKY, SAFE,
        "a property may ask for others", harm "requests that were accepted may be refused";
    DEPENDENTS_RELAXED = "dependent-required-removed", is(Aspect::Bounds, "bounds "), SAFE, SAFE,
        "a property does not ask for others any more";
    ALTERNATIVES_NARROWED = "alternatives-narrowed", is(Aspect::Bounds, "bounds "), BREAKS, SAFE,
        "alternatives of one type refuse values that were accepted", harm "values that were accepted are refused now";
    ALTERNATIVES_CHANGED = "alternatives-changed", is(Aspect::Bounds, "bounds "), RISKY, SAFE,
        "alternatives of one type may refuse values that were accepted", harm "values that were accepted may be refused";
    ALTERNATIVES_WIDENED = "alternatives-widened", is(Aspect::Bounds, "bounds "), SAFE, SAFE,
        "alternatives of one type accept all that was accepted";
    ADDITIONAL_REFUSED = "additional-properties-refused", is(Aspect::AdditionalProperties, "other properties "), SAFE, SAFE,
        "properties that are not described are refused; what is sent is described";
    ADDITIONAL_ACCEPTED = "additional-properties-accepted", is(Aspect::AdditionalProperties, "other properties "), SAFE, SAFE,
        "properties that are not described are accepted";
    NULL_ACCEPTED = "null-accepted", is(Aspect::Presence, ""), SAFE, SAFE, "null is said to be a value";
    NULL_REFUSED = "null-refused", is(Aspect::Presence, ""), SAFE, SAFE,
        "null is said to be no value, where nothing could send it";
    WRITE_ONLY = "property-became-write-only", is(Aspect::Access, ""), SAFE, RISKY,
        "a property is sent and not answered any more", harm "answers may have it no more";
    NOT_WRITE_ONLY = "property-no-longer-write-only", is(Aspect::Access, ""), SAFE, SAFE,
        "a property is answered too";
    UNKNOWN_VALUES_CHANGED = "unlisted-values-changed", is(Aspect::Values, "values "), SAFE, SAFE,
        "something else is said of values that an enum does not list; they are kept anyway";
}

/// The rules of one fact, by what becomes of the values that were accepted.
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
pub(in crate::diff) static ALTERNATIVES: Family =
    [&ALTERNATIVES_WIDENED, &ALTERNATIVES_CHANGED, &ALTERNATIVES_NARROWED];

/// The rule for what becomes of the values that were accepted.
pub(in crate::diff) fn of(family: &Family, answer: Acceptance) -> &'static Rule {
    let [safe, unknown, refused] = family;
    match answer {
        Acceptance::Yes => safe,
        Acceptance::Unknown => unknown,
        Acceptance::No => refused,
    }
}
