//! The messages of an operation: its request body, its responses and its errors.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Encoding, Facts, TypeId, TypeRef};

/// A request body.
#[derive(Clone, Debug, Serialize)]
pub struct Body {
    /// Whether it must be sent.
    pub required: bool,
    /// The documentation of a body that is not a type of its own.
    pub facts: Facts,
    /// The media type, such as `application/json`.
    pub media_type: String,
    /// All media types that the server takes, this one among them.
    pub media_types: BTreeSet<String>,
    /// What it is.
    pub content: BodyContent,
}

/// What a request body is.
#[derive(Clone, Debug, Serialize)]
pub enum BodyContent {
    /// JSON of a type.
    Json(TypeRef),
    /// `application/x-www-form-urlencoded`, from an object.
    Form {
        /// The object.
        ty: TypeRef,
        /// How its properties become pairs, where the document says it.
        encodings: BTreeMap<String, Encoding>,
    },
    /// Multipart, possibly with files: a type made for this body, or a map.
    Multipart(TypeRef),
    /// A file of another media type.
    File,
}

impl BodyContent {
    /// The type, unless it is a file.
    pub fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) | Self::Form { ty, .. } | Self::Multipart(ty) => Some(ty),
            Self::File => None,
        }
    }
}

/// What the body of a successful response is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub enum ResponseBody {
    /// Nothing.
    #[default]
    Empty,
    /// JSON of a type.
    Json(TypeRef),
    /// Anything else.
    Bytes,
    /// One of several answers: a type that is made for it.
    Answers(TypeId),
    /// Values one after the other.
    Events(Events),
}

/// Values that come one after the other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Events {
    /// The type of each.
    pub ty: TypeRef,
    /// The part of an event that is the value.
    pub form: EventForm,
    /// The media type.
    pub media_type: String,
}

/// The part of an event that is the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum EventForm {
    /// Its data, which is JSON.
    Data,
    /// Its data, which is text.
    Text,
    /// The whole of it, with data that is JSON.
    Whole,
    /// The whole of it, with data that is text.
    WholeText,
    /// A JSON value on each line instead of events.
    Line,
}

/// What the document says of a response besides its type in Rust.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerFacts {
    /// The status, `2XX` or `default`.
    pub status: String,
    /// All media types that it may have.
    pub media_types: BTreeSet<String>,
    /// The headers, by their names in lower case: their types, as far as the document gives them.
    pub headers: BTreeMap<String, HeaderFacts>,
}

/// What the document says of a header of a response.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeaderFacts {
    /// The type of its values: a single value, a list of them, or any.
    pub ty: TypeRef,
    /// What is said of its values.
    pub facts: Facts,
    /// Whether values are written as JSON.
    pub is_json: bool,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// An error that the document declares for an operation.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorResponse {
    /// The status, `4XX` or `default`.
    pub status: String,
    /// The type of its body.
    pub ty: Option<TypeRef>,
    /// Whether the operation describes the body itself, apart from the errors that all share.
    pub particular: bool,
    /// Our documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}
