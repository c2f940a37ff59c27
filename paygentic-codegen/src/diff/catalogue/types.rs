//! Rules about types and their fields.

use super::{ADDED, REMOVED, RENAMED, is, rules};
use crate::diff::change::Aspect;

rules! { ALL:
    TYPE_ADDED = "type-added", ADDED, SAFE, SAFE, "a type was added";
    TYPE_REMOVED = "type-removed", REMOVED, SAFE, SAFE,
        "a type was removed; the types that replace it are reported separately", advice "{}";
    TYPE_RENAMED = "type-renamed", RENAMED, SAFE, SAFE, "a type was renamed", advice "write {new}";
    TYPE_KIND_CHANGED = "type-kind-changed", is(Aspect::Type, ""), VALUES, VALUES,
        "the kind of a type changed: struct, enum, union", advice "adapt code that constructs or reads it";
    TYPE_SENT = "type-became-input", is(Aspect::Access, ""), SAFE, SAFE,
        "a type is used in requests too, and gained constructors and setters";
    TYPE_NOT_SENT = "type-no-longer-input", is(Aspect::Access, ""), SAFE, SAFE,
        "a type is no longer used in requests", advice "its constructors and setters were removed";
    PAGE_ADDED = "page-added", is(Aspect::Pagination, "pagination "), SAFE, SAFE, "a type became a page of a list";
    PAGE_REMOVED = "page-removed", is(Aspect::Pagination, "pagination "), SAFE, SAFE,
        "a type is no longer a page of a list",
        advice "calls that return it no longer have `.stream()` and `.pages()`";
    CONSTRUCTORS_CHANGED = "constructors-changed", is(Aspect::Constructors, "constructors "), SAFE, SAFE,
        "the constructors of a type changed", advice "{}";
    REQUIRED_GROUPS_TIGHTENED = "required-groups-tightened", is(Aspect::Constructors, "constructors "), BREAKS, SAFE,
        "at least one of several properties became required; requests without them are rejected", advice "{}";
    QUEUE_SUPPORT_ADDED = "queue-support-added", is(Aspect::Idempotency, ""), SAFE, SAFE,
        "a request body can be queued";
    QUEUE_SUPPORT_LOST = "queue-support-lost", is(Aspect::Idempotency, ""), SAFE, SAFE,
        "a request body can no longer be queued",
        advice "call the method instead: a queue takes required bodies of operations that all accept an idempotency key";
    ID_ADDED = "id-added", ADDED, SAFE, SAFE, "an id type was added";
    ID_REMOVED = "id-removed", REMOVED, SAFE, SAFE, "an id type was removed", advice "stop using it";
    ID_RENAMED = "id-renamed", RENAMED, SAFE, SAFE, "an id type was renamed", advice "write {new}";
    ID_PREFIXES_CHANGED = "id-prefixes-changed", is(Aspect::Format, ""), SAFE, SAFE,
        "the prefixes of ids changed; ids are never validated";
    VALUE_ADDED = "enum-value-added", ADDED, SAFE, SAFE,
        "an enum value was added; existing programs decode it as unknown";
    VALUE_REMOVED = "enum-value-removed", REMOVED, BREAKS, SAFE,
        "an enum value was removed", advice "stop using it", harm "the server no longer accepts it";
    VALUE_RENAMED = "enum-value-renamed", RENAMED, SAFE, SAFE, "an enum value was renamed in Rust";
    VALUE_WIRE_NAME_CHANGED = "enum-value-written-otherwise", RENAMED, BREAKS, RISKY,
        "the wire name of an enum value changed";
    PROPERTY_ADDED = "property-added", ADDED, SAFE, SAFE, "an optional property or parameter was added";
    REQUIRED_PROPERTY_ADDED = "required-property-added", ADDED, BREAKS, SAFE,
        "a required property or parameter was added",
        advice "pass it to the constructor; requests without it are rejected";
    PROPERTY_REMOVED = "property-removed", REMOVED, VALUES, RISKY,
        "a property or parameter was removed", advice "{}";
    REQUIRED_PROPERTY_REMOVED = "required-property-removed", REMOVED, VALUES, BREAKS,
        "a required property was removed", advice "{}";
    PROPERTY_RENAMED = "property-renamed", RENAMED, SAFE, SAFE,
        "a property was renamed in Rust; its wire name is the same", advice "write {new}";
    PROPERTY_WIRE_NAME_CHANGED = "property-wire-name-changed", RENAMED, BREAKS, RISKY,
        "the wire name of a property or parameter changed", advice "{}";
    REQUIRED_PROPERTY_WIRE_NAME_CHANGED = "required-property-wire-name-changed", RENAMED, BREAKS, BREAKS,
        "the wire name of a required property changed", advice "{}";
    PROPERTY_TYPE_CHANGED = "property-type-changed", is(Aspect::Type, ""), VALUES, VALUES,
        "the type of a property or parameter changed", advice "write the new type", harm "{}";
    PROPERTY_BECAME_REQUIRED = "property-became-required", is(Aspect::Presence, ""), BREAKS, SAFE,
        "a property or parameter became required; in responses it is always present",
        advice "{}", harm "requests without it are rejected";
    PROPERTY_BECAME_OPTIONAL = "property-became-optional", is(Aspect::Presence, ""), SAFE, RISKY,
        "a property or parameter became optional; in responses it may be missing", advice "{}";
    COLLECTION_BECAME_OPTIONAL = "collection-became-optional", is(Aspect::Presence, ""), SAFE, SAFE,
        "a list, map or free-form value became optional; in responses a missing one is decoded as empty", advice "{}";
    NULLABLE_BECAME_OPTIONAL = "nullable-property-became-optional", is(Aspect::Presence, ""), SAFE, SAFE,
        "a nullable property became optional; in responses a missing one is decoded as null", advice "{}";
    PROPERTY_BECAME_NULLABLE = "property-became-nullable", is(Aspect::Presence, ""), SAFE, RISKY,
        "a property became nullable", advice "{}";
    PROPERTY_TAKES_NULL = "property-takes-null", is(Aspect::Presence, ""), SAFE, SAFE,
        "an optional property became nullable", advice "{}";
    PROPERTY_REFUSES_NULL = "property-became-not-nullable", is(Aspect::Presence, ""), BREAKS, SAFE,
        "a property is no longer nullable", advice "{}";
    READ_ONLY_PROPERTY_NOT_NULLABLE = "read-only-property-became-not-nullable", is(Aspect::Presence, ""), SAFE, SAFE,
        "a read-only property is no longer nullable", advice "{}";
    PROPERTY_MOVED = "parameter-moved", is(Aspect::Location, "location "), BREAKS, SAFE,
        "the location or serialization of a parameter changed",
        advice "existing programs send it where the server does not look for it";
    PROPERTY_READ_ONLY = "property-became-read-only", is(Aspect::Access, ""), RISKY, SAFE,
        "a property became read-only", advice "stop setting it";
    PROPERTY_WRITABLE = "property-became-writable", is(Aspect::Access, ""), SAFE, SAFE,
        "a property is no longer read-only";
    PROPERTY_MUST_BE_WRITTEN = "property-became-writable-and-required", is(Aspect::Access, ""), BREAKS, SAFE,
        "a property is no longer read-only, and is required in requests", advice "pass it to the constructor; requests without it are rejected";
    ADDITIONAL_ADDED = "additional-properties-added", ADDED, SAFE, SAFE, "additional properties gained a schema";
    ADDITIONAL_REMOVED = "additional-properties-removed", REMOVED, VALUES, SAFE,
        "additional properties are no longer described", advice "additional properties are no longer decoded";
    ADDITIONAL_TYPE_CHANGED = "additional-properties-type-changed", is(Aspect::Type, ""), VALUES, VALUES,
        "the type of additional properties changed", advice "write the new type", harm "{}";
    CONSTANT_ADDED = "required-constant-added", ADDED, BREAKS, SAFE,
        "a required constant property was added; existing programs do not send it";
    CONSTANT_REMOVED = "required-constant-removed", REMOVED, VALUES, SAFE,
        "a required constant property was removed; existing programs send it";
    CONSTANT_CHANGED = "constant-changed", is(Aspect::Values, "values "), BREAKS, SAFE,
        "the value of a constant property changed";
    CONSTANT_MOVED = "constant-moved", is(Aspect::Location, "location "), BREAKS, SAFE,
        "the location of a constant parameter changed", advice "existing programs send it where the server does not look for it";
    CONSTANT_BECAME_PROPERTY = "constant-became-property", is(Aspect::Values, "values "), VALUES, SAFE,
        "a constant property accepts other values", advice "{}";
    PROPERTY_BECAME_CONSTANT = "property-became-constant", is(Aspect::Values, "values "), VALUES, SAFE,
        "a property became constant", advice "it always has this value, and is no longer a field";
    UNION_TAG_CHANGED = "union-tag-changed", is(Aspect::Tag, "discriminator "), VALUES, RISKY,
        "the discriminator of a union changed", advice "{}";
    SHARED_FIELDS_LOST = "shared-properties-lost", is(Aspect::SharedFields, "shared fields "), SAFE, SAFE,
        "a property is no longer shared by all alternatives", advice "match on the alternatives that have the field";
    ALTERNATIVE_ADDED = "alternative-added", ADDED, SAFE, SAFE,
        "an alternative was added to a union with a discriminator; existing programs decode it as unknown";
    UNTAGGED_ALTERNATIVE_ADDED = "untagged-alternative-added", ADDED, VALUES, RISKY,
        "an alternative was added to a union without a discriminator", harm "{}";
    ALTERNATIVE_REMOVED = "alternative-removed", REMOVED, VALUES, SAFE,
        "an alternative of a union was removed", advice "stop using it", harm "the server no longer accepts it";
    ALTERNATIVE_RENAMED = "alternative-renamed", RENAMED, SAFE, SAFE,
        "an alternative was renamed in Rust", advice "write {new}";
    ALTERNATIVE_TYPE_CHANGED = "alternative-type-changed", is(Aspect::Type, ""), VALUES, VALUES,
        "the type of an alternative changed", advice "write the new type", harm "{}";
    ALTERNATIVE_CONVERSION_LOST = "alternative-conversion-lost", is(Aspect::Constructors, "constructors "), SAFE, SAFE,
        "a type no longer converts into a union", advice "write `{}(..)`: another alternative has the same type";
    ALTERNATIVE_TAG_CHANGED = "alternative-tag-changed", is(Aspect::Tag, "discriminator "), VALUES, SAFE,
        "the tag of an alternative changed; existing programs still recognize it", harm "{}";
    ALTERNATIVE_TAG_UNKNOWN = "alternative-tag-unknown", is(Aspect::Tag, "discriminator "), VALUES, RISKY,
        "the tag of an alternative changed to one that existing programs do not recognize", harm "{}";
}
