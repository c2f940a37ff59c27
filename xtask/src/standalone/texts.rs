//! The README and the reference of a standalone crate. They are generated from the model: a reader of the crate has
//! neither the document nor this repository at hand.

use anyhow::Result;
use askama::Template;
use paygentic_codegen::model::{Environment, SecretPlace, Service};
use paygentic_codegen::{Files, Model};

use crate::reference::{Section, sections};

#[derive(Template)]
#[template(path = "standalone/README.md", escape = "none")]
struct Readme<'a> {
    name: &'a str,
    ident: &'a str,
    count: usize,
    /// The first call, without its arguments.
    first_call: Option<&'a str>,
    variables: Vec<Variable>,
}

#[derive(Template)]
#[template(path = "standalone/REFERENCE.md", escape = "none")]
struct Reference<'a> {
    ident: &'a str,
    count: usize,
    resources: &'a [Section],
}

/// An environment variable that the client reads.
struct Variable {
    name: String,
    value: String,
}

/// Both texts, relative to the folder of the crate, which has this name.
pub fn texts(model: &Model, name: &str) -> Result<Files> {
    let resources = sections(model);
    let calls = || resources.iter().flat_map(|resource| &resource.calls);
    let count = calls().count();
    let ident = &name.replace('-', "_");
    let first_call = calls().next().map(|call| call.rust.as_str());
    let variables = variables(&model.service);
    let readme = Readme { name, ident, count, first_call, variables };
    let reference = Reference { ident, count, resources: &resources };
    Ok(Files::from_iter([
        ("README.md".to_owned(), readme.render()?),
        ("REFERENCE.md".to_owned(), reference.render()?),
    ]))
}

fn variables(service: &Service) -> Vec<Variable> {
    let secrets = service.schemes.iter().map(|scheme| Variable {
        name: scheme.variable.clone(),
        value: secret(&scheme.place).to_owned(),
    });
    let environment =
        Variable { name: service.environment_variable.clone(), value: environments(service) };
    secrets.chain([environment]).collect()
}

fn secret(place: &SecretPlace) -> &'static str {
    match place {
        SecretPlace::Basic => "user name and password, as `user:password`",
        SecretPlace::Bearer | SecretPlace::Scheme(_) => "the token",
        SecretPlace::Header(_) | SecretPlace::Query(_) | SecretPlace::Cookie(_) => "the API key",
    }
}

fn environments(service: &Service) -> String {
    let value = |one: &Environment| match one.default {
        true => format!("`{}` (the default: {})", one.name.wire, one.url),
        false => format!("`{}` ({})", one.name.wire, one.url),
    };
    let named: Vec<_> = service.environments.iter().map(value).collect();
    match named.is_empty() {
        true => "the address of the server".to_owned(),
        false => format!("{}, or an address", named.join(", ")),
    }
}
