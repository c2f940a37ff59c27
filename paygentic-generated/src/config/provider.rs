//! Providers of credentials, asked for each call, so that credentials can change during the life of a client.

use std::error::Error as StdError;
#[cfg(feature = "async")]
use std::future::Future;
#[cfg(feature = "async")]
use std::pin::Pin;
use std::time::Duration;

use super::scheme_credentials::Given;

/// What a client asks its provider of credentials for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CredentialRequest {
    pub(crate) is_refused: bool,
    pub(crate) time_left: Duration,
}

impl CredentialRequest {
    /// Whether the service has just refused, with status 401, what the provider gave for this call. A
    /// provider that keeps what it gives gets it anew now.
    pub fn is_refused(&self) -> bool {
        self.is_refused
    }

    /// How long the call may take from now on. What comes later is of no use to it.
    pub fn time_left(&self) -> Duration {
        self.time_left
    }
}

/// What a provider gives, or why it has nothing.
pub(crate) type Provided = Result<Given, Box<dyn StdError + Send + Sync>>;

/// A provider of the async client; public for a trait that cannot be named outside.
#[cfg(feature = "async")]
pub struct AsyncProvider(pub(crate) Box<ProvideLater>);

#[cfg(feature = "async")]
type ProvideLater =
    dyn Fn(CredentialRequest) -> Pin<Box<dyn Future<Output = Provided> + Send>> + Send + Sync;

/// A provider of the blocking client; public for a trait that cannot be named outside.
#[cfg(feature = "blocking")]
pub struct BlockingProvider(pub(crate) Box<ProvideNow>);

#[cfg(feature = "blocking")]
type ProvideNow = dyn Fn(CredentialRequest) -> Provided + Send + Sync;
