//! The service, its resources and their operations.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    Body, ErrorResponse, Example, Facts, IdType, OperationServer, PathParameter, ResponseBody,
    ResponseMetadata, Service, TypeDef, TypeId,
};
use crate::names::Name;

/// Everything that the emitters need to know.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Model {
    /// What the client knows about the service.
    pub service: Service,
    /// The top-level resources, in the order of the document.
    pub resources: Vec<Resource>,
    /// The id newtypes. A [`TypeRef`](super::TypeRef) refers to them by their indices.
    pub ids: Vec<IdType>,
    /// Objects, enums, unions and parameter sets, in the order of the document. They refer to each other by index.
    pub types: Vec<TypeDef>,
}

/// A group of operations, reached from the client or from another resource.
#[derive(Clone, Debug, Serialize)]
pub struct Resource {
    /// The accessor, and the name of the group in the document.
    pub name: Name,
    /// The accessors from the client down to this resource.
    pub path: Vec<String>,
    /// The name of its type.
    pub type_name: String,
    /// The module, which is also the name of the file.
    pub module: String,
    /// The documentation of the resource.
    pub docs: Option<String>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The nested resources.
    pub children: Vec<Resource>,
}

/// An operation.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The operation id.
    pub id: String,
    /// The path of accessors and the method, as callers write it: `entitlements.grants.create`.
    pub name: String,
    /// The name of the method.
    pub method: String,
    /// The method in the vendor's other SDKs, in snake case: the name from the document, else the operation id.
    pub vendor_method: String,
    /// The name of the constant that describes the request.
    pub constant: String,
    /// The paragraphs of its documentation.
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
    /// The body of a successful response.
    pub response: ResponseBody,
    /// Whether it is the second method of an operation that responds with either a document or events.
    pub is_second: bool,
    /// The field of the body that requests events, which this method sets.
    pub stream_flag: Option<Name>,
    /// Whether the success is a redirect.
    pub redirects: bool,
    /// The facts about a success body that has no named type.
    pub response_facts: Facts,
    /// The declared success statuses.
    pub success: Vec<String>,
    /// The first media type of each success status.
    pub media_types: Vec<String>,
    /// The `Accept` header for JSON, unless it is `application/json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept: Option<String>,
    /// The metadata of each response: media types and headers.
    pub answers: Vec<ResponseMetadata>,
    /// The errors that the document declares.
    pub errors: Vec<ErrorResponse>,
    /// The security requirements: alternative sets of schemes, by index. It is empty if no authentication is
    /// required; an empty set comes last, and makes the others optional.
    pub security: Vec<Vec<usize>>,
    /// The required scopes, each with the key of its scheme: `oauth: bills:read`.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub scopes: BTreeSet<String>,
    /// Its own servers, by the name of the environment; the first is the fallback for all other environments.
    pub servers: Vec<OperationServer>,
    /// Where the idempotency key is sent.
    pub idempotency: Idempotency,
    /// The queueable body; set on the first operation that takes this body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued: Option<Queued>,
    /// How the operation is paginated.
    pub pagination: Pagination,
    /// Whether a successful response is a page of a list, or a complete list.
    pub returns_page: bool,
    /// The rate limit that the document declares.
    pub rate_limit: Option<RateLimit>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// An example call for the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Example>,
}

/// How often an operation may be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RateLimit {
    /// The maximum number of calls.
    pub max: i64,
    /// The window, such as `1 minute`.
    pub window: String,
}

/// Where an operation accepts an idempotency key: nowhere, in a header, in the body, or in either.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Idempotency {
    /// The name of the header.
    pub header: Option<String>,
    /// The property of the JSON body.
    pub body: Option<Name>,
}

/// A body that queues can send: all operations with this body accept an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Queued {
    /// Its type.
    pub ty: TypeId,
    /// Its property for the idempotency key.
    pub key: Option<Name>,
    /// Its property for the time of the event, if that may be absent.
    pub time: Option<Name>,
}

/// How an operation is paginated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Pagination {
    /// Not paginated.
    #[default]
    None,
    /// By the number of items to skip.
    Offset {
        /// The parameter for the page size.
        limit: String,
        /// The parameter for the number of items to skip.
        offset: String,
    },
    /// By the token from the previous page.
    Token {
        /// The parameter that takes the token.
        token: String,
    },
    /// By page number.
    Page {
        /// The parameter for the page size.
        limit: String,
        /// The parameter that takes the number.
        page: String,
        /// The number of the first page.
        first: i64,
    },
    /// By the id of the last item.
    After {
        /// The parameter for the page size.
        limit: String,
        /// The parameter that takes the id.
        after: String,
    },
    /// By the URL of the next page, from the body of the previous page or its `Link` header.
    Address,
}
