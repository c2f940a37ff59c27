//! Operations: parameters, bodies and responses.

use indexmap::IndexMap;
use openapiv3::{
    Operation as Source, Parameter, ParameterSchemaOrContent, PathItem, ReferenceOr, RequestBody,
    Response, StatusCode,
};
use serde_json::Value;

use super::build::{At, Builder, Slot};
use super::docs::{Section, inert};
use super::facets::SchemaRef;
use super::schemas::Hint;
use super::{
    Body, BodyContent, ErrorResponse, Field, Idempotency, Location, Object, Operation, Pagination,
    PathParameter, ResponseBody, TypeKind, TypeRef,
};
use crate::names::{self, Name, Scope};

/// The success and error responses of an operation.
struct Responses {
    body: ResponseBody,
    success: Vec<String>,
    errors: Vec<ErrorResponse>,
}

impl<'a> Builder<'a> {
    pub(super) fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &'a PathItem,
        source: &'a Source,
        at: &At,
        name: &str,
    ) -> Operation {
        let id = at.operation.as_deref().unwrap_or_default().to_owned();
        let parameters = self.parameters(item, source, at);
        let mut idempotency = Idempotency::None;
        let path_parameters = self.path_parameters(path, &parameters, &id);
        let fields = self.parameter_fields(&parameters, &id, &mut idempotency);
        let body = self.body(source, at, &id);
        if idempotency == Idempotency::None {
            idempotency = self.body_idempotency(body.as_ref());
        }
        let responses = self.responses(source, at, &id);
        let pagination = match &responses.body {
            ResponseBody::Json(TypeRef::Named(key)) if method == "get" => {
                self.pagination(&fields, key)
            }
            _ => Pagination::None,
        };
        Operation {
            name: String::new(),
            method: names::snake(name),
            constant: names::constant(name),
            docs: self.operation_docs(source, &id),
            http_method: method.to_uppercase(),
            path: path.to_owned(),
            path_parameters,
            parameters: self.parameters_type(fields, source, at, &id),
            body,
            response: responses.body,
            success: responses.success,
            errors: responses.errors,
            authenticated: self.is_authenticated(source),
            idempotency,
            pagination,
            deprecated: source.deprecated,
            id,
        }
    }

    fn operation_docs(&mut self, source: &Source, id: &str) -> Vec<String> {
        let mut lines: Vec<String> = self
            .docs
            .take(Section::Operations, id)
            .into_iter()
            .collect();
        let limit = source.extensions.get("x-rate-limit");
        let of = |key: &str| limit.and_then(|limit| limit.get(key));
        if let (Some(max), Some(Value::String(window))) =
            (of("max").and_then(Value::as_i64), of("timeWindow"))
        {
            let times = if max == 1 {
                "once".to_owned()
            } else {
                format!("{max} times")
            };
            lines.push(format!("The server takes it {times} in {}.", inert(window)));
        }
        lines
    }

    fn is_authenticated(&self, source: &Source) -> bool {
        let requirements = source.security.as_ref().or(self.document.security.as_ref());
        requirements.is_some_and(|requirements| {
            requirements
                .iter()
                .any(|requirement| !requirement.is_empty())
        })
    }

    /// The parameters of an operation, each once: those of the operation replace those of its path.
    fn parameters(
        &self,
        item: &'a PathItem,
        source: &'a Source,
        at: &At,
    ) -> Vec<(&'a Parameter, At)> {
        let mut found: IndexMap<(String, &str), (&'a Parameter, At)> = IndexMap::new();
        let own = source
            .parameters
            .iter()
            .enumerate()
            .map(|(index, p)| (p, at.child("parameters").child(&index.to_string())));
        let shared = item
            .parameters
            .iter()
            .enumerate()
            .map(|(index, p)| (p, at.sibling("parameters").child(&index.to_string())));
        for (parameter, place) in shared.chain(own) {
            if let Some(parameter) = self.shared_parameter(parameter) {
                let (data, location) = parts(parameter);
                found.insert((data.name.clone(), location), (parameter, place));
            }
        }
        found.into_values().collect()
    }

    fn shared_parameter(&self, parameter: &'a ReferenceOr<Parameter>) -> Option<&'a Parameter> {
        match parameter {
            ReferenceOr::Item(parameter) => Some(parameter),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/parameters/")?;
                self.shared_parameter(self.document.components.as_ref()?.parameters.get(name)?)
            }
        }
    }

    fn path_parameters(
        &mut self,
        path: &str,
        parameters: &[(&'a Parameter, At)],
        id: &str,
    ) -> Vec<PathParameter> {
        let mut scope = Scope::default();
        let mut found = Vec::new();
        for wire in path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        {
            let parameter = parameters.iter().find(|(p, _)| matches!(p, Parameter::Path { parameter_data, .. } if parameter_data.name == wire));
            let Some((parameter, at)) = parameter else {
                continue;
            };
            let (data, _) = parts(parameter);
            let Some(schema) = schema_of(data) else {
                continue;
            };
            let hint = Hint {
                owner: names::pascal(id),
                ..Hint::top(id, wire, true)
            };
            let ty = self.use_of(schema, &at.child("schema"), &hint).ty;
            let given = data.extensions.get("x-rust-name").and_then(Value::as_str);
            let name = Name {
                wire: wire.to_owned(),
                ..Name::field(given.unwrap_or(wire))
            };
            self.claim(&mut scope, &name, at);
            found.push(PathParameter { name, ty });
        }
        found
    }

    /// The query and header parameters. An idempotency key is an option of every call, not a field.
    fn parameter_fields(
        &mut self,
        parameters: &[(&'a Parameter, At)],
        id: &str,
        idempotency: &mut Idempotency,
    ) -> Vec<Field> {
        let mut scope = Scope::default();
        let mut fields = Vec::new();
        for (parameter, at) in parameters {
            let (data, _) = parts(parameter);
            let location = match parameter {
                Parameter::Header { .. } if is_idempotency_key(&data.name) => {
                    *idempotency = Idempotency::Header(data.name.clone());
                    self.docs
                        .take(Section::Schemas, &format!("{id}.{}", data.name));
                    continue;
                }
                Parameter::Header { .. } if is_set_by_the_client(&data.name) => continue,
                Parameter::Header { .. } => Location::Header,
                Parameter::Query { .. } if data.explode == Some(false) => Location::QueryJoined,
                Parameter::Query { .. } => Location::Query,
                Parameter::Path { .. } | Parameter::Cookie { .. } => continue,
            };
            let Some(schema) = schema_of(data) else {
                continue;
            };
            let at = at.child("schema");
            let owner = names::type_name(id);
            let hint = Hint {
                in_request: true,
                ..Hint::top(id, "", true).property(&owner, &data.name)
            };
            let mut facets = self.facets(schema, &at);
            facets.field_name = data.extensions.get("x-rust-name").and_then(Value::as_str);
            facets.deprecated |= data.deprecated.unwrap_or_default();
            let mut usage = self.use_of(schema, &at, &hint);
            usage.nullable = false;
            let mut field = self.field(&data.name, usage, data.required, &facets, &hint, &at);
            field.location = Some(location);
            self.claim(&mut scope, &field.name, &at);
            fields.push(field);
        }
        fields
    }

    fn parameters_type(
        &mut self,
        fields: Vec<Field>,
        source: &Source,
        at: &At,
        id: &str,
    ) -> Option<String> {
        if fields.is_empty() {
            return None;
        }
        let alternatives = query_alternatives(source, &fields);
        let key = self.slots.len().to_string();
        self.slots.push(Slot {
            default_name: names::type_name(id),
            given_name: None,
            pointer: at.child("parameters").pointer,
            docs: vec![format!("The parameters of `{}`.", inert(id))],
            kind: TypeKind::Parameters(Object {
                fields,
                alternatives,
                ..Object::default()
            }),
        });
        Some(key)
    }

    fn body(&mut self, source: &'a Source, at: &At, id: &str) -> Option<Body> {
        let body = self.shared_body(source.request_body.as_ref()?)?;
        let at = at.child("requestBody").child("content");
        let json = body.content.iter().find(|(media, _)| is_json(media));
        let content = match json {
            Some((media, content)) => {
                let at = at.child(media).child("schema");
                match &content.schema {
                    Some(schema) => BodyContent::Json(
                        self.use_of(schema.into(), &at, &Hint::top(id, id, true)).ty,
                    ),
                    None => BodyContent::Json(TypeRef::Json),
                }
            }
            None => BodyContent::Bytes(body.content.keys().next()?.clone()),
        };
        Some(Body {
            required: body.required,
            content,
        })
    }

    fn shared_body(&self, body: &'a ReferenceOr<RequestBody>) -> Option<&'a RequestBody> {
        match body {
            ReferenceOr::Item(body) => Some(body),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/requestBodies/")?;
                self.shared_body(
                    self.document
                        .components
                        .as_ref()?
                        .request_bodies
                        .get(name)?,
                )
            }
        }
    }

    fn body_idempotency(&self, body: Option<&Body>) -> Idempotency {
        let Some(Body {
            content: BodyContent::Json(TypeRef::Named(key)),
            ..
        }) = body
        else {
            return Idempotency::None;
        };
        let slot = key
            .parse::<usize>()
            .ok()
            .and_then(|index| self.slots.get(index));
        let Some(Slot {
            kind: TypeKind::Object(object),
            ..
        }) = slot
        else {
            return Idempotency::None;
        };
        let field = object
            .fields
            .iter()
            .find(|field| is_idempotency_key(&field.name.wire));
        field.map_or(Idempotency::None, |field| {
            Idempotency::Body(field.name.wire.clone())
        })
    }

    fn responses(&mut self, source: &'a Source, at: &At, id: &str) -> Responses {
        let at = at.child("responses");
        let mut success = Vec::new();
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
                bodies.push(self.success_body(response, &at.child(&status), id));
                success.push(status);
            } else if status.starts_with(['4', '5', 'd']) {
                errors.push(self.error_response(response, shared, &at.child(&status), id, status));
            }
        }
        Responses {
            body: self.one_body(bodies, &at),
            success,
            errors,
        }
    }

    /// Several successes of equal shape have one type.
    fn one_body(&mut self, bodies: Vec<ResponseBody>, at: &At) -> ResponseBody {
        let mut bodies = bodies.into_iter();
        let Some(first) = bodies.next() else {
            return ResponseBody::Empty;
        };
        if bodies.all(|body| body == first) {
            return first;
        }
        self.warning(
            at,
            "the successes have bodies of different types; the method returns free-form JSON",
            "make them equal with an overlay action",
        );
        ResponseBody::Json(TypeRef::Option(Box::new(TypeRef::Json)))
    }

    fn success_body(&mut self, response: &'a Response, at: &At, id: &str) -> ResponseBody {
        let json = response.content.iter().find(|(media, _)| is_json(media));
        match json {
            None if response.content.is_empty() => ResponseBody::Empty,
            None => ResponseBody::Bytes,
            Some((media, content)) => {
                let at = at.child("content").child(media).child("schema");
                let Some(schema) = &content.schema else {
                    return ResponseBody::Json(TypeRef::Json);
                };
                let hint = Hint::top(&format!("{id}Response"), "response", false);
                let hint = Hint {
                    docs_key: format!("{id}.response"),
                    ..hint
                };
                let usage = self.use_of(schema.into(), &at, &hint);
                ResponseBody::Json(super::schemas::optional(usage))
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
                At {
                    pointer: "#/components/responses".to_owned(),
                    operation: None,
                }
                .child(name),
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
        let at = at.child("content").child(media).child("schema");
        let particular = shared.is_none() && self.referenced(schema.into()).is_none();
        let ty = Some(self.use_of(schema.into(), &at, &hint).ty);
        ErrorResponse {
            status,
            ty,
            particular,
        }
    }

    fn shared_response(
        &self,
        response: &'a ReferenceOr<Response>,
    ) -> Option<(Option<&'a str>, &'a Response)> {
        match response {
            ReferenceOr::Item(response) => Some((None, response)),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/responses/")?;
                let (_, response) =
                    self.shared_response(self.document.components.as_ref()?.responses.get(name)?)?;
                Some((Some(name), response))
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

impl Hint {
    /// The hint for what belongs to an operation.
    fn top(name: &str, property: &str, in_request: bool) -> Self {
        Self {
            type_name: names::type_name(name),
            property: property.to_owned(),
            owner: String::new(),
            docs_key: name.to_owned(),
            in_request,
            is_alternative: false,
        }
    }
}

/// `x-query-validation`: `anyOf` of `required` lists over the query.
fn query_alternatives(source: &Source, fields: &[Field]) -> Vec<Vec<String>> {
    let groups = source
        .extensions
        .get("x-query-validation")
        .and_then(|rule| rule.get("anyOf"))
        .and_then(Value::as_array);
    let group = |rule: &Value| -> Option<Vec<String>> {
        let required = rule.get("required")?.as_array()?;
        required
            .iter()
            .map(|wire| {
                wire.as_str()
                    .filter(|wire| fields.iter().any(|f| f.name.wire == *wire))
                    .map(str::to_owned)
            })
            .collect()
    };
    groups
        .and_then(|groups| groups.iter().map(group).collect::<Option<Vec<_>>>())
        .unwrap_or_default()
}

fn parts(parameter: &Parameter) -> (&openapiv3::ParameterData, &'static str) {
    match parameter {
        Parameter::Query { parameter_data, .. } => (parameter_data, "query"),
        Parameter::Header { parameter_data, .. } => (parameter_data, "header"),
        Parameter::Path { parameter_data, .. } => (parameter_data, "path"),
        Parameter::Cookie { parameter_data, .. } => (parameter_data, "cookie"),
    }
}

fn schema_of(data: &openapiv3::ParameterData) -> Option<SchemaRef<'_>> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => Some(schema.into()),
        ParameterSchemaOrContent::Content(_) => None,
    }
}

fn is_json(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim();
    media == "application/json" || media.ends_with("+json")
}

fn is_idempotency_key(name: &str) -> bool {
    names::words(name) == ["idempotency", "key"]
}

/// Headers that OpenAPI says to ignore as parameters.
fn is_set_by_the_client(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}

fn status_text(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(range) => format!("{range}XX"),
    }
}
