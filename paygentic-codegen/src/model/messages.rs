//! The messages of an operation: its request body, its responses and its errors.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Encoding, Facts, TypeId, TypeRef};

/// A request body.
#[derive(Clone, Debug, Serialize)]
pub struct Body {
    /// Whether it is required.
    pub required: bool,
    /// The facts about a body that has no named type.
    pub facts: Facts,
    /// The media type, such as `application/json`.
    pub media_type: String,
    /// All media types that the server accepts, including this one.
    pub media_types: BTreeSet<String>,
    /// Its content.
    pub content: BodyContent,
}

/// The content of a request body.
#[derive(Clone, Debug, Serialize)]
pub enum BodyContent {
    /// JSON of a type.
    Json(TypeRef),
    /// `application/x-www-form-urlencoded`, from an object.
    Form {
        /// The object.
        ty: TypeRef,
        /// How its properties are serialized, where the document specifies it.
        encodings: BTreeMap<String, Encoding>,
    },
    /// Multipart, possibly with files: a type created for this body, or a map.
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

/// The body of a successful response.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub enum ResponseBody {
    /// No body.
    #[default]
    Empty,
    /// JSON of a type.
    Json(TypeRef),
    /// Any other content, as bytes.
    Bytes,
    /// One of several responses: an enum created for the operation.
    Answers(TypeId),
    /// A stream of values.
    Events(Events),
}

/// A stream of values: server-sent events or JSON lines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Events {
    /// The type of each value.
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
    /// The whole event, with data that is JSON.
    Whole,
    /// The whole event, with data that is text.
    WholeText,
    /// A JSON value on each line instead of events.
    Line,
}

/// What the document declares for a response besides its Rust type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResponseMetadata {
    /// The status: a code, a range such as `2XX`, or `default`.
    pub status: String,
    /// All its media types.
    pub media_types: BTreeSet<String>,
    /// The headers, by lower-case name.
    pub headers: BTreeMap<String, HeaderFacts>,
}

/// What the document declares for a response header.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeaderFacts {
    /// The type of its value: a scalar, a list of scalars, or anything.
    pub ty: TypeRef,
    /// The facts about its values.
    pub facts: Facts,
    /// Whether its value is serialized as JSON.
    pub is_json: bool,
    /// Whether it is always present.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// An error that the document declares for an operation.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorResponse {
    /// The status: a code, a range such as `4XX`, or `default`.
    pub status: String,
    /// The type of its body.
    pub ty: Option<TypeRef>,
    /// Whether the operation describes the body itself, rather than refer to a shared component.
    pub particular: bool,
    /// Our documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}
