#![doc = include_str!("../../docs/transport.md")]

mod error;
mod no_proxy;
mod proxy;
#[cfg(feature = "async")]
mod reqwest;
mod settings;
mod tls;
#[cfg(feature = "blocking")]
mod ureq;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

#[cfg(feature = "async")]
pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "blocking")]
pub(crate) use self::ureq::UreqTransport;
pub use error::TransportError;
pub(crate) use proxy::ProxySetting;
pub(crate) use settings::{NetworkSettings, Secret};
pub use tls::TlsVersion;
pub(crate) use tls::{Identity, TlsSettings};

/// What a transport gives back.
pub type TransportFuture<'t> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 't>>;

/// Waits between two attempts.
pub type SleepFuture<'t> = Pin<Box<dyn Future<Output = ()> + Send + 't>>;

/// Sends one request and receives its response.
///
/// Replace it to test without a network or to use another HTTP library. A transport makes one
/// attempt: it follows no redirects, repeats nothing, and keeps to the [`Limits`]. If it asks for a
/// compressed response, it undoes that and removes the `Content-Encoding` header. A response of any
/// status is a response; an error means that there was none.
///
/// ```
/// use paygentic_generated::{Client, Environment};
/// use paygentic_generated::transport::{Limits, SleepFuture, Transport, TransportFuture};
/// use std::time::Duration;
///
/// struct AlwaysEmpty;
///
/// impl Transport for AlwaysEmpty {
///     fn send(&self, _: http::Request<bytes::Bytes>, _: Limits) -> TransportFuture<'_> {
///         Box::pin(async { Ok(http::Response::new("{}".into())) })
///     }
///
///     fn sleep(&self, _: Duration) -> SleepFuture<'_> {
///         Box::pin(async {}) // where there is a clock: `tokio::time::sleep(duration)`
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

    /// Waits between two attempts. How to wait belongs to the same async runtime as how to send.
    fn sleep(&self, duration: Duration) -> SleepFuture<'_>;
}

/// Sends one request and receives its response, and waits for it: what [`Transport`] is to the
/// async client, for the blocking one.
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends the request and reads the whole response.
    ///
    /// # Errors
    ///
    /// There was no complete response.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Waits between two attempts.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// How much of the body of an error is read: more explains nothing.
const ERROR_SIZE: usize = 1024 * 1024;

/// What a transport must keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long the attempt may take, from connecting to the end of the body.
    pub timeout: Duration,
    /// How many bytes the body may have, after decompression. What is longer is
    /// [`TransportError::too_large`], and not read to its end.
    pub response_size: usize,
    /// How many bytes of the body of an error are read, if the status is no success. What follows is
    /// left unread; the response is complete all the same, with [`BodyCut`] among its extensions.
    pub error_size: usize,
}

/// Among the extensions of a response, says that there was more of its body than was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyCut;

#[cfg(any(feature = "async", feature = "blocking"))]
impl Limits {
    /// How many bytes of the body of a response are read, and whether that is enough of it if there
    /// are more.
    fn of(&self, status: http::StatusCode) -> (usize, bool) {
        match status.is_success() {
            true => (self.response_size, false),
            false => (self.error_size, true),
        }
    }
}

impl Limits {
    /// Limits to call a transport with, as tests of one do.
    pub fn new(timeout: Duration, response_size: usize) -> Self {
        Limits {
            timeout,
            response_size,
            error_size: response_size.min(ERROR_SIZE),
        }
    }
}
