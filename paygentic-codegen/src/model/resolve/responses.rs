//! Responses of operations: the body of a success, and the errors.

use indexmap::IndexSet;
use openapiv3::{MediaType, Operation as Source, ReferenceOr, Response, StatusCode};

use super::schema_context::{SchemaContext, optional};
use super::success_responses::{Success, status_name};
use super::{Builder, Location};
use crate::document::media::{self, is_json};
use crate::model::{
    AnswerContent, ErrorResponse, Events, Facts, ResponseBody, ResponseMetadata, TypeRef,
};

/// The success and error responses of an operation.
#[derive(Default)]
pub(super) struct Responses {
    pub body: ResponseBody,
    /// The stream of events, if the operation has one in addition to the body.
    pub events: Option<Events>,
    /// Whether success is a redirect.
    pub redirects: bool,
    pub facts: Facts,
    pub success: Vec<String>,
    pub media_types: Vec<String>,
    /// The `Accept` header for JSON, unless it is `application/json`.
    pub accept: Option<String>,
    pub answers: Vec<ResponseMetadata>,
    pub errors: Vec<ErrorResponse>,
}

impl<'a> Builder<'a> {
    pub(super) fn responses(&mut self, source: &'a Source, at: &Location, id: &str) -> Responses {
        let at = at.key("responses");
        let mut found = Responses::default();
        let mut successes = Vec::new();
        let named = source
            .responses
            .responses
            .iter()
            .map(|(status, response)| (status_text(status), response));
        let default =
            source.responses.default.iter().map(|response| ("default".to_owned(), response));
        let mut all: Vec<_> = named.collect();
        // The order in the document is not significant.
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all.extend(default);
        let class = success_class(all.iter().map(|(status, _)| status.as_str()));
        found.redirects = class == '3';
        for (status, response) in all {
            let Some((shared, response)) = self.shared_response(response) else {
                continue;
            };
            let facts = self.response_metadata(&status, response, &at);
            found.answers.push(facts);
            if status.starts_with(class) {
                let place = at.key(&status);
                let place = shared
                    .map_or(place, |name| Location::component("responses", name).in_operation(id));
                self.success(response, &status, &place, id, &mut found, &mut successes);
                found.success.push(status);
            } else if status.starts_with(['4', '5', 'd']) {
                let error = self.error_response(response, shared, &at.key(&status), id, status);
                found.errors.push(error);
            }
        }
        found.body = match found.events.take() {
            // The other responses have no content.
            Some(events) if !successes.iter().any(has_content) => ResponseBody::Events(events),
            events => {
                found.events = events;
                found.accept = accepted(&successes);
                self.merged_body(successes, &at, id)
            }
        };
        found
    }

    /// Resolves a success: a document in one or more content types, or events, or both.
    fn success(
        &mut self,
        response: &'a Response,
        status: &str,
        at: &Location,
        id: &str,
        found: &mut Responses,
        successes: &mut Vec<Success>,
    ) {
        let content = at.key("content");
        let mut media_types: Vec<_> = response.content.iter().collect();
        let streams = media_types.iter().filter(|(name, _)| media::is_stream(name));
        // Server-sent events take precedence over JSON lines, which carry less information.
        let stream = streams.min_by_key(|(name, _)| media::is_lines(name)).copied();
        if let (Some((name, stream_content)), None) = (stream, &found.events) {
            found.events = Some(self.events(name, stream_content, &content.key(name), id));
        }
        media_types.retain(|(name, _)| !media::is_stream(name));
        let first = media_types.first().or(stream.as_ref());
        found.media_types.extend(first.map(|(name, _)| (*name).clone()));
        let chosen = media::chosen_json(media_types.iter().map(|(name, _)| *name));
        let json = media_types.iter().copied().find(|(name, _)| Some(name.as_str()) == chosen);
        let Some((json_name, json)) = json else {
            let first = media_types.first().map(|(name, _)| name.as_str());
            return match (first, stream) {
                (Some(first), _) => {
                    successes.push(Success::new(status, Some(first), raw_content(first)))
                }
                (None, None) => successes.push(Success::new(status, None, AnswerContent::Empty)),
                (None, Some(_)) => {}
            };
        };
        let is_first =
            !successes.iter().any(|other| matches!(other.content, AnswerContent::Json(_)));
        // The first type is named after the operation alone.
        let status_name = if is_first { String::new() } else { status_name(status) };
        let ty = self.success_type(json, &content.key(json_name).key("schema"), &status_name, id);
        if let Some(schema) = &json.schema {
            let place = content.key(json_name).key("schema");
            found.facts = self.facts_at(schema.into(), &ty, &place);
        }
        successes.push(Success::new(status, Some(json_name), AnswerContent::Json(ty)));
        for (name, other) in media_types {
            if is_distinct_content(name, other, json) {
                successes.push(Success::new(status, Some(name), raw_content(name)));
            }
        }
    }

    fn success_type(
        &mut self,
        json: &'a MediaType,
        at: &Location,
        status: &str,
        id: &str,
    ) -> TypeRef {
        let Some(schema) = &json.schema else {
            return TypeRef::Json;
        };
        let context = SchemaContext::top(&format!("{id}{status}Response"), "response", false);
        let context = SchemaContext { docs_key: format!("{id}.response"), ..context };
        optional(self.use_of(schema.into(), at, &context))
    }

    fn error_response(
        &mut self,
        response: &'a Response,
        shared: Option<&str>,
        at: &Location,
        id: &str,
        status: String,
    ) -> ErrorResponse {
        let media = media::chosen_json(response.content.keys());
        let schema = media.and_then(|media| response.content.get(media)?.schema.as_ref());
        let (Some(media), Some(schema)) = (media, schema) else {
            return ErrorResponse { status, ty: None, particular: false, docs: None };
        };
        // A shared response has one type, whose name does not depend on which operation comes first.
        let (context, at) = match shared {
            Some(name) => (
                SchemaContext::top(&format!("{name}Error"), name, false),
                Location::component("responses", name),
            ),
            None => {
                let context =
                    SchemaContext::top(&format!("{id}{}", error_name(&status)), &status, false);
                (SchemaContext { docs_key: format!("{id}.{status}"), ..context }, at.clone())
            }
        };
        let at = at.key("content").key(media).key("schema");
        let particular = shared.is_none() && self.referenced(schema.into()).is_none();
        let ty = Some(self.use_of(schema.into(), &at, &context).ty);
        ErrorResponse { status, ty, particular, docs: None }
    }

    pub(super) fn shared_response(
        &self,
        response: &'a ReferenceOr<Response>,
    ) -> Option<(Option<&'a str>, &'a Response)> {
        match response {
            ReferenceOr::Item(response) => Some((None, response)),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/responses/")?;
                let responses = &self.document.components.as_ref()?.responses;
                let (further, response) = self.shared_response(responses.get(name)?)?;
                Some((further.or(Some(name)), response))
            }
        }
    }
}

/// The first digit of success statuses: `2`, or `3` if only redirects are declared.
fn success_class<'s>(mut statuses: impl Iterator<Item = &'s str> + Clone) -> char {
    let has = |class: char| statuses.clone().any(|status| status.starts_with(class));
    match (has('2'), statuses.any(|status| status.starts_with('3'))) {
        (false, true) => '3',
        _ => '2',
    }
}

fn has_content(success: &Success) -> bool {
    success.content != AnswerContent::Empty
}

/// The `Accept` header for JSON, unless it is `application/json`.
fn accepted(successes: &[Success]) -> Option<String> {
    let is_json = |success: &&Success| matches!(success.content, AnswerContent::Json(_));
    let names = successes.iter().filter(is_json).filter_map(|one| one.media_type.as_deref());
    let names: IndexSet<&str> = names.filter(|name| media::is_media_type(name)).collect();
    let is_plain = names.iter().all(|name| media::is_plain_json(name));
    (!is_plain).then(|| names.into_iter().collect::<Vec<_>>().join(", "))
}

/// The content of a body that is not JSON.
fn raw_content(media_type: &str) -> AnswerContent {
    match media::essence(media_type).starts_with("text/") {
        true => AnswerContent::Text,
        false => AnswerContent::Bytes,
    }
}

/// Whether another content type carries content that differs from the JSON.
fn is_distinct_content(name: &str, content: &MediaType, json: &MediaType) -> bool {
    let essence = media::essence(name);
    let is_xml = essence.ends_with("/xml") || essence.ends_with("+xml");
    let is_other = content.schema.is_some() && content.schema != json.schema;
    is_other && !is_xml && !is_json(name) && essence != "*/*"
}

/// The suffix of the type name of an error body, after the operation.
fn error_name(status: &str) -> &str {
    match status {
        "400" => "BadRequest",
        "401" => "Unauthorized",
        "403" => "Forbidden",
        "404" => "NotFound",
        "409" => "Conflict",
        "422" => "Unprocessable",
        "429" => "RateLimited",
        "500" => "ServerError",
        "default" => "Error",
        _ => "OtherError",
    }
}

fn status_text(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(range) => format!("{range}XX"),
    }
}
