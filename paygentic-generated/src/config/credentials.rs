//! The credentials of a client, and the choice of those that a request is sent with.

use std::fmt;
use std::sync::Arc;

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use super::environment::SelectedEnvironment;
use super::scheme_credentials::CredentialSet;
use super::secret::{Credential, Sent};
use crate::error::{Error, Mask};
use crate::operation::Operation;
use crate::request::{QueryValue, Request};
use crate::service::{Access, CredentialLocation, Service};

/// The credentials of a client, which are never printed.
pub(crate) struct Credentials {
    service: &'static Service,
    credentials: Vec<Credential>,
    secrets: Arc<[String]>,
}

/// The names of schemes whose credentials are sent together.
type SchemeSet = &'static [&'static str];

impl Credentials {
    /// Checks the credentials of the caller.
    pub(crate) fn new(
        environment: &SelectedEnvironment,
        given: &CredentialSet,
    ) -> Result<Self, Error> {
        let made = Credentials::new_optional(environment, given)?;
        if made.credentials.is_empty() && environment.service.access == Access::Token {
            return Err(Error::configuration(
                "there is no token; set one with `token`, or a provider with `token_provider`",
            ));
        }
        Ok(made)
    }

    /// Checks the credentials of the caller, which may be none.
    pub(crate) fn new_optional(
        environment: &SelectedEnvironment,
        given: &CredentialSet,
    ) -> Result<Self, Error> {
        let service = environment.service;
        let mut secrets = Vec::new();
        let mut credentials = Vec::new();
        for scheme in service.schemes {
            if let Some(text) = given.get(scheme.name) {
                credentials.push(Credential::new(service, scheme, text, &mut secrets)?);
            }
        }
        for secret in &secrets {
            environment.check_key(secret)?;
        }
        // One secret may contain another: the longest is replaced first.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Ok(Credentials { service, credentials, secrets: secrets.into() })
    }

    /// The mask that hides them in texts from outside.
    pub(crate) fn mask(&self) -> Mask {
        Mask::new(&self.secrets)
    }

    /// Whether the secrets are the same.
    pub(crate) fn is_same(&self, other: &Credentials) -> bool {
        self.secrets == other.secrets
    }

    /// Adds those that an operation requires to a request.
    pub(crate) fn add(&self, operation: &Operation, request: &mut Request) -> Result<(), Error> {
        let chosen = self.choose(operation)?;
        self.add_query(chosen, request);
        self.add_headers(chosen, &mut request.headers)
    }

    /// The schemes that an operation is sent with: the first alternative that is complete.
    ///
    /// An alternative that requires nothing is the last one.
    fn choose(&self, operation: &Operation) -> Result<SchemeSet, Error> {
        let alternatives = operation.security;
        let has_all = |names: &&SchemeSet| names.iter().all(|name| self.get(name).is_some());
        match alternatives.iter().find(has_all) {
            Some(alternative) => Ok(alternative),
            None if alternatives.is_empty() => Ok(&[]),
            None => Err(self.missing(alternatives)),
        }
    }

    fn get(&self, name: &str) -> Option<&Credential> {
        self.credentials.iter().find(|credential| credential.scheme == name)
    }

    /// Adds the keys that are sent in the query; parameters of the same name are replaced.
    fn add_query(&self, chosen: SchemeSet, request: &mut Request) {
        for name in chosen {
            if let Some(Sent::Query(name, secret)) =
                self.get(name).map(|credential| &credential.sent)
            {
                request.query.retain(|(other, _)| other != name);
                let value = QueryValue::new(secret.clone());
                request.query.push(((*name).into(), value));
            }
        }
    }

    /// Adds the headers; those of the same name are replaced.
    fn add_headers(&self, chosen: SchemeSet, headers: &mut HeaderMap) -> Result<(), Error> {
        for name in chosen {
            match self.get(name).map(|credential| &credential.sent) {
                Some(Sent::Header(name, value)) => {
                    headers.insert(name.clone(), value.clone());
                }
                Some(Sent::Cookie(cookie)) => add_cookie(headers, cookie)?,
                Some(Sent::Query(..)) | None => {}
            }
        }
        Ok(())
    }

    /// The error that names what the operation requires, and how to set it.
    fn missing(&self, alternatives: &[SchemeSet]) -> Error {
        let credentials_type = self.service.credentials_type();
        let describe = |name: &&str| {
            let location = self.service.scheme(name).map(|scheme| scheme.location);
            let location = location.map_or_else(String::new, |location| format!(" ({location})"));
            format!("`{credentials_type}::{name}`{location}")
        };
        let alternatives: Vec<String> = alternatives
            .iter()
            .map(|names| names.iter().map(describe).collect::<Vec<_>>().join(" and "))
            .collect();
        Error::invalid_request(format!(
            "the client does not have the credentials that this asks for; give them with {}",
            alternatives.join(", or ")
        ))
    }
}

/// Adds a cookie; all cookies share one header.
fn add_cookie(headers: &mut HeaderMap, cookie: &str) -> Result<(), Error> {
    let name = cookie.split('=').next().unwrap_or_default();
    let before = headers.get(COOKIE).and_then(|value| value.to_str().ok());
    let others = before.into_iter().flat_map(|all| all.split("; "));
    let others = others.filter(|other| other.split('=').next() != Some(name));
    let all: Vec<&str> = others.chain([cookie]).collect();
    let mut value = HeaderValue::from_str(&all.join("; "))
        .map_err(|_| Error::invalid_request("the cookies cannot be sent in a header"))?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

impl fmt::Display for CredentialLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CredentialLocation::Basic => f.write_str("HTTP basic authentication"),
            CredentialLocation::Bearer => f.write_str("bearer token"),
            CredentialLocation::Scheme(word) => write!(f, "`Authorization: {word}`"),
            CredentialLocation::Header(name) => write!(f, "header `{name}`"),
            CredentialLocation::Query(name) => write!(f, "query parameter `{name}`"),
            CredentialLocation::Cookie(name) => write!(f, "cookie `{name}`"),
        }
    }
}

/// The schemes with credentials, without the credentials.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Access::Token | Access::OptionalToken = self.service.access {
            return f.write_str(if self.credentials.is_empty() { "None" } else { "Token(..)" });
        }
        let schemes = self.credentials.iter().map(|credential| credential.scheme);
        f.debug_list().entries(schemes).finish()
    }
}
