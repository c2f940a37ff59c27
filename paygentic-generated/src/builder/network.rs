//! Settings of connections: certificates, versions of TLS, and the proxy.

use super::{Buildable, ClientBuilder};
use crate::transport::{Identity, ProxySetting, Secret, TlsSettings, TlsVersion};

impl<C: Buildable> ClientBuilder<C> {
    /// Trusts these certificate authorities, besides those that the operating system trusts: PEM
    /// with any number of certificates, or one in DER form. Whoever has the key of one can read
    /// what is sent.
    pub fn add_root_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.tls().added_roots.push(certificates.into());
        self
    }

    /// Trusts these certificate authorities and those of
    /// [`add_root_certificates`](Self::add_root_certificates), and not those that the operating
    /// system trusts: PEM with any number of certificates, or one in DER form.
    ///
    /// If the service changes to another authority, nothing can be sent until the program is
    /// changed.
    pub fn only_root_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.tls().only_roots.push(certificates.into());
        self
    }

    /// Shows the server a certificate of one's own (mutual TLS): the chain, the client's certificate
    /// first, and its private key, both as PEM. With the feature `native-tls`, the key must be in PKCS #8
    /// form.
    pub fn client_identity(
        mut self,
        chain: impl Into<Vec<u8>>,
        private_key: impl Into<Vec<u8>>,
    ) -> Self {
        self.tls().identity =
            Some(Identity { chain: chain.into(), key: Secret(private_key.into()) });
        self
    }

    /// The oldest version of TLS to speak; TLS 1.2 if not set.
    pub fn min_tls_version(mut self, version: TlsVersion) -> Self {
        self.tls().min_version = Some(version);
        self
    }

    /// Sends everything through this HTTP proxy, as in `http://proxy.example:3128`, or
    /// `http://user:password@proxy.example:3128` with its user name and password, percent-encoded. What
    /// goes over TLS stays secret from the proxy.
    ///
    /// If neither this nor [`no_proxy`](Self::no_proxy) is set, the environment variables `HTTPS_PROXY`,
    /// `HTTP_PROXY` and `ALL_PROXY` name the proxy, `NO_PROXY` lists addresses that are reached without it,
    /// and this machine always is.
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.settings.network.proxy = ProxySetting::Address(Secret(address.into()));
        self
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.settings.network.proxy = ProxySetting::Direct;
        self
    }

    fn tls(&mut self) -> &mut TlsSettings {
        &mut self.settings.network.tls
    }
}
