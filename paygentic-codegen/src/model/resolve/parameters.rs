//! Parameters of operations: in the path, the query, headers and cookies.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{Operation as Source, Parameter, PathItem, ReferenceOr};
use serde_json::Value;

use super::arena::Slot;
use super::constructor_groups::constructor_groups;
use super::docs::{Section, inert};
use super::name_seed::{Rank, Seed};
use super::objects::scalar;
use super::parameter_styles::{location, path_style, placed_schema};
use super::schema_context::{Owner, SchemaContext};
use super::{Builder, Location};
use crate::document::media;
use crate::model::{
    Constant, Facts, Field, Idempotency, Object, ParameterLocation, ParameterStyle, PathParameter,
    PathStyle, TypeId, TypeKind, TypeRef,
};
use crate::names::{self, Name};
use crate::normalize::SKIPPED;

/// The names of method arguments that are not path parameters.
const OTHER_ARGUMENTS: &[&str] = &["body", "parameters"];

impl<'a> Builder<'a> {
    /// The parameters of an operation: its own override those of its path item.
    pub(super) fn parameters(
        &self,
        item: &'a PathItem,
        source: &'a Source,
        at: &Location,
    ) -> Vec<(&'a Parameter, Location)> {
        let mut found: IndexMap<(String, &str), (&'a Parameter, Location)> = IndexMap::new();
        let own = source
            .parameters
            .iter()
            .enumerate()
            .map(|(index, p)| (p, at.key("parameters").index(index)));
        let shared = item
            .parameters
            .iter()
            .enumerate()
            .map(|(index, p)| (p, at.parent().key("parameters").index(index)));
        for (parameter, place) in shared.chain(own) {
            if let Some((parameter, shared)) = self.shared_parameter(parameter) {
                let (data, location) = parts(parameter);
                let id = at.operation().unwrap_or_default();
                let place = shared
                    .map_or(place, |name| Location::component("parameters", name).in_operation(id));
                found.insert((data.name.clone(), location), (parameter, place));
            }
        }
        found.into_values().collect()
    }

    /// A parameter, and its name if it is a component.
    pub(super) fn shared_parameter(
        &self,
        parameter: &'a ReferenceOr<Parameter>,
    ) -> Option<(&'a Parameter, Option<&'a str>)> {
        match parameter {
            ReferenceOr::Item(parameter) => {
                let is_skipped = parts(parameter).0.extensions.contains_key(SKIPPED);
                (!is_skipped).then_some((parameter, None))
            }
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/parameters/")?;
                let parameters = &self.document.components.as_ref()?.parameters;
                let (parameter, further) = self.shared_parameter(parameters.get(name)?)?;
                Some((parameter, further.or(Some(name))))
            }
        }
    }

    pub(super) fn path_parameters(
        &mut self,
        path: &str,
        parameters: &[(&'a Parameter, Location)],
        operation: &Location,
    ) -> Vec<PathParameter> {
        let id = operation.operation().unwrap_or_default();
        let (mut found, mut places) = (Vec::new(), Vec::new());
        // The part after a `#` distinguishes operations with the same path, and is not sent.
        let path = path.split('#').next().unwrap_or_default();
        for wire in
            path.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
        {
            let parameter = parameters.iter().find(|(p, _)| matches!(p, Parameter::Path { parameter_data, .. } if parameter_data.name == wire));
            let Some((parameter, at)) = parameter else {
                // The path template needs it even if no parameter declares it.
                found.push(PathParameter {
                    name: Name::field(wire),
                    ty: TypeRef::String,
                    style: PathStyle::Simple { explode: false },
                    facts: Facts::default(),
                    deprecated: false,
                });
                places.push(operation.clone());
                continue;
            };
            let (data, _) = parts(parameter);
            let Some((schema, place)) = placed_schema(data, at) else {
                continue;
            };
            let context =
                SchemaContext::top(id, "", true).property(Owner::words(&names::pascal(id)), wire);
            let ty = self.use_of(schema, &place, &context).ty;
            let facets = self.facets(schema, &place);
            let facts = Facts { nullable: facets.nullable, ..self.facts_of_use(&facets, &ty) };
            let given = data.extensions.get("x-rust-name").and_then(Value::as_str);
            let mut name = Name { wire: wire.to_owned(), ..Name::field(given.unwrap_or(wire)) };
            if OTHER_ARGUMENTS.contains(&name.ident.as_str()) {
                name.ident.push('_');
            }
            let style = path_style(parameter);
            found.push(PathParameter {
                name,
                ty,
                style,
                facts,
                deprecated: facets.deprecated || data.deprecated.unwrap_or_default(),
            });
            places.push(at.clone());
        }
        let wanted: Vec<Vec<String>> =
            found.iter().map(|parameter| vec![parameter.name.ident.clone()]).collect();
        let given = names::distinct(&wanted, HashSet::new(), "_");
        for ((parameter, given), at) in found.iter_mut().zip(given).zip(&places) {
            self.report_given(&given, &parameter.name.wire, at, "x-rust-name: name");
            parameter.name.ident = given.ident;
        }
        found
    }

    /// The query, header and cookie parameters. An idempotency key is an option of every call, not a field.
    pub(super) fn parameter_fields(
        &mut self,
        parameters: &[(&'a Parameter, Location)],
        source: &Source,
        id: &str,
        idempotency: &mut Idempotency,
    ) -> Object {
        let mut object = Object::default();
        let mut places = Vec::new();
        for (parameter, place) in parameters {
            let (data, _) = parts(parameter);
            match parameter {
                Parameter::Header { .. } if is_idempotency_key(&data.name) => {
                    idempotency.header = Some(data.name.clone());
                    self.docs.take(Section::Schemas, &format!("{id}.{}", data.name));
                    continue;
                }
                Parameter::Header { .. } if is_ignored_header(&data.name) => continue,
                Parameter::Header { .. } | Parameter::Cookie { .. }
                    if !media::is_token(&data.name) =>
                {
                    continue;
                }
                _ => {}
            }
            let (Some(location), Some((schema, at))) =
                (location(parameter), placed_schema(data, place))
            else {
                continue;
            };
            let owner = names::type_name(id);
            let context =
                SchemaContext::top(id, "", true).property(Owner::words(&owner), &data.name);
            let mut facets = self.facets(schema, &at);
            facets.field_name = data.extensions.get("x-rust-name").and_then(Value::as_str);
            facets.deprecated |= data.deprecated.unwrap_or_default();
            if let (true, Some(value)) = (data.required, scalar(&facets)) {
                object.constants.push(Constant {
                    wire: data.name.clone(),
                    value,
                    location: Some(location),
                });
                continue;
            }
            let mut usage = self.use_of(schema, &at, &context);
            usage.nullable = false;
            if let Some(list) = self.one_or_list(&usage.ty, location) {
                usage.ty = list;
            }
            let mut field = self.field(&data.name, usage, data.required, &facets, &context, &at);
            field.location = Some(location);
            object.fields.push(field);
            places.push(place.clone());
        }
        let groups = query_alternatives(source, &object.fields);
        object.alternatives = constructor_groups(groups, &object.fields);
        self.name_fields(&mut object, &places, true, "x-rust-name: name");
        object
    }

    /// The list type, if a parameter is a value or a list of such values: both are serialized the same way.
    fn one_or_list(&self, ty: &TypeRef, location: ParameterLocation) -> Option<TypeRef> {
        let TypeRef::Named(id) = ty else { return None };
        let TypeKind::Union(union) = &self.types.get(*id)?.kind else {
            return None;
        };
        let [one, other] = union.variants.as_slice() else {
            return None;
        };
        let is_list = |list: &TypeRef, item: &TypeRef| matches!(list, TypeRef::List(inner) if **inner == *item);
        let list = match (&one.ty, &other.ty) {
            (item, list) | (list, item) if is_list(list, item) => list,
            _ => return None,
        };
        matches!(location.style, ParameterStyle::Exploded | ParameterStyle::Joined(_))
            .then(|| list.clone())
    }

    pub(super) fn parameters_type(
        &mut self,
        object: Object,
        at: &Location,
        id: &str,
    ) -> Option<TypeId> {
        if object.fields.is_empty() && object.constants.is_empty() {
            return None;
        }
        let name = names::type_name(id);
        // The body of the operation or a component may have the same name.
        let seed = Seed::new(name.clone(), Rank::Operation).or(format!("{name}Parameters"));
        let mut docs = format!("The parameters of `{}`.", inert(id));
        // Documentation that applies to several of them, such as that one of two is required.
        if let Some(text) = self.docs.take(Section::Types, id) {
            docs = format!("{docs} {text}");
        }
        Some(self.types.push(Slot {
            docs: vec![docs],
            documented: true,
            kind: TypeKind::Parameters(object),
            ..Slot::new(seed, name, at.key("parameters").pointer())
        }))
    }
}

/// The groups in `x-query-validation`, an `anyOf` of `required` lists of query parameters.
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

pub(super) fn is_idempotency_key(name: &str) -> bool {
    names::words(name) == ["idempotency", "key"]
}

/// Headers that are ignored as parameters, as OpenAPI specifies.
fn is_ignored_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}
