//! Credential providers, called for each call, so that credentials can change during the life of a client.

use std::error::Error as StdError;
#[cfg(feature = "async")]
use std::future::Future;
#[cfg(feature = "async")]
use std::pin::Pin;
use std::time::Duration;

use super::scheme_credentials::CredentialSet;

/// The argument of a credential provider.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CredentialRequest {
    pub(crate) is_refused: bool,
    pub(crate) time_left: Duration,
}

impl CredentialRequest {
    /// Whether the service has just refused, with status 401, the credential that the provider returned for this
    /// call. A provider with a cache must fetch a new one.
    pub fn is_refused(&self) -> bool {
        self.is_refused
    }

    /// The time left for the call. A credential that arrives later is not used.
    pub fn time_left(&self) -> Duration {
        self.time_left
    }
}

/// The credentials from a provider, or its error.
pub(crate) type Provided = Result<CredentialSet, Box<dyn StdError + Send + Sync>>;

/// A provider of the async client; public because a trait that cannot be named outside uses it.
#[cfg(feature = "async")]
pub struct AsyncProvider(pub(crate) Box<AsyncProviderFn>);

#[cfg(feature = "async")]
type AsyncProviderFn =
    dyn Fn(CredentialRequest) -> Pin<Box<dyn Future<Output = Provided> + Send>> + Send + Sync;

/// A provider of the blocking client; public because a trait that cannot be named outside uses it.
#[cfg(feature = "blocking")]
pub struct BlockingProvider(pub(crate) Box<BlockingProviderFn>);

#[cfg(feature = "blocking")]
type BlockingProviderFn = dyn Fn(CredentialRequest) -> Provided + Send + Sync;
