//! Which components a schema refers to, at any depth.

use openapiv3::{
    AdditionalProperties, Parameter, ParameterSchemaOrContent, ReferenceOr, RequestBody, Schema,
    SchemaKind, Type,
};

use super::Builder;
use super::facets::SchemaRef;

impl<'a> Builder<'a> {
    /// Finds the components that a request body or a parameter reaches.
    pub(super) fn find_request_components(&mut self) {
        let mut open: Vec<SchemaRef<'a>> = Vec::new();
        for (_, item) in self.document.paths.iter() {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let operations: Vec<_> = item.iter().map(|(_, operation)| operation).collect();
            let own = operations
                .iter()
                .flat_map(|operation| &operation.parameters);
            for parameter in item.parameters.iter().chain(own) {
                open.extend(
                    self.shared_parameter(parameter)
                        .and_then(|(it, _)| schema_of(it)),
                );
            }
            for body in operations
                .iter()
                .filter_map(|operation| operation.request_body.as_ref())
            {
                open.extend(
                    self.shared_body(body)
                        .into_iter()
                        .flat_map(|(body, _)| schemas_of(body)),
                );
            }
        }
        while let Some(schema) = open.pop() {
            match schema {
                SchemaRef::Reference(reference) => {
                    if let Some((name, target)) = self.component(reference)
                        && self.in_requests.insert(name)
                    {
                        open.push(target);
                    }
                }
                SchemaRef::Item(schema) => children(schema, &mut open),
            }
        }
    }
}

fn schema_of(parameter: &Parameter) -> Option<SchemaRef<'_>> {
    match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(schema) => Some(schema.into()),
        ParameterSchemaOrContent::Content(_) => None,
    }
}

fn schemas_of(body: &RequestBody) -> impl Iterator<Item = SchemaRef<'_>> {
    let schemas = body.content.values();
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
