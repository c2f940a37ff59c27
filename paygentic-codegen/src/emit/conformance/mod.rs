//! The table through which JSON test cases call every operation. It is part of the conformance crate, not the SDK, and
//! calls the SDK as users do.

mod arguments;

use self::arguments::arguments;
use super::Files;
use super::file::{HEADER, literal};
use crate::model::{
    Access, Answer, AnswerContent, BodyContent, Model, Operation, Resource, ResponseBody,
    SecretPlace, Service, TypeId, TypeKind, TypeRef,
};

/// The start of the emitted file: models are imported by glob, the harness is referred to by path.
const IMPORTS: &str =
    "#![allow(deprecated, unused_imports, clippy::unit_arg, clippy::redundant_closure)]

use std::collections::BTreeMap;

use paygentic_generated::models::*;
use paygentic_generated::{Date, Decimal, IsoDuration, JsonObject, Timestamp, Value};

use crate::harness;

";

/// Prints the table, by path below the `dispatch` folder.
pub(super) fn files(model: &Model) -> Files {
    let mut text =
        format!("{HEADER}//! Every operation of the contract, by resource.\n\n{IMPORTS}");
    text.push_str(
        "/// Every operation that cases reach, in the order of the contract.\n\
         pub(crate) static OPERATIONS: &[harness::Operation] = &[\n",
    );
    for (accessors, resource) in Resource::with_accessors(&model.resources) {
        if !resource.operations.iter().any(is_reached) {
            continue;
        }
        let path: String = accessors.iter().map(|name| format!(".{name}()")).collect();
        text.push_str(&format!("    // `client{path}`\n"));
        let operations = resource.operations.iter().filter(|operation| is_reached(operation));
        operations.for_each(|operation| text.push_str(&entry(model, &path, operation)));
    }
    text.push_str(
        "];\n\n/// The operations that no case reaches, each with the reason.\n\
         pub(crate) static UNREACHED: &[(&str, &str)] = &[\n",
    );
    for operation in model.operations().into_iter().filter(|one| !one.is_second) {
        if let Some(reason) = why_unreached(operation) {
            text.push_str(&format!("    ({}, {}),\n", literal(&operation.id), literal(reason)));
        }
    }
    text.push_str("];\n\n");
    text.push_str(&authenticated(&model.service));
    Files::from([("mod.rs".to_owned(), text)])
}

/// Whether JSON cases reach an operation.
fn is_reached(operation: &Operation) -> bool {
    why_unreached(operation).is_none()
}

/// The reason that cases do not reach an operation: its request is multipart, or its response is a stream.
fn why_unreached(operation: &Operation) -> Option<&'static str> {
    let body = operation.body.as_ref().map(|body| &body.content);
    if matches!(body, Some(BodyContent::Multipart(_))) {
        return Some("takes parts");
    }
    matches!(operation.response, ResponseBody::Events(_)).then_some("is answered with a stream")
}

/// The function that adds the credentials that operations require to a client.
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
        "/// Adds the credentials that operations require to a client.\n\
         pub(crate) fn authenticated(builder: harness::Builder, {secret}: &str) -> harness::Builder {{\n    \
         builder{given}\n}}\n"
    )
}

/// The entry of an operation: its codecs, and the call.
fn entry(model: &Model, path: &str, operation: &Operation) -> String {
    let mut fields = vec![format!("id: {}", literal(&operation.id))];
    if let Some(body) = &operation.body {
        let codec = match &body.content {
            BodyContent::Json(ty) | BodyContent::Form { ty, .. } => json(model, ty),
            BodyContent::File | BodyContent::Multipart(_) => "harness::bytes".to_owned(),
        };
        fields.push(format!("request: Some({codec})"));
    }
    fields.extend(response(model, &operation.response));
    let errors: Vec<String> = operation
        .errors
        .iter()
        .filter_map(|error| {
            Some(format!("({}, {})", literal(&error.status), json(model, error.ty.as_ref()?)))
        })
        .collect();
    if !errors.is_empty() {
        fields.push(format!("errors: &[{}]", errors.join(", ")));
    }
    fields.push(call(model, path, operation));
    let fields: String = fields.iter().map(|field| format!("        {field},\n")).collect();
    format!("    harness::Operation {{\n{fields}        ..harness::NO_OPERATION\n    }},\n")
}

/// The codec of a type.
fn json(model: &Model, ty: &TypeRef) -> String {
    format!("harness::json::<{}>", model.display(ty))
}

/// How successful responses are decoded and encoded again.
fn response(model: &Model, response: &ResponseBody) -> Vec<String> {
    match response {
        ResponseBody::Bytes => vec!["response: harness::bytes".to_owned()],
        ResponseBody::Json(ty @ TypeRef::Named(_)) => {
            vec![format!("response: {}", json(model, ty))]
        }
        // It has no named type in the SDK, so only a call decodes it as the SDK does.
        ResponseBody::Json(ty) => {
            vec![format!("response: {}", json(model, ty)), "is_read_by_call: true".to_owned()]
        }
        ResponseBody::Answers(ty) => {
            let codecs: Vec<String> = answers(model, *ty)
                .iter()
                .map(|answer| format!("({}, {})", literal(&answer.status), codec(model, answer)))
                .collect();
            vec![
                "response: harness::any".to_owned(),
                "is_read_by_call: true".to_owned(),
                format!("answers: &[{}]", codecs.join(", ")),
            ]
        }
        // Cases do not reach streams.
        ResponseBody::Empty | ResponseBody::Events(_) => Vec::new(),
    }
}

fn codec(model: &Model, answer: &Answer) -> String {
    match &answer.content {
        AnswerContent::Empty => "harness::nothing".to_owned(),
        AnswerContent::Json(ty) => json(model, ty),
        AnswerContent::Text => "harness::json::<String>".to_owned(),
        AnswerContent::Bytes => "harness::bytes".to_owned(),
    }
}

/// The variants of an enum of responses.
fn answers(model: &Model, ty: TypeId) -> &[Answer] {
    match model.def(ty).map(|def| &def.kind) {
        Some(TypeKind::Answers(answers)) => answers,
        _ => &[],
    }
}

/// The function that reads the arguments and makes the call.
fn call(model: &Model, path: &str, operation: &Operation) -> String {
    let mut lines = Vec::new();
    let arguments = arguments(model, operation, &mut lines);
    let arguments = arguments.join(", ");
    lines.push(format!("let call = client{path}.{}({arguments});", operation.method));
    if let Some(header) = &operation.idempotency.header {
        lines.push(format!("let call = case.keyed(call, {})?;", literal(header)));
    }
    lines.push(format!("case.prepare(call, {})", writer(model, &operation.response)));
    let lines: String = lines.iter().map(|line| format!("            {line}\n")).collect();
    format!("call: |client, case| {{\n{lines}        }}")
}

/// The function that converts the value of a response into JSON.
fn writer(model: &Model, response: &ResponseBody) -> String {
    let ty = match response {
        ResponseBody::Bytes => return "harness::write_bytes".to_owned(),
        ResponseBody::Answers(ty) => *ty,
        _ => return "harness::write".to_owned(),
    };
    let name = model.name(ty);
    let arms = answers(model, ty).iter().filter_map(|answer| {
        let write = match answer.content {
            AnswerContent::Empty => return None,
            AnswerContent::Bytes => "write_bytes",
            AnswerContent::Json(_) | AnswerContent::Text => "write",
        };
        Some(format!("{name}::{}(value) => harness::{write}(value), ", answer.ident))
    });
    let arms: String = arms.collect();
    format!(
        "|answer: &{name}| match answer {{ {arms}{name}::Other(body) => harness::write_bytes(body), _ => harness::write(&()) }}"
    )
}
