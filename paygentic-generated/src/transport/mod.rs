//! How requests get to the server, and how that can be replaced.

mod error;
#[cfg(feature = "async")]
mod reqwest;
#[cfg(all(feature = "async", feature = "rustls"))]
mod tls;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

#[cfg(feature = "async")]
pub(crate) use self::reqwest::ReqwestTransport;
pub use error::TransportError;

/// What a transport gives back.
pub type TransportFuture<'t> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 't>>;

/// Sends one request and receives its response.
///
/// Replace it to test without a network or to use another HTTP library. A transport makes one
/// attempt: it follows no redirects, repeats nothing, and keeps to the limits. A response of any
/// status is a response; an error means that there was none.
///
/// ```
/// use paygentic_generated::{Client, Environment};
/// use paygentic_generated::transport::{Limits, Transport, TransportFuture};
///
/// struct AlwaysEmpty;
///
/// impl Transport for AlwaysEmpty {
///     fn send(&self, _: http::Request<bytes::Bytes>, _: Limits) -> TransportFuture<'_> {
///         Box::pin(async { Ok(http::Response::new("{}".into())) })
///     }
/// }
///
/// let client = Client::builder()
///     .environment(Environment::from("https://api.example"))
///     .token("test")
///     .transport(AlwaysEmpty)
///     .build()?;
/// # Ok::<(), paygentic_generated::Error>(())
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request and reads the whole response.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture<'_>;
}

/// What a transport must keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long the attempt may take, from connecting to the end of the body.
    pub timeout: Duration,
    /// How many bytes the body may have, after decompression. What is longer is
    /// [`TransportError::too_large`], and not read to its end.
    pub response_size: usize,
}
