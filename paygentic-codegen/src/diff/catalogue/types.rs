//! Rules about types and what they hold.

use super::{ADDED, REMOVED, RENAMED, is, rules};
use crate::diff::change::Aspect;

rules! { ALL:
    TYPE_ADDED = "type-added", ADDED, SAFE, SAFE, "there is another type";
    TYPE_REMOVED = "type-removed", REMOVED, SAFE, SAFE,
        "a type is gone; what stands in its places is reported on its own", advice "{}";
    TYPE_RENAMED = "type-renamed", RENAMED, SAFE, SAFE, "a type has another name", advice "write {new}";
    TYPE_KIND_CHANGED = "type-kind-changed", is(Aspect::Type, ""), VALUES, VALUES,
        "a type is of another kind: struct, enum, union", advice "construct and read it as what it is now";
    TYPE_SENT = "type-became-input", is(Aspect::Access, ""), SAFE, SAFE,
        "a type is sent too, and has constructors and setters";
    TYPE_NOT_SENT = "type-no-longer-input", is(Aspect::Access, ""), SAFE, SAFE,
        "a type is not sent any more", advice "constructor and setters are gone";
    PAGE_ADDED = "page-added", is(Aspect::Pagination, "paging "), SAFE, SAFE, "a type is a page of a list";
    PAGE_REMOVED = "page-removed", is(Aspect::Pagination, "paging "), SAFE, SAFE,
        "a type is no page of a list any more",
        advice "calls that return it have no `.stream()` and `.pages()` any more";
    CONSTRUCTORS_CHANGED = "constructors-changed", is(Aspect::Constructors, "constructors "), SAFE, SAFE,
        "a type is made in another way", advice "{}";
    REQUIRED_GROUPS_TIGHTENED = "required-groups-tightened", is(Aspect::Constructors, "constructors "), BREAKS, SAFE,
        "one of several properties must be given, and requests without them are refused", advice "{}";
    ID_ADDED = "id-added", ADDED, SAFE, SAFE, "there is another kind of ids";
    ID_REMOVED = "id-removed", REMOVED, SAFE, SAFE, "a kind of ids is gone";
    ID_RENAMED = "id-renamed", RENAMED, SAFE, SAFE, "a kind of ids has another name", advice "write {new}";
    ID_PREFIXES_CHANGED = "id-prefixes-changed", is(Aspect::Format, ""), SAFE, SAFE,
        "ids begin with something else; they are never checked";
    VALUE_ADDED = "enum-value-added", ADDED, SAFE, SAFE,
        "an enum has another value, which programs built before keep as unknown";
    VALUE_REMOVED = "enum-value-removed", REMOVED, BREAKS, SAFE,
        "an enum has a value no more", advice "stop using it", harm "the server no longer takes it";
    VALUE_RENAMED = "enum-value-renamed", RENAMED, SAFE, SAFE, "a value of an enum has another name in Rust";
    VALUE_WIRE_NAME_CHANGED = "enum-value-written-otherwise", RENAMED, BREAKS, RISKY,
        "a value of an enum is written otherwise";
    PROPERTY_ADDED = "property-added", ADDED, SAFE, SAFE, "there is another property or parameter";
    REQUIRED_PROPERTY_ADDED = "required-property-added", ADDED, BREAKS, SAFE,
        "another property or parameter must be given",
        advice "pass it to the constructor; requests without it are refused";
    PROPERTY_REMOVED = "property-removed", REMOVED, RISKY, RISKY,
        "a property or parameter is gone", advice "{}";
    REQUIRED_PROPERTY_REMOVED = "required-property-removed", REMOVED, RISKY, BREAKS,
        "a property that was always there is gone", advice "{}";
    PROPERTY_RENAMED = "property-renamed", RENAMED, SAFE, SAFE,
        "a property has another name in Rust, and goes over the wire as before", advice "write {new}";
    PROPERTY_WIRE_NAME_CHANGED = "property-wire-name-changed", RENAMED, BREAKS, RISKY,
        "a property or parameter has another name over the wire", advice "{}";
    REQUIRED_PROPERTY_WIRE_NAME_CHANGED = "required-property-wire-name-changed", RENAMED, BREAKS, BREAKS,
        "a property that was always there has another name over the wire", advice "{}";
    PROPERTY_TYPE_CHANGED = "property-type-changed", is(Aspect::Type, ""), VALUES, VALUES,
        "a property or parameter has another type", advice "write the new type", harm "{}";
    PROPERTY_BECAME_REQUIRED = "property-became-required", is(Aspect::Presence, ""), BREAKS, SAFE,
        "a property or parameter must be given; in answers it is always there", advice "{}";
    PROPERTY_BECAME_OPTIONAL = "property-became-optional", is(Aspect::Presence, ""), SAFE, RISKY,
        "a property or parameter may be left out; in answers it may be missing", advice "{}";
    COLLECTION_BECAME_OPTIONAL = "collection-became-optional", is(Aspect::Presence, ""), SAFE, SAFE,
        "a list, map or free value may be left out; in answers it reads as empty", advice "{}";
    PROPERTY_BECAME_NULLABLE = "property-became-nullable", is(Aspect::Presence, ""), SAFE, RISKY,
        "a property may be null where it was a value", advice "{}";
    PROPERTY_TAKES_NULL = "property-takes-null", is(Aspect::Presence, ""), SAFE, SAFE,
        "a property that may be missing may be null too", advice "{}";
    PROPERTY_REFUSES_NULL = "property-became-not-nullable", is(Aspect::Presence, ""), BREAKS, SAFE,
        "a property is never null any more", advice "{}";
    NULL_OF_THE_SERVER_GONE = "read-only-property-became-not-nullable", is(Aspect::Presence, ""), SAFE, SAFE,
        "a property that only the server sets is never null any more", advice "{}";
    PROPERTY_MOVED = "parameter-moved", is(Aspect::Location, "place "), BREAKS, SAFE,
        "a parameter goes elsewhere, or is written otherwise",
        advice "the server does not find it where it was";
    PROPERTY_READ_ONLY = "property-became-read-only", is(Aspect::Access, ""), RISKY, SAFE,
        "only the server sets a property", advice "stop setting it";
    PROPERTY_WRITABLE = "property-became-writable", is(Aspect::Access, ""), SAFE, SAFE,
        "callers may set a property";
    PROPERTY_MUST_BE_WRITTEN = "property-became-writable-and-required", is(Aspect::Access, ""), BREAKS, SAFE,
        "callers must set a property", advice "pass it to the constructor; requests without it are refused";
    ADDITIONAL_ADDED = "additional-properties-added", ADDED, SAFE, SAFE, "other properties are described";
    ADDITIONAL_REMOVED = "additional-properties-removed", REMOVED, RISKY, SAFE,
        "other properties are not described any more", advice "other properties are not kept any more";
    ADDITIONAL_TYPE_CHANGED = "additional-properties-type-changed", is(Aspect::Type, ""), VALUES, VALUES,
        "other properties have another type", advice "write the new type", harm "{}";
    CONSTANT_ADDED = "constant-added", ADDED, SAFE, SAFE, "a property with one value is described";
    REQUIRED_CONSTANT_ADDED = "required-constant-added", ADDED, BREAKS, SAFE,
        "a property with one value must be sent, which programs built before do not do";
    CONSTANT_REMOVED = "constant-removed", REMOVED, SAFE, SAFE, "a property with one value is gone";
    SENT_CONSTANT_REMOVED = "required-constant-removed", REMOVED, RISKY, SAFE,
        "a property with one value is gone, which programs built before send";
    CONSTANT_CHANGED = "constant-changed", is(Aspect::Values, "values "), BREAKS, SAFE,
        "a property with one value has another";
    CONSTANT_MOVED = "constant-moved", is(Aspect::Location, "place "), BREAKS, SAFE,
        "a parameter with one value goes elsewhere", advice "the server does not find it where it was";
    CONSTANT_BECAME_REQUIRED = "constant-became-required", is(Aspect::Presence, ""), BREAKS, SAFE,
        "a property with one value must be sent";
    CONSTANT_BECAME_OPTIONAL = "constant-became-optional", is(Aspect::Presence, ""), SAFE, SAFE,
        "a property with one value may be left out";
    CONSTANT_BECAME_PROPERTY = "constant-became-property", is(Aspect::Values, "values "), VALUES, SAFE,
        "a property with one value may have others", advice "{}";
    PROPERTY_BECAME_CONSTANT = "property-became-constant", is(Aspect::Values, "values "), VALUES, SAFE,
        "a property has one value only", advice "it has this value only, and is no field any more";
    UNION_TAG_CHANGED = "union-tag-changed", is(Aspect::Tag, "told by "), SAFE, RISKY,
        "the alternatives of a union are told apart by something else",
        advice "programs built before may not know which alternative was sent";
    SHARED_FIELDS_LOST = "shared-properties-lost", is(Aspect::SharedFields, "fields of all alternatives "), SAFE, SAFE,
        "not all alternatives have a property any more", advice "match the alternatives that have the field";
    ALTERNATIVE_ADDED = "alternative-added", ADDED, SAFE, SAFE,
        "a union with a tag has another alternative, which programs built before keep as unknown";
    UNTAGGED_ALTERNATIVE_ADDED = "untagged-alternative-added", ADDED, SAFE, RISKY,
        "a union that is told by shape has another alternative",
        harm "programs built before may take it for another alternative";
    ALTERNATIVE_REMOVED = "alternative-removed", REMOVED, BREAKS, SAFE,
        "a union has an alternative no more", advice "stop using it", harm "the server no longer takes it";
    ALTERNATIVE_RENAMED = "alternative-renamed", RENAMED, SAFE, SAFE,
        "an alternative has another name in Rust", advice "write {new}";
    ALTERNATIVE_TYPE_CHANGED = "alternative-type-changed", is(Aspect::Type, ""), VALUES, VALUES,
        "an alternative has another type", advice "write the new type", harm "{}";
    ALTERNATIVE_CONVERSION_LOST = "alternative-conversion-lost", is(Aspect::Constructors, "constructors "), SAFE, SAFE,
        "a value does not convert into a union any more", advice "write `{}(..)`: another alternative has the same type";
    ALTERNATIVE_TAG_CHANGED = "alternative-tag-changed", is(Aspect::Tag, "told by "), SAFE, SAFE,
        "an alternative is known by something else, and known as before";
    ALTERNATIVE_TAG_UNKNOWN = "alternative-tag-unknown", is(Aspect::Tag, "told by "), SAFE, RISKY,
        "an alternative is known by something that programs built before do not know";
}
