//! The environments, credentials and other properties of the service.

use super::docs::comment;
use super::file::{File, literal};
use crate::markdown::code;
use crate::model::{Access, Environment, SecretPlace, SecurityScheme, ServerVariable, Service};

pub(super) fn file(service: &Service) -> String {
    let mut file = File::new("The servers, and how to reach them.");
    file.uses("service");
    file.text(&table(service));
    if service.has_key_prefixes() {
        file.uses("key_check");
        file.text("key_check! {}\n");
    }
    if service.has_server_types() {
        file.text(&servers(service));
    }
    file.finish(&[])
}

/// The public items of the module.
pub(super) fn exports(service: &Service) -> String {
    let mut names = vec!["Environment"];
    if let Access::Credentials(name) = &service.access {
        names.insert(0, name);
    }
    if service.has_server_types() {
        names.push("servers");
    }
    match names.as_slice() {
        [only] => (*only).to_owned(),
        names => format!("{{{}}}", names.join(", ")),
    }
}

fn table(service: &Service) -> String {
    let mut table = format!("service! {{\n    name {},\n", literal(&service.title));
    let mut line = |text: String| table.push_str(&format!("    {text},\n"));
    let environment_variable =
        format!("environment_variable {}", literal(&service.environment_variable));
    match (&service.access, service.schemes.as_slice()) {
        (Access::Credentials(name), schemes) => {
            line(environment_variable);
            let schemes: String = schemes.iter().map(scheme).collect();
            line(format!("credentials {name} {{\n{schemes}    }}"));
        }
        (Access::Token | Access::OptionalToken, [scheme]) => {
            line(format!("token_variable {}", literal(&scheme.variable)));
            line(environment_variable);
            let optional = match service.access {
                Access::OptionalToken => " optional",
                _ => "",
            };
            line(format!("auth {}{optional}", place(&scheme.place)));
        }
        _ => {
            line(environment_variable);
            line("auth None".to_owned());
        }
    }
    let starts: Vec<_> = service.path_starts.iter().map(|start| literal(start)).collect();
    if !starts.is_empty() {
        line(format!("path_starts [{}]", starts.join(", ")));
    }
    table.push_str("    environments {\n");
    for environment in &service.environments {
        let default = if environment.default { ", the default" } else { "" };
        table.push_str(&comment(&[format!("{}{default}.", code(&environment.url))], "        "));
        table.push_str(&format!(
            "        {} {} = {}{}{},\n",
            environment.name.ident,
            literal(&environment.name.wire),
            literal(&environment.url),
            with(environment),
            keys(environment)
        ));
    }
    table.push_str("    }\n");
    let mut environments = service.environments.iter();
    if let Some(default) = environments.find(|environment| environment.default) {
        table.push_str(&format!("    default {}{}\n", default.name.ident, with(default)));
    }
    table + "}\n"
}

/// The server type of an environment whose URL has variables.
fn with(environment: &Environment) -> String {
    let ty = environment.server_type.as_ref();
    ty.map_or_else(String::new, |ty| format!(" with {ty}"))
}

/// The prefixes of API keys for an environment.
fn keys(environment: &Environment) -> String {
    let prefixes = environment.key_prefixes.iter();
    let prefixes: Vec<String> = prefixes.map(|prefix| literal(prefix)).collect();
    match prefixes.is_empty() {
        true => String::new(),
        false => format!(" keys [{}]", prefixes.join(", ")),
    }
}

fn scheme(scheme: &SecurityScheme) -> String {
    let variable = code(&scheme.variable);
    let (what, form) = match &scheme.place {
        SecretPlace::Basic => (
            "User name and password, for HTTP basic authentication.".to_owned(),
            ", as `user:password`",
        ),
        SecretPlace::Bearer => (
            "A token, with or without `Bearer ` before it, sent as `Authorization: Bearer`."
                .to_owned(),
            "",
        ),
        SecretPlace::Scheme(word) => {
            let sent = code(&format!("Authorization: {word}"));
            (format!("A token, sent as {sent}."), "")
        }
        SecretPlace::Header(name) => (format!("A key, sent in the header {}.", code(name)), ""),
        SecretPlace::Query(name) => (
            format!("A key, sent in the query parameter {}, and so in the address.", code(name)),
            "",
        ),
        SecretPlace::Cookie(name) => (format!("A key, sent in the cookie {}.", code(name)), ""),
    };
    let keys: Vec<String> = scheme.keys.iter().map(|key| code(key)).collect();
    let docs = [
        what,
        format!(
            "The environment variable {variable} holds it{form}. The document calls it {}.",
            keys.join(" or ")
        ),
    ];
    format!(
        "{}        {} {} = {},\n",
        comment(&docs, "        "),
        scheme.name.ident,
        literal(&scheme.variable),
        place(&scheme.place)
    )
}

fn place(place: &SecretPlace) -> String {
    match place {
        SecretPlace::Basic => "Basic".to_owned(),
        SecretPlace::Bearer => "Bearer".to_owned(),
        SecretPlace::Scheme(word) => format!("Scheme({})", literal(word)),
        SecretPlace::Header(name) => format!("Header({})", literal(name)),
        SecretPlace::Query(name) => format!("Query({})", literal(name)),
        SecretPlace::Cookie(name) => format!("Cookie({})", literal(name)),
    }
}

/// The module with the types of servers whose URLs have variables.
fn servers(service: &Service) -> String {
    let mut items = String::new();
    let mut enums: Vec<&str> = Vec::new();
    for environment in &service.environments {
        for variable in &environment.variables {
            if let Some(ty) = &variable.ty
                && !enums.contains(&ty.as_str())
            {
                enums.push(ty);
                items.push_str(&values(ty, variable));
            }
        }
    }
    let with_variables = service.environments.iter();
    for environment in with_variables {
        if let Some(ty) = &environment.server_type {
            items.push_str(&server(ty, environment));
        }
    }
    let uses = match enums.is_empty() {
        true => "use crate::support::server;",
        false => "use crate::support::{open_enum, server};",
    };
    format!(
        "/// Servers whose addresses have variables: [`Environment`] takes them.\npub mod servers {{\n    {uses}\n{items}}}\n"
    )
}

fn values(ty: &str, variable: &ServerVariable) -> String {
    let docs =
        comment(&[format!("Values of the variable {}.", code(&variable.name.wire))], "        ");
    let values: String = variable
        .values
        .iter()
        .map(|value| format!("            {} = {},\n", value.ident, literal(&value.wire)))
        .collect();
    format!("\n    open_enum! {{\n{docs}        {ty} {{\n{values}        }}\n    }}\n")
}

fn server(ty: &str, environment: &Environment) -> String {
    let docs = comment(&[format!("{}.", code(&environment.url))], "        ");
    let fields: String = environment
        .variables
        .iter()
        .map(|variable| {
            let default = code(&variable.default);
            let docs = comment(&[format!("{default} if not set.")], "            ");
            let ty = variable.ty.as_deref().unwrap_or("String");
            format!(
                "{docs}            {} {} = {}: {ty},\n",
                variable.name.ident,
                literal(&variable.name.wire),
                literal(&variable.default)
            )
        })
        .collect();
    format!(
        "\n    server! {{\n{docs}        {ty} for {} {} {{\n{fields}        }}\n    }}\n",
        environment.name.ident,
        literal(&environment.url)
    )
}
