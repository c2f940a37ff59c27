//! TLS by `rustls`.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::Error;

/// TLS 1.2 and 1.3 with `ring`, trusting what the operating system trusts.
///
/// The provider is given here and not installed for the process, which belongs to the program.
pub(super) fn config() -> Result<ClientConfig, Error> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map(|builder| builder.with_no_client_auth())
        .map_err(|error| Error::configuration(format!("cannot set up TLS: {error}")))
}
