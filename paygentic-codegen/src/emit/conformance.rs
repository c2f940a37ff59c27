//! Tables by which JSON cases reach every operation: they are no part of the SDK, but of the crate
//! that tests it, and call it as its users do.

use super::Files;
use super::file::{File, HEADER, literal};
use super::objects::value;
use super::request::setter_type;
use crate::model::{
    Access, Answer, AnswerContent, BodyContent, Field, Model, Object, Operation, ParameterLocation,
    ParameterPlace, Presence, Resource, ResponseBody, SecretPlace, Service, TypeId, TypeKind,
    TypeRef,
};

/// Where lines of a table break.
const WIDTH: usize = 110;

/// Prints the tables: path below the `dispatch` folder, and text.
pub(super) fn files(model: &Model) -> Files {
    let resources = reached(&model.resources, "");
    let mut files: Files = resources
        .iter()
        .map(|(path, resource)| {
            let name = format!("{}.rs", resource.module);
            (name, file(model, path, resource))
        })
        .collect();
    files.insert("mod.rs".to_owned(), index(model, &resources));
    files
}

/// The resources that have operations, each with the calls that lead to it, parents before children.
///
/// `Resource::path` will not do: it names modules, and the accessor of the module `type_` is `r#type`.
fn reached<'m>(resources: &'m [Resource], above: &str) -> Vec<(String, &'m Resource)> {
    let mut found = Vec::new();
    for resource in resources {
        let path = format!("{above}.{}()", resource.name.ident);
        let below = reached(&resource.children, &path);
        if resource.operations.iter().any(has_door) {
            found.push((path, resource));
        }
        found.extend(below);
    }
    found
}

/// Whether cases, which are JSON, reach an operation.
fn has_door(operation: &Operation) -> bool {
    no_door(operation).is_none()
}

/// Why cases do not reach an operation: it takes parts, or is answered as it goes along.
fn no_door(operation: &Operation) -> Option<&'static str> {
    let body = operation.body.as_ref().map(|body| &body.content);
    if matches!(body, Some(BodyContent::Multipart(_))) {
        return Some("takes parts");
    }
    matches!(operation.response, ResponseBody::Events(_)).then_some("is answered with a stream")
}

/// The operations that no case reaches, each with the reason.
fn unreached(resources: &[Resource]) -> Vec<(&str, &'static str)> {
    let mut found = Vec::new();
    for resource in resources {
        let first = resource.operations.iter().filter(|one| !one.is_second);
        found.extend(first.filter_map(|one| Some((one.id.as_str(), no_door(one)?))));
        found.extend(unreached(&resource.children));
    }
    found
}

fn index(model: &Model, resources: &[(String, &Resource)]) -> String {
    let mut text = format!(
        "{HEADER}//! Every operation of the contract, by resource.\n\n\
         #![allow(deprecated, unused_imports, clippy::unit_arg)]\n\n"
    );
    let modules: Vec<&str> =
        resources.iter().map(|(_, resource)| resource.module.as_str()).collect();
    let mut sorted = modules.clone();
    sorted.sort_unstable();
    for module in sorted {
        text.push_str(&format!("mod {module};\n"));
    }
    text.push_str(
        "\n/// The operations of each resource.\n\
         pub(crate) static RESOURCES: &[&[crate::support::Operation]] = &[\n",
    );
    for module in modules {
        text.push_str(&format!("    {module}::OPERATIONS,\n"));
    }
    text.push_str(
        "];\n\n/// The operations that no case reaches, each with the reason.\n\
         pub(crate) static UNREACHED: &[(&str, &str)] = &[\n",
    );
    for (id, reason) in unreached(&model.resources) {
        text.push_str(&format!("    ({}, {}),\n", literal(id), literal(reason)));
    }
    text + "];\n\n" + &authenticated(&model.service)
}

/// The function that gives a client whatever the operations ask for.
fn authenticated(service: &Service) -> String {
    let (secret, given) = match &service.access {
        Access::Nothing => ("_", String::new()),
        Access::Token | Access::OptionalToken => ("secret", ".token(secret)".to_owned()),
        Access::Credentials(name) => {
            let schemes = service.schemes.iter().map(|scheme| {
                let arguments = match scheme.place {
                    SecretPlace::Basic => "secret, secret",
                    _ => "secret",
                };
                format!("\n        .{}({arguments})", scheme.name.ident)
            });
            let schemes: String = schemes.collect();
            ("secret", format!(".credentials(paygentic_generated::{name}::new(){schemes})"))
        }
    };
    format!(
        "/// Gives a client whatever operations ask for.\n\
         pub(crate) fn authenticated(builder: crate::support::Builder, {secret}: &str) -> crate::support::Builder {{\n    \
         builder{given}\n}}\n"
    )
}

fn file(model: &Model, path: &str, resource: &Resource) -> String {
    let mut file = File::new(&format!("`client{path}`."));
    let operations = resource.operations.iter().filter(|operation| has_door(operation));
    operations.for_each(|operation| uses(&mut file, model, operation));
    let entries: Vec<String> = resource
        .operations
        .iter()
        .filter(|operation| has_door(operation))
        .map(|operation| entry(model, path, operation))
        .collect();
    file.text(&format!("operations! {{\n{}}}\n", entries.join("\n")));
    file.finish(&["paygentic_generated::models::*"])
}

/// What the entry of an operation uses of the doors' own `support`.
fn uses(file: &mut File, model: &Model, operation: &Operation) {
    file.uses("operations");
    let refs = operation.request_refs().chain(operation.response_refs());
    refs.for_each(|ty| file.uses_type(ty));
    let Some(object) = operation.parameters.and_then(|ty| parameters_of(model, ty)) else {
        return;
    };
    file.uses("set");
    if !object.alternatives.is_empty() {
        file.uses("one_of");
    }
    let fields = object.fields.iter().filter(|field| field.settable);
    fields.for_each(|field| file.uses_type(&field.ty));
}

fn entry(model: &Model, path: &str, operation: &Operation) -> String {
    let takes = match operation.body.as_ref().map(|body| &body.content) {
        None => "nothing".to_owned(),
        Some(BodyContent::Json(ty)) => format!("json({})", model.display(ty)),
        Some(BodyContent::Form { ty, .. }) => format!("form({})", model.display(ty)),
        // Parts have no door.
        Some(BodyContent::File | BodyContent::Multipart(_)) => "bytes".to_owned(),
    };
    let gives = match &operation.response {
        ResponseBody::Bytes => "bytes".to_owned(),
        ResponseBody::Json(ty @ TypeRef::Named(_)) => format!("json({})", model.display(ty)),
        ResponseBody::Json(ty) => format!("bare({})", model.display(ty)),
        ResponseBody::Answers(ty) => answers(model, *ty),
        // Streams have no door.
        ResponseBody::Empty | ResponseBody::Events(_) => "nothing".to_owned(),
    };
    let errors: Vec<String> = operation
        .errors
        .iter()
        .filter_map(|error| {
            let ty = error.ty.as_ref()?;
            Some(format!("{} {}", literal(&error.status), model.display(ty)))
        })
        .collect();
    let key = operation.idempotency.header.as_ref().map(|name| format!(" key {}", literal(name)));
    format!(
        "    {} takes {takes} gives {gives}\n        fails [{}]{}\n        |client, case| client{path}.{}({});\n",
        literal(&operation.id),
        errors.join(", "),
        key.unwrap_or_default(),
        operation.method,
        arguments(model, operation).join(", ")
    )
}

/// The answers of an operation, and when each comes.
fn answers(model: &Model, ty: TypeId) -> String {
    let Some(TypeKind::Answers(answers)) = model.def(ty).map(|def| &def.kind) else {
        return "nothing".to_owned();
    };
    let one = |answer: &Answer| {
        let kind = match &answer.content {
            AnswerContent::Empty => "nothing".to_owned(),
            AnswerContent::Json(ty) => format!("json({})", model.display(ty)),
            AnswerContent::Text => "text".to_owned(),
            AnswerContent::Bytes => "bytes".to_owned(),
        };
        format!("{} {} {kind}", answer.ident, literal(&answer.status))
    };
    let all: Vec<String> = answers.iter().map(one).collect();
    format!("answers({} {{ {} }})", model.name(ty), all.join(", "))
}

/// The arguments of the method, in its order.
fn arguments(model: &Model, operation: &Operation) -> Vec<String> {
    let mut arguments: Vec<String> = operation
        .path_parameters
        .iter()
        .map(|parameter| {
            let (ty, name) = (model.display(&parameter.ty), literal(&parameter.name.wire));
            format!("case.path::<{ty}>({name})?")
        })
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
    arguments.extend(operation.parameters.and_then(|ty| parameters(model, ty)));
    arguments
}

/// The request struct of query and header parameters.
fn parameters(model: &Model, ty: TypeId) -> Option<String> {
    let object = parameters_of(model, ty)?;
    let mut parts = vec![made(model, model.name(ty), object)];
    for field in object.fields.iter().filter(|field| is_optional(field)) {
        parts.push(format!(
            "{}: {} = {} {}",
            field.name.ident,
            setter_type(model, field),
            place(field.location),
            literal(&field.name.wire)
        ));
    }
    let constants: Vec<String> = object
        .constants
        .iter()
        .map(|constant| {
            format!(
                "{} {} is {}",
                place(constant.location),
                literal(&constant.wire),
                value(&constant.value)
            )
        })
        .collect();
    let constants = match constants.as_slice() {
        [] => String::new(),
        constants => format!("; {}", constants.join(", ")),
    };
    Some(format!("set!(case, {}{constants})", wrapped(&parts)))
}

fn parameters_of(model: &Model, ty: TypeId) -> Option<&Object> {
    match &model.def(ty)?.kind {
        TypeKind::Parameters(object) => Some(object),
        _ => None,
    }
}

fn is_optional(field: &Field) -> bool {
    let required = matches!(field.presence, Presence::Required | Presence::RequiredNullable);
    field.settable && !required
}

/// The constructor, or a choice of them.
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
    let choices: Vec<String> = object
        .alternatives
        .iter()
        .zip(calls)
        .map(|(group, call)| {
            let names: Vec<String> = object
                .fields
                .iter()
                .filter(|field| group.contains(&field.name.wire))
                .map(|field| format!("{} {}", place(field.location), literal(&field.name.wire)))
                .collect();
            format!("\n            [{}] {call}", names.join(", "))
        })
        .collect();
    format!("one_of!(case,{})", choices.join(","))
}

/// A required parameter.
fn argument(model: &Model, field: &Field) -> String {
    format!(
        "case.{}::<{}>({})?",
        place(field.location),
        setter_type(model, field),
        literal(&field.name.wire)
    )
}

fn place(location: Option<ParameterLocation>) -> &'static str {
    match location.unwrap_or(ParameterLocation::QUERY).place {
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
        ParameterPlace::Query => "query",
    }
}

/// The parts with commas between them, a new line where one would be too long.
fn wrapped(parts: &[String]) -> String {
    let indent = "            ";
    let mut text = String::new();
    let mut column = indent.len();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push(',');
            if index == 1 || column + part.len() + 2 > WIDTH {
                text.push_str(&format!("\n{indent}"));
                column = indent.len();
            } else {
                text.push(' ');
            }
        }
        text.push_str(part);
        column += part.len() + 2;
    }
    text
}
