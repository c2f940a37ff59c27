//! Servers: the environments of the client, and servers of individual operations.

use std::collections::HashSet;

use openapiv3::{Operation, PathItem, ReferenceOr, Server};
use serde_json::Value;

use super::docs::inert;
use super::server_address::{Address, filled, host, origin};
use super::server_variables::{VariableTypes, server_type};
use super::{Builder, Location};
use crate::model::{Environment, OperationServer};
use crate::names::{self, Name};

/// The servers of the document.
#[derive(Default)]
pub(super) struct Servers<'a> {
    all: &'a [Server],
    at: Option<Location>,
    /// The environments created from them: their names, and their URLs with the defaults of variables.
    environments: Vec<(String, String)>,
}

impl<'a> Servers<'a> {
    pub(super) fn all(&self) -> &'a [Server] {
        self.all
    }
}

/// Extensions that name a server, in order of precedence. `x-label` is ours, derived from the description.
const NAMES: [&str; 5] =
    ["x-rust-name", "x-speakeasy-server-id", "x-fern-server-name", "x-server-id", "x-label"];

/// The prefixes of API keys for a server.
const KEY_PREFIXES: &str = "x-key-prefixes";

/// Help for servers whose absolute URL is not in the document.
const CUSTOM_ADDRESS_HELP: &str = "callers pass the address with `Environment::Custom`";

impl<'a> Builder<'a> {
    /// Finds the servers of the client: those of the document, or, if it has none but every operation has its own or
    /// those of its path, those of the first operation.
    pub(super) fn read_servers(&mut self) {
        let document = self.document;
        self.servers.all = document.servers.as_slice();
        self.servers.at = Some(Location::root().key("servers"));
        if !document.servers.is_empty() {
            return;
        }
        let own = document.operations().map(|(path, method, operation)| {
            let item = document.paths.paths.get(path).and_then(ReferenceOr::as_item);
            let at = Location::root().key("paths").key(path);
            match operation.servers.as_slice() {
                [] => (item.map_or(&[][..], |item| &item.servers), at.key("servers")),
                servers => (servers, at.key(method).key("servers")),
            }
        });
        let own: Vec<_> = own.collect();
        if own.iter().all(|(servers, _)| !servers.is_empty())
            && let Some((servers, at)) = own.into_iter().next()
        {
            self.servers.all = servers;
            self.servers.at = Some(at);
        }
    }

    pub(super) fn environments(&mut self, default: Option<&str>) -> Vec<Environment> {
        let (mut places, mut environments, mut candidates) = (Vec::new(), Vec::new(), Vec::new());
        let list = self.servers.at.clone().unwrap_or_else(Location::root);
        for (index, server) in self.servers.all.iter().enumerate() {
            let at = list.index(index);
            if let Some(url) = self.absolute_url(server, &at) {
                candidates.push(self.names_of(server, index));
                environments.push((url, server));
                places.push(at);
            }
        }
        let idents = |candidates: &Vec<String>| {
            candidates.iter().map(|candidate| names::variant(candidate)).collect()
        };
        let wanted: Vec<Vec<String>> = candidates.iter().map(idents).collect();
        let taken = HashSet::from(["Custom".to_owned()]);
        let mut given = names::distinct(&wanted, taken, "");
        for ((given, candidates), at) in given.iter_mut().zip(&candidates).zip(&places) {
            let candidate = candidates.first().map_or("", String::as_str);
            self.report_given(given, candidate, at, "x-rust-name: Name");
        }
        let named = |(ident, candidates): (&String, &Vec<String>)| {
            let candidate = candidates.iter().find(|candidate| names::variant(candidate) == *ident);
            let wire = candidate.cloned();
            Name {
                wire: wire.unwrap_or_else(|| names::words(ident).join("-")),
                ident: ident.clone(),
            }
        };
        let idents: Vec<String> = given.into_iter().map(|given| given.ident).collect();
        let all_names: Vec<Name> = idents.iter().zip(&candidates).map(named).collect();
        let first = all_names.first().map(|name| name.wire.clone());
        let default = default.map(str::to_owned).or(first);
        let mut types = VariableTypes::new(&idents);
        let mut made: Vec<Environment> = Vec::new();
        for (name, (url, server)) in all_names.into_iter().zip(environments) {
            let filled = filled(server, &url);
            self.servers.environments.push((name.wire.clone(), filled));
            let variables = types.variables(server, &url, &name);
            let key_prefixes = self.key_prefixes(server, &places[made.len()]);
            made.push(Environment {
                key_prefixes,
                default: default.as_ref() == Some(&name.wire),
                server_type: (!variables.is_empty()).then(|| server_type(&name.ident)),
                variables,
                name,
                url,
            });
        }
        if !made.iter().any(|environment| environment.default) {
            self.choose_default(&mut made);
        }
        made
    }

    /// The absolute URL of a server of the client, if it has one.
    fn absolute_url(&mut self, server: &Server, at: &Location) -> Option<String> {
        match Address::of(server) {
            Address::Absolute { url, is_scheme_added } => {
                if is_scheme_added {
                    let message =
                        format!("the server address `{}` has no scheme", inert(&server.url));
                    self.warning(at, message, "it is read as `https`");
                }
                return Some(url);
            }
            Address::Path(path) if path == "/" => {
                self.warning(at, "the server address is relative", CUSTOM_ADDRESS_HELP);
            }
            Address::Path(path) => {
                let help = format!("{CUSTOM_ADDRESS_HELP}; it ends with `{}`", inert(&path));
                self.warning(at, "the server address is relative", help);
            }
            Address::Unusable(why) => {
                let message = format!("unsupported server address: {why}");
                self.warning(at, message, CUSTOM_ADDRESS_HELP);
            }
        }
        None
    }

    /// The prefixes of API keys for a server.
    fn key_prefixes(&mut self, server: &Server, at: &Location) -> Vec<String> {
        let Some(value) = server.extensions.get(KEY_PREFIXES) else {
            return Vec::new();
        };
        let prefixes = value.as_array().map(|all| {
            let texts = all.iter().filter_map(Value::as_str);
            let texts = texts.filter(|text| !text.is_empty());
            texts.map(str::to_owned).collect::<Vec<_>>()
        });
        match (prefixes, value.as_array()) {
            (Some(prefixes), Some(all)) if prefixes.len() == all.len() => prefixes,
            _ => {
                let message = format!("`{KEY_PREFIXES}` must be a list of strings");
                let help = "write it as in `[sk_live_]`";
                self.warning(&at.key(KEY_PREFIXES), message, help);
                Vec::new()
            }
        }
    }

    /// Falls back to the first environment, because no server has the name that the overlay sets as the default.
    fn choose_default(&mut self, environments: &mut [Environment]) {
        let Some(first) = environments.first_mut() else {
            return;
        };
        first.default = true;
        let at = Location::root().key("x-client").key("default-environment");
        let message = "no server has the name of the default environment";
        let help =
            "use the `x-rust-name` of one of the servers; without it, the first is the default";
        if self.strict {
            self.error(&at, message, help);
        } else {
            self.warning(&at, message, help);
        }
    }

    /// The candidate names of a server of the client, in order of preference.
    fn names_of(&self, server: &Server, index: usize) -> Vec<String> {
        let mut candidates = given_names(server);
        match self.servers.all.first() {
            Some(first) if index > 0 => {
                candidates.extend(by_address(server, first));
                candidates.push(format!("server{}", index + 1));
            }
            _ => candidates.push("default".to_owned()),
        }
        candidates
    }

    /// The servers of an operation or its path, if they differ from those of the client.
    pub(super) fn servers_of(
        &mut self,
        item: &PathItem,
        source: &Operation,
        at: &Location,
    ) -> Vec<OperationServer> {
        let (servers, at) = match source.servers.as_slice() {
            [] => (item.servers.as_slice(), at.parent().key("servers")),
            own => (own, at.key("servers")),
        };
        if servers.is_empty() || is_same(servers, self.servers.all) {
            return Vec::new();
        }
        let mut found: Vec<OperationServer> = Vec::new();
        let mut problem =
            "the document has no server for the other operations: this address is used for all";
        let mut has_variables = servers.iter().any(|server| server.url.contains('{'));
        let has_environments = !self.servers.environments.is_empty();
        for server in servers.iter().filter(|_| has_environments) {
            match Address::of(server) {
                Address::Absolute { url, .. } => {
                    let environment = self.environment_of(server);
                    let url = filled(server, &url);
                    found.push(OperationServer { environment, url });
                }
                Address::Path(path) => {
                    let environments = self.servers.environments.iter();
                    found.extend(environments.map(|(name, url)| OperationServer {
                        environment: name.clone(),
                        url: format!("{}{path}", origin(url)).trim_end_matches('/').to_owned(),
                    }));
                    has_variables |= self.servers.all.iter().any(|it| it.url.contains('{'));
                    problem = "it is relative";
                }
                Address::Unusable(why) => problem = why,
            }
        }
        if found.is_empty() {
            let message = format!(
                "unsupported server of the operation: {problem}; requests go to the client's server"
            );
            let help = "callers create a client for it with `Environment::Custom`";
            self.warning(&at, message, help);
        } else if has_variables {
            let message =
                "the variables of an operation's server cannot be set: the defaults are used";
            let help = "callers that need other values create a client with `Environment::Custom`";
            self.warning(&at, message, help);
        }
        found
    }

    /// The environment with the same name as a server; empty if there is none.
    fn environment_of(&self, server: &Server) -> String {
        let names = given_names(server);
        let all = self.servers.environments.iter().map(|(name, _)| name);
        let mut same = all.filter(|name| {
            let is_same = |other: &String| names::words(other) == names::words(name);
            names.iter().any(is_same)
        });
        same.next().cloned().unwrap_or_default()
    }
}

/// The names that extensions give a server.
fn given_names(server: &Server) -> Vec<String> {
    let names = NAMES.iter().filter_map(|key| server.extensions.get(*key));
    let names = names.filter_map(Value::as_str).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// A name from what distinguishes the URL of a server from that of the first: a host label, the last path segment, or a
/// variable.
fn by_address(server: &Server, first: &Server) -> Vec<String> {
    let parts = |server: &Server| -> Vec<String> {
        let url = server.url.trim_end_matches('/');
        let host = host(url).split('.').map(str::to_owned);
        let path = url[origin(url).len()..].rsplit('/').next().map(str::to_owned);
        host.chain(path).filter(|part| !part.is_empty()).collect()
    };
    let others = parts(first);
    let is_name = |part: &String| {
        part.chars().any(|c| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let mut own = parts(server).into_iter();
    let found = own.find(|part| is_name(part) && !others.contains(part));
    let variable = server.url.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    let variable = variable.map(|(name, _)| name.to_owned());
    found.or(variable).into_iter().collect()
}

/// Whether two lists contain the same servers in the same order.
fn is_same(one: &[Server], other: &[Server]) -> bool {
    let url = |server: &Server| filled(server, server.url.trim_end_matches('/'));
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| url(one) == url(other))
}
