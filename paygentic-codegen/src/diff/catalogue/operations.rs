//! Rules about operations, what they take and what they answer.

use super::{ADDED, REMOVED, RENAMED, is, rules};
use crate::diff::change::Aspect;

rules! { ALL:
    OPERATION_ADDED = "operation-added", ADDED, SAFE, SAFE, "there is another operation";
    OPERATION_REMOVED = "operation-removed", REMOVED, BREAKS, SAFE, "an operation is gone", advice "stop calling it";
    OPERATION_RENAMED = "operation-renamed", RENAMED, SAFE, SAFE,
        "a method has another name", advice "call {new}";
    OPERATION_ID_CHANGED = "operation-id-changed", RENAMED, SAFE, SAFE,
        "an operation has another id", advice "only the operation id; the method is called as before";
    OPERATION_ROUTE_CHANGED = "operation-route-changed", is(Aspect::Route, "route "), BREAKS, SAFE,
        "an operation has another method or path", advice "programs built before call the old address";
    OPERATION_SERVER_CHANGED = "operation-server-changed", is(Aspect::Address, "address "), RISKY, SAFE,
        "an operation has another server", advice "programs built before call the old address";
    SECURITY_REQUIRED = "security-required", is(Aspect::Security, "authentication "), BREAKS, SAFE,
        "an operation asks for credentials that were not sent before",
        advice "programs built before send no token and are refused";
    SECURITY_CHANGED = "security-changed", is(Aspect::Security, "authentication "), SAFE, SAFE,
        "an operation asks for other credentials, and takes what was sent before";
    SCOPE_ADDED = "security-scope-added", is(Aspect::Security, "authentication "), RISKY, SAFE,
        "an operation asks for another scope", advice "a token without the scope is refused";
    SCOPE_REMOVED = "security-scope-removed", is(Aspect::Security, "authentication "), SAFE, SAFE,
        "an operation asks for fewer scopes";
    IDEMPOTENCY_CHANGED = "idempotency-key-moved", is(Aspect::Idempotency, "idempotency key "), RISKY, SAFE,
        "an idempotency key goes elsewhere, or nowhere",
        advice "a key where it was is not heeded any more: repeating may do things twice";
    IDEMPOTENCY_ADDED = "idempotency-key-added", is(Aspect::Idempotency, "idempotency key "), SAFE, SAFE,
        "an operation takes an idempotency key";
    PAGINATION_CHANGED = "pagination-changed", is(Aspect::Pagination, "paging "), RISKY, SAFE,
        "a list is walked through in another way, or in none";
    PAGINATION_ADDED = "pagination-added", is(Aspect::Pagination, "paging "), SAFE, SAFE, "a list has pages";
    RATE_LIMIT_TIGHTENED = "rate-limit-tightened", is(Aspect::RateLimit, "rate limit "), RISKY, SAFE,
        "fewer calls are taken, or in another time";
    RATE_LIMIT_RELAXED = "rate-limit-relaxed", is(Aspect::RateLimit, "rate limit "), SAFE, SAFE,
        "more calls are taken";
    OPERATION_DEPRECATED = "operation-deprecated", is(Aspect::Deprecation, ""), SAFE, SAFE,
        "the use of an operation is discouraged", advice "the compiler warns callers";
    PATH_PARAMETERS_CHANGED = "path-parameters-changed", is(Aspect::Constructors, "arguments "), SAFE, SAFE,
        "a path has more or fewer parameters", advice "pass what the path needs now";
    PATH_PARAMETERS_REORDERED = "path-parameters-reordered", is(Aspect::Constructors, "arguments "), BREAKS, SAFE,
        "the parameters of a path stand in another order",
        advice "put the arguments into the new order; if they are of one type, the compiler does not notice";
    PATH_PARAMETER_RENAMED = "path-parameter-renamed", RENAMED, SAFE, SAFE,
        "a parameter of the path has another name, which goes nowhere";
    PATH_PARAMETER_TYPE_CHANGED = "path-parameter-type-changed", is(Aspect::Type, ""), VALUES, SAFE,
        "a parameter of the path has another type",
        advice "strings convert as before; an id of another kind does not";
    PATH_PARAMETER_STYLE_CHANGED = "path-parameter-style-changed", is(Aspect::Location, "place "), BREAKS, SAFE,
        "a parameter of the path is written in another way";
    PARAMETERS_ADDED = "parameters-added", is(Aspect::Constructors, "arguments "), SAFE, SAFE,
        "an operation that had no parameters has some", advice "pass {} as the last argument";
    REQUIRED_PARAMETERS_ADDED = "required-parameters-added", is(Aspect::Constructors, "arguments "), BREAKS, SAFE,
        "an operation that had no parameters asks for some", advice "pass {} as the last argument";
    PARAMETERS_REMOVED = "parameters-removed", is(Aspect::Constructors, "arguments "), RISKY, SAFE,
        "an operation has no parameters any more", advice "leave the last argument out";
    BODY_ADDED = "request-body-added", ADDED, SAFE, SAFE, "an operation takes a body", advice "pass the body";
    REQUIRED_BODY_ADDED = "required-request-body-added", ADDED, BREAKS, SAFE,
        "an operation asks for a body", advice "pass the body";
    BODY_REMOVED = "request-body-removed", REMOVED, RISKY, SAFE,
        "an operation takes no body any more", advice "leave the body out";
    BODY_BECAME_REQUIRED = "request-body-became-required", is(Aspect::Presence, ""), BREAKS, SAFE,
        "a body must be sent", advice "pass the body; requests without it are refused";
    BODY_BECAME_OPTIONAL = "request-body-became-optional", is(Aspect::Presence, ""), SAFE, SAFE,
        "a body may be left out";
    BODY_KIND_CHANGED = "request-body-kind-changed", is(Aspect::Type, ""), BREAKS, SAFE,
        "a body is sent as something else: JSON, a form, parts, a file";
    BODY_TYPE_CHANGED = "request-body-type-changed", is(Aspect::Type, ""), VALUES, SAFE,
        "a body has another type", advice "write the new type", harm "{}";
    BODY_MEDIA_TYPE_CHANGED = "request-body-media-type-changed", is(Aspect::MediaType, "media type "), BREAKS, SAFE,
        "a body is sent with another media type";
    BODY_MEDIA_TYPE_ADDED = "request-body-media-type-added", is(Aspect::MediaType, "media type "), SAFE, SAFE,
        "a body is taken in another media type too";
    BODY_MEDIA_TYPE_REMOVED = "request-body-media-type-removed", is(Aspect::MediaType, "media type "), SAFE, SAFE,
        "a body is not taken any more in a media type that is never sent";
    FORM_ENCODING_CHANGED = "form-encoding-changed", is(Aspect::Format, ""), BREAKS, SAFE,
        "a field of a form is written in another way", advice "it is sent in another form";
    RESPONSE_TYPE_CHANGED = "response-type-changed", is(Aspect::Type, ""), SAFE, VALUES,
        "an answer has another type", advice "write the new type", harm "{}";
    RESPONSE_BODY_ADDED = "response-body-added", is(Aspect::Type, ""), SAFE, SAFE,
        "there is an answer where there was none", advice "there is an answer to read now";
    RESPONSE_BODY_REMOVED = "response-body-removed", is(Aspect::Type, ""), SAFE, BREAKS,
        "there is no answer any more", advice "there is nothing to read any more";
    RESPONSE_KIND_CHANGED = "response-kind-changed", is(Aspect::Type, ""), SAFE, BREAKS,
        "an answer is something else: JSON, bytes, a stream", advice "read the new type";
    RESPONSE_STATUS_CHANGED = "response-success-status-changed", is(Aspect::Values, "status "), SAFE, SAFE,
        "a call that succeeds has another status";
    RESPONSE_MEDIA_TYPE_ADDED = "response-media-type-added", is(Aspect::MediaType, "media type "), SAFE, SAFE,
        "an answer may have another media type";
    RESPONSE_MEDIA_TYPE_REMOVED = "response-media-type-removed", is(Aspect::MediaType, "media type "), SAFE, SAFE,
        "an answer has one of its media types no more, and is read as before";
    RESPONSE_BYTES_CHANGED = "response-bytes-changed", is(Aspect::MediaType, "media type "), SAFE, RISKY,
        "bytes that are handed over as they are have another media type";
    HEADER_ADDED = "response-header-added", ADDED, SAFE, SAFE, "a response has another header";
    HEADER_REMOVED = "response-header-removed", REMOVED, SAFE, RISKY,
        "a header of a response is gone", advice "programs that read it find nothing";
    HEADER_WEAKENED = "response-header-weakened", is(Aspect::Type, ""), SAFE, RISKY,
        "a header of a response may be missing, or has another type",
        advice "programs that read it may find nothing, or something else";
    HEADER_STRENGTHENED = "response-header-became-required", is(Aspect::Type, ""), SAFE, SAFE,
        "a header of a response is always there";
    ERROR_ADDED = "error-added", ADDED, SAFE, SAFE, "an operation declares another error";
    ERROR_REMOVED = "error-removed", REMOVED, SAFE, SAFE, "an operation declares an error no more";
    ERROR_TYPE_CHANGED = "error-type-changed", is(Aspect::Type, ""), SAFE, RISKY,
        "the body of an error has another type",
        advice "`body_as` of the old type may fail; the raw body is always there";
    ERROR_TYPE_ADDED = "error-type-added", is(Aspect::Type, ""), SAFE, SAFE, "the body of an error is described";
    ANSWER_ADDED = "answer-added", ADDED, SAFE, SAFE, "an operation has another kind of answer";
    ANSWER_REMOVED = "answer-removed", REMOVED, SAFE, SAFE,
        "an operation has a kind of answer no more", advice "stop matching on it";
    ANSWER_TYPE_CHANGED = "answer-type-changed", is(Aspect::Type, ""), SAFE, BREAKS,
        "one of several answers has another type";
    ANSWER_MOVED = "answer-status-or-media-type-changed", is(Aspect::MediaType, "media type "), SAFE, RISKY,
        "one of several answers comes with another status or media type";
}
