//! Operations: parameters, bodies and responses.

use openapiv3::{Operation as Source, PathItem};
use serde_json::Value;

use super::docs::{Section, inert};
use super::{At, Builder};
use crate::model::{Idempotency, Operation, Pagination, ResponseBody, TypeRef};
use crate::names;

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
        let mut idempotency = Idempotency::default();
        let path_parameters = self.path_parameters(path, &parameters, &id);
        let query = self.parameter_fields(&parameters, &id, &mut idempotency);
        let body = self.body(source, at, &id);
        idempotency.body = self.body_idempotency(body.as_ref());
        let responses = self.responses(source, at, &id);
        let pagination = match &responses.body {
            ResponseBody::Json(TypeRef::Named(key)) if method == "get" => {
                self.pagination(&query.fields, key)
            }
            _ => Pagination::None,
        };
        Operation {
            name: String::new(),
            method: names::method(name),
            constant: names::constant(name),
            docs: self.operation_docs(source, &id),
            http_method: method.to_uppercase(),
            path: path.to_owned(),
            path_parameters,
            parameters: self.parameters_type(query, source, at, &id),
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
            let calls = if max == 1 { "call" } else { "calls" };
            lines.push(format!("Rate limit: {max} {calls} in {}.", inert(window)));
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
}
