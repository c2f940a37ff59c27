//! Chooses the proxy of a client.
//!
//! It is decided here and once, because all requests of a client go to one address, and so that both
//! clients decide in the same way.

use http::Uri;
use percent_encoding::percent_decode_str;

use super::no_proxy;
use super::settings::Redacted;
use crate::config::{BaseUrl, is_this_machine, split_host};
use crate::error::Error;

/// The proxy setting of the caller.
#[derive(Debug, Default)]
pub(crate) enum ProxySetting {
    /// As in the environment variables.
    #[default]
    Environment,
    /// No proxy, whatever the environment variables say.
    Direct,
    /// This one.
    Address(Redacted<String>),
}

/// Reads an environment variable.
type Variables<'v> = &'v dyn Fn(&str) -> Option<String>;

impl ProxySetting {
    /// The name of the setting, if it was set.
    pub(crate) fn is_set(&self) -> Option<&'static str> {
        match self {
            ProxySetting::Environment => None,
            ProxySetting::Direct => Some("no_proxy"),
            ProxySetting::Address(_) => Some("proxy"),
        }
    }

    /// The proxy for this address, if there is one.
    pub(crate) fn resolve(
        &self,
        base: &BaseUrl,
        variables: Variables<'_>,
    ) -> Result<Option<Redacted<String>>, Error> {
        let proxy = match self {
            ProxySetting::Direct => return Ok(None),
            ProxySetting::Address(Redacted(address)) => Proxy::new(address, "the setting `proxy`")?,
            ProxySetting::Environment => match from_environment(base, variables)? {
                Some(proxy) => proxy,
                None => return Ok(None),
            },
        };
        if !base.is_https() && base.is_this_machine() && !proxy.is_this_machine {
            return Err(Error::configuration(
                "the base URL is not encrypted and on this machine, so that the token would go \
                 to the proxy, on another machine, for everyone to read; use `https`, or `no_proxy`",
            ));
        }
        Ok(Some(Redacted(proxy.address)))
    }
}

/// Loopback addresses are never reached through a proxy of the environment, which is meant for
/// the network.
fn from_environment(base: &BaseUrl, variables: Variables<'_>) -> Result<Option<Proxy>, Error> {
    if base.is_this_machine() {
        return Ok(None);
    }
    let of_scheme: &[&str] = if base.is_https() {
        &["https_proxy", "HTTPS_PROXY"]
    } else if variables("REQUEST_METHOD").is_some() {
        // In a CGI program, `HTTP_PROXY` is the header `Proxy` of the request, so anyone could set it.
        &["http_proxy"]
    } else {
        &["http_proxy", "HTTP_PROXY"]
    };
    let names = of_scheme.iter().chain(&["all_proxy", "ALL_PROXY"]);
    let mut set = names.filter_map(|name| Some((name, variables(name)?)));
    let Some((name, address)) = set.find(|(_, value)| !value.trim().is_empty()) else {
        return Ok(None);
    };
    // As above, an empty variable counts as missing.
    let mut exceptions = ["no_proxy", "NO_PROXY"].iter().filter_map(|name| variables(name));
    let exceptions = exceptions.find(|list| !list.trim().is_empty());
    if exceptions.is_some_and(|list| no_proxy::covers(&list, base.host(), base.port())) {
        return Ok(None);
    }
    Proxy::new(&address, &format!("the environment variable {name}")).map(Some)
}

/// A checked address of a proxy.
struct Proxy {
    address: String,
    is_this_machine: bool,
}

impl Proxy {
    /// `source` names the origin of the address in errors, which do not repeat it: it may contain a password.
    fn new(address: &str, source: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Err(Error::configuration(format!("{source} {why}")));
        let address = address.trim();
        let address = match address.contains("://") {
            true => address.to_owned(),
            false => format!("http://{address}"),
        };
        let uri = address.parse::<Uri>();
        // Libraries disagree about which `@` ends a password, and about what is sent for bytes that are not text.
        // What follows a `#` is dropped without a word, and the host would be a part of the user name.
        let is_clear = address.matches('@').count() < 2
            && !address.contains('#')
            && percent_decode_str(&address).decode_utf8().is_ok();
        let Some(uri) = uri.ok().filter(|_| is_clear) else {
            return refuse(
                "holds no valid address of a proxy; write it as in \
                 `http://user:password@proxy.example:3128`, with `%40` for an `@` in the password, \
                 `%23` for a `#`, and UTF-8 for what is not ASCII",
            );
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return refuse("holds an address without a host");
        };
        match scheme.to_ascii_lowercase().as_str() {
            "http" => {}
            "https" if cfg!(any(feature = "rustls", feature = "native-tls")) => {}
            "https" => {
                return refuse(
                    "names an `https` proxy, which needs the feature `rustls` or `native-tls`",
                );
            }
            scheme if scheme.starts_with("socks") => {
                return refuse(
                    "names a SOCKS proxy, which this crate cannot use; name an HTTP proxy",
                );
            }
            _ => return refuse("names a proxy of an unknown kind; use an `http` or `https` proxy"),
        }
        if uri.query().is_some() || !matches!(uri.path(), "" | "/") {
            return refuse("holds an address with a path, which a proxy does not have");
        }
        let host_and_port = authority.as_str().rsplit('@').next().unwrap_or_default();
        // One library rejects an invalid port or host only when it sends, without details.
        let host = match split_host(host_and_port) {
            Ok((host, _)) => host,
            Err(why) => return refuse(why),
        };
        Ok(Proxy {
            is_this_machine: is_this_machine(host),
            address: format!("{scheme}://{authority}"),
        })
    }
}
