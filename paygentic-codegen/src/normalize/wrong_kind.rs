//! References to an object of the wrong kind that have an evident meaning, such as a response that refers to a schema.

use super::object_kinds::ObjectKind;
use super::pointer;
use super::reference_search::{FoundReference, Keys};
use crate::diagnostic::Diagnostic;
use crate::location;

/// The content of a response or a request body that refers to something else.
pub(super) enum Content {
    /// JSON with the schema of a component.
    Schema(String),
    /// The content of the object at a location.
    Of(Keys),
}

/// What a reference to an object of another kind can mean.
pub(super) enum Reading {
    Content(Content),
    ItsSchema,
    Nothing,
}

pub(super) fn reading(found: ObjectKind, expected: ObjectKind, keys: &Keys) -> Reading {
    use ObjectKind::{Header, Parameter, RequestBody, Response, Schema};
    match (expected, found) {
        (Response | RequestBody, Schema) => Reading::Content(Content::Schema(pointer(keys))),
        (Response, RequestBody) | (RequestBody, Response) => {
            Reading::Content(Content::Of(keys.clone()))
        }
        (Schema, Response | RequestBody | Parameter | Header) => Reading::ItsSchema,
        _ => Reading::Nothing,
    }
}

pub(super) fn taken_for_body(found: &FoundReference, other: ObjectKind) -> Diagnostic {
    let (meaning, help) = match other {
        ObjectKind::Schema => (
            "a schema: it is read as the schema of a JSON body",
            "write `content: {application/json: {schema: {$ref: ...}}}`",
        ),
        ObjectKind::RequestBody => {
            ("a request body: its content is used", "refer to one of `components.responses`")
        }
        _ => ("a response: its content is used", "refer to one of `components.requestBodies`"),
    };
    leads_to(found, meaning, help)
}

pub(super) fn taken_for_schema(found: &FoundReference, other: ObjectKind) -> Diagnostic {
    let meaning = match other {
        ObjectKind::Response => "a response: its schema is used",
        ObjectKind::RequestBody => "a request body: its schema is used",
        ObjectKind::Header => "a header: its schema is used",
        _ => "a parameter: its schema is used",
    };
    leads_to(found, meaning, "refer to one of `components.schemas`")
}

fn leads_to(found: &FoundReference, meaning: &str, help: &str) -> Diagnostic {
    let at = location::join(&pointer(&found.holder), &found.key);
    let message = format!("the reference `{}` points to {meaning}", found.target);
    Diagnostic::warning(at, message, help)
}
