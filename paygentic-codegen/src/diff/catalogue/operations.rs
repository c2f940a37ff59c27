//! Rules about operations, their requests and their responses.

use super::{ADDED, REMOVED, RENAMED, is, rules};
use crate::diff::change::Aspect;

rules! { ALL:
    OPERATION_ADDED = "operation-added", ADDED, SAFE, SAFE, "an operation was added";
    OPERATION_REMOVED = "operation-removed", REMOVED, BREAKS, SAFE, "an operation was removed", advice "stop calling it";
    OPERATION_RENAMED = "operation-renamed", RENAMED, SAFE, SAFE,
        "a method was renamed", advice "call {new}";
    OPERATION_ID_CHANGED = "operation-id-changed", RENAMED, SAFE, SAFE,
        "the id of an operation changed", advice "only the operation id changed; the Rust method keeps its name";
    OPERATION_ROUTE_CHANGED = "operation-route-changed", is(Aspect::Route, "route "), BREAKS, SAFE,
        "the HTTP method or path of an operation changed", advice "existing programs call the old address";
    OPERATION_SERVER_CHANGED = "operation-server-changed", is(Aspect::Address, "address "), RISKY, SAFE,
        "the server of an operation changed", advice "existing programs call the old address";
    SECURITY_REQUIRED = "security-required", is(Aspect::Security, "authentication "), BREAKS, SAFE,
        "an operation requires credentials that existing programs do not send",
        advice "existing programs do not send these credentials and are rejected: give them to the client";
    SECURITY_CHANGED = "security-changed", is(Aspect::Security, "authentication "), SAFE, SAFE,
        "an operation requires different credentials, and still accepts those that were sent before";
    SCOPE_ADDED = "security-scope-added", is(Aspect::Security, "authentication "), RISKY, SAFE,
        "an operation requires an additional scope", advice "a token without the scope is rejected";
    SCOPE_REMOVED = "security-scope-removed", is(Aspect::Security, "authentication "), SAFE, SAFE,
        "an operation requires fewer scopes";
    IDEMPOTENCY_CHANGED = "idempotency-key-moved", is(Aspect::Idempotency, "idempotency key "), RISKY, SAFE,
        "the idempotency key is sent in a different location, or no longer accepted",
        advice "a key in the old location is ignored: a retry may execute the operation twice";
    IDEMPOTENCY_ADDED = "idempotency-key-added", is(Aspect::Idempotency, "idempotency key "), SAFE, SAFE,
        "an operation accepts an idempotency key";
    PAGINATION_CHANGED = "pagination-changed", is(Aspect::Pagination, "pagination "), RISKY, SAFE,
        "the pagination of a list changed or was removed";
    PAGINATION_ADDED = "pagination-added", is(Aspect::Pagination, "pagination "), SAFE, SAFE, "a list is paginated";
    RATE_LIMIT_TIGHTENED = "rate-limit-tightened", is(Aspect::RateLimit, "rate limit "), RISKY, SAFE,
        "fewer calls are allowed, or the period changed";
    RATE_LIMIT_RELAXED = "rate-limit-relaxed", is(Aspect::RateLimit, "rate limit "), SAFE, SAFE,
        "more calls are allowed";
    OPERATION_DEPRECATED = "operation-deprecated", is(Aspect::Deprecation, ""), SAFE, SAFE,
        "an operation was deprecated", advice "callers get a compiler warning";
    PATH_PARAMETERS_CHANGED = "path-parameters-changed", is(Aspect::Constructors, "arguments "), SAFE, SAFE,
        "path parameters were added or removed", advice "pass the arguments that the path requires now";
    PATH_PARAMETERS_REORDERED = "path-parameters-reordered", is(Aspect::Constructors, "arguments "), BREAKS, SAFE,
        "the order of path parameters changed",
        advice "reorder the arguments; if they have the same type, the compiler does not notice";
    PATH_PARAMETER_RENAMED = "path-parameter-renamed", RENAMED, VALUES, SAFE,
        "a path parameter was renamed; only the style `matrix` sends the name",
        harm "existing programs send the old name";
    PATH_PARAMETER_TYPE_CHANGED = "path-parameter-type-changed", is(Aspect::Type, ""), VALUES, SAFE,
        "the type of a path parameter changed",
        advice "strings convert as before; an id of another type does not";
    PATH_PARAMETER_STYLE_CHANGED = "path-parameter-style-changed", is(Aspect::Location, "location "), BREAKS, SAFE,
        "the serialization of a path parameter changed";
    PARAMETERS_ADDED = "parameters-added", is(Aspect::Constructors, "arguments "), SAFE, SAFE,
        "an operation without parameters gained optional ones", advice "pass {} as the last argument";
    REQUIRED_PARAMETERS_ADDED = "required-parameters-added", is(Aspect::Constructors, "arguments "), BREAKS, SAFE,
        "an operation without parameters gained required ones", advice "pass {} as the last argument";
    PARAMETERS_REMOVED = "parameters-removed", is(Aspect::Constructors, "arguments "), RISKY, SAFE,
        "an operation no longer has parameters", advice "remove the last argument";
    BODY_ADDED = "request-body-added", ADDED, SAFE, SAFE, "an operation accepts a request body", advice "pass the body";
    REQUIRED_BODY_ADDED = "required-request-body-added", ADDED, BREAKS, SAFE,
        "an operation requires a request body", advice "pass the body";
    BODY_REMOVED = "request-body-removed", REMOVED, RISKY, SAFE,
        "an operation no longer accepts a request body", advice "remove the body";
    BODY_BECAME_REQUIRED = "request-body-became-required", is(Aspect::Presence, ""), BREAKS, SAFE,
        "a request body became required", advice "pass the body; requests without it are rejected";
    BODY_BECAME_OPTIONAL = "request-body-became-optional", is(Aspect::Presence, ""), SAFE, SAFE,
        "a request body became optional";
    BODY_KIND_CHANGED = "request-body-kind-changed", is(Aspect::Type, ""), VALUES, SAFE,
        "the kind of a request body changed: JSON, form, multipart, file";
    BODY_TYPE_CHANGED = "request-body-type-changed", is(Aspect::Type, ""), VALUES, SAFE,
        "the type of a request body changed", advice "write the new type", harm "{}";
    BODY_MEDIA_TYPE_CHANGED = "request-body-media-type-changed", is(Aspect::MediaType, "media type "), BREAKS, SAFE,
        "the media type of a request body changed";
    BODY_MEDIA_TYPE_GENERALIZED = "request-body-media-type-generalized", is(Aspect::MediaType, "media type "), SAFE, SAFE,
        "the SDK sends a request body in another media type; the old one is still accepted";
    BODY_MEDIA_TYPE_ADDED = "request-body-media-type-added", is(Aspect::MediaType, "media type "), SAFE, SAFE,
        "a request body is also accepted in another media type";
    BODY_MEDIA_TYPE_REMOVED = "request-body-media-type-removed", is(Aspect::MediaType, "media type "), SAFE, SAFE,
        "a request body is no longer accepted in a media type that the SDK never sends";
    FORM_ENCODING_CHANGED = "form-encoding-changed", is(Aspect::Format, ""), BREAKS, SAFE,
        "the encoding of a form field changed", advice "existing programs send it in the old encoding";
    RESPONSE_TYPE_CHANGED = "response-type-changed", is(Aspect::Type, ""), SAFE, VALUES,
        "the type of a response changed", advice "write the new type", harm "{}";
    RESPONSE_BODY_ADDED = "response-body-added", is(Aspect::Type, ""), SAFE, SAFE,
        "an operation without a response body gained one", advice "the method returns a value now";
    RESPONSE_BODY_REMOVED = "response-body-removed", is(Aspect::Type, ""), SAFE, BREAKS,
        "an operation no longer has a response body", advice "the method returns nothing now";
    RESPONSE_KIND_CHANGED = "response-kind-changed", is(Aspect::Type, ""), SAFE, VALUES,
        "the kind of a response changed: JSON, bytes, stream", advice "read the new type";
    RESPONSE_STATUS_CHANGED = "response-success-status-changed", is(Aspect::Values, "status "), SAFE, SAFE,
        "the status of a successful response changed";
    RESPONSE_MEDIA_TYPE_ADDED = "response-media-type-added", is(Aspect::MediaType, "media type "), SAFE, SAFE,
        "a response may have an additional media type";
    RESPONSE_MEDIA_TYPE_REMOVED = "response-media-type-removed", is(Aspect::MediaType, "media type "), SAFE, SAFE,
        "a media type of a response was removed; the response is decoded as before";
    RESPONSE_BYTES_CHANGED = "response-bytes-changed", is(Aspect::MediaType, "media type "), SAFE, RISKY,
        "the media type of a binary response changed";
    HEADER_ADDED = "response-header-added", ADDED, SAFE, SAFE, "a response header was added";
    HEADER_REMOVED = "response-header-removed", REMOVED, SAFE, RISKY,
        "a response header was removed", advice "programs that read it find no value";
    HEADER_WEAKENED = "response-header-weakened", is(Aspect::Type, ""), SAFE, RISKY,
        "a response header became optional, or may have other values",
        advice "programs that read it may find no value, or one of another type";
    HEADER_STRENGTHENED = "response-header-became-required", is(Aspect::Type, ""), SAFE, SAFE,
        "a response header became required";
    HEADER_NARROWED = "response-header-narrowed", is(Aspect::Type, ""), SAFE, SAFE,
        "a response header has fewer values, all of which existing programs read";
    ERROR_ADDED = "error-added", ADDED, SAFE, SAFE, "an operation declares an additional error";
    ERROR_REMOVED = "error-removed", REMOVED, SAFE, SAFE, "an operation no longer declares an error";
    ERROR_TYPE_CHANGED = "error-type-changed", is(Aspect::Type, ""), SAFE, RISKY,
        "the type of an error body changed",
        advice "`body_as` with the old type may fail; the raw body is always available";
    ERROR_TYPE_ADDED = "error-type-added", is(Aspect::Type, ""), SAFE, SAFE, "an error body gained a schema";
    ANSWER_ADDED = "answer-added", ADDED, SAFE, SAFE, "an operation gained an alternative successful response";
    ANSWER_REMOVED = "answer-removed", REMOVED, SAFE, SAFE,
        "an operation lost an alternative successful response", advice "stop matching on it";
    ANSWER_TYPE_CHANGED = "answer-type-changed", is(Aspect::Type, ""), SAFE, BREAKS,
        "the type of one of several successful responses changed";
    ANSWER_MOVED = "answer-status-or-media-type-changed", is(Aspect::MediaType, "media type "), SAFE, RISKY,
        "the status or media type of one of several successful responses changed";
}
