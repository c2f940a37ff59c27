//! References to something of another kind than they must lead to, and what they can mean.

use super::kinds::Kind;
use super::pointer;
use super::search::{Found, Keys};
use crate::diagnostic::Diagnostic;
use crate::place;

/// The content of a response or a request body that refers to something else.
pub(super) enum Content {
    /// JSON of a component.
    Schema(String),
    /// What that has which stands at a place.
    Of(Keys),
}

/// What a reference to something of another kind can mean.
pub(super) enum Meant {
    Content(Content),
    ItsSchema,
    Nothing,
}

pub(super) fn meant(found: Kind, asked: Kind, keys: &Keys) -> Meant {
    use Kind::{Header, Parameter, RequestBody, Response, Schema};
    match (asked, found) {
        (Response | RequestBody, Schema) => Meant::Content(Content::Schema(pointer(keys))),
        (Response, RequestBody) | (RequestBody, Response) => {
            Meant::Content(Content::Of(keys.clone()))
        }
        (Schema, Response | RequestBody | Parameter | Header) => Meant::ItsSchema,
        _ => Meant::Nothing,
    }
}

pub(super) fn taken_for_body(found: &Found, other: Kind) -> Diagnostic {
    let (meaning, help) = match other {
        Kind::Schema => (
            "a schema: it is taken for a body of JSON",
            "write `content: {application/json: {schema: {$ref: ...}}}`",
        ),
        Kind::RequestBody => {
            ("a request body: its content is taken", "refer to one of `components.responses`")
        }
        _ => ("a response: its content is taken", "refer to one of `components.requestBodies`"),
    };
    leads_to(found, meaning, help)
}

pub(super) fn taken_for_schema(found: &Found, other: Kind) -> Diagnostic {
    let meaning = match other {
        Kind::Response => "a response: its schema is taken",
        Kind::RequestBody => "a request body: its schema is taken",
        Kind::Header => "a header: its schema is taken",
        _ => "a parameter: its schema is taken",
    };
    leads_to(found, meaning, "refer to one of `components.schemas`")
}

fn leads_to(found: &Found, meaning: &str, help: &str) -> Diagnostic {
    let at = place::join(&pointer(&found.holder), &found.key);
    let message = format!("the reference `{}` leads to {meaning}", found.target);
    Diagnostic::warning(at, message, help)
}
