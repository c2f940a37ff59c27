//! HTTP facts that do not affect the Rust code, kept for the diff: media types, headers, scopes.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{
    Header, Operation as Source, ParameterSchemaOrContent, ReferenceOr, Response,
    SecurityRequirement,
};
use serde_json::Value;

use super::facets::SchemaRef;
use super::{Builder, Location};
use crate::lower::OTHER_MEDIA_TYPES;
use crate::model::{Facts, HeaderFacts, JsonType, ResponseMetadata, TypeRef};

impl<'a> Builder<'a> {
    /// The media types and headers of a response. `at` is the location of the operation's responses.
    pub(super) fn response_metadata(
        &mut self,
        status: &str,
        response: &'a Response,
        at: &Location,
    ) -> ResponseMetadata {
        let at = at.key(status).key("headers");
        let mut headers = BTreeMap::new();
        for (name, header) in &response.headers {
            if let Some(header) = self.header(header, 0) {
                // Header names are case-insensitive.
                headers.insert(name.to_ascii_lowercase(), self.header_facts(header, &at.key(name)));
            }
        }
        ResponseMetadata {
            status: status.to_owned(),
            media_types: response.content.keys().cloned().collect(),
            headers,
        }
    }

    fn header(&self, header: &'a ReferenceOr<Header>, depth: usize) -> Option<&'a Header> {
        match header {
            ReferenceOr::Item(header) => Some(header),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/headers/")?;
                let further = self.document.components.as_ref()?.headers.get(name)?;
                // A header that refers to itself is ignored.
                (depth < 16).then(|| self.header(further, depth + 1))?
            }
        }
    }

    fn header_facts(&mut self, header: &'a Header, at: &Location) -> HeaderFacts {
        let (schema, is_json) = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => (Some(schema.into()), false),
            ParameterSchemaOrContent::Content(content) => {
                let media_type =
                    content.first().and_then(|(_, media_type)| media_type.schema.as_ref());
                (media_type.map(SchemaRef::from), true)
            }
        };
        // Headers do not become types, so their bases are not recorded.
        let bases = self.bases.clone();
        let (ty, facts) = schema
            .map_or((TypeRef::Json, Facts::default()), |schema| self.header_values(schema, at));
        self.bases = bases;
        let deprecated = header.deprecated.unwrap_or_default();
        HeaderFacts { ty, facts, is_json, required: header.required, deprecated }
    }

    /// The type of a header, limited to scalars and lists, and the facts about its values.
    fn header_values(&mut self, schema: SchemaRef<'a>, at: &Location) -> (TypeRef, Facts) {
        let facets = self.facets(schema, at);
        let (ty, items) = match (facets.json, &facets.items) {
            (Some(JsonType::String), _) => (TypeRef::String, None),
            (Some(JsonType::Integer), _) => (TypeRef::Integer, None),
            (Some(JsonType::Number), _) => (TypeRef::Number, None),
            (Some(JsonType::Boolean), _) => (TypeRef::Boolean, None),
            (Some(JsonType::Object), _) => (TypeRef::JsonObject, None),
            (Some(JsonType::Array), Some((items, at))) => {
                let (ty, facts) = self.header_values(*items, &at.clone());
                (TypeRef::List(Box::new(ty)), Some(Box::new(facts)))
            }
            (Some(JsonType::Array), None) => (TypeRef::List(Box::new(TypeRef::Json)), None),
            _ => (TypeRef::Json, None),
        };
        let values = facets.values.iter().filter(|value| !value.is_null()).cloned().collect();
        let facts = self.facts(&facets, &TypeRef::Json);
        (ty, Facts { values, items, nullable: facets.nullable, ..facts })
    }

    /// The scopes that an operation requires.
    pub(super) fn scopes_of(&self, source: &Source) -> BTreeSet<String> {
        let declared = source.security.as_ref().or(self.document.security.as_ref());
        let requirements = declared.into_iter().flatten();
        requirements.flat_map(scopes).collect()
    }
}

fn scopes(requirement: &SecurityRequirement) -> impl Iterator<Item = String> {
    requirement
        .iter()
        .flat_map(|(key, scopes)| scopes.iter().map(move |scope| format!("{key}: {scope}")))
}

/// All media types of a request body: the one that is sent, and those that lowering moved into an extension.
pub(super) fn all_media_types(
    extensions: &IndexMap<String, Value>,
    sent: &str,
) -> BTreeSet<String> {
    let others = extensions.get(OTHER_MEDIA_TYPES).and_then(Value::as_array);
    let others = others.into_iter().flatten().filter_map(Value::as_str);
    others.chain([sent]).map(str::to_owned).collect()
}
