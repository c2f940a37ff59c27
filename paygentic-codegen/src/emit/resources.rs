//! Resources: a constant and a method for each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::bodies::{body_step, uses_body};
use super::client::{accessor, docs};
use super::docs::{attributes, comment, verbatim};
use super::examples;
use super::file::{File, HEADER, literal};
use super::operation_docs::documentation;
use super::parameters;
use super::rust_types::{ident, rust_type};
use crate::model::{
    Access, EventForm, Events, Model, Name, Operation, Pagination, Queued, Resource, ResponseBody,
    Service,
};

/// The root module of all resources.
pub(super) fn index(resources: &[Resource]) -> String {
    let mut modules: Vec<&str> =
        Resource::all(resources).iter().map(|resource| resource.module.as_str()).collect();
    modules.sort_unstable();
    let mut text = format!(
        "{HEADER}//! The operations of the API: a type for each resource, with a method for each operation.\n\n"
    );
    modules.iter().for_each(|module| text.push_str(&format!("mod {module};\n")));
    text.push('\n');
    modules.iter().for_each(|module| text.push_str(&format!("pub use {module}::*;\n")));
    text
}

/// The file of a resource.
pub(super) fn file(model: &Model, resource: &Resource) -> Result<String, syn::Error> {
    let path: String = resource.path.iter().map(|name| format!(".{name}()")).collect();
    let mut file = File::new(&format!("`client{path}`."));
    let docs = [docs(resource), format!("Reached with `client{path}`.")];
    file.uses("resource");
    file.text(&format!("resource! {{\n{}    {}\n}}\n", comment(&docs, "    "), resource.type_name));
    for operation in &resource.operations {
        uses(&mut file, model, operation);
        file.text(&constant(model, operation));
        if let Some(body) = &operation.queued {
            file.uses("queueable");
            file.text(&queueable(model, body));
        }
    }
    let name = ident(&resource.type_name);
    let children = resource.children.iter().map(accessor);
    let methods = resource.operations.iter().map(|operation| method(model, operation));
    file.implementation(&quote!(impl<'c, C> #name<'c, C>), children.chain(methods).collect())?;
    let children: Vec<String> =
        resource.children.iter().map(|child| format!("super::{}", child.type_name)).collect();
    let globs: Vec<&str> =
        children.iter().map(String::as_str).chain(["crate::models::*"]).collect();
    Ok(file.finish(&globs))
}

/// The macro invocation that makes a body queueable.
fn queueable(model: &Model, body: &Queued) -> String {
    let name = |field: &Option<Name>, what: &str| {
        let field = field.as_ref();
        field.map(|field| format!("{what} {}", field.ident))
    };
    let fields = [name(&body.key, "key"), name(&body.time, "time")];
    let fields: Vec<String> = fields.into_iter().flatten().collect();
    format!("queueable! {{ {} {{ {} }} }}\n", model.name(body.ty), fields.join(", "))
}

/// Records the runtime imports that the constant and the method of an operation need.
fn uses(file: &mut File, model: &Model, operation: &Operation) {
    for name in ["Call", "Method", "Operation"] {
        file.uses(name);
    }
    for parameter in &operation.path_parameters {
        parameters::uses(file, model, parameter);
    }
    if let Some(body) = &operation.body {
        uses_body(file, body);
    }
    match &operation.response {
        ResponseBody::Json(ty) => file.uses_type(ty),
        ResponseBody::Bytes => file.uses("Bytes"),
        ResponseBody::Empty | ResponseBody::Answers(_) => {}
        ResponseBody::Events(events) => {
            file.uses("EventStream");
            file.uses_type(&events.ty);
        }
    }
}

fn constant(model: &Model, operation: &Operation) -> String {
    let mut text = format!(
        "static {}: Operation =\n    Operation::new({}, {}, Method::{}, {})",
        operation.constant,
        literal(&operation.id),
        literal(&operation.name),
        operation.http_method,
        literal(&operation.path)
    );
    let mut with = |setting: String| text.push_str(&format!("\n        .{setting}"));
    if let Some(setting) = security(&model.service, operation) {
        with(setting);
    }
    if !operation.servers.is_empty() {
        let servers = operation.servers.iter();
        let servers: Vec<String> = servers
            .map(|server| format!("({}, {})", literal(&server.environment), literal(&server.url)))
            .collect();
        with(format!("servers(&[{}])", servers.join(", ")));
    }
    if let Some(name) = &operation.idempotency.header {
        with(format!("idempotency_header({})", literal(name)));
    }
    if let Some(name) = &operation.idempotency.body {
        with(format!("idempotency_body({})", literal(&name.wire)));
    }
    if operation.redirects {
        with("redirects()".to_owned());
    }
    match &operation.pagination {
        Pagination::None => {}
        Pagination::Offset { limit, offset } => {
            with(format!("pages_by_offset({}, {})", literal(limit), literal(offset)))
        }
        Pagination::Token { token } => with(format!("pages_by_token({})", literal(token))),
        Pagination::Page { limit, page, first } => {
            with(format!("pages_by_number({}, {}, {first})", literal(limit), literal(page)))
        }
        Pagination::After { limit, after } => {
            with(format!("pages_after({}, {})", literal(limit), literal(after)))
        }
        Pagination::Address => with("pages_by_address()".to_owned()),
    }
    text + ";\n"
}

/// The security requirements of an operation, unless they are the default: the token.
fn security(service: &Service, operation: &Operation) -> Option<String> {
    if !operation.is_authenticated() {
        return Some("public()".to_owned());
    }
    if service.access == Access::Token {
        return None;
    }
    let set = |set: &Vec<usize>| {
        let schemes = set.iter().filter_map(|index| service.schemes.get(*index));
        let names: Vec<String> = schemes.map(|scheme| literal(&scheme.name.ident)).collect();
        format!("&[{}]", names.join(", "))
    };
    let sets: Vec<String> = operation.security.iter().map(set).collect();
    Some(format!("security(&[{}])", sets.join(", ")))
}

fn method(model: &Model, operation: &Operation) -> TokenStream {
    let example = verbatim(&examples::section(operation));
    let (docs, name, constant) = (
        attributes(&documentation(model, operation)),
        ident(&operation.method),
        ident(&operation.constant),
    );
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let alias = alias(operation).map(|id| quote!(#[doc(alias = #id)]));
    let (response, kind) = match &operation.response {
        ResponseBody::Empty => (quote!(()), ident("empty")),
        ResponseBody::Bytes if operation.returns_file() => (quote!(Bytes), ident("file")),
        ResponseBody::Bytes => (quote!(Bytes), ident("bytes")),
        ResponseBody::Json(ty) if operation.returns_page => (rust_type(model, ty), ident("list")),
        ResponseBody::Json(ty) => (rust_type(model, ty), ident("json")),
        ResponseBody::Answers(ty) => {
            let name = ident(model.name(*ty));
            (quote!(#name), ident("response_variants"))
        }
        ResponseBody::Events(events) => {
            let ty = rust_type(model, &events.ty);
            (quote!(EventStream<C, #ty>), ident(opening(events)))
        }
    };
    let accepted = match &operation.response {
        ResponseBody::Events(events) if events.form == EventForm::Line => {
            let media_type = &events.media_type;
            Some(quote!(, #media_type))
        }
        _ => None,
    };
    let mut arguments = Vec::new();
    let accept = operation.accept.as_ref();
    let is_json = matches!(operation.response, ResponseBody::Json(_));
    let mut steps: Vec<TokenStream> =
        accept.filter(|_| is_json).map(|types| quote!(.accept(#types))).into_iter().collect();
    for parameter in &operation.path_parameters {
        let (name, ty) = (ident(&parameter.name.ident), rust_type(model, &parameter.ty));
        arguments.push(quote!(#name: impl Into<#ty>));
        steps.push(parameters::segment(model, parameter));
    }
    if let Some(body) = &operation.body {
        let (argument, step) = body_step(model, body);
        arguments.push(argument);
        steps.push(step);
    }
    if let Some(key) = &operation.idempotency.body {
        let field = ident(&key.ident);
        steps.push(quote!(.key_in_body(&body.#field)));
    }
    if let Some(parameters) = operation.parameters {
        let ty = ident(model.name(parameters));
        arguments.push(quote!(parameters: #ty));
        steps.push(quote!(.params(&parameters)));
    }
    let set_stream_flag = operation.stream_flag.as_ref().map(|field| {
        let field = ident(&field.ident);
        quote!(let body = body.#field(true);)
    });
    quote! {
        #docs
        #example
        #alias
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> Call<'c, C, #response> {
            #set_stream_flag
            Call::#kind(self.client, &#constant #accepted) #(#steps)*
        }
    }
}

/// The operation id as a doc alias, if a rustdoc search for it would not find the method. The search
/// ignores case and underscores.
fn alias(operation: &Operation) -> Option<&str> {
    let plain = |name: &str| name.trim_start_matches("r#").replace('_', "").to_lowercase();
    let is_found = plain(&operation.id) == plain(&operation.method);
    let is_alias = !operation.id.is_empty()
        && !operation.id.contains(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    (!is_found && is_alias && !operation.is_second).then_some(operation.id.as_str())
}

/// The constructor of `Call` for a stream.
fn opening(events: &Events) -> &'static str {
    match events.form {
        EventForm::Data => "events",
        EventForm::Text => "text_events",
        EventForm::Whole => "whole_events",
        EventForm::WholeText => "whole_text_events",
        EventForm::Line => "lines",
    }
}
