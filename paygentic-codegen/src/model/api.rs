//! The service, its resources and their operations.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    AnswerFacts, Body, ErrorResponse, Example, Facts, IdType, OperationServer, PathParameter,
    ResponseBody, Service, TypeDef, TypeId,
};
use crate::names::Name;

/// Everything that the emitters need to know.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Model {
    /// What the client knows about the service.
    pub service: Service,
    /// The resources at the top, in the order of the document.
    pub resources: Vec<Resource>,
    /// The id newtypes. A [`TypeRef`](super::TypeRef) refers to them by their indices.
    pub ids: Vec<IdType>,
    /// Objects, enums, unions and parameter sets, in the order of the document. They refer to each other by their places.
    pub types: Vec<TypeDef>,
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
    /// The method in the vendor's other SDKs, in snake case: the name that the document gives it, else its id.
    pub vendor_method: String,
    /// The constant that describes the request.
    pub constant: String,
    /// What the operation does.
    pub docs: Vec<String>,
    /// Whether it has documentation of our own.
    pub documented: bool,
    /// `GET`, `POST` ...
    pub http_method: String,
    /// The path template.
    pub path: String,
    /// The path parameters, in the order of the template.
    pub path_parameters: Vec<PathParameter>,
    /// The type that holds query and header parameters.
    pub parameters: Option<TypeId>,
    /// The request body.
    pub body: Option<Body>,
    /// What a success carries.
    pub response: ResponseBody,
    /// Whether it is the second method of an operation that answers with a document or with events.
    pub is_second: bool,
    /// The field of the body that asks for events, which this method sets.
    pub asks_by: Option<Name>,
    /// Whether the success is a redirect.
    pub redirects: bool,
    /// The documentation of a success whose body is not a type of its own.
    pub response_facts: Facts,
    /// The statuses of success.
    pub success: Vec<String>,
    /// The media types of a success, the first of each status.
    pub media_types: Vec<String>,
    /// The JSON that is asked for, if it is another than `application/json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept: Option<String>,
    /// What the document says of each response besides its type.
    pub answers: Vec<AnswerFacts>,
    /// The errors that the document declares.
    pub errors: Vec<ErrorResponse>,
    /// What authenticates the request: one of these, each a set of schemes, by their places. It asks for nothing if
    /// there is none; an empty set stands last, and makes the others optional.
    pub security: Vec<Vec<usize>>,
    /// The scopes that it asks for, each with the key of its scheme: `oauth: bills:read`.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub scopes: BTreeSet<String>,
    /// The servers of its own, for each environment by its name, the first of them for all others.
    pub servers: Vec<OperationServer>,
    /// Where an idempotency key goes.
    pub idempotency: Idempotency,
    /// The body as something that queues send, at the first operation that takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued: Option<Queued>,
    /// How the operation pages.
    pub pagination: Pagination,
    /// Whether a success carries a page of a list, or a whole list.
    pub gives_page: bool,
    /// How many calls the server takes in what time, as the document says it.
    pub rate_limit: Option<RateLimit>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// A call of it, for the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Example>,
}

/// How often an operation may be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RateLimit {
    /// The number of calls.
    pub max: i64,
    /// The time, such as `1 minute`.
    pub window: String,
}

/// Where an operation takes an idempotency key: nowhere, in a header, in the body, or in either.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Idempotency {
    /// The name of the header.
    pub header: Option<String>,
    /// The property of the JSON body.
    pub body: Option<Name>,
}

/// A body that queues send: all operations with this body accept an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Queued {
    /// Its type.
    pub ty: TypeId,
    /// Its property for the key.
    pub key: Option<Name>,
    /// Its property for the time at which it happened, if that may be absent.
    pub time: Option<Name>,
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
    /// By the number of the page.
    Page {
        /// The parameter that bounds a page.
        limit: String,
        /// The parameter that takes the number.
        page: String,
        /// The number of the first page.
        first: i64,
    },
    /// By the id of the last item.
    After {
        /// The parameter that bounds a page.
        limit: String,
        /// The parameter that takes the id.
        after: String,
    },
    /// By an address that the last page gave, in its body or in the header `Link`.
    Address,
}
