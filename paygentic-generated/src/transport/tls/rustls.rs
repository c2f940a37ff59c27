//! TLS with `rustls`.

use std::sync::Arc;

use rustls::client::WantsClientCert;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::version::TLS13;
use rustls::{ALL_VERSIONS, ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::Verifier;

use super::pem::{self, is_pem};
use super::{Identity, NO_CERTIFICATE, NO_KEY, TlsSettings, TlsVersion, invalid_setting};
use crate::error::Error;

/// The configured TLS library.
#[cfg_attr(not(feature = "blocking"), allow(dead_code))]
pub(in crate::transport) type Tls = ClientConfig;

/// TLS 1.2 and 1.3 with `ring`, trusting what the operating system trusts, unless the settings say
/// otherwise.
///
/// The provider is passed here and not installed for the process: that is the decision of the program.
pub(in crate::transport) fn config(settings: &TlsSettings) -> Result<ClientConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let versions = match settings.min_version {
        Some(TlsVersion::Tls13) => &[&TLS13],
        Some(TlsVersion::Tls12) | None => ALL_VERSIONS,
    };
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(versions)
        .map_err(set_up)?;
    let builder = trusting(builder, settings, provider)?;
    match &settings.identity {
        None => Ok(builder.with_no_client_auth()),
        Some(identity) => identified(builder, identity),
    }
}

fn set_up(error: rustls::Error) -> Error {
    Error::configuration(format!("cannot set up TLS: {error}"))
}

fn trusting(
    builder: ConfigBuilder<ClientConfig, WantsVerifier>,
    settings: &TlsSettings,
    provider: Arc<CryptoProvider>,
) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, Error> {
    let mut roots = Vec::new();
    let mut store = RootCertStore::empty();
    for (setting, bytes) in settings.roots() {
        for root in certificates(setting, bytes)? {
            store.add(root.clone()).map_err(|error| {
                invalid_setting(setting, format!("a certificate is not valid: {error}"))
            })?;
            roots.push(root);
        }
    }
    if !settings.trusts_system() {
        return Ok(builder.with_root_certificates(store));
    }
    let verifier = Arc::new(system(roots, provider)?);
    // Not dangerous: it is the verifier of the operating system.
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier))
}

/// A verifier that trusts these roots and those of the operating system.
#[cfg(not(target_os = "android"))]
fn system(
    roots: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, Error> {
    match roots.is_empty() {
        true => Verifier::new(provider),
        false => Verifier::new_with_extra_roots(roots, provider),
    }
    .map_err(set_up)
}

#[cfg(target_os = "android")]
fn system(
    roots: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, Error> {
    if !roots.is_empty() {
        let problem =
            "Android takes no certificates besides its own; `only_root_certificates` works";
        return Err(invalid_setting("add_root_certificates", problem));
    }
    Verifier::new(provider).map_err(set_up)
}

fn certificates(setting: &str, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    if !is_pem(bytes) {
        return Ok(vec![CertificateDer::from(bytes.to_vec())]);
    }
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem::tidy(bytes)).collect();
    match found {
        Ok(found) if found.is_empty() => Err(invalid_setting(setting, NO_CERTIFICATE)),
        Ok(found) => Ok(found),
        Err(error) => Err(invalid_setting(setting, format!("the PEM text is not valid: {error}"))),
    }
}

fn identified(
    builder: ConfigBuilder<ClientConfig, WantsClientCert>,
    identity: &Identity,
) -> Result<ClientConfig, Error> {
    let setting = "client_identity";
    if !is_pem(&identity.chain) {
        return Err(invalid_setting(setting, NO_CERTIFICATE));
    }
    let chain = certificates(setting, &identity.chain)?;
    let key =
        PrivateKeyDer::from_pem_slice(&pem::tidy(&identity.key.0)).map_err(
            |error| match error {
                PemError::NoItemsFound => invalid_setting(setting, NO_KEY),
                error => invalid_setting(
                    setting,
                    format!("the PEM text of the key is not valid: {error}"),
                ),
            },
        )?;
    builder.with_client_auth_cert(chain, key).map_err(|error| {
        invalid_setting(setting, format!("certificate and key do not fit: {error}"))
    })
}
