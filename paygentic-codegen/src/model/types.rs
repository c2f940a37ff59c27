//! The types that requests and responses hold.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Facts, ParameterLocation, TypeRef};
use crate::names::Name;

/// An id newtype.
#[derive(Clone, Debug, Serialize)]
pub struct IdType {
    /// The type.
    pub type_name: String,
    /// How such an id begins, without the underscore.
    pub prefixes: Vec<String>,
}

/// A type that is emitted.
#[derive(Clone, Debug, Serialize)]
pub struct TypeDef {
    /// Its name.
    pub name: String,
    /// Where it stands in the document.
    pub pointer: String,
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// Whether it has documentation of our own.
    pub documented: bool,
    /// What is said of its values beyond its shape.
    pub facts: Facts,
    /// Whether a request holds it.
    pub in_request: bool,
    /// Whether a response or an error holds it.
    pub in_response: bool,
    /// The resources at the top that reach it.
    pub resources: BTreeSet<String>,
    /// What it is.
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
    /// A request that is sent in parts, files among them.
    Multipart(Object),
    /// The responses of an operation with several success types.
    Answers(Vec<Answer>),
}

/// One answer of several.
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

/// What an answer holds.
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

/// How a property travels in a form, or as a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Encoding {
    /// How it becomes pairs, if the document says it.
    pub style: Option<FormStyle>,
    /// The content types that the document allows.
    pub content_types: Vec<String>,
}

/// How a value becomes pairs of a name and a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum FormStyle {
    /// A pair for each item of a list, the entries of an object.
    Form,
    /// One pair, with commas.
    Comma,
    /// One pair, with spaces.
    Space,
    /// One pair, with bars.
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
    /// The properties that can have one value only.
    pub constants: Vec<Constant>,
    /// The type of all other properties, where the document allows and types them.
    pub additional: Option<TypeRef>,
    /// Whether the document forbids all other properties.
    pub closed: bool,
    /// Groups of optional fields, one of which must be given: a constructor for each.
    pub alternatives: Vec<Vec<String>>,
    /// The struct of the required fields, where constructors take those by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_struct: Option<String>,
    /// What makes it a page of a list.
    pub page: Option<Page>,
    /// How properties become parts, where the document says it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub encodings: BTreeMap<String, Encoding>,
}

/// What makes an object a page of a list: the way to the items, and what says whether there are more.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The field that holds the items.
    pub items: Name,
    /// Their type.
    pub item: TypeRef,
    /// The end.
    pub end: PageEnd,
    /// A flag besides, which says whether more pages follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flag: Option<PageEnd>,
}

/// What says whether more pages follow. Each holds the path of fields to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum PageEnd {
    /// The number of items in all.
    Total(Vec<String>),
    /// A flag that is set on the last page.
    Done(Vec<String>),
    /// The token of the next page, absent on the last.
    Next(Vec<String>),
    /// A flag that is set where more pages follow.
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
    /// Its type, apart from presence.
    pub ty: TypeRef,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// Whether it has documentation of our own.
    pub documented: bool,
    /// What is said of its values beyond their type.
    pub facts: Facts,
    /// Where a parameter goes.
    pub location: Option<ParameterLocation>,
    /// Whether callers may set it.
    pub settable: bool,
    /// Whether the value is boxed, because the type holds itself.
    pub boxed: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The only value that the document describes: other values are read, but not entirely known.
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
    /// `Nullable<T>`: unset, null and a value are three different things.
    OptionalNullable,
}

/// A property that can have one value only, which is always written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Constant {
    /// The property.
    pub wire: String,
    /// The value.
    pub value: serde_json::Value,
    /// Where a parameter goes.
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
    /// The property that distinguishes them; without one, their shape does.
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
    /// What is said of its values beyond their type.
    pub facts: Facts,
    /// The values of the tag.
    pub tags: Vec<String>,
    /// The JSON type.
    pub json: JsonType,
    /// The properties that an object must have.
    pub required: Vec<String>,
    /// Whether the payload holds the union, and is boxed.
    pub boxed: bool,
    /// What the union must do for the tag, because the payload may not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_by: Option<TagBy>,
}

/// What a union must do for the tag of an alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TagBy {
    /// The payload does not have it: it is taken off before the payload is read, and written beside it.
    Union,
    /// The payload may have it: it is written if the payload leaves it out.
    Either,
}

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JsonType {
    /// Text.
    String,
    /// Any number.
    Number,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A list.
    Array,
    /// An object.
    Object,
    /// Anything.
    Any,
}
