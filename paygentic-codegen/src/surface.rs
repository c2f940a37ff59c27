//! The public surface of the generated crate as text: one line for each item, in the order of the
//! contract, so that a change of the contract shows in review as a short list.

use std::collections::HashSet;
use std::fmt::Write;

use crate::model::{
    Access, Answer, AnswerContent, Field, Model, Object, Operation, TypeDef, TypeKind,
};

/// The surface of the crate that the model describes.
pub fn surface(model: &Model) -> String {
    let operations = model.operations().into_iter();
    let queued = operations.filter_map(|operation| operation.queued.as_ref());
    let queued = queued.map(|queued| model.name(queued.ty)).collect();
    let mut lines = Lines { model, queued, text: String::new() };
    for environment in &model.service.environments {
        lines.push(format!(
            "environment {} = {:?} at {}",
            environment.name.ident, environment.name.wire, environment.url
        ));
        for variable in &environment.variables {
            let ty = variable.ty.as_deref().unwrap_or("String");
            let (method, default) = (&variable.name.ident, &variable.default);
            let server = environment.server_type.as_deref().unwrap_or_default();
            lines.push(format!("  servers::{server}::{method}: {ty} = {default:?} if not set"));
        }
    }
    if let Access::Credentials(name) = &model.service.access {
        for scheme in &model.service.schemes {
            let method = &scheme.name.ident;
            lines.push(format!(
                "credential {name}::{method} = {}, from {}",
                scheme.place, scheme.variable
            ));
        }
    }
    for operation in model.operations() {
        lines.push(method(model, operation));
    }
    for id in &model.ids {
        lines.push(format!("id {} = {}_", id.type_name, id.prefixes.join("_ or ")));
    }
    model.types.iter().for_each(|def| lines.definition(def));
    lines.text
}

struct Lines<'m> {
    model: &'m Model,
    /// The bodies that a queue can hold.
    queued: HashSet<&'m str>,
    text: String,
}

impl Lines<'_> {
    fn push(&mut self, line: String) {
        self.text.push_str(&line);
        self.text.push('\n');
    }

    fn definition(&mut self, def: &TypeDef) {
        match &def.kind {
            TypeKind::Object(object) => self.object("struct", def, object),
            TypeKind::Parameters(object) => self.object("parameters", def, object),
            TypeKind::Multipart(object) => self.object("parts", def, object),
            TypeKind::Answers(answers) => {
                self.push(format!("answers {}", def.name));
                for answer in answers {
                    self.push(self.answer(def, answer));
                }
            }
            TypeKind::Enum(variants) => {
                self.push(format!("enum {}", def.name));
                for variant in variants {
                    self.push(format!(
                        "  {}::{} = {:?}",
                        def.name, variant.name.ident, variant.name.wire
                    ));
                }
            }
            TypeKind::Union(union) => {
                let recognised_by =
                    union.tag.as_ref().map_or_else(|| "shape".to_owned(), |tag| format!("{tag:?}"));
                self.push(format!("union {} by {recognised_by}", def.name));
                for variant in &union.variants {
                    let mut line = format!(
                        "  {}::{}({})",
                        def.name,
                        variant.ident,
                        self.model.display(&variant.ty)
                    );
                    if !variant.tags.is_empty() {
                        let _ = write!(line, " = {}", variant.tags.join(" | "));
                    } else if !variant.required.is_empty() {
                        let _ = write!(line, " with {}", variant.required.join(", "));
                    }
                    self.push(line);
                }
                for made in self.model.union_constructors(def, union) {
                    let call = made.object.signature(&made.constructor);
                    self.push(format!(
                        "  {}::{} as {}::{call}",
                        def.name, made.name, made.payload.name
                    ));
                }
                for shared in self.model.shared_fields(union) {
                    let name = &shared.first.name;
                    self.push(format!("  {}.{}() = {:?} of all", def.name, name.ident, name.wire));
                }
            }
        }
    }

    fn answer(&self, def: &TypeDef, answer: &Answer) -> String {
        let payload = match &answer.content {
            AnswerContent::Empty => String::new(),
            AnswerContent::Json(ty) => format!("({})", self.model.display(ty)),
            AnswerContent::Text => "(String)".to_owned(),
            AnswerContent::Bytes => "(Bytes)".to_owned(),
        };
        let media_type = answer.media_type.as_deref().unwrap_or("no content");
        format!("  {}::{}{payload} = {} {media_type}", def.name, answer.ident, answer.status)
    }

    fn object(&mut self, kind: &str, def: &TypeDef, object: &Object) {
        let page = if object.page.is_some() { ", a page" } else { "" };
        let use_ = match (def.in_request, def.in_response) {
            (true, true) => " in requests and responses",
            (true, false) => " in requests",
            (false, true) => " in responses",
            (false, false) => "",
        };
        self.push(format!("{kind} {}{use_}{page}", def.name));
        if self.queued.contains(def.name.as_str()) {
            self.push(format!("  {} is queueable", def.name));
        }
        for constant in &object.constants {
            self.push(format!("  {}.{:?} is {}", def.name, constant.wire, constant.value));
        }
        object.fields.iter().for_each(|field| self.push(line_of(self.model, def, field)));
        for (wire, encoding) in &object.encodings {
            self.push(format!("  {}.{wire:?} sent as {encoding}", def.name));
        }
        if let Some(ty) = &object.additional {
            let form = if ty.is_numeric() { ", as numbers" } else { "" };
            self.push(format!("  {}.additional: {}{form}", def.name, self.model.display(ty)));
        }
        if def.made().is_some() {
            for constructor in object.constructors() {
                self.push(format!("  {}::{}", def.name, object.signature(&constructor)));
            }
        }
    }
}

fn line_of(model: &Model, def: &TypeDef, field: &Field) -> String {
    let mut line = format!("  {}.{}: {}", def.name, field.name.ident, model.field_type(field));
    line.push_str(" = ");
    if let Some(location) = field.location {
        let _ = write!(line, "{location} ");
    }
    let _ = write!(line, "{:?}", field.name.wire);
    if field.ty.is_numeric() {
        line.push_str(", as a number");
    }
    if let Some(fact) = &field.fact {
        let _ = write!(line, ", described as {fact}");
    }
    if field.deprecated {
        line.push_str(", deprecated");
    }
    line
}

fn method(model: &Model, operation: &Operation) -> String {
    let deprecated = if operation.deprecated { ", deprecated" } else { "" };
    format!(
        "fn {}{} = {} {}{deprecated}",
        operation.name,
        signature(model, operation),
        operation.http_method,
        operation.path
    )
}

/// The arguments and the return type of a method: `(id: PlanId) -> Plan`.
pub fn signature(model: &Model, operation: &Operation) -> String {
    let mut arguments: Vec<String> = operation
        .path_parameters
        .iter()
        .map(|parameter| format!("{}: {}", parameter.name.ident, model.display(&parameter.ty)))
        .collect();
    arguments
        .extend(operation.body.as_ref().map(|body| format!("body: {}", model.body_type(body))));
    arguments.extend(operation.parameters.map(|ty| format!("parameters: {}", model.name(ty))));
    let response = model.response_type(&operation.response);
    format!("({}) -> {response}", arguments.join(", "))
}
