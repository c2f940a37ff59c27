//! Builds the example of each operation: the call with its required arguments, and a statement that uses the result.
//!
//! Only documents whose overlay has `x-docs.examples` get them: examples with only placeholder values are not worth
//! reading.

use serde_json::{Map, Value};

use super::docs::{inert, stale};
use super::example_results::outcome;
use super::example_values::{Values, Wanted};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{
    Argument, BodyContent, Example, ExampleValue, Model, Operation, Resource, TypeKind,
};

/// The key of values that apply to all fields with a given name.
const SHARED: &str = "*";

/// Sets the example of each operation, and reports overlay entries that match nothing.
pub(super) fn add(
    model: &mut Model,
    extension: Option<&Value>,
    severity: Severity,
) -> Vec<Diagnostic> {
    let given = extension.and_then(|docs| docs.get("examples")).and_then(Value::as_object);
    let Some(given) = given else {
        return Vec::new();
    };
    let mut builder = ExampleBuilder { model, given, used: Vec::new(), unknown: Vec::new() };
    let mut made = Vec::new();
    for (accessors, resource) in Resource::with_accessors(&model.resources) {
        let operations = resource.operations.iter();
        made.extend(operations.map(|one| builder.example(one, resource, &accessors)));
    }
    let (used, mut unknown) = (builder.used, builder.unknown);
    let unused = given.keys().filter(|key| *key != SHARED && !used.contains(key));
    unknown.extend(unused.cloned());
    // They were made in the order of the operations.
    for (operation, example) in Resource::operations_mut(&mut model.resources).into_iter().zip(made)
    {
        operation.example = Some(example);
    }
    unknown.iter().map(|key| unmatched(key, severity)).collect()
}

fn unmatched(key: &str, severity: Severity) -> Diagnostic {
    let pointer = format!("#/x-docs/examples/{}", key.replace('.', "/"));
    let message = format!("the example value `{}` matches nothing in the document", inert(key));
    stale(severity, pointer, message)
}

struct ExampleBuilder<'m> {
    model: &'m Model,
    given: &'m Map<String, Value>,
    used: Vec<String>,
    unknown: Vec<String>,
}

impl ExampleBuilder<'_> {
    fn example(
        &mut self,
        operation: &Operation,
        resource: &Resource,
        accessors: &[String],
    ) -> Example {
        let empty = Map::new();
        let given = self.given.get(&operation.id).and_then(Value::as_object);
        self.used.extend(given.map(|_| operation.id.clone()));
        let given = given.unwrap_or(&empty);
        let shared = self.given.get(SHARED).and_then(Value::as_object).unwrap_or(&empty);
        let mut values = Values { model: self.model, shared, unknown: Vec::new() };
        let arguments = arguments(self.model, &mut values, operation, given);
        self.unknown.append(&mut values.unknown);
        let known = argument_names(self.model, operation);
        let unknown = given.keys().filter(|name| !known.contains(&name.as_str()));
        self.unknown.extend(unknown.map(|name| format!("{}.{name}", operation.id)));
        Example {
            accessors: accessors.to_vec(),
            arguments,
            outcome: outcome(self.model, operation, resource),
        }
    }
}

/// The wire names of all arguments of an operation, including the fields of its body.
fn argument_names<'m>(model: &'m Model, operation: &'m Operation) -> Vec<&'m str> {
    let mut names: Vec<&str> =
        operation.path_parameters.iter().map(|one| one.name.wire.as_str()).collect();
    let body = operation.body.as_ref().and_then(|body| body.content.ty()?.direct());
    for def in body.into_iter().chain(operation.parameters).filter_map(|ty| model.def(ty)) {
        match &def.kind {
            TypeKind::Union(union) => {
                let payloads = union.variants.iter().filter_map(|one| model.def(one.ty.direct()?));
                let objects = payloads.filter_map(|def| def.object());
                names.extend(
                    objects.flat_map(|object| &object.fields).map(|f| f.name.wire.as_str()),
                );
                names.extend(union.tag.as_deref());
            }
            _ => {
                let fields = def.object().into_iter().flat_map(|object| &object.fields);
                names.extend(fields.map(|field| field.name.wire.as_str()));
            }
        }
    }
    names
}

fn arguments(
    model: &Model,
    values: &mut Values<'_>,
    operation: &Operation,
    given: &Map<String, Value>,
) -> Vec<Argument> {
    let mut arguments = Vec::new();
    let mut add = |name: &str, value| arguments.push(Argument { name: name.to_owned(), value });
    for parameter in &operation.path_parameters {
        let (name, facts) = (parameter.name.wire.as_str(), &parameter.facts);
        let wanted = Wanted { name, facts, given: given.get(name), exact: false, depth: 0 };
        add(&parameter.name.ident, values.value(&parameter.ty, wanted));
    }
    let all = Value::Object(body_values(model, operation, given));
    if let Some(body) = &operation.body {
        let is_sent = body.required || all.as_object().is_some_and(|all| !all.is_empty());
        let argument = match (&body.content, is_sent) {
            (_, false) => ExampleValue::None,
            (BodyContent::File, _) => ExampleValue::Text("content".to_owned()),
            (content, true) => {
                let name = operation.id.as_str();
                let facts = &body.facts;
                let wanted = Wanted { name, facts, given: Some(&all), exact: true, depth: 0 };
                content.ty().map_or(ExampleValue::None, |ty| values.value(ty, wanted))
            }
        };
        add("body", argument);
    }
    if let Some(def) = operation.parameters.and_then(|ty| model.def(ty))
        && let Some(object) = def.object()
    {
        let made = values.object(def, object, given, 0);
        add("parameters", ExampleValue::Struct(Box::new(made)));
    }
    arguments
}

/// The given values that belong to the body.
fn body_values(
    model: &Model,
    operation: &Operation,
    given: &Map<String, Value>,
) -> Map<String, Value> {
    let parameters = operation.parameters.and_then(|ty| model.def(ty)?.object());
    let is_elsewhere = |name: &str| {
        let mut fields = parameters.iter().flat_map(|object| &object.fields);
        operation.path_parameters.iter().any(|one| one.name.wire == name)
            || fields.any(|field| field.name.wire == name)
    };
    let own = given.iter().filter(|(name, _)| !is_elsewhere(name));
    own.map(|(name, value)| (name.clone(), value.clone())).collect()
}
