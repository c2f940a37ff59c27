//! The intermediate representation: what will be printed, as plain data.
//!
//! All decisions are taken while the model is built; emitters only print it. It holds no type of
//! the OpenAPI parser and none of the printer, and can be dumped as JSON and read.

mod build;
mod docs;
mod facets;
mod finish;
mod ids;
mod objects;
mod operations;
mod pagination;
mod resources;
mod schemas;
mod service;
mod unions;

use std::collections::BTreeSet;

use serde::Serialize;

pub use crate::names::Name;
pub use build::build;

/// Everything that the emitters need to know.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Model {
    /// What the client knows about the service.
    pub service: Service,
    /// The resources at the top, in the order of the document.
    pub resources: Vec<Resource>,
    /// The id newtypes.
    pub ids: Vec<IdType>,
    /// Objects, enums, unions and parameter sets, in the order of the document.
    pub types: Vec<TypeDef>,
    /// How many component schemas became what.
    pub schemas: SchemaCounts,
}

/// Where each component schema of the document went.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SchemaCounts {
    /// Components that are a type of their own.
    pub types: usize,
    /// Components that are equal to another and share its type.
    pub merged: usize,
    /// Components that have no type of their own: another name for a scalar, a list, a map or
    /// another component, or a base that only others extend.
    pub inlined: usize,
}

/// What the client knows about the service.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Service {
    /// A short name for the user agent.
    pub name: String,
    /// The environment variable that holds the token.
    pub token_variable: String,
    /// The environment variable that selects the server.
    pub environment_variable: String,
    /// How requests are authenticated.
    pub auth: Auth,
    /// The servers.
    pub environments: Vec<Environment>,
}

/// How requests are authenticated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Auth {
    /// The document asks for nothing.
    #[default]
    None,
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// The token in a header of its own.
    Header(String),
}

/// A server of the document.
#[derive(Clone, Debug, Serialize)]
pub struct Environment {
    /// The name as it stands in an environment variable, and its variant.
    pub name: Name,
    /// The address.
    pub url: String,
    /// Whether it is used when none is named.
    pub default: bool,
}

/// A group of operations, reached from the client or from another resource.
#[derive(Clone, Debug, Serialize)]
pub struct Resource {
    /// The accessor, and the group as the document names it.
    pub name: Name,
    /// The accessors from the client down to this resource.
    pub path: Vec<String>,
    /// The type.
    pub type_name: String,
    /// The module, which is also the name of the file.
    pub module: String,
    /// What the resource is for.
    pub docs: Option<String>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The resources below.
    pub children: Vec<Resource>,
}

/// An operation.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The operation id.
    pub id: String,
    /// The path of accessors and the method, as callers write it: `entitlements.grants.create`.
    pub name: String,
    /// The method.
    pub method: String,
    /// The constant that describes the request.
    pub constant: String,
    /// What the operation does.
    pub docs: Vec<String>,
    /// `GET`, `POST` ...
    pub http_method: String,
    /// The path template.
    pub path: String,
    /// The path parameters, in the order of the template.
    pub path_parameters: Vec<PathParameter>,
    /// The type that holds query and header parameters.
    pub parameters: Option<String>,
    /// The request body.
    pub body: Option<Body>,
    /// What a success carries.
    pub response: ResponseBody,
    /// The statuses of success.
    pub success: Vec<String>,
    /// The errors that the document declares.
    pub errors: Vec<ErrorResponse>,
    /// Whether the request carries the token.
    pub authenticated: bool,
    /// Where an idempotency key goes.
    pub idempotency: Idempotency,
    /// How the operation pages.
    pub pagination: Pagination,
    /// Whether the document discourages its use.
    pub deprecated: bool,
}

/// A path parameter.
#[derive(Clone, Debug, Serialize)]
pub struct PathParameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeRef,
}

/// A request body.
#[derive(Clone, Debug, Serialize)]
pub struct Body {
    /// Whether it must be sent.
    pub required: bool,
    /// What it is.
    pub content: BodyContent,
}

/// What a request body is.
#[derive(Clone, Debug, Serialize)]
pub enum BodyContent {
    /// JSON of a type.
    Json(TypeRef),
    /// Bytes of a media type.
    Bytes(String),
}

/// What the body of a successful response is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ResponseBody {
    /// Nothing.
    Empty,
    /// JSON of a type.
    Json(TypeRef),
    /// Anything else.
    Bytes,
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
}

/// Where an idempotency key goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Idempotency {
    /// The operation takes none.
    #[default]
    None,
    /// A header.
    Header(String),
    /// A property of the JSON body.
    Body(String),
}

/// How an operation pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Pagination {
    /// It does not.
    #[default]
    None,
    /// By the number of items to skip.
    Offset {
        /// The parameter that bounds a page.
        limit: String,
        /// The parameter that skips items.
        offset: String,
    },
    /// By a token that the last page gave.
    Token {
        /// The parameter that takes the token.
        token: String,
    },
}

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
    /// Whether a request holds it.
    pub in_request: bool,
    /// Whether a response or an error holds it.
    pub in_response: bool,
    /// The resources at the top that reach it.
    pub resources: BTreeSet<String>,
    /// What it is.
    pub kind: TypeKind,
}

/// What an emitted type is.
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
    /// Groups of optional fields of which one must be given: a constructor each.
    pub alternatives: Vec<Vec<String>>,
    /// What makes it a page of a list.
    pub page: Option<Page>,
}

/// What makes an object a page of a list: the way to the items, and what tells whether there are more.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The field that holds the items.
    pub items: String,
    /// Their type.
    pub item: TypeRef,
    /// The end.
    pub end: PageEnd,
}

/// What tells whether more pages follow. Each holds the path of fields to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum PageEnd {
    /// The number of items in all.
    Total(Vec<String>),
    /// A flag that is set on the last page.
    Done(Vec<String>),
    /// The token of the next page, absent on the last.
    Next(Vec<String>),
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
    /// Where a parameter goes.
    pub location: Option<Location>,
    /// Whether callers may set it.
    pub settable: bool,
    /// Whether the value is boxed, because the type holds itself.
    pub boxed: bool,
    /// Whether the document discourages its use.
    pub deprecated: bool,
}

/// Whether a field may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Presence {
    /// `T`.
    Required,
    /// `Option<T>`, written as null when there is none.
    RequiredNullable,
    /// `Option<T>`, left out when there is none.
    Optional,
    /// `Nullable<T>`: unset, null and a value are three different things.
    OptionalNullable,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Location {
    /// The query; a list becomes a pair for each element.
    Query,
    /// The query; a list becomes one pair with commas.
    QueryJoined,
    /// A header.
    Header,
}

/// A property that can have one value only.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Constant {
    /// The property.
    pub wire: String,
    /// The value.
    pub value: serde_json::Value,
    /// Whether it is written.
    pub written: bool,
}

/// A value of an open enum.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// Its name.
    pub name: Name,
}

/// One of several types.
#[derive(Clone, Debug, Serialize)]
pub struct Union {
    /// The property that tells them apart; without one, their shape does.
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
    /// The values of the tag.
    pub tags: Vec<String>,
    /// The JSON type.
    pub json: JsonType,
    /// The properties that an object must have.
    pub required: Vec<String>,
    /// Whether the payload holds the union, and is boxed.
    pub boxed: bool,
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

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum TypeRef {
    /// `String`.
    String,
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Number,
    /// A decimal written as a string.
    Decimal,
    /// An ISO 8601 duration.
    Duration,
    /// A point in time.
    Timestamp,
    /// A calendar date.
    Date,
    /// Any JSON.
    Json,
    /// Any JSON object.
    JsonObject,
    /// An id newtype, by name.
    Id(String),
    /// An emitted type, by name.
    Named(String),
    /// A list.
    List(Box<TypeRef>),
    /// A map from strings.
    Map(Box<TypeRef>),
    /// A value or null, inside a list or a map.
    Option(Box<TypeRef>),
}
