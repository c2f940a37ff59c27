//! The token, which nothing must print.

use std::fmt;

use http::{HeaderName, HeaderValue, header};

use crate::error::Error;
use crate::service::{Auth, Service};

/// The header that authenticates requests.
pub(crate) struct Token {
    pub(crate) header: HeaderName,
    pub(crate) value: HeaderValue,
}

impl Token {
    /// Takes a token, with or without `Bearer ` before it; `None` if the service wants none.
    ///
    /// The messages name the trouble and never the text.
    pub(crate) fn new(service: &Service, text: &str) -> Result<Option<Self>, Error> {
        let (header, prefix) = match service.auth {
            Auth::Bearer => (header::AUTHORIZATION, "Bearer "),
            Auth::Header(name) => (HeaderName::from_static(name), ""),
            Auth::None => return Ok(None),
        };
        let secret = without_prefix(text.trim_matches(' '), prefix);
        if secret.is_empty() {
            return Err(Error::configuration(format!(
                "the token is empty; give the API key of your {} account",
                service.name
            )));
        }
        if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::configuration(
                "the token holds a space, a line break or another character that no token has; \
                 was it copied with something around it?",
            ));
        }
        let mut value = HeaderValue::from_str(&format!("{prefix}{secret}"))
            .map_err(|_| Error::configuration("the token cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Some(Token { header, value }))
    }
}

fn without_prefix<'t>(text: &'t str, prefix: &str) -> &'t str {
    match text.split_once(' ').unwrap_or((text, "")) {
        (start, secret) if start.eq_ignore_ascii_case(prefix.trim_end()) => {
            secret.trim_matches(' ')
        }
        _ => text,
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}
