//! The header, query value or cookie of a security scheme, built and checked before anything is
//! sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue, header};

use super::scheme_credentials::Secret;
use crate::error::Error;
use crate::service::{Access, CredentialLocation, Scheme, Service};

/// What is sent for a scheme; it is never printed.
pub(crate) struct Credential {
    pub(crate) scheme: &'static str,
    pub(crate) sent: Sent,
}

/// What is sent, and where.
pub(crate) enum Sent {
    Header(HeaderName, HeaderValue),
    Query(&'static str, String),
    /// `name=value`.
    Cookie(String),
}

impl Credential {
    /// Checks the credentials for a scheme, and adds to `secrets` what must not be printed.
    ///
    /// The error messages never contain the credentials.
    pub(crate) fn new(
        service: &Service,
        scheme: &'static Scheme,
        given: &Secret,
        secrets: &mut Vec<String>,
    ) -> Result<Self, Error> {
        let what = match service.access {
            Access::Credentials(_) => format!("`{}`", scheme.name),
            _ => "the token".to_owned(),
        };
        let checked = |prefix: &str, may_have_spaces: bool| {
            let secret = without_prefix(given.token().trim_matches(' '), prefix).to_owned();
            check(&what, service.name, &secret, may_have_spaces).map(|()| secret)
        };
        let sent = match scheme.location {
            CredentialLocation::Basic => {
                let value = basic(&what, given, secrets)?;
                Sent::Header(header::AUTHORIZATION, sensitive(&what, &value)?)
            }
            CredentialLocation::Bearer => {
                Sent::authorization(&what, "Bearer", checked("Bearer", false)?, secrets)?
            }
            CredentialLocation::Scheme(word) => {
                Sent::authorization(&what, word, checked(word, false)?, secrets)?
            }
            CredentialLocation::Header(name) => {
                let name = HeaderName::try_from(name)
                    .map_err(|_| Error::configuration(format!("invalid header name `{name}`")))?;
                // `Authorization` may have a scheme before the key, such as `Bot`.
                let secret = checked("", name == header::AUTHORIZATION)?;
                let value = sensitive(&what, &secret)?;
                let key = secret.rsplit(' ').next().unwrap_or_default();
                secrets.push(key.to_owned());
                Sent::Header(name, value)
            }
            CredentialLocation::Query(name) => {
                let secret = checked("", false)?;
                secrets.extend([encoded(&secret), secret.clone()]);
                Sent::Query(name, secret)
            }
            CredentialLocation::Cookie(name) => {
                let secret = checked("", false)?;
                if secret.contains(['"', ',', ';', '\\']) {
                    return Err(Error::configuration(format!(
                        "{what} holds a character that cannot be sent in a cookie"
                    )));
                }
                let cookie = format!("{name}={secret}");
                secrets.push(secret);
                Sent::Cookie(cookie)
            }
        };
        let scheme = scheme.name;
        Ok(Credential { scheme, sent })
    }
}

impl Sent {
    fn authorization(
        what: &str,
        word: &str,
        secret: String,
        secrets: &mut Vec<String>,
    ) -> Result<Self, Error> {
        let value = sensitive(what, &format!("{word} {secret}"))?;
        secrets.push(secret);
        Ok(Sent::Header(header::AUTHORIZATION, value))
    }
}

/// The value of `Authorization` for user name and password (RFC 7617).
fn basic(what: &str, given: &Secret, secrets: &mut Vec<String>) -> Result<String, Error> {
    let (user, password) = given.user_and_password();
    let problem = if user.is_empty() && password.is_empty() {
        "is empty; give a user name and a password"
    } else if user.contains(':') {
        "has a colon in its user name, which would be read as its end"
    } else if [user, password].iter().any(|text| text.contains(char::is_control)) {
        "holds a line break or another control character; was it copied with something around it?"
    } else {
        let blob = STANDARD.encode(format!("{user}:{password}"));
        let value = format!("Basic {blob}");
        // Some services expect a key as the user name, and no password.
        let secret = if password.is_empty() { user } else { password };
        secrets.extend([blob, secret.to_owned()]);
        return Ok(value);
    };
    Err(Error::configuration(format!("{what} {problem}")))
}

fn check(what: &str, service: &str, secret: &str, may_have_spaces: bool) -> Result<(), Error> {
    if secret.is_empty() {
        return Err(Error::configuration(format!(
            "{what} is empty; give the API key of your {service} account"
        )));
    }
    let is_usual = |byte: u8| byte.is_ascii_graphic() || (may_have_spaces && byte == b' ');
    if !secret.bytes().all(is_usual) {
        return Err(Error::configuration(format!(
            "{what} holds a space, a line break or another character that no token has; \
             was it copied with something around it?"
        )));
    }
    Ok(())
}

fn sensitive(what: &str, text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| Error::configuration(format!("{what} cannot be sent in a header")))?;
    value.set_sensitive(true);
    Ok(value)
}

fn encoded(text: &str) -> String {
    crate::request::encode(text).collect()
}

fn without_prefix<'t>(text: &'t str, prefix: &str) -> &'t str {
    match text.split_once(' ').unwrap_or((text, "")) {
        (start, secret) if !prefix.is_empty() && start.eq_ignore_ascii_case(prefix) => {
            secret.trim_matches(' ')
        }
        _ => text,
    }
}
