//! Authentication: the client has one token, and sends it in one way.

use serde_json::{Map, Value};

use super::shape::{Field, Kind, found, may, must};
use super::{Checker, list, map, text};
use crate::document::media;
use crate::lower::METHODS;
use crate::place::At;

const SCHEME: &[Field] = &[
    must("type", Kind::Text),
    may("description", Kind::Text),
    may("name", Kind::Text),
    may("in", Kind::Text),
    may("scheme", Kind::Text),
    may("bearerFormat", Kind::Text),
    may("flows", Kind::Object),
    may("openIdConnectUrl", Kind::Text),
];

const FLOWS: &[Field] = &[
    may("implicit", Kind::Object),
    may("password", Kind::Object),
    may("clientCredentials", Kind::Object),
    may("authorizationCode", Kind::Object),
];

const FLOW: &[Field] = &[
    may("authorizationUrl", Kind::Text),
    may("tokenUrl", Kind::Text),
    may("refreshUrl", Kind::Text),
    must("scopes", Kind::Object),
];

const SUPPORTED: &str = "`http` with `scheme: bearer`, and `apiKey` in a header are supported";

/// How the token is sent.
#[derive(Clone, PartialEq, Eq)]
enum Auth {
    Bearer,
    /// In the header of this name, in lower case.
    Header(String),
}

/// An operation that has requirements of its own.
struct Secured<'d> {
    path: &'d str,
    method: &'static str,
    id: Option<&'d str>,
    requirements: &'d [Value],
}

fn secured_operations(root: &Map<String, Value>) -> Vec<Secured<'_>> {
    let mut found = Vec::new();
    for (path, item) in map(root, "paths").into_iter().flatten() {
        for method in METHODS {
            let operation = item.get(method).and_then(Value::as_object);
            if let Some(operation) =
                operation.filter(|operation| operation.contains_key("security"))
            {
                let id = text(operation, "operationId");
                found.push(Secured {
                    path,
                    method,
                    id,
                    requirements: list(operation, "security"),
                });
            }
        }
    }
    found
}

impl<'d> Checker<'d> {
    pub(super) fn security_scheme(&mut self, value: &'d Value, at: &At<'_>) {
        if value.get("$ref").is_some() {
            let help = "write it out here";
            return self.error(
                at,
                "a security scheme that is a reference is not supported",
                help,
            );
        }
        let Some(scheme) = self.shape(value, at, "a security scheme", SCHEME) else {
            return;
        };
        let needed: &[&str] = match scheme.get("type").and_then(Value::as_str) {
            Some("http") => &["scheme"],
            Some("apiKey") => &["name", "in"],
            Some(kind @ ("oauth2" | "openIdConnect")) => {
                let message = format!(
                    "`{kind}` is taken as a bearer token, which callers must get themselves"
                );
                self.warning(at, message, "");
                if kind == "oauth2" {
                    &["flows"]
                } else {
                    &["openIdConnectUrl"]
                }
            }
            Some("mutualTLS") | None => &[],
            Some(kind) => {
                return self.error(
                    &at.key("type"),
                    format!("there is no security scheme of type `{kind}`"),
                    SUPPORTED,
                );
            }
        };
        self.needs(scheme, at, "the security scheme", needed);
        if let Some(flows) = scheme.get("flows").filter(|flows| flows.is_object()) {
            self.flows(flows, &at.key("flows"));
        }
        if let Some(name) = text(scheme, "name").filter(|name| !media::is_token(name))
            && text(scheme, "in") == Some("header")
        {
            let message = format!("`{name}` cannot be the name of a header");
            self.error(&at.key("name"), message, "use letters, digits and `-`");
        }
        if let Some(place) = scheme.get("in").and_then(Value::as_str)
            && !["header", "query", "cookie"].contains(&place)
        {
            self.error(
                &at.key("in"),
                format!("a key cannot be sent in `{place}`"),
                SUPPORTED,
            );
        }
    }

    /// The flows of OAuth 2. Nothing is generated for them, but they are read.
    fn flows(&mut self, flows: &'d Value, at: &At<'_>) {
        let Some(flows) = self.shape(flows, at, "`flows`", FLOWS) else {
            return;
        };
        for (name, flow) in flows.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let at = at.key(name);
            let Some(flow) = self.shape(flow, &at, "a flow", FLOW) else {
                continue;
            };
            let needed: &[&str] = match name.as_str() {
                "implicit" => &["authorizationUrl"],
                "authorizationCode" => &["authorizationUrl", "tokenUrl"],
                _ => &["tokenUrl"],
            };
            self.needs(flow, &at, "the flow", needed);
            for (scope, words) in map(flow, "scopes").into_iter().flatten() {
                self.kind(words, &at.key("scopes").key(scope), scope, Kind::Text);
            }
        }
    }

    fn needs(&mut self, object: &Map<String, Value>, at: &At<'_>, what: &str, keys: &[&str]) {
        for key in keys.iter().filter(|key| !object.contains_key(**key)) {
            self.error(at, format!("{what} has no `{key}`"), "add it");
        }
    }

    /// Whether every operation can be called with the one way of authentication.
    pub(super) fn security(&mut self, root: &'d Map<String, Value>) {
        let everywhere = list(root, "security");
        let operations = secured_operations(root);
        let own = operations
            .iter()
            .flat_map(|operation| operation.requirements);
        let chosen = everywhere.iter().chain(own).find_map(|requirement| {
            requirement
                .as_object()?
                .keys()
                .find_map(|name| self.auth(name))
        });
        let root = At::ROOT;
        self.requirements(everywhere, chosen.as_ref(), &root.key("security"));
        let paths = root.key("paths");
        for Secured {
            path,
            method,
            id,
            requirements,
        } in operations
        {
            let item = paths.key(path);
            let at = id.map_or(item.key(method), |id| item.key(method).in_operation(id));
            self.requirements(requirements, chosen.as_ref(), &at.key("security"));
        }
    }

    /// Checks a list of which one must be met. An empty list, or an empty entry, asks for nothing.
    fn requirements(&mut self, requirements: &'d [Value], chosen: Option<&Auth>, at: &At<'_>) {
        let before = self.findings.len();
        let mut met = requirements.is_empty();
        let mut others = Vec::new();
        for (index, requirement) in requirements.iter().enumerate() {
            let at = at.index(index);
            let Some(requirement) = self.object(requirement, &at, "a security requirement") else {
                continue;
            };
            for (name, scopes) in requirement {
                if self.component("securitySchemes", name).is_none() {
                    let message = format!("there is no security scheme `{name}`");
                    self.error(
                        &at.key(name),
                        message,
                        "add it to `components.securitySchemes`",
                    );
                }
                if !scopes
                    .as_array()
                    .is_some_and(|scopes| scopes.iter().all(Value::is_string))
                {
                    let message = format!(
                        "the scopes of `{name}` must be a list of texts, but are {}",
                        found(scopes)
                    );
                    self.error(&at.key(name), message, "write `[]` if there are none");
                }
            }
            let mut names = requirement.keys();
            let is_met = match (names.next(), names.next()) {
                (None, _) => true,
                (Some(name), None) => chosen.is_some() && self.auth(name).as_ref() == chosen,
                _ => false,
            };
            met |= is_met;
            others.extend((!is_met).then(|| self.in_words(&requirements[index])));
        }
        if met && !others.is_empty() && self.findings.len() == before {
            let message = format!(
                "the client never authenticates with {}",
                others.join(" or ")
            );
            self.warning(at, message, "take it out, if the other way will do");
        }
        if !met && self.findings.len() == before {
            let unmet: Vec<String> = requirements.iter().map(|one| self.in_words(one)).collect();
            let message = format!("the client cannot authenticate with {}", unmet.join(" or "));
            self.error(
                at,
                message,
                format!("{SUPPORTED}, one scheme for all operations"),
            );
        }
    }

    /// The schemes of a requirement: "`key` (apiKey in query)".
    fn in_words(&self, requirement: &'d Value) -> String {
        let names = requirement.as_object().into_iter().flat_map(Map::keys);
        let schemes = names.map(|name| {
            let scheme = self.component("securitySchemes", name);
            let of = |key: &str| scheme?.get(key)?.as_str();
            match (of("type").unwrap_or_default(), of("scheme"), of("in")) {
                ("http", Some(scheme), _) => format!("`{name}` (http {scheme})"),
                ("apiKey", _, Some(place)) => format!("`{name}` (apiKey in {place})"),
                (kind, _, _) => format!("`{name}` ({kind})"),
            }
        });
        schemes.collect::<Vec<_>>().join(" and ")
    }

    /// How the token of a scheme is sent, if that is supported.
    fn auth(&self, name: &str) -> Option<Auth> {
        let scheme = self.component("securitySchemes", name)?;
        let is = |key: &str, value: &str| {
            scheme
                .get(key)
                .and_then(Value::as_str)
                .is_some_and(|text| text.eq_ignore_ascii_case(value))
        };
        if (is("type", "http") && is("scheme", "bearer"))
            || is("type", "oauth2")
            || is("type", "openIdConnect")
        {
            return Some(Auth::Bearer);
        }
        if is("type", "apiKey") && is("in", "header") {
            return scheme
                .get("name")?
                .as_str()
                .map(|name| Auth::Header(name.to_ascii_lowercase()));
        }
        None
    }
}
