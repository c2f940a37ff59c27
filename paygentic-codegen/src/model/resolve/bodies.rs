//! What operations send and what they answer.

use openapiv3::{Operation as Source, ReferenceOr, RequestBody, Response, StatusCode};

use crate::document::media::is_json;

use super::hint::{Hint, optional};
use super::pagination::is_text;
use super::parameters::is_idempotency_key;
use super::{At, Builder};
use crate::model::{Body, BodyContent, ErrorResponse, Facts, Name, ResponseBody, TypeRef};

/// The success and error responses of an operation.
pub(super) struct Responses {
    pub body: ResponseBody,
    pub facts: Facts,
    pub success: Vec<String>,
    pub media_types: Vec<String>,
    pub errors: Vec<ErrorResponse>,
}

impl<'a> Builder<'a> {
    pub(super) fn body(&mut self, source: &'a Source, at: &At, id: &str) -> Option<Body> {
        let (body, shared) = self.shared_body(source.request_body.as_ref()?)?;
        let place = at.key("requestBody");
        let at = shared
            .map_or(place, |name| {
                At::component("requestBodies", name).in_operation(id)
            })
            .key("content");
        // Lowering leaves the one content type that is sent.
        let json = body.content.iter().find(|(media, _)| is_json(media));
        let mut facts = Facts::default();
        let (media_type, content) = match json {
            Some((media, content)) => {
                let at = at.key(media).key("schema");
                let ty = match &content.schema {
                    Some(schema) => {
                        let ty = self.use_of(schema.into(), &at, &Hint::top(id, id, true)).ty;
                        facts = self.facts_at(schema.into(), &ty, &at);
                        ty
                    }
                    None => TypeRef::Json,
                };
                (media, BodyContent::Json(ty))
            }
            None => (body.content.keys().next()?, BodyContent::Bytes),
        };
        Some(Body {
            required: body.required,
            facts,
            media_type: media_type.clone(),
            content,
        })
    }

    /// A request body, and its name if it is a component.
    pub(super) fn shared_body(
        &self,
        body: &'a ReferenceOr<RequestBody>,
    ) -> Option<(&'a RequestBody, Option<&'a str>)> {
        match body {
            ReferenceOr::Item(body) => Some((body, None)),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/requestBodies/")?;
                let bodies = &self.document.components.as_ref()?.request_bodies;
                let (body, further) = self.shared_body(bodies.get(name)?)?;
                Some((body, further.or(Some(name))))
            }
        }
    }

    /// The property of the body that takes an idempotency key.
    pub(super) fn body_idempotency(&self, body: Option<&Body>) -> Option<Name> {
        let Some(Body {
            content: BodyContent::Json(TypeRef::Named(id)),
            required: true,
            ..
        }) = body
        else {
            return None;
        };
        let fields = &self.types.object(*id)?.fields;
        let field = fields
            .iter()
            .find(|field| is_idempotency_key(&field.name.wire) && is_text(&field.ty));
        field.map(|field| field.name.clone())
    }

    pub(super) fn responses(&mut self, source: &'a Source, at: &At, id: &str) -> Responses {
        let at = at.key("responses");
        let mut success = Vec::new();
        let mut media_types = Vec::new();
        let mut facts = Facts::default();
        let mut bodies = Vec::new();
        let mut errors = Vec::new();
        let named = source
            .responses
            .responses
            .iter()
            .map(|(status, response)| (status_text(status), response));
        let default = source
            .responses
            .default
            .iter()
            .map(|response| ("default".to_owned(), response));
        for (status, response) in named.chain(default) {
            let Some((shared, response)) = self.shared_response(response) else {
                continue;
            };
            if status.starts_with('2') {
                let place = at.key(&status);
                let place = shared.map_or(place, |name| {
                    At::component("responses", name).in_operation(id)
                });
                let body = self.success_body(response, &place, id);
                if let ResponseBody::Json(ty) = &body {
                    facts = self.response_facts(response, ty, &place);
                }
                bodies.push(body);
                success.push(status);
                media_types.extend(response.content.keys().next().cloned());
            } else if status.starts_with(['4', '5', 'd']) {
                errors.push(self.error_response(response, shared, &at.key(&status), id, status));
            }
        }
        Responses {
            body: self.one_body(bodies, &at),
            facts,
            success,
            media_types,
            errors,
        }
    }

    /// What is said of a body that is a list, a map or a single value.
    fn response_facts(&mut self, response: &'a Response, ty: &TypeRef, at: &At) -> Facts {
        let json = response.content.iter().find(|(media, _)| is_json(media));
        match json.and_then(|(media, content)| Some((media, content.schema.as_ref()?))) {
            Some((media, schema)) => {
                let at = at.key("content").key(media).key("schema");
                self.facts_at(schema.into(), ty, &at)
            }
            None => Facts::default(),
        }
    }

    /// Several successes of equal shape have one type; beside an empty one, it is optional.
    fn one_body(&mut self, mut bodies: Vec<ResponseBody>, at: &At) -> ResponseBody {
        let count = bodies.len();
        bodies.retain(|body| *body != ResponseBody::Empty);
        let may_be_empty = bodies.len() < count;
        let [first, rest @ ..] = bodies.as_slice() else {
            return ResponseBody::Empty;
        };
        if rest.iter().all(|body| body == first) {
            return match first.clone() {
                ResponseBody::Json(ty) if may_be_empty && !matches!(ty, TypeRef::Option(_)) => {
                    ResponseBody::Json(TypeRef::Option(Box::new(ty)))
                }
                body => body,
            };
        }
        let help = "make them equal with an overlay action";
        if bodies.contains(&ResponseBody::Bytes) {
            let message = "the successes have bodies of different types, not all of them JSON; the method returns bytes";
            self.warning(at, message, help);
            return ResponseBody::Bytes;
        }
        let message =
            "the successes have bodies of different types; the method returns free-form JSON";
        self.warning(at, message, help);
        ResponseBody::Json(TypeRef::Option(Box::new(TypeRef::Json)))
    }

    fn success_body(&mut self, response: &'a Response, at: &At, id: &str) -> ResponseBody {
        let json = response.content.iter().find(|(media, _)| is_json(media));
        match json {
            None if response.content.is_empty() => ResponseBody::Empty,
            None => ResponseBody::Bytes,
            Some((media, content)) => {
                let at = at.key("content").key(media).key("schema");
                let Some(schema) = &content.schema else {
                    return ResponseBody::Json(TypeRef::Json);
                };
                let hint = Hint::top(&format!("{id}Response"), "response", false);
                let hint = Hint {
                    docs_key: format!("{id}.response"),
                    ..hint
                };
                let usage = self.use_of(schema.into(), &at, &hint);
                ResponseBody::Json(optional(usage))
            }
        }
    }

    fn error_response(
        &mut self,
        response: &'a Response,
        shared: Option<&str>,
        at: &At,
        id: &str,
        status: String,
    ) -> ErrorResponse {
        let Some((media, content)) = response.content.iter().find(|(media, _)| is_json(media))
        else {
            return ErrorResponse {
                status,
                ty: None,
                particular: false,
            };
        };
        let Some(schema) = &content.schema else {
            return ErrorResponse {
                status,
                ty: None,
                particular: false,
            };
        };
        // A response that operations share has one type, whichever of them comes first.
        let (hint, at) = match shared {
            Some(name) => (
                Hint::top(&format!("{name}Error"), name, false),
                At::component("responses", name),
            ),
            None => {
                let hint = Hint::top(&format!("{id}{}", error_name(&status)), &status, false);
                (
                    Hint {
                        docs_key: format!("{id}.{status}"),
                        ..hint
                    },
                    at.clone(),
                )
            }
        };
        let at = at.key("content").key(media).key("schema");
        let particular = shared.is_none() && self.referenced(schema.into()).is_none();
        let ty = Some(self.use_of(schema.into(), &at, &hint).ty);
        ErrorResponse {
            status,
            ty,
            particular,
        }
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

/// What the body of an error is called after its operation.
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
