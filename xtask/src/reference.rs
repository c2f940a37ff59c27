//! Pages made from the model, so that they never fall behind it: all calls with their signatures, all calls beside those
//! of the other SDKs, what each conflict means, and one file for tools with the calls and how to use them.

use anyhow::Result;
use askama::Template;
use paygentic_codegen::model::{
    BodyContent, Constructor, Environment, Field, Object, Operation, Resource, TypeDef, TypeKind,
    TypeRef,
};
use paygentic_codegen::surface::signature;
use paygentic_codegen::{Files, Model};

#[derive(Template)]
#[template(path = "reference.md")]
struct Reference {
    resources: Vec<Section>,
    count: usize,
}

#[derive(Template)]
#[template(path = "calls.md")]
struct Calls {
    resources: Vec<Section>,
}

#[derive(Template)]
#[template(path = "conflicts.md")]
struct Conflicts {
    resources: Vec<Section>,
}

#[derive(Template)]
#[template(path = "llms.txt", escape = "none")]
struct Overview {
    title: String,
    /// The environment variable of the key, if there is a single one.
    token_variable: Option<String>,
    /// The environment variable of the environment.
    environment_variable: String,
    environments: Vec<String>,
    resources: Vec<Section>,
    count: usize,
}

/// The calls of one resource.
pub(crate) struct Section {
    /// As callers reach it: `entitlements().grants()`.
    pub(crate) accessor: String,
    pub(crate) docs: String,
    pub(crate) calls: Vec<Call>,
}

impl Section {
    /// Whether the resource has neither calls nor documentation, and only contains others.
    pub(crate) fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.docs.is_empty()
    }
}

pub(crate) struct Call {
    pub(crate) signature: String,
    /// The accessor and the method: `entitlements().grants().create`.
    pub(crate) rust: String,
    /// The link to the method in the documentation.
    target: String,
    /// The name of the method in the vendor's TypeScript SDK.
    typescript: String,
    method: String,
    pub(crate) http: String,
    pub(crate) docs: String,
    /// What status 409 means, if that is documented.
    conflict: Option<String>,
    /// The constructors of its body and parameters: `CreateCustomer::new(merchant_id: OrganizationId)`.
    constructors: Vec<String>,
}

/// The pages, relative to the folder of the generated code.
pub fn pages(model: &Model) -> Result<Files> {
    let count = sections(model).iter().map(|section| section.calls.len()).sum();
    let reference = Reference { resources: sections(model), count };
    let calls = Calls { resources: sections(model) };
    let conflicts = Conflicts { resources: sections(model) };
    let service = &model.service;
    let token_variable = match service.schemes.as_slice() {
        [scheme] => Some(scheme.variable.clone()),
        _ => None,
    };
    let environment = |one: &Environment| format!("`{}` ({})", one.name.wire, one.url);
    let overview = Overview {
        title: heading(&service.name),
        token_variable,
        environment_variable: service.environment_variable.clone(),
        environments: service.environments.iter().map(environment).collect(),
        resources: sections(model),
        count,
    };
    Ok(Files::from_iter([
        ("REFERENCE.md".to_owned(), reference.render()?),
        ("calls.md".to_owned(), calls.render()?),
        ("conflicts.md".to_owned(), conflicts.render()?),
        ("llms.txt".to_owned(), overview.render()?),
    ]))
}

/// All resources with their calls, each nested one after the one that it is reached by.
pub(crate) fn sections(model: &Model) -> Vec<Section> {
    let mut all = Vec::new();
    for resource in &model.resources {
        collect(model, resource, &mut all);
    }
    all
}

fn collect(model: &Model, resource: &Resource, all: &mut Vec<Section>) {
    let calls = resource.operations.iter().map(|operation| call(model, resource, operation));
    all.push(Section {
        accessor: resource
            .path
            .iter()
            .map(|name| format!("{name}()"))
            .collect::<Vec<_>>()
            .join("."),
        docs: resource.docs.clone().unwrap_or_default(),
        calls: calls.collect(),
    });
    resource.children.iter().for_each(|child| collect(model, child, all));
}

fn call(model: &Model, resource: &Resource, operation: &Operation) -> Call {
    let path = |separator: &str| resource.path.join(separator);
    Call {
        signature: signature(model, operation),
        rust: format!("{}().{}", path("()."), operation.method),
        target: format!("crate::resources::{}::{}", resource.type_name, operation.method),
        typescript: camel(&operation.vendor_method),
        method: operation.method.to_string(),
        http: format!("{} {}", operation.http_method, operation.path),
        docs: first_line(operation),
        conflict: conflict(operation),
        constructors: constructors(model, operation),
    }
}

fn constructors(model: &Model, operation: &Operation) -> Vec<String> {
    let body = operation.body.as_ref().and_then(|body| match &body.content {
        BodyContent::Json(TypeRef::Named(id)) => Some(*id),
        _ => None,
    });
    let types = operation.parameters.into_iter().chain(body);
    types.filter_map(|id| model.def(id)).flat_map(|def| constructors_of(model, def)).collect()
}

fn constructors_of(model: &Model, def: &TypeDef) -> Vec<String> {
    let field = |field: &Field| format!("{}: {}", field.name.ident, model.display(&field.ty));
    let text = |name: &str, object: &Object, constructor: &Constructor<'_>| {
        format!("{}::{name}({})", def.name, object.arguments(constructor, field))
    };
    if let TypeKind::Union(union) = &def.kind {
        let made = model.union_constructors(def, union).into_iter();
        return made.map(|made| text(&made.name, made.object, &made.constructor)).collect();
    }
    let Some(object) = def.made() else {
        return Vec::new();
    };
    object.constructors().iter().map(|made| text(&made.name, object, made)).collect()
}

/// What status 409 means, in a cell of a table.
fn conflict(operation: &Operation) -> Option<String> {
    let declared = operation.errors.iter().find(|error| error.status == "409")?;
    let line = declared.docs.as_ref()?.lines().collect::<Vec<_>>().join(" ");
    Some(line.replace('|', "\\|"))
}

/// The first sentence of the first paragraph, in one line.
fn first_line(operation: &Operation) -> String {
    let text = operation.docs.first().map(String::as_str).unwrap_or_default();
    let line = text.lines().collect::<Vec<_>>().join(" ");
    match line.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => line,
    }
}

/// A name with its first letter in upper case, for headings.
fn heading(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// A name in snake case, with dots, in camel case.
fn camel(name: &str) -> String {
    let mut upper = false;
    let mut camel = String::new();
    for letter in name.chars() {
        match letter {
            '_' => upper = true,
            letter if upper => {
                camel.extend(letter.to_uppercase());
                upper = false;
            }
            letter => camel.push(letter),
        }
    }
    camel
}
