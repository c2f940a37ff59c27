//! Makes the example of each operation: the call with what it requires, and a line that uses the result.
//!
//! Only a document whose overlay has `x-docs.examples` gets them: without values of our choosing, examples of a
//! document read like noise.

use serde_json::{Map, Value};

use super::docs::{inert, stale};
use super::example_values::{Values, Wanted};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{
    Argument, BodyContent, Example, ExampleValue, Field, Model, Object, Operation, Outcome,
    Presence, Resource, ResponseBody, Shown, TypeKind, TypeRef,
};
use crate::names;

/// The key of values that hold for all fields of a name.
const SHARED: &str = "*";

/// Gives each operation its example, and reports what of the overlay is of no use.
pub(super) fn add(
    model: &mut Model,
    extension: Option<&Value>,
    severity: Severity,
) -> Vec<Diagnostic> {
    let given = extension.and_then(|docs| docs.get("examples")).and_then(Value::as_object);
    let Some(given) = given else {
        return Vec::new();
    };
    let mut maker = Maker { model, given, used: Vec::new(), unknown: Vec::new() };
    let made: Vec<Example> =
        model.resources.iter().flat_map(|one| maker.resource(one, &[])).collect();
    let (used, mut unknown) = (maker.used, maker.unknown);
    let unused = given.keys().filter(|key| *key != SHARED && !used.contains(key));
    unknown.extend(unused.cloned());
    let mut made = made.into_iter();
    model.resources.iter_mut().for_each(|resource| place(resource, &mut made));
    unknown.iter().map(|key| useless(key, severity)).collect()
}

/// Puts the examples where they belong, in the order in which they were made.
fn place(resource: &mut Resource, made: &mut impl Iterator<Item = Example>) {
    for operation in &mut resource.operations {
        operation.example = made.next();
    }
    resource.children.iter_mut().for_each(|child| place(child, made));
}

fn useless(key: &str, severity: Severity) -> Diagnostic {
    let pointer = format!("#/x-docs/examples/{}", key.replace('.', "/"));
    let message = format!("the example value `{}` matches nothing in the document", inert(key));
    stale(severity, pointer, message)
}

struct Maker<'m> {
    model: &'m Model,
    given: &'m Map<String, Value>,
    used: Vec<String>,
    unknown: Vec<String>,
}

impl Maker<'_> {
    fn resource(&mut self, resource: &Resource, above: &[String]) -> Vec<Example> {
        let mut accessors = above.to_vec();
        accessors.push(resource.name.ident.clone());
        let operations = resource.operations.iter();
        let mut made: Vec<Example> =
            operations.map(|operation| self.example(operation, resource, &accessors)).collect();
        for child in &resource.children {
            made.extend(self.resource(child, &accessors));
        }
        made
    }

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

/// The names on the wire of all that an operation takes.
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
    let all = Value::Object(of_body(model, operation, given));
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

/// What of the given values belongs to the body.
fn of_body(model: &Model, operation: &Operation, given: &Map<String, Value>) -> Map<String, Value> {
    let parameters = operation.parameters.and_then(|ty| model.def(ty)?.object());
    let is_elsewhere = |name: &str| {
        let mut fields = parameters.iter().flat_map(|object| &object.fields);
        operation.path_parameters.iter().any(|one| one.name.wire == name)
            || fields.any(|field| field.name.wire == name)
    };
    let own = given.iter().filter(|(name, _)| !is_elsewhere(name));
    own.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn outcome(model: &Model, operation: &Operation, resource: &Resource) -> Outcome {
    match &operation.response {
        ResponseBody::Empty => Outcome::Nothing,
        ResponseBody::Bytes if operation.gives_file() => {
            let is_pdf = operation.media_types.iter().any(|name| name == "application/pdf");
            let noun = names::singular(&noun(resource));
            Outcome::File(format!("{noun}.{}", if is_pdf { "pdf" } else { "bin" }))
        }
        ResponseBody::Bytes => Outcome::Value { variable: "bytes".to_owned(), shown: Shown::Count },
        ResponseBody::Json(ty) if operation.gives_page => {
            let rest = operation.method.strip_prefix("list_");
            // `list_available` names no things.
            let rest = rest.filter(|rest| names::singular(rest) != *rest);
            let items = rest.map_or_else(|| noun(resource), str::to_owned);
            let item = names::singular(&items);
            let item = if item == items { "item".to_owned() } else { item };
            let shown = page_item(model, ty).map_or(Shown::Whole, |ty| shown(model, ty));
            Outcome::Stream { items, item, shown }
        }
        ResponseBody::Json(ty) => {
            Outcome::Value { variable: variable(model, operation, ty), shown: shown(model, ty) }
        }
        ResponseBody::Answers(_) => {
            Outcome::Value { variable: "answer".to_owned(), shown: Shown::Whole }
        }
        ResponseBody::Events(_) => Outcome::Stream {
            items: "events".to_owned(),
            item: "event".to_owned(),
            shown: Shown::Whole,
        },
    }
}

/// What a resource holds, in the plural and without a version.
fn noun(resource: &Resource) -> String {
    let name = resource.name.plain();
    let is_version = |word: &str| {
        word.strip_prefix('v').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
    };
    match name.rsplit_once('_') {
        Some((start, end)) if is_version(end) => start.to_owned(),
        _ => name.to_owned(),
    }
}

fn page_item<'m>(model: &'m Model, ty: &'m TypeRef) -> Option<&'m TypeRef> {
    match ty {
        TypeRef::List(item) => Some(item),
        TypeRef::Named(id) => match &model.def(*id)?.kind {
            TypeKind::Object(object) => object.page.as_ref().map(|page| &page.item),
            _ => None,
        },
        _ => None,
    }
}

/// The variable that keeps a result, after its type.
fn variable(model: &Model, operation: &Operation, ty: &TypeRef) -> String {
    let name = ty.direct().map(|id| names::snake(model.name(id))).unwrap_or_default();
    let is_response = name.is_empty() || name.ends_with("_response") || name.ends_with("_result");
    match (is_response, operation.method.starts_with("create")) {
        (true, true) => "created".to_owned(),
        (true, false) => "response".to_owned(),
        (false, _) => match name.trim_start_matches("r#").rsplit_once('_') {
            Some((start, "detail" | "details")) => start.to_owned(),
            _ => name,
        },
    }
}

/// The field of a result that a reader wants to see.
fn shown(model: &Model, ty: &TypeRef) -> Shown {
    if let TypeRef::Option(_) = ty {
        return Shown::Whole;
    }
    let Some(def) = ty.direct().and_then(|id| model.def(id)) else {
        return match ty {
            TypeRef::List(_) | TypeRef::Map(_) => Shown::Count,
            _ => Shown::Whole,
        };
    };
    match &def.kind {
        TypeKind::Object(object) => of_object(model, object),
        TypeKind::Union(union) => {
            let shared = model.shared_fields(union);
            let ids = shared.iter().find(|one| matches!(one.first.ty, TypeRef::Id(_)));
            let found = ids.map(|one| Shown::Accessor(one.first.name.ident.clone()));
            found.unwrap_or(Shown::Whole)
        }
        _ => Shown::Whole,
    }
}

fn of_object(model: &Model, object: &Object) -> Shown {
    let fields: Vec<&Field> =
        object.fields.iter().filter(|field| !field.boxed && !field.deprecated).collect();
    let plain: Vec<&&Field> = fields
        .iter()
        .filter(|field| field.presence == Presence::Required && has_text(model, &field.ty))
        .collect();
    let name = |field: &Field| field.name.wire.to_lowercase();
    let urls = plain.iter().find(|field| name(field).ends_with("url"));
    let own = plain.iter().find(|field| field.name.wire == "id");
    let ids = plain.iter().find(|field| matches!(field.ty, TypeRef::Id(_)));
    let sums =
        plain.iter().find(|field| matches!(field.ty, TypeRef::Decimal | TypeRef::DecimalNumber));
    let found = urls.or(own).or(sums).or(ids).or(plain.first());
    if let Some(field) = found {
        return Shown::Field(field.name.ident.clone());
    }
    let lists = fields.iter().find(|field| {
        field.presence == Presence::Required
            && matches!(field.ty, TypeRef::List(_) | TypeRef::Map(_))
    });
    if let Some(field) = lists {
        return Shown::Length(field.name.ident.clone());
    }
    let other = fields.iter().find(|field| field.name.wire != "object");
    other.map_or(Shown::Whole, |field| Shown::FieldAsDebug(field.name.ident.clone()))
}

/// Whether `{}` prints it.
fn has_text(model: &Model, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Named(id) => {
            model.def(*id).is_some_and(|def| matches!(def.kind, TypeKind::Enum(_)))
        }
        TypeRef::String
        | TypeRef::Boolean
        | TypeRef::Integer
        | TypeRef::Number
        | TypeRef::Decimal
        | TypeRef::DecimalNumber
        | TypeRef::Duration
        | TypeRef::Timestamp
        | TypeRef::Date
        | TypeRef::Id(_) => true,
        _ => false,
    }
}
