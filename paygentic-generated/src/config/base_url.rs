//! The base URL of a client, checked so that the credentials reach only the intended server.

use std::fmt;

use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};

use super::host;
use crate::error::Error;
use crate::request::Request;

/// A checked address, without a slash at its end.
pub(crate) struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    /// Empty, or a path that begins with a slash.
    path: String,
    host: String,
    port: u16,
    is_https: bool,
    is_loopback: bool,
}

impl BaseUrl {
    /// Checks an address: it must be certain which server receives the token.
    pub(crate) fn new(text: &str, allow_plain_http: bool) -> Result<Self, Error> {
        BaseUrl::read(text, allow_plain_http).map_err(refused)
    }

    fn read(text: &str, allow_plain_http: bool) -> Result<Self, &'static str> {
        if text.contains('#') {
            return Err("has a fragment");
        }
        let uri: Uri = text.parse().map_err(|_| "is not valid")?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err("has no scheme or no host");
        };
        if authority.as_str().contains('@') {
            return Err("holds a user name or a password");
        }
        if uri.query().is_some() {
            return Err("has a query");
        }
        let (host, port) = host::split(authority.as_str())?;
        check_path(uri.path())?;
        let is_loopback = host::is_loopback(host);
        let is_https = match scheme.as_str() {
            "https" => true,
            "http" if allow_plain_http || is_loopback => false,
            "http" => {
                return Err(
                    "is not encrypted, so that others could read the token: use `https`, or allow it \
                     with `allow_plain_http`",
                );
            }
            _ => return Err("has a scheme other than `https`"),
        };
        Ok(BaseUrl {
            scheme: scheme.clone(),
            authority: authority.clone(),
            path: uri.path().trim_end_matches('/').to_owned(),
            host: host.to_owned(),
            port: port.unwrap_or(if is_https { 443 } else { 80 }),
            is_https,
            is_loopback,
        })
    }

    /// Rejects an address that ends with the segment that the paths of calls begin with.
    pub(crate) fn check_end(&self, path_starts: &[&str]) -> Result<(), Error> {
        let Some((_, end)) = self.path.rsplit_once('/') else {
            return Ok(());
        };
        if !path_starts.iter().any(|start| start.eq_ignore_ascii_case(end)) {
            return Ok(());
        }
        Err(Error::configuration(format!(
            "the base URL ends with `/{end}`, which the paths of calls begin with already, so that \
             it would be there twice; leave it out"
        )))
    }

    /// The prefix of all paths.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn is_https(&self) -> bool {
        self.is_https
    }

    /// Whether the server is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// The host, an IPv6 address in brackets.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The address of a path and query.
    pub(crate) fn join(&self, request: &Request) -> Result<Uri, Error> {
        let target = match &request.next {
            Some(address) => self.follow(address, request)?,
            None => {
                let mut target = String::with_capacity(self.path.len() + request.target_len());
                target.push_str(&self.path);
                request.push_target(&mut target);
                target
            }
        };
        let failed = |error: http::Error| {
            Error::invalid_request(format!("the address is not valid: {error}"))
        };
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query =
            Some(PathAndQuery::try_from(target).map_err(|error| failed(error.into()))?);
        Uri::from_parts(parts).map_err(|error| failed(error.into()))
    }
}

/// The complete address; it contains no secret.
impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}://{}{}\"", self.scheme, self.authority, self.path)
    }
}

/// The address itself is not repeated: it may hold a password.
fn refused(why: &'static str) -> Error {
    Error::configuration(format!("the base URL {why}; write it as in `https://api.example/prefix`"))
}

/// Servers and proxies resolve `.` and `..`, also when they are encoded, and some take an encoded
/// slash for a slash: requests must not reach another path because of that.
fn check_path(path: &str) -> Result<(), &'static str> {
    if path.contains('\\') {
        return Err("has a backslash in its path");
    }
    for segment in path.split('/') {
        let escapes = segment.split('%').skip(1);
        for escape in escapes {
            match escape.get(..2).map(str::to_ascii_lowercase).as_deref() {
                Some("2f" | "5c") => return Err("has an encoded slash in its path"),
                Some(digits) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => {}
                _ => return Err("has a `%` in its path without two hexadecimal digits after it"),
            }
        }
        let plain = segment.replace("%2e", ".").replace("%2E", ".");
        if matches!(plain.as_str(), "." | "..") {
            return Err("has `.` or `..` in its path");
        }
    }
    Ok(())
}
