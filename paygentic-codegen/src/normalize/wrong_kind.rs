//! References to something of another kind than they must lead to, and what they can mean.

use super::object_kinds::ObjectKind;
use super::pointer;
use super::reference_search::{FoundReference, Keys};
use crate::diagnostic::Diagnostic;
use crate::location;

/// The content of a response or a request body that refers to something else.
pub(super) enum Content {
    /// JSON of a component.
    Schema(String),
    /// What that has which stands at a place.
    Of(Keys),
}

/// What a reference to something of another kind can mean.
pub(super) enum Reading {
    Content(Content),
    ItsSchema,
    Nothing,
}

pub(super) fn reading(found: ObjectKind, asked: ObjectKind, keys: &Keys) -> Reading {
    use ObjectKind::{Header, Parameter, RequestBody, Response, Schema};
    match (asked, found) {
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
            "a schema: it is taken for a body of JSON",
            "write `content: {application/json: {schema: {$ref: ...}}}`",
        ),
        ObjectKind::RequestBody => {
            ("a request body: its content is taken", "refer to one of `components.responses`")
        }
        _ => ("a response: its content is taken", "refer to one of `components.requestBodies`"),
    };
    leads_to(found, meaning, help)
}

pub(super) fn taken_for_schema(found: &FoundReference, other: ObjectKind) -> Diagnostic {
    let meaning = match other {
        ObjectKind::Response => "a response: its schema is taken",
        ObjectKind::RequestBody => "a request body: its schema is taken",
        ObjectKind::Header => "a header: its schema is taken",
        _ => "a parameter: its schema is taken",
    };
    leads_to(found, meaning, "refer to one of `components.schemas`")
}

fn leads_to(found: &FoundReference, meaning: &str, help: &str) -> Diagnostic {
    let at = location::join(&pointer(&found.holder), &found.key);
    let message = format!("the reference `{}` leads to {meaning}", found.target);
    Diagnostic::warning(at, message, help)
}
