//! Resolves the address of the next page of a list, which the service has sent.

use http::Uri;

use super::base_url::BaseUrl;
use super::host;
use crate::error::Error;
use crate::request::{Request, encode};

impl BaseUrl {
    /// Path and query of the next page, if it is on this server: the credentials go nowhere else.
    ///
    /// Query parameters of the request that the address lacks, such as a key, are added.
    pub(super) fn follow(&self, address: &str, request: &Request) -> Result<String, Error> {
        let target = self.target(address, request).map_err(|problem| {
            Error::pagination(format!("the address of the next page {problem}"))
        })?;
        Ok(with_query(target, request))
    }

    fn target(&self, address: &str, request: &Request) -> Result<String, &'static str> {
        let address = address.split('#').next().unwrap_or_default().trim();
        if address.starts_with('?') {
            return Ok(format!("{}{}{address}", self.path(), request.path));
        }
        if address.starts_with('/') && !address.starts_with("//") {
            return Ok(address.to_owned());
        }
        if !address.contains("://") && !address.starts_with("//") {
            // A relative address replaces the last segment of the path.
            let own = format!("{}{}", self.path(), request.path);
            let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
            return Ok(format!("{folder}/{address}"));
        }
        let absolute = match address.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None => address.to_owned(),
        };
        let uri: Uri = absolute.parse().map_err(|_| "is not valid")?;
        let authority = uri.authority().ok_or("has no host")?;
        if authority.as_str().contains('@') {
            return Err("holds a user name or a password");
        }
        let (host, port) = host::split(authority.as_str())?;
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err("has a scheme other than `https`"),
        };
        // Servers behind a proxy may not know that they are reached over TLS: `http` is requested over TLS too.
        let port = port.unwrap_or(match (is_https, self.is_https()) {
            (false, true) => self.port(),
            (true, _) => 443,
            (false, false) => 80,
        });
        if !host.eq_ignore_ascii_case(self.host()) || port != self.port() {
            return Err("is on another server, which must not receive the credentials");
        }
        if is_https && !self.is_https() {
            return Err("has another scheme than the base URL");
        }
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        Ok(target.to_owned())
    }
}

fn with_query(mut target: String, request: &Request) -> String {
    for (name, value) in &request.query {
        let encoded: String = encode(name).collect();
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let has_it = query.split('&').any(|pair| {
            let key = pair.split('=').next().unwrap_or_default();
            key == encoded || key == name.as_ref()
        });
        if !has_it {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(&encoded);
            value.push(&mut target);
        }
    }
    target
}
