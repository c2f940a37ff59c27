//! Finds the components that schemas refer to, at any depth.

use std::collections::HashSet;

use openapiv3::{AdditionalProperties, Content, MediaType, ReferenceOr, Schema, SchemaKind, Type};

use super::Builder;
use super::facets::SchemaRef;
use super::parameter_styles;

impl<'a> Builder<'a> {
    /// Finds the components reachable from request bodies and parameters.
    pub(super) fn find_request_components(&mut self) {
        let mut open: Vec<SchemaRef<'a>> = Vec::new();
        for (_, item) in self.document.paths.iter() {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let operations: Vec<_> = item.iter().map(|(_, operation)| operation).collect();
            let own = operations.iter().flat_map(|operation| &operation.parameters);
            for parameter in item.parameters.iter().chain(own) {
                open.extend(
                    self.shared_parameter(parameter)
                        .and_then(|(it, _)| parameter_styles::schema_of(it.parameter_data_ref())),
                );
            }
            for body in operations.iter().filter_map(|operation| operation.request_body.as_ref()) {
                open.extend(
                    self.shared_body(body)
                        .into_iter()
                        .flat_map(|(body, _)| schemas_of(&body.content)),
                );
            }
        }
        self.in_requests = self.reached(open);
    }

    /// Finds the components reachable from the bodies of successes and errors.
    pub(super) fn find_response_components(&mut self) {
        let operations = self.document.operations();
        let responses = operations.flat_map(|(_, _, operation)| {
            let responses = &operation.responses;
            responses.responses.values().chain(&responses.default)
        });
        let open = responses
            .filter_map(|response| self.shared_response(response))
            .flat_map(|(_, response)| schemas_of(&response.content))
            .collect();
        self.in_responses = self.reached(open);
    }

    /// The components referred to directly from anywhere except the request media types for which `counts` is false.
    pub(super) fn referred_to(&self, counts: impl Fn(&MediaType) -> bool) -> HashSet<&'a str> {
        let mut open: Vec<SchemaRef<'a>> = self.components.values().copied().collect();
        open.retain(|schema| matches!(schema, SchemaRef::Item(_)));
        for (_, _, operation) in self.document.operations() {
            let responses = &operation.responses;
            for response in responses.responses.values().chain(&responses.default) {
                if let Some((_, response)) = self.shared_response(response) {
                    open.extend(schemas_of(&response.content));
                }
            }
            let body = operation.request_body.as_ref();
            if let Some((body, _)) = body.and_then(|body| self.shared_body(body)) {
                let contents = body.content.values().filter(|content| counts(content));
                let schemas = contents.filter_map(|content| content.schema.as_ref());
                open.extend(schemas.map(SchemaRef::from));
            }
        }
        let mut found = HashSet::new();
        while let Some(schema) = open.pop() {
            match schema {
                SchemaRef::Reference(reference) => {
                    found.extend(self.component(reference).map(|(name, _)| name));
                }
                SchemaRef::Item(schema) => children(schema, &mut open),
            }
        }
        found
    }

    /// The components reachable from schemas.
    fn reached(&self, mut open: Vec<SchemaRef<'a>>) -> HashSet<&'a str> {
        let mut found = HashSet::new();
        while let Some(schema) = open.pop() {
            match schema {
                SchemaRef::Reference(reference) => {
                    if let Some((name, target)) = self.component(reference)
                        && found.insert(name)
                    {
                        open.push(target);
                    }
                }
                SchemaRef::Item(schema) => children(schema, &mut open),
            }
        }
        found
    }
}

fn schemas_of(content: &Content) -> impl Iterator<Item = SchemaRef<'_>> {
    let schemas = content.values();
    schemas.filter_map(|content| content.schema.as_ref().map(SchemaRef::from))
}

/// The schemas directly inside another.
fn children<'a>(schema: &'a Schema, found: &mut Vec<SchemaRef<'a>>) {
    let additional = |additional: &'a Option<AdditionalProperties>| match additional {
        Some(AdditionalProperties::Schema(schema)) => Some(SchemaRef::from(schema.as_ref())),
        _ => None,
    };
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => {
            found.extend(object.properties.values().map(SchemaRef::from));
            found.extend(additional(&object.additional_properties));
        }
        SchemaKind::Type(Type::Array(array)) => {
            found.extend(array.items.as_ref().map(SchemaRef::from));
        }
        SchemaKind::Type(_) | SchemaKind::Not { .. } => {}
        SchemaKind::OneOf { one_of: parts }
        | SchemaKind::AllOf { all_of: parts }
        | SchemaKind::AnyOf { any_of: parts } => found.extend(parts.iter().map(SchemaRef::from)),
        SchemaKind::Any(any) => {
            found.extend(any.properties.values().map(SchemaRef::from));
            found.extend(additional(&any.additional_properties));
            found.extend(any.items.as_ref().map(SchemaRef::from));
            let parts = any.all_of.iter().chain(&any.one_of).chain(&any.any_of);
            found.extend(parts.map(SchemaRef::from));
        }
    }
}
