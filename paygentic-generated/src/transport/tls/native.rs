//! TLS with the library of the operating system.

use native_tls::{Certificate, Protocol, TlsConnector};

use super::pem::{self, is_pem};
use super::{Identity, NO_CERTIFICATE, NO_KEY, TlsSettings, TlsVersion, invalid_setting};
use crate::error::Error;

/// The configured TLS library.
#[cfg_attr(not(feature = "blocking"), allow(dead_code))]
pub(in crate::transport) type Tls = TlsConnector;

/// TLS 1.2 and newer, trusting what the operating system trusts, unless the settings say otherwise.
pub(in crate::transport) fn config(settings: &TlsSettings) -> Result<TlsConnector, Error> {
    let mut builder = TlsConnector::builder();
    builder.min_protocol_version(Some(match settings.min_version {
        Some(TlsVersion::Tls13) => Protocol::Tlsv13,
        Some(TlsVersion::Tls12) | None => Protocol::Tlsv12,
    }));
    builder.disable_built_in_roots(!settings.trusts_system());
    for (setting, bytes) in settings.roots() {
        for root in certificates(setting, bytes)? {
            builder.add_root_certificate(root);
        }
    }
    if let Some(identity) = &settings.identity {
        builder.identity(identified(identity)?);
    }
    builder.build().map_err(|error| Error::configuration(format!("cannot set up TLS: {error}")))
}

fn certificates(setting: &str, bytes: &[u8]) -> Result<Vec<Certificate>, Error> {
    let invalid = |error| invalid_setting(setting, format!("a certificate is not valid: {error}"));
    if !is_pem(bytes) {
        return Ok(vec![Certificate::from_der(bytes).map_err(invalid)?]);
    }
    let found = Certificate::stack_from_pem(&pem::tidy(bytes)).map_err(invalid)?;
    match found.is_empty() {
        true => Err(invalid_setting(setting, NO_CERTIFICATE)),
        false => Ok(found),
    }
}

fn identified(identity: &Identity) -> Result<native_tls::Identity, Error> {
    let setting = "client_identity";
    if !is_pem(&identity.chain) {
        return Err(invalid_setting(setting, NO_CERTIFICATE));
    }
    if !is_pem(&identity.key.0) {
        return Err(invalid_setting(setting, NO_KEY));
    }
    certificates(setting, &identity.chain)?;
    let (chain, key) = (pem::tidy(&identity.chain), pem::tidy(&identity.key.0));
    native_tls::Identity::from_pkcs8(&chain, &key).map_err(|error| {
        invalid_setting(
            setting,
            format!(
                "certificate and key are not valid: {error}; with the feature `native-tls` the \
                 key must be in PKCS #8 form (`BEGIN PRIVATE KEY`)"
            ),
        )
    })
}
