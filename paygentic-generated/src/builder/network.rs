//! Settings of connections: certificates, versions of TLS, and the proxy.

use super::{Buildable, ClientBuilder};
use crate::transport::{Identity, ProxySetting, Redacted, TlsSettings, TlsVersion};

impl<C: Buildable> ClientBuilder<C> {
    /// Trusts these certificate authorities in addition to those of the operating system: PEM with any number of
    /// certificates, or one in DER form. Anyone who has the key of one of them can read your requests.
    pub fn add_root_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.tls().added_roots.push(certificates.into());
        self
    }

    /// Trusts only these certificate authorities and those of [`add_root_certificates`](Self::add_root_certificates),
    /// not those of the operating system: PEM with any number of certificates, or one in DER form.
    ///
    /// If the service changes to another authority, all calls fail until you change the setting.
    pub fn only_root_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.tls().only_roots.push(certificates.into());
        self
    }

    /// A client certificate, for mutual TLS: the chain, beginning with the client's certificate, and its private key,
    /// both as PEM. Text around the sections of PEM is ignored. With the feature `native-tls`, the key must be in PKCS #8 form.
    pub fn client_identity(
        mut self,
        chain: impl Into<Vec<u8>>,
        private_key: impl Into<Vec<u8>>,
    ) -> Self {
        self.tls().identity =
            Some(Identity { chain: chain.into(), key: Redacted(private_key.into()) });
        self
    }

    /// The minimum version of TLS; TLS 1.2 by default.
    pub fn min_tls_version(mut self, version: TlsVersion) -> Self {
        self.tls().min_version = Some(version);
        self
    }

    /// Sends all requests through this HTTP proxy, such as `http://proxy.example:3128`, or
    /// `http://user:password@proxy.example:3128` with a percent-encoded user name and password. The proxy cannot read
    /// requests that are sent over TLS.
    ///
    /// By default the environment variables `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` name the proxy, and
    /// `NO_PROXY` lists addresses that are reached without it. What is on this machine never uses it: loopback
    /// addresses, names below `localhost`, and `0.0.0.0`.
    ///
    /// The async client cannot reach a base URL with `https` and an IPv6 address through a proxy: `build` fails.
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.settings.network.proxy = ProxySetting::Address(Redacted(address.into()));
        self
    }

    /// Uses no proxy, and ignores the environment variables for proxies.
    pub fn no_proxy(mut self) -> Self {
        self.settings.network.proxy = ProxySetting::Direct;
        self
    }

    fn tls(&mut self) -> &mut TlsSettings {
        &mut self.settings.network.tls
    }
}
