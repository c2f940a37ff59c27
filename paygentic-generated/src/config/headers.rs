//! Default headers, and the check for headers that callers must not set.

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::error::Error;
use crate::param::header_value;

/// Headers that frame a message or control its connection. With one of them from a
/// caller, a server might see other requests than were sent.
const RESERVED_HEADERS: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Rejects headers that the HTTP library controls.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Error> {
    let mut names = headers.keys().map(HeaderName::as_str);
    match names.find(|name| RESERVED_HEADERS.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Error::invalid_request(format!(
            "the header `{name}` cannot be set: it belongs to the connection, and the HTTP library \
             decides about it"
        ))),
    }
}

/// The headers of every request.
pub(crate) fn default_headers<'h>(
    suffix: Option<&str>,
    more: impl Iterator<Item = (&'h str, &'h str)>,
) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let mut agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned();
    if let Some(suffix) = suffix {
        agent.push(' ');
        agent.push_str(suffix);
    }
    headers.insert(USER_AGENT, checked("user-agent", &agent)?);
    for (name, value) in more {
        let mut value = checked(name, value)?;
        // It may be the key of a gateway, which must not be printed.
        value.set_sensitive(true);
        let name = HeaderName::try_from(name).map_err(|_| {
            Error::configuration(format!("`{}` is not a header name", name.escape_debug()))
        })?;
        headers.insert(name, value);
    }
    check(&headers).map_err(|error| Error::configuration(error.to_string()))?;
    Ok(headers)
}

fn checked(name: &str, value: &str) -> Result<HeaderValue, Error> {
    header_value(name, value).map_err(|error| Error::configuration(error.to_string()))
}
