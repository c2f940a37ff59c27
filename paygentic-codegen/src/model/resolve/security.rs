//! Security schemes and requirements. Schemes that are equal on the wire are merged; operations refer to them by index.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{Operation, ReferenceOr, SecurityRequirement, SecurityScheme as Source};

use serde_json::Value;

use super::docs::inert;
use super::secret_places::{header, place};
use super::{Builder, Location};
use crate::lower::{LoweredScheme, REFERRED_TO};
use crate::model::{Access, SecurityScheme, Service};
use crate::names::{self, Name};

/// The security schemes and requirements of the document.
#[derive(Default)]
pub(super) struct Security {
    schemes: Vec<SecurityScheme>,
    /// How each key in `securitySchemes` is supported.
    known: HashMap<String, SchemeSupport>,
    /// The global requirements, for operations without their own `security`.
    global: Vec<Vec<usize>>,
}

/// How a security scheme of the document is supported.
#[derive(Clone)]
pub(super) enum SchemeSupport {
    /// Sent as the scheme with this index.
    Sent(usize),
    /// A client certificate, which belongs to the connection rather than a request.
    Certificate,
    /// Not supported, with a description for findings.
    Unsupported(String),
}

/// Methods that the credentials type already has, and `environment`, whose variable selects the server.
const TAKEN: [&str; 9] =
    ["borrow", "clone", "default", "environment", "fmt", "from", "into", "new", "to_owned"];

impl<'a> Builder<'a> {
    /// Resolves the schemes that operations require.
    pub(super) fn read_security(&mut self) {
        let used = self.used_schemes();
        let schemes = self.document.components.iter();
        let mut found: Vec<SecurityScheme> = Vec::new();
        for (key, scheme) in schemes.flat_map(|components| &components.security_schemes) {
            let ReferenceOr::Item(scheme) = scheme else {
                continue;
            };
            let at = Location::component("securitySchemes", key);
            if !used.contains(key.as_str()) {
                if extensions(scheme).contains_key(REFERRED_TO) {
                    continue;
                }
                let message = format!(
                    "no operation requires the security scheme `{}`: it is skipped",
                    inert(key)
                );
                self.note(&at, message);
                continue;
            }
            let support = match place(&LoweredScheme::of(scheme)) {
                Ok(place) => {
                    let same = |other: &SecurityScheme| other.place.is_same(&place);
                    let index = found.iter().position(same).unwrap_or_else(|| {
                        found.push(SecurityScheme {
                            name: Name {
                                ident: names::method(given_name(scheme).unwrap_or(key)),
                                wire: key.clone(),
                            },
                            keys: Vec::new(),
                            variable: String::new(),
                            place,
                        });
                        found.len() - 1
                    });
                    found[index].keys.push(key.clone());
                    SchemeSupport::Sent(index)
                }
                Err(support) => support,
            };
            self.security.known.insert(key.clone(), support);
        }
        self.security.schemes = found;
        self.name_schemes();
        let document = self.document;
        if let Some(requirements) = &document.security {
            let at = Location::root().key("security");
            self.security.global = self.security_sets(requirements, &at);
        }
    }

    /// The keys of the schemes that any operation requires.
    fn used_schemes(&self) -> HashSet<&'a str> {
        let document = self.document;
        let global = document.security.as_ref();
        let operations = document.operations();
        let requirements = operations
            .filter_map(|(_, _, operation)| operation.security.as_ref().or(global))
            .flatten();
        let keys = requirements.flat_map(|requirement| requirement.keys());
        keys.map(String::as_str).collect()
    }

    fn name_schemes(&mut self) {
        let wanted = self.security.schemes.iter();
        let wanted: Vec<_> = wanted.map(|scheme| vec![scheme.name.ident.clone()]).collect();
        let given = names::distinct(&wanted, TAKEN.map(str::to_owned).into(), "_");
        for (index, given) in given.into_iter().enumerate() {
            let key = self.security.schemes[index].name.wire.clone();
            let at = Location::component("securitySchemes", &key);
            self.report_given(&given, &key, &at, "x-rust-name: name");
            self.security.schemes[index].name.ident = given.ident;
        }
    }

    /// The security requirements of an operation: alternative sets of schemes.
    pub(super) fn security_of(&mut self, source: &Operation, at: &Location) -> Vec<Vec<usize>> {
        match &source.security {
            Some(requirements) => self.security_sets(requirements, &at.key("security")),
            None => self.security.global.clone(),
        }
    }

    /// The supported alternatives; the empty set, if present, comes last.
    fn security_sets(
        &mut self,
        requirements: &[SecurityRequirement],
        at: &Location,
    ) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = Vec::new();
        let mut left_out = Vec::new();
        for (index, requirement) in requirements.iter().enumerate() {
            match self.set(requirement, &at.index(index)) {
                Ok(set) if sets.contains(&set) => {}
                Ok(set) => sets.push(set),
                Err(unsupported) => left_out.extend(unsupported),
            }
        }
        // The empty set comes last, so that credentials are optional but are sent if the caller has any.
        sets.sort_by_key(Vec::is_empty);
        if !left_out.is_empty() {
            let what = left_out.join(" and ");
            let otherwise = if sets.iter().all(Vec::is_empty) {
                "requests are sent without credentials"
            } else {
                "only the other alternatives are"
            };
            let message = format!("unsupported authentication: {what} is not sent; {otherwise}");
            let help =
                "callers can send it with a custom transport, see `ClientBuilder::transport`";
            self.warning(at, message, help);
        }
        match sets.as_slice() {
            [only] if only.is_empty() => Vec::new(),
            _ => sets,
        }
    }

    /// The schemes of a requirement, or descriptions of the unsupported ones.
    fn set(
        &mut self,
        requirement: &SecurityRequirement,
        at: &Location,
    ) -> Result<Vec<usize>, Vec<String>> {
        let (mut set, mut unsupported) = (Vec::new(), Vec::new());
        for key in requirement.keys() {
            match self.security.known.get(key) {
                Some(SchemeSupport::Sent(index)) if set.contains(index) => {}
                Some(SchemeSupport::Sent(index)) => set.push(*index),
                Some(SchemeSupport::Certificate) => {
                    let message = format!("`{}` requires a client certificate", inert(key));
                    let help = "callers pass it to `ClientBuilder::client_identity`, or use a custom transport";
                    self.warning(at, message, help);
                }
                Some(SchemeSupport::Unsupported(what)) => {
                    unsupported.push(format!("`{}` ({what})", inert(key)))
                }
                // `check` has reported it.
                None => unsupported.push(format!("`{}`", inert(key))),
            }
        }
        if !unsupported.is_empty() {
            return Err(unsupported);
        }
        let header = |index: &usize| header(&self.security.schemes[*index].place);
        let headers: Vec<String> = set.iter().filter_map(header).collect();
        let twice = |name: &&String| headers.iter().filter(|other| other == name).count() > 1;
        if let Some(name) = headers.iter().find(twice) {
            let keys: Vec<String> =
                requirement.keys().map(|key| format!("`{}`", inert(key))).collect();
            return Err(vec![format!("{} in the same header `{name}`", keys.join(" with "))]);
        }
        Ok(set)
    }

    /// Adds the authentication of requests to the service.
    pub(super) fn complete_access(
        &mut self,
        service: &mut Service,
        prefix: &str,
        token: Option<&str>,
    ) {
        let mut schemes = self.security.schemes.clone();
        service.access = match schemes.as_slice() {
            [] => Access::Nothing,
            [one] if one.place.is_token() => {
                if self.is_optional() {
                    Access::OptionalToken
                } else {
                    Access::Token
                }
            }
            // The name is assigned later.
            _ => Access::Credentials(String::new()),
        };
        if let Access::Credentials(_) = service.access {
            for scheme in &mut schemes {
                let name = names::constant_of(&scheme.name.ident);
                scheme.variable = format!("{prefix}_{name}");
            }
            // A document that adds a second scheme keeps the variable of the first.
            let first = schemes.iter_mut().find(|scheme| scheme.place.is_token());
            if let (Some(scheme), Some(token)) = (first, token) {
                token.clone_into(&mut scheme.variable);
            }
        } else if let [scheme] = schemes.as_mut_slice() {
            scheme.name.ident = "token".to_owned();
            scheme.variable = token.map_or_else(|| format!("{prefix}_TOKEN"), str::to_owned);
        }
        service.schemes = schemes;
    }

    /// Whether credentials are optional for all operations that accept them.
    fn is_optional(&self) -> bool {
        let global = self.document.security.as_ref();
        let operations = self.document.operations();
        let mut declared = operations
            .filter_map(|(_, _, operation)| operation.security.as_ref().or(global))
            .filter(|requirements| !requirements.is_empty());
        declared.all(|requirements| requirements.iter().any(SecurityRequirement::is_empty))
    }
}

/// The name of a scheme from the overlay.
fn given_name(scheme: &Source) -> Option<&str> {
    extensions(scheme).get("x-rust-name")?.as_str()
}

fn extensions(scheme: &Source) -> &IndexMap<String, Value> {
    let (Source::APIKey { extensions, .. }
    | Source::HTTP { extensions, .. }
    | Source::OAuth2 { extensions, .. }
    | Source::OpenIDConnect { extensions, .. }) = scheme;
    extensions
}
