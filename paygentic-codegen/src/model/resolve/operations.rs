//! Operations: parameters, bodies and responses.

use openapiv3::{Operation as Source, PathItem};
use serde_json::Value;

use super::docs::{self, Section, inert};
use super::{Builder, Location};
use crate::lower::sent_path;
use crate::model::{
    ErrorResponse, Facts, Idempotency, Operation, Pagination, RateLimit, ResponseBody,
};
use crate::names;

impl<'a> Builder<'a> {
    pub(super) fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &'a PathItem,
        source: &'a Source,
        at: &Location,
    ) -> Vec<Operation> {
        let id = at.operation().unwrap_or_default().to_owned();
        let parameters = self.parameters(item, source, at);
        let mut idempotency = Idempotency::default();
        let path_parameters = self.path_parameters(path, &parameters, at);
        let query = self.parameter_fields(&parameters, source, &id, &mut idempotency);
        let body = self.body(source, at, &id);
        idempotency.body = self.body_idempotency(body.as_ref());
        let mut responses = self.responses(source, at, &id);
        self.add_error_docs(&mut responses.errors, &id);
        let pagination = match &responses.body {
            ResponseBody::Json(ty) if method == "get" => {
                let has_link = self.has_link(source);
                self.pagination(&query.fields, ty, has_link)
            }
            _ => Pagination::None,
        };
        let text = self.docs.take(Section::Operations, &id);
        let rate_limit = rate_limit(source);
        let stream_flag =
            responses.events.as_ref().and_then(|_| self.find_stream_flag(body.as_ref()));
        let operation = Operation {
            // Names are assigned later.
            name: String::new(),
            method: String::new(),
            vendor_method: vendor_method(source, &id),
            constant: String::new(),
            documented: text.is_some(),
            docs: text
                .into_iter()
                .chain(ahead(source))
                .chain(rate_limit.as_ref().map(RateLimit::describe))
                .collect(),
            http_method: method.to_uppercase(),
            path: sent_path(path),
            path_parameters,
            parameters: self.parameters_type(query, at, &id),
            body,
            response: responses.body,
            response_facts: responses.facts,
            success: responses.success,
            media_types: responses.media_types,
            accept: responses.accept,
            answers: responses.answers,
            errors: responses.errors,
            security: self.security_of(source, at),
            scopes: self.scopes_of(source),
            servers: self.servers_of(item, source, at),
            idempotency,
            queued: None,
            pagination,
            returns_page: false,
            rate_limit,
            deprecated: source.deprecated,
            is_second: false,
            stream_flag: None,
            redirects: responses.redirects,
            example: None,
            id,
        };
        let second = responses.events.map(|events| Operation {
            response: ResponseBody::Events(events),
            response_facts: Facts::default(),
            pagination: Pagination::None,
            is_second: true,
            stream_flag,
            ..operation.clone()
        });
        std::iter::once(operation).chain(second).collect()
    }

    /// Adds our documentation to the errors of an operation.
    fn add_error_docs(&mut self, errors: &mut [ErrorResponse], id: &str) {
        for error in errors {
            let key = format!("{id}.{}", error.status);
            error.docs = self.docs.take(Section::Errors, &key);
        }
    }
}

/// A note about the source of an operation that the published document does not contain yet.
fn ahead(source: &Source) -> Option<String> {
    let origin = source.extensions.get(crate::ahead::KEY)?.as_str()?;
    Some(docs::ahead(origin))
}

fn vendor_method(source: &Source, id: &str) -> String {
    let given = source.extensions.get("x-speakeasy-name-override");
    let given = given.and_then(Value::as_str);
    names::words(given.unwrap_or(id)).join("_")
}

fn rate_limit(source: &Source) -> Option<RateLimit> {
    let limit = source.extensions.get("x-rate-limit")?;
    Some(RateLimit {
        max: limit.get("max")?.as_i64()?,
        window: limit.get("timeWindow")?.as_str()?.to_owned(),
    })
}

impl RateLimit {
    fn describe(&self) -> String {
        let calls = if self.max == 1 { "call" } else { "calls" };
        format!("Rate limit: {} {calls} in {}.", self.max, inert(&self.window))
    }
}
