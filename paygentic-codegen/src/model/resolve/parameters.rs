//! Parameters of operations: in the path, the query and the headers.

use indexmap::IndexMap;
use openapiv3::{Operation as Source, Parameter, ParameterSchemaOrContent, PathItem, ReferenceOr};
use serde_json::Value;

use super::docs::{Section, inert};
use super::facets::SchemaRef;
use super::hint::Hint;
use super::{At, Builder, Slot};
use crate::model::{
    Constant, Facts, Field, Idempotency, Location, Object, PathParameter, TypeKind,
};
use crate::names::{self, Name, Scope};

/// What methods call their arguments that are not path parameters.
const OTHER_ARGUMENTS: &[&str] = &["body", "parameters"];

impl<'a> Builder<'a> {
    /// The parameters of an operation, each once: those of the operation replace those of its path.
    pub(super) fn parameters(
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

    pub(super) fn path_parameters(
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
            let hint = Hint::top(id, "", true).property(&names::pascal(id), wire);
            let place = at.child("schema");
            let ty = self.use_of(schema, &place, &hint).ty;
            let facets = self.facets(schema, &place);
            let facts = Facts {
                nullable: facets.nullable,
                ..self.facts_of_use(&facets, &ty, &place)
            };
            let given = data.extensions.get("x-rust-name").and_then(Value::as_str);
            let mut name = Name {
                wire: wire.to_owned(),
                ..Name::field(given.unwrap_or(wire))
            };
            if OTHER_ARGUMENTS.contains(&name.ident.as_str()) {
                name.ident.push('_');
            }
            self.claim(&mut scope, &name, at);
            found.push(PathParameter { name, ty, facts });
        }
        found
    }

    /// The query and header parameters. An idempotency key is an option of every call, not a field.
    pub(super) fn parameter_fields(
        &mut self,
        parameters: &[(&'a Parameter, At)],
        id: &str,
        idempotency: &mut Idempotency,
    ) -> Object {
        let mut scope = Scope::default();
        let mut object = Object::default();
        for (parameter, at) in parameters {
            let (data, _) = parts(parameter);
            let location = match parameter {
                Parameter::Header { .. } if is_idempotency_key(&data.name) => {
                    idempotency.header = Some(data.name.clone());
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
            if let (true, Some(value)) = (data.required, facets.only_value()) {
                object.constants.push(Constant {
                    wire: data.name.clone(),
                    value: value.clone(),
                    written: true,
                    location: Some(location),
                });
                continue;
            }
            let mut usage = self.use_of(schema, &at, &hint);
            usage.nullable = false;
            let mut field = self.field(&data.name, usage, data.required, &facets, &hint, &at);
            field.location = Some(location);
            self.claim(&mut scope, &field.name, &at);
            object.fields.push(field);
        }
        object
    }

    pub(super) fn parameters_type(
        &mut self,
        mut object: Object,
        source: &Source,
        at: &At,
        id: &str,
    ) -> Option<String> {
        if object.fields.is_empty() && object.constants.is_empty() {
            return None;
        }
        object.alternatives = query_alternatives(source, &object.fields);
        let mut name = names::type_name(id);
        if self.slots.iter().any(|slot| slot.name() == name) {
            // The body of the operation is called like it, or a component.
            name.push_str("Parameters");
        }
        let key = self.slots.len().to_string();
        self.slots.push(Slot {
            default_name: name,
            given_name: None,
            pointer: at.child("parameters").pointer,
            docs: vec![format!("The parameters of `{}`.", inert(id))],
            documented: true,
            facts: Facts::default(),
            kind: TypeKind::Parameters(object),
        });
        Some(key)
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

pub(super) fn is_idempotency_key(name: &str) -> bool {
    names::words(name) == ["idempotency", "key"]
}

/// Headers that OpenAPI says to ignore as parameters.
fn is_set_by_the_client(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}
