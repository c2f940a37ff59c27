//! What the client knows about the service: servers, environment variables, authentication.

use std::collections::{BTreeSet, HashSet};

use openapiv3::{APIKeyLocation, Operation, ReferenceOr, SecurityScheme};
use serde_json::Value;

use super::{At, Builder};
use crate::model::{Auth, Environment, Service};
use crate::names::{self, Name};

impl Builder<'_> {
    /// Reads servers, security and the overlay's `x-client`.
    pub(super) fn service(&mut self) -> Service {
        self.auth = self.auth();
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
            auth: self.auth.clone(),
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
        let mut places = Vec::new();
        let document = self.document;
        let mut environments = Vec::new();
        for (index, server) in document.servers.iter().enumerate() {
            let at = At::root().key("servers").index(index);
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
            places.push(at);
            let default = default.map_or(environments.is_empty(), |default| default == name.wire);
            environments.push(Environment {
                name,
                url: server.url.trim_end_matches('/').to_owned(),
                default,
            });
        }
        let wanted: Vec<Vec<String>> = environments
            .iter()
            .map(|environment: &Environment| vec![environment.name.ident.clone()])
            .collect();
        let taken = HashSet::from(["Custom".to_owned()]);
        let given = names::distinct(&wanted, taken, "");
        for ((environment, given), at) in environments.iter_mut().zip(given).zip(&places) {
            self.report_given(&given, &environment.name.wire, at, "x-rust-name: Name");
            environment.name.ident = given.ident;
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
        let at = At::root().key("x-client").key("default-environment");
        let message = "no server has the name of the default environment";
        let help =
            "name one of the servers, by its `x-rust-name`; without it, the first is the default";
        if self.strict {
            self.error(&at, message, help);
        } else {
            self.warning(&at, message, help);
        }
    }

    /// The scheme of the first security requirement that the SDK can meet; `check` reported the rest.
    fn auth(&self) -> Auth {
        let document = self.document;
        let everywhere = document.security.iter().flatten();
        let somewhere = document
            .operations()
            .flat_map(|(_, _, operation)| operation.security.iter().flatten());
        let names = everywhere.chain(somewhere).flat_map(|one| one.keys());
        names
            .filter_map(|name| self.auth_of(name))
            .next()
            .unwrap_or_default()
    }

    /// How the token of a scheme is sent, if that is supported.
    fn auth_of(&self, name: &str) -> Option<Auth> {
        let schemes = &self.document.components.as_ref()?.security_schemes;
        let ReferenceOr::Item(scheme) = schemes.get(name)? else {
            return None;
        };
        match scheme {
            SecurityScheme::HTTP { scheme, .. } => scheme
                .eq_ignore_ascii_case("bearer")
                .then_some(Auth::Bearer),
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
                Some(Auth::Bearer)
            }
            SecurityScheme::APIKey {
                location: APIKeyLocation::Header,
                name,
                ..
            } => Some(Auth::Header(name.clone())),
            SecurityScheme::APIKey { .. } => None,
        }
    }

    /// Whether an operation asks for the token of the client, among other ways or alone.
    pub(super) fn is_authenticated(&self, source: &Operation, auth: &Auth) -> bool {
        let requirements = source.security.as_ref().or(self.document.security.as_ref());
        let mut requirements = requirements.into_iter().flatten();
        requirements.any(|requirement| {
            requirement.len() == 1
                && requirement
                    .keys()
                    .any(|name| self.auth_of(name).as_ref() == Some(auth))
        })
    }
}

/// `v1`, `v2beta` ...
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']);
    digits.is_some_and(|digits| digits.starts_with(|first: char| first.is_ascii_digit()))
}
