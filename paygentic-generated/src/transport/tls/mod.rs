//! The settings of TLS, and their conversion for the library that the features select.

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod native;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod pem;
#[cfg(feature = "rustls")]
mod rustls;

use super::settings::Redacted;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::error::Error;

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
#[cfg_attr(not(feature = "blocking"), allow(unused_imports))]
pub(super) use native::{Tls, config};
#[cfg(feature = "rustls")]
#[cfg_attr(not(feature = "blocking"), allow(unused_imports))]
pub(super) use rustls::{Tls, config};

/// A version of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2, the oldest supported version.
    Tls12,
    /// TLS 1.3.
    Tls13,
}

/// The settings of TLS. Certificates and keys are parsed when a client is built.
#[derive(Debug, Default)]
pub(crate) struct TlsSettings {
    /// Certificates that are trusted besides those of the system, or instead of them.
    pub(crate) added_roots: Vec<Vec<u8>>,
    /// Certificates that are trusted instead of those of the system.
    pub(crate) only_roots: Vec<Vec<u8>>,
    pub(crate) identity: Option<Identity>,
    pub(crate) min_version: Option<TlsVersion>,
}

/// The certificate and key of the client, as PEM.
#[derive(Debug)]
#[cfg_attr(not(any(feature = "rustls", feature = "native-tls")), allow(dead_code))]
pub(crate) struct Identity {
    pub(crate) chain: Vec<u8>,
    pub(crate) key: Redacted<Vec<u8>>,
}

impl TlsSettings {
    /// The name of the first setting that was set.
    pub(crate) fn first_set(&self) -> Option<&'static str> {
        let settings = [
            (!self.added_roots.is_empty(), "add_root_certificates"),
            (!self.only_roots.is_empty(), "only_root_certificates"),
            (self.identity.is_some(), "client_identity"),
            (self.min_version.is_some(), "min_tls_version"),
        ];
        settings.iter().find(|(is_set, _)| *is_set).map(|(_, name)| *name)
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
impl TlsSettings {
    /// Whether the certificates of the system are trusted.
    fn trusts_system(&self) -> bool {
        self.only_roots.is_empty()
    }

    /// All certificates to trust, each with the name of the setting it is from.
    fn roots(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        let added = self.added_roots.iter().map(|root| ("add_root_certificates", &**root));
        let only = self.only_roots.iter().map(|root| ("only_root_certificates", &**root));
        added.chain(only)
    }
}

/// The error for a TLS setting that cannot be used.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn invalid_setting(setting: &str, why: impl std::fmt::Display) -> Error {
    Error::configuration(format!("`{setting}` cannot be used: {why}"))
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
const NO_CERTIFICATE: &str = "there is no certificate in the PEM text";

#[cfg(any(feature = "rustls", feature = "native-tls"))]
const NO_KEY: &str = "there is no private key in the PEM text";
