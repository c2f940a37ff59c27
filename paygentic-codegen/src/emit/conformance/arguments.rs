//! Expressions that read the arguments of a call from a test case.

use crate::emit::file::literal;
use crate::emit::objects::value;
use crate::emit::request::setter_type;
use crate::model::{
    BodyContent, Field, Model, Object, Operation, ParameterLocation, ParameterPlace, Presence,
    TypeId, TypeKind,
};

/// The arguments of the method, in order. Statements that must precede the call are added to `lines`.
pub(super) fn arguments(
    model: &Model,
    operation: &Operation,
    lines: &mut Vec<String>,
) -> Vec<String> {
    let mut arguments: Vec<String> = operation
        .path_parameters
        .iter()
        .map(|parameter| required("Path", &model.display(&parameter.ty), &parameter.name.wire))
        .collect();
    arguments.extend(operation.body.as_ref().map(|body| match &body.content {
        BodyContent::Json(ty) | BodyContent::Form { ty, .. } => match body.required {
            true => format!("case.body::<{}>()?", model.display(ty)),
            false => format!("case.optional_body::<{}>()?", model.display(ty)),
        },
        BodyContent::File | BodyContent::Multipart(_) => match body.required {
            true => "case.bytes_body()?".to_owned(),
            false => "case.optional_bytes_body()?.map(Into::into)".to_owned(),
        },
    }));
    if let Some((ty, object)) = operation.parameters.and_then(|ty| parameters_of(model, ty)) {
        parameters(model, model.name(ty), object, lines);
        arguments.push("parameters".to_owned());
    }
    arguments
}

/// Adds the statements that build the struct of query and header parameters.
fn parameters(model: &Model, name: &str, object: &Object, lines: &mut Vec<String>) {
    lines.push(format!("let parameters = {};", made(model, name, object)));
    for field in object.fields.iter().filter(|field| is_optional(field)) {
        lines.push(format!(
            "let parameters = harness::set(parameters, case.optional::<{}>({}, {})?, {name}::{});",
            setter_type(model, field),
            location(field.location),
            literal(&field.name.wire),
            field.name.ident
        ));
    }
    for constant in &object.constants {
        lines.push(format!(
            "case.constant({}, {}, &Value::from({}))?;",
            location(constant.location),
            literal(&constant.wire),
            value(&constant.value)
        ));
    }
}

fn parameters_of(model: &Model, ty: TypeId) -> Option<(TypeId, &Object)> {
    match &model.def(ty)?.kind {
        TypeKind::Parameters(object) => Some((ty, object)),
        _ => None,
    }
}

fn is_optional(field: &Field) -> bool {
    let required = matches!(field.presence, Presence::Required | Presence::RequiredNullable);
    field.settable && !required
}

/// The call of the constructor; if there are several, of the first whose parameters the case contains.
fn made(model: &Model, name: &str, object: &Object) -> String {
    let mut calls = object.constructors().into_iter().map(|constructor| {
        let by_position = constructor.positional.iter();
        let mut arguments: Vec<String> = by_position.map(|field| argument(model, field)).collect();
        arguments.extend(object.required_struct.as_ref().map(|name| {
            let named = constructor.named.iter();
            let fields: Vec<String> = named
                .map(|field| format!("{}: {}", field.name.ident, argument(model, field)))
                .collect();
            format!("{name} {{ {} }}", fields.join(", "))
        }));
        format!("{name}::{}({})", constructor.name, arguments.join(", "))
    });
    if object.alternatives.is_empty() {
        return calls.next().unwrap_or_default();
    }
    let mut text = String::new();
    let mut groups = Vec::new();
    for (group, call) in object.alternatives.iter().zip(calls) {
        let fields = object.fields.iter().filter(|field| group.contains(&field.name.wire));
        let (names, given): (Vec<String>, Vec<String>) = fields
            .map(|field| {
                let name = literal(&field.name.wire).to_string();
                let given = format!("({}, {name})", location(field.location));
                (name, given)
            })
            .unzip();
        text.push_str(&format!("if case.given(&[{}]) {{ {call} }} else ", given.join(", ")));
        groups.push(format!("&[{}]", names.join(", ")));
    }
    format!("{text}{{ return Err(harness::none_of(&[{}])) }}", groups.join(", "))
}

/// The expression for a required parameter.
fn argument(model: &Model, field: &Field) -> String {
    let location = location(field.location);
    let name = literal(&field.name.wire);
    format!("case.required::<{}>({location}, {name})?", setter_type(model, field))
}

fn required(location: &str, ty: &str, wire: &str) -> String {
    format!("case.required::<{ty}>(harness::Location::{location}, {})?", literal(wire))
}

fn location(location: Option<ParameterLocation>) -> &'static str {
    match location.unwrap_or(ParameterLocation::QUERY).place {
        ParameterPlace::Header => "harness::Location::Header",
        ParameterPlace::Cookie => "harness::Location::Cookie",
        ParameterPlace::Query => "harness::Location::Query",
    }
}
