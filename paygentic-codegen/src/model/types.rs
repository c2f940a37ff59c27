//! The definitions of emitted types.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Facts, ParameterLocation, TypeRef};
use crate::names::Name;

/// An id newtype.
#[derive(Clone, Debug, Serialize)]
pub struct IdType {
    /// The type.
    pub type_name: String,
    /// The prefixes of its ids, without the underscore.
    pub prefixes: Vec<String>,
}

/// A type that is emitted.
#[derive(Clone, Debug, Serialize)]
pub struct TypeDef {
    /// Its name.
    pub name: String,
    /// Its JSON pointer in the document.
    pub pointer: String,
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// Whether it has documentation of our own.
    pub documented: bool,
    /// The facts about its values beyond their shape.
    pub facts: Facts,
    /// Whether a request contains it.
    pub in_request: bool,
    /// Whether a response or an error contains it.
    pub in_response: bool,
    /// The top-level resources that use it.
    pub resources: BTreeSet<String>,
    /// Its definition.
    pub kind: TypeKind,
}

/// The kind of an emitted type.
#[derive(Clone, Debug, Serialize)]
pub enum TypeKind {
    /// A struct.
    Object(Object),
    /// An open enum of strings.
    Enum(Vec<Variant>),
    /// One of several types.
    Union(Union),
    /// The query and header parameters of an operation.
    Parameters(Object),
    /// A multipart request body, possibly with files.
    Multipart(Object),
    /// The responses of an operation with several success types.
    Answers(Vec<Answer>),
}

/// One of several responses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The variant.
    pub ident: String,
    /// The status, such as `200` or `2XX`.
    pub status: String,
    /// The content type, unless it has no content.
    pub media_type: Option<String>,
    /// What it holds.
    pub content: AnswerContent,
}

/// The content of a response.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum AnswerContent {
    /// Nothing.
    Empty,
    /// JSON of a type.
    Json(TypeRef),
    /// Text.
    Text,
    /// Anything else.
    Bytes,
}

/// How a property is serialized in a form, or as a part of a multipart body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Encoding {
    /// How it becomes pairs, if the document specifies it.
    pub style: Option<FormStyle>,
    /// The content types that the document allows.
    pub content_types: Vec<String>,
}

/// How a value becomes name-value pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum FormStyle {
    /// A pair for each item of a list or entry of an object.
    Form,
    /// One pair, comma-separated.
    Comma,
    /// One pair, space-separated.
    Space,
    /// One pair, pipe-separated.
    Pipe,
    /// `name[key]=value`.
    Deep,
    /// JSON.
    Json,
}

/// A struct.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Object {
    /// The fields, in the order of the document.
    pub fields: Vec<Field>,
    /// The properties that can have only one value.
    pub constants: Vec<Constant>,
    /// The type of additional properties, if the document describes them.
    pub additional: Option<TypeRef>,
    /// Whether the document forbids additional properties.
    pub closed: bool,
    /// Groups of optional fields, one of which must be given: a constructor for each.
    pub alternatives: Vec<Vec<String>>,
    /// The struct of the required fields, where constructors take those by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_struct: Option<String>,
    /// Set if it is a page of a list.
    pub page: Option<Page>,
    /// How properties become parts, where the document specifies it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub encodings: BTreeMap<String, Encoding>,
}

/// A page of a list: its items, and the property that says whether more pages follow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The field that holds the items.
    pub items: Name,
    /// Their type.
    pub item: TypeRef,
    /// How the last page is recognized.
    pub end: PageEnd,
    /// An additional flag that says whether more pages follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flag: Option<PageEnd>,
}

/// What says whether more pages follow, with the path of fields to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum PageEnd {
    /// The total number of items.
    Total(Vec<String>),
    /// A flag that is set on the last page.
    Done(Vec<String>),
    /// The token of the next page, absent on the last.
    Next(Vec<String>),
    /// A flag that is set if more pages follow.
    More(Vec<String>),
    /// The number of pages.
    Pages(Vec<String>),
    /// The address of the next page, absent on the last.
    Address(Vec<String>),
    /// The number of the next page, absent on the last.
    Following(Vec<String>),
    /// Nothing: a short page is the last.
    Short,
}

/// A field of a struct.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// The type of its value, without presence.
    pub ty: TypeRef,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// Whether it has documentation of our own.
    pub documented: bool,
    /// The facts about its values beyond their type.
    pub facts: Facts,
    /// The location, if it is a parameter.
    pub location: Option<ParameterLocation>,
    /// Whether callers may set it.
    pub settable: bool,
    /// Whether the value is boxed, because the type contains itself.
    pub boxed: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The only value that the document describes. Other values are accepted when reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<serde_json::Value>,
}

/// Whether a field may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Presence {
    /// `T`.
    Required,
    /// `Option<T>`, written as null when there is none.
    RequiredNullable,
    /// `Option<T>`, omitted when there is none.
    Optional,
    /// `Nullable<T>`, which distinguishes absent, null and a value.
    OptionalNullable,
}

/// A property that can have only one value, which is always written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Constant {
    /// The property.
    pub wire: String,
    /// The value.
    pub value: serde_json::Value,
    /// The location, if it is a parameter.
    pub location: Option<ParameterLocation>,
}

/// A value of an open enum.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// Our documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// One of several types.
#[derive(Clone, Debug, Serialize)]
pub struct Union {
    /// The property that distinguishes them; without one, they are distinguished by shape.
    pub tag: Option<String>,
    /// The alternatives.
    pub variants: Vec<UnionVariant>,
}

/// An alternative of a union.
#[derive(Clone, Debug, Serialize)]
pub struct UnionVariant {
    /// The variant.
    pub ident: String,
    /// Its payload.
    pub ty: TypeRef,
    /// The facts about its values beyond their type.
    pub facts: Facts,
    /// The values of the tag that select it.
    pub tags: Vec<String>,
    /// The JSON type.
    pub json: JsonType,
    /// The properties that an object must have.
    pub required: Vec<String>,
    /// Whether the payload is boxed, because it contains the union.
    pub boxed: bool,
    /// How the union handles the tag, if the payload does not always contain it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_by: Option<TagBy>,
}

/// How a union handles the tag of an alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TagBy {
    /// The payload does not contain it: it is removed before the payload is decoded, and added when it is encoded.
    Union,
    /// The payload may contain it: it is added if the payload omits it.
    Either,
}

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JsonType {
    /// Text.
    String,
    /// Any number.
    Number,
    /// An integer.
    Integer,
    /// A Boolean.
    Boolean,
    /// A list.
    Array,
    /// An object.
    Object,
    /// Anything.
    Any,
}
