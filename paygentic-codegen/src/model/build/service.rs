//! What the client knows about the service: servers, environment variables, authentication.

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme};
use serde_json::Value;

use super::{At, Builder};
use crate::model::{Auth, Environment, Service};
use crate::names::{self, Name, Scope};

impl Builder<'_> {
    /// Reads servers, security and the overlay's `x-client`.
    pub(super) fn service(&mut self) -> Service {
        let document = self.document;
        let client = document.extensions.get("x-client");
        let text = |key: &str| {
            client
                .and_then(|client| client.get(key))
                .and_then(Value::as_str)
        };
        let title = if document.info.title.is_empty() {
            "api"
        } else {
            document.info.title.as_str()
        };
        let prefix = text("env-prefix").map_or_else(|| names::constant(title), str::to_owned);
        Service {
            name: names::words(title).join("-"),
            version: document.info.version.clone(),
            token_variable: text("token-variable")
                .map_or_else(|| format!("{prefix}_TOKEN"), str::to_owned),
            environment_variable: format!("{prefix}_ENVIRONMENT"),
            auth: self.auth(),
            environments: self.environments(text("default-environment")),
            path_starts: self.path_starts(),
        }
    }

    /// Segments of a version that paths begin with, and a segment that all of them begin with, such as `api`.
    /// A resource is none of them: a gateway may well have an address that ends with its name. What
    /// a server ends with is none either: its paths are meant to have it twice.
    fn path_starts(&self) -> Vec<String> {
        let servers = self.document.servers.iter();
        let ends: Vec<_> = servers
            .filter_map(|server| server.url.trim_end_matches('/').rsplit('/').next())
            .collect();
        let paths = self.document.paths.paths.keys();
        let paths: Vec<_> = paths.map(|path| path.trim_matches('/')).collect();
        let starts: BTreeSet<_> = paths
            .iter()
            .filter_map(|path| Some(path.split_once('/')?.0))
            .filter(|start| !start.contains('{') && !ends.contains(start))
            .collect();
        let is_shared = |start: &str| {
            let rests = paths
                .iter()
                .filter_map(|path| path.strip_prefix(start)?.strip_prefix('/'));
            let next: BTreeSet<_> = rests.clone().map(|rest| rest.split('/').next()).collect();
            rests.count() == paths.len() && next.len() > 1
        };
        starts
            .into_iter()
            .filter(|start| is_version(start) || is_shared(start))
            .map(str::to_owned)
            .collect()
    }

    fn environments(&mut self, default: Option<&str>) -> Vec<Environment> {
        let mut scope = Scope::default();
        let document = self.document;
        let mut environments = Vec::new();
        for (index, server) in document.servers.iter().enumerate() {
            let at = At {
                pointer: format!("#/servers/{index}"),
                operation: None,
            };
            let given = server.extensions.get("x-rust-name").and_then(Value::as_str);
            let fallback = if index == 0 {
                "default".to_owned()
            } else {
                format!("server{}", index + 1)
            };
            let name = Name::variant(given.unwrap_or(&fallback));
            if server
                .variables
                .as_ref()
                .is_some_and(|variables| !variables.is_empty())
            {
                self.warning(
                    &at,
                    "server variables are not filled in",
                    "callers give the address themselves, with `Environment::Custom`",
                );
                continue;
            }
            if !server.url.starts_with("http://") && !server.url.starts_with("https://") {
                self.warning(
                    &at,
                    "the address of the server is relative",
                    "callers give the address themselves, with `Environment::Custom`",
                );
                continue;
            }
            self.claim(&mut scope, &name, &at);
            let default = default.map_or(environments.is_empty(), |default| default == name.wire);
            environments.push(Environment {
                name,
                url: server.url.trim_end_matches('/').to_owned(),
                default,
            });
        }
        if !environments.iter().any(|environment| environment.default) {
            self.choose_default(&mut environments);
        }
        environments
    }

    /// The overlay names a default that the document does not have.
    fn choose_default(&mut self, environments: &mut [Environment]) {
        let Some(first) = environments.first_mut() else {
            return;
        };
        first.default = true;
        let at = At {
            pointer: "#/x-client/default-environment".to_owned(),
            operation: None,
        };
        let message = "no server has the name of the default environment";
        let help =
            "name one of the servers, by its `x-rust-name`; without it, the first is the default";
        if self.strict {
            self.error(&at, message, help);
        } else {
            self.warning(&at, message, help);
        }
    }

    /// The scheme of the first security requirement that the SDK can meet; `check` refused the rest.
    fn auth(&self) -> Auth {
        let document = self.document;
        let schemes = document
            .components
            .as_ref()
            .map(|components| &components.security_schemes);
        let everywhere = document.security.iter().flatten();
        let somewhere = document
            .operations()
            .flat_map(|(_, _, operation)| operation.security.iter().flatten());
        for requirement in everywhere.chain(somewhere) {
            for name in requirement.keys() {
                match schemes.and_then(|schemes| schemes.get(name)) {
                    Some(ReferenceOr::Item(
                        SecurityScheme::HTTP { .. }
                        | SecurityScheme::OAuth2 { .. }
                        | SecurityScheme::OpenIDConnect { .. },
                    )) => {
                        return Auth::Bearer;
                    }
                    Some(ReferenceOr::Item(SecurityScheme::APIKey {
                        location: APIKeyLocation::Header,
                        name,
                        ..
                    })) => {
                        return Auth::Header(name.clone());
                    }
                    _ => {}
                }
            }
        }
        Auth::None
    }
}

/// `v1`, `v2beta` ...
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']);
    digits.is_some_and(|digits| digits.starts_with(|first: char| first.is_ascii_digit()))
}
