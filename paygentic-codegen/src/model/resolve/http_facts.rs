//! Facts about HTTP that do not change the Rust code, kept for the diff: media types, headers, scopes.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{
    Header, Operation as Source, ParameterSchemaOrContent, ReferenceOr, Response, SchemaKind,
    SecurityRequirement, Type,
};
use serde_json::Value;

use super::Builder;
use super::facets::SchemaRef;
use crate::lower::OTHER_MEDIA_TYPES;
use crate::model::{AnswerFacts, HeaderFacts};

impl<'a> Builder<'a> {
    pub(super) fn answer_facts(&self, status: &str, response: &'a Response) -> AnswerFacts {
        let headers = response.headers.iter().filter_map(|(name, header)| {
            let header = self.header(header, 0)?;
            // Names of headers have no case.
            Some((name.to_ascii_lowercase(), self.header_facts(header)))
        });
        AnswerFacts {
            status: status.to_owned(),
            media_types: response.content.keys().cloned().collect(),
            headers: headers.collect::<BTreeMap<_, _>>(),
        }
    }

    fn header(&self, header: &'a ReferenceOr<Header>, depth: usize) -> Option<&'a Header> {
        match header {
            ReferenceOr::Item(header) => Some(header),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/headers/")?;
                let further = self.document.components.as_ref()?.headers.get(name)?;
                // One that refers to itself is none.
                (depth < 16).then(|| self.header(further, depth + 1))?
            }
        }
    }

    fn header_facts(&self, header: &'a Header) -> HeaderFacts {
        let json = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => self.header_type(schema.into(), 0),
            ParameterSchemaOrContent::Content(_) => "",
        };
        HeaderFacts { json: json.to_owned(), required: header.required }
    }

    /// The type of a header in JSON, through references.
    fn header_type(&self, schema: SchemaRef<'a>, depth: usize) -> &'static str {
        match schema {
            SchemaRef::Item(schema) => match &schema.schema_kind {
                SchemaKind::Type(kind) => json_type(kind),
                _ => "",
            },
            SchemaRef::Reference(reference) => match self.component(reference) {
                Some((_, schema)) if depth < 16 => self.header_type(schema, depth + 1),
                _ => "",
            },
        }
    }

    /// The scopes that an operation asks for.
    pub(super) fn scopes_of(&self, source: &Source) -> BTreeSet<String> {
        let asked = source.security.as_ref().or(self.document.security.as_ref());
        let requirements = asked.into_iter().flatten();
        requirements.flat_map(scopes).collect()
    }
}

fn scopes(requirement: &SecurityRequirement) -> impl Iterator<Item = String> {
    requirement
        .iter()
        .flat_map(|(key, scopes)| scopes.iter().map(move |scope| format!("{key}: {scope}")))
}

fn json_type(kind: &Type) -> &'static str {
    match kind {
        Type::String(_) => "string",
        Type::Number(_) => "number",
        Type::Integer(_) => "integer",
        Type::Boolean(_) => "boolean",
        Type::Array(_) => "array",
        Type::Object(_) => "object",
    }
}

/// All media types that a body may have: the one that is sent, and those that lowering has kept apart.
pub(super) fn offered(extensions: &IndexMap<String, Value>, sent: &str) -> BTreeSet<String> {
    let others = extensions.get(OTHER_MEDIA_TYPES).and_then(Value::as_array);
    let others = others.into_iter().flatten().filter_map(Value::as_str);
    others.chain([sent]).map(str::to_owned).collect()
}
