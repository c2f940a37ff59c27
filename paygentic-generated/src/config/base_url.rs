//! The address that requests start with.

use std::net::IpAddr;

use http::Uri;

use crate::error::Error;
use crate::request::Request;

/// A checked address, without a slash at its end.
#[derive(Debug)]
pub(crate) struct BaseUrl {
    text: String,
    is_plain_loopback: bool,
}

impl BaseUrl {
    /// Checks an address: where the token goes must be beyond doubt.
    pub(crate) fn new(text: &str, allow_plain_http: bool) -> Result<Self, Error> {
        let refuse = |why: &str| {
            // The address itself is not repeated: it may hold a password.
            Err(Error::configuration(format!(
                "the base URL {why}; write it as in `https://api.example/prefix`"
            )))
        };
        if text.contains('#') {
            return refuse("has a fragment");
        }
        let Ok(uri) = text.parse::<Uri>() else {
            return refuse("is not valid");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return refuse("has no scheme or no host");
        };
        if authority.as_str().contains('@') {
            return refuse("holds a user name or a password");
        }
        if uri.query().is_some() {
            return refuse("has a query");
        }
        if uri
            .path()
            .split('/')
            .any(|segment| matches!(segment, "." | ".."))
        {
            return refuse("has `.` or `..` in its path");
        }
        let is_loopback = is_loopback(authority.host());
        match scheme {
            "https" => {}
            "http" if allow_plain_http || is_loopback => {}
            "http" => {
                return refuse(
                    "is not encrypted, so that anyone on the way could read the token \
                     (`allow_plain_http` allows it)",
                );
            }
            _ => return refuse("has a scheme other than `https`"),
        }
        Ok(BaseUrl {
            text: text.trim_end_matches('/').to_owned(),
            is_plain_loopback: scheme == "http" && is_loopback,
        })
    }

    pub(crate) fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// Whether it is not encrypted because nobody is on the way, so that no proxy may be either.
    pub(crate) fn is_plain_loopback(&self) -> bool {
        self.is_plain_loopback
    }

    /// The address of a path and query.
    pub(crate) fn join(&self, request: &Request) -> Result<Uri, Error> {
        let mut address = String::with_capacity(self.text.len() + request.target_len());
        address.push_str(&self.text);
        request.push_target(&mut address);
        Uri::try_from(address)
            .map_err(|error| Error::invalid_request(format!("the address is not valid: {error}")))
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
