//! The settings of the default transports: TLS, the proxy, and the time to connect.

use std::fmt;
use std::time::Duration;

use super::proxy::ProxySetting;
use super::tls::TlsSettings;
use crate::config::BaseUrl;
use crate::error::Error;

/// A text or bytes that must not be printed.
#[derive(Clone)]
pub(crate) struct Redacted<T>(pub(crate) T);

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// The settings of [`ClientBuilder`](crate::ClientBuilder) that only the default transport can apply.
#[derive(Debug, Default)]
pub(crate) struct NetworkSettings {
    pub(crate) tls: TlsSettings,
    pub(crate) proxy: ProxySetting,
}

impl NetworkSettings {
    /// Checks that no setting would be ignored: a custom transport does not receive them.
    pub(crate) fn check_unused(&self) -> Result<(), Error> {
        match self.tls.first_set().or_else(|| self.proxy.is_set()) {
            None => Ok(()),
            Some(setting) => Err(Error::configuration(format!(
                "`{setting}` cannot be set together with `transport`: it belongs to the transport, \
                 and must be set there"
            ))),
        }
    }

    /// The settings for this address, with the proxy chosen.
    pub(crate) fn resolve(
        self,
        base: &BaseUrl,
        connect_timeout: Duration,
    ) -> Result<Network, Error> {
        let has_tls = cfg!(any(feature = "rustls", feature = "native-tls"));
        if !has_tls && base.is_https() {
            return Err(Error::configuration(
                "an `https` address needs the feature `rustls` or `native-tls` of this crate, or a \
                 transport with TLS of its own",
            ));
        }
        if !has_tls && let Some(setting) = self.tls.first_set() {
            return Err(Error::configuration(format!(
                "`{setting}` needs the feature `rustls` or `native-tls` of this crate"
            )));
        }
        // A value that is not UTF-8 is an error like other invalid addresses, and not ignored.
        let variables = |name: &str| Some(std::env::var_os(name)?.to_string_lossy().into_owned());
        let proxy = self.proxy.resolve(base, &variables)?;
        let is_ipv6_by_proxy = proxy.is_some() && base.is_https() && base.host().starts_with('[');
        Ok(Network { connect_timeout, tls: self.tls, proxy, is_ipv6_by_proxy })
    }
}

/// How a transport reaches the server.
#[derive(Debug)]
pub struct Network {
    pub(crate) connect_timeout: Duration,
    #[cfg_attr(not(any(feature = "rustls", feature = "native-tls")), allow(dead_code))]
    pub(crate) tls: TlsSettings,
    /// The address of a proxy, with user name and password if it requires them.
    pub(crate) proxy: Option<Redacted<String>>,
    /// Whether TLS goes through the proxy to a server whose host is an IPv6 address.
    #[cfg_attr(not(feature = "async"), allow(dead_code))]
    is_ipv6_by_proxy: bool,
}

#[cfg(feature = "async")]
impl Network {
    /// An error for `reqwest`, which treats the brackets of the address as part of the name on the certificate.
    pub(crate) fn refuse_ipv6_by_proxy(&self) -> Result<(), Error> {
        match self.is_ipv6_by_proxy {
            false => Ok(()),
            true => Err(Error::configuration(
                "the async client cannot reach an IPv6 address over TLS through a proxy; use a host \
                 name in the base URL, `no_proxy`, or the blocking client",
            )),
        }
    }
}
