//! The credentials of a client, and the choice of those that a request is sent with.

use std::fmt;
use std::sync::Arc;

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use super::scheme_credentials::Given;
use super::secret::{Credential, Sent};
use super::target::Target;
use crate::error::{Error, Mask};
use crate::operation::Operation;
use crate::request::{QueryValue, Request};
use crate::service::{Access, Place, Service};

/// The credentials of a client, which are never printed.
pub(crate) struct Credentials {
    service: &'static Service,
    held: Vec<Credential>,
    secrets: Arc<[String]>,
}

/// The names of schemes whose credentials are sent together.
type Alternative = &'static [&'static str];

impl Credentials {
    /// Checks the credentials of the caller.
    pub(crate) fn new(target: &Target, given: &Given) -> Result<Self, Error> {
        let made = Credentials::of(target, given)?;
        if made.held.is_empty() && target.service.access == Access::Token {
            return Err(Error::configuration(
                "there is no token; set one with `token`, or a provider with `token_provider`",
            ));
        }
        Ok(made)
    }

    /// Checks the credentials of the caller, which may be none.
    pub(crate) fn of(target: &Target, given: &Given) -> Result<Self, Error> {
        let service = target.service;
        let mut secrets = Vec::new();
        let mut held = Vec::new();
        for scheme in service.schemes {
            if let Some(text) = given.get(scheme.name) {
                held.push(Credential::new(service, scheme, text, &mut secrets)?);
            }
        }
        for secret in &secrets {
            target.check_key(secret)?;
        }
        // One secret may contain another: the longest is replaced first.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Ok(Credentials { service, held, secrets: secrets.into() })
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
    fn choose(&self, operation: &Operation) -> Result<Alternative, Error> {
        let alternatives = operation.security;
        let has_all = |names: &&Alternative| names.iter().all(|name| self.get(name).is_some());
        match alternatives.iter().find(has_all) {
            Some(alternative) => Ok(alternative),
            None if alternatives.is_empty() => Ok(&[]),
            None => Err(self.missing(alternatives)),
        }
    }

    fn get(&self, name: &str) -> Option<&Credential> {
        self.held.iter().find(|held| held.scheme == name)
    }

    /// Adds the keys that are sent in the query; parameters of the same name are replaced.
    fn add_query(&self, chosen: Alternative, request: &mut Request) {
        for name in chosen {
            if let Some(Sent::Query(name, secret)) = self.get(name).map(|held| &held.sent) {
                request.query.retain(|(other, _)| other != name);
                let value = QueryValue::new(secret.clone());
                request.query.push(((*name).into(), value));
            }
        }
    }

    /// Adds the headers; those of the same name are replaced.
    fn add_headers(&self, chosen: Alternative, headers: &mut HeaderMap) -> Result<(), Error> {
        for name in chosen {
            match self.get(name).map(|held| &held.sent) {
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
    fn missing(&self, alternatives: &[Alternative]) -> Error {
        let taker = self.service.taker();
        let in_words = |name: &&str| {
            let place = self.service.scheme(name).map(|scheme| scheme.place);
            let place = place.map_or_else(String::new, |place| format!(" ({place})"));
            format!("`{taker}::{name}`{place}")
        };
        let alternatives: Vec<String> = alternatives
            .iter()
            .map(|names| names.iter().map(in_words).collect::<Vec<_>>().join(" and "))
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

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Basic => f.write_str("HTTP basic authentication"),
            Place::Bearer => f.write_str("bearer token"),
            Place::Scheme(word) => write!(f, "`Authorization: {word}`"),
            Place::Header(name) => write!(f, "header `{name}`"),
            Place::Query(name) => write!(f, "query parameter `{name}`"),
            Place::Cookie(name) => write!(f, "cookie `{name}`"),
        }
    }
}

/// The schemes with credentials, without the credentials.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Access::Token | Access::OptionalToken = self.service.access {
            return f.write_str(if self.held.is_empty() { "None" } else { "Token(..)" });
        }
        let schemes = self.held.iter().map(|held| held.scheme);
        f.debug_list().entries(schemes).finish()
    }
}
