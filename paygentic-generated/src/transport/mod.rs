#![doc = include_str!("../../docs/transport.md")]

mod error;
mod head;
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
pub use crate::body::BodyChunks;
pub use crate::body::{Body, BodyReader};

#[cfg(feature = "async")]
pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "blocking")]
pub(crate) use self::ureq::UreqTransport;
pub use error::TransportError;
pub(crate) use proxy::ProxySetting;
pub(crate) use settings::{Network, NetworkSettings, Redacted};
pub use tls::TlsVersion;
pub(crate) use tls::{Identity, TlsSettings};

/// The future of a response.
pub type TransportFuture<'t> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 't>>;

/// The future of a streamed response.
#[cfg(feature = "async")]
pub type OpenFuture<'t> =
    Pin<Box<dyn Future<Output = Result<http::Response<AsyncPieces>, TransportError>> + Send + 't>>;

/// The body of a streamed response.
#[cfg(feature = "async")]
pub type AsyncPieces =
    Pin<Box<dyn futures_core::Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of a streamed response, for the blocking client.
pub type BlockingPieces = Box<dyn Iterator<Item = Result<Bytes, TransportError>> + Send>;

/// Waits between two attempts.
pub type SleepFuture<'t> = Pin<Box<dyn Future<Output = ()> + Send + 't>>;

/// Sends one request and receives its response.
///
/// Replace it to test without a network or to use another HTTP library. A transport makes one
/// attempt: it follows no redirects, repeats nothing, and keeps to the [`Limits`]. If it asks for a
/// compressed response, it decompresses it and removes the `Content-Encoding` header. A response of any
/// status is `Ok`; an error means that there was no response.
///
/// ```
/// use paygentic_generated::{Client, Environment};
/// use paygentic_generated::transport::{Body, Limits, SleepFuture, Transport, TransportFuture};
/// use std::time::Duration;
///
/// struct AlwaysEmpty;
///
/// impl Transport for AlwaysEmpty {
///     fn send(&self, _: http::Request<Body>, _: Limits) -> TransportFuture<'_> {
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
    ///
    /// A body of JSON is in memory: [`Body::as_bytes`]. Larger ones should be read while they are sent.
    fn send(&self, request: http::Request<Body>, limits: Limits) -> TransportFuture<'_>;

    /// Sends the request, and streams the body of the response, for downloads and server-sent events.
    /// [`Limits::timeout`] applies to the head of the response, and [`Limits::idle`] to each wait after it; the size
    /// has no limit.
    ///
    /// By default the response is read as a whole by [`send`](Transport::send), with its limits, and events arrive
    /// all at once.
    #[cfg(feature = "async")]
    fn open(&self, request: http::Request<Body>, limits: Limits) -> OpenFuture<'_> {
        let sent = self.send(request, limits);
        Box::pin(async { Ok(sent.await?.map(|body| Box::pin(Whole(Some(body))) as AsyncPieces)) })
    }

    /// Waits between two attempts, on the async runtime of the transport.
    fn sleep(&self, duration: Duration) -> SleepFuture<'_>;

    /// Waits until a result that a call needs, such as its credentials, would be too late. It is dropped
    /// if that arrives in time. By default it is [`sleep`](Transport::sleep).
    fn deadline(&self, duration: Duration) -> SleepFuture<'_> {
        self.sleep(duration)
    }
}

/// Sends one request and waits for its response: the [`Transport`] of the blocking client.
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends the request and reads the whole response.
    ///
    /// # Errors
    ///
    /// No complete response was received.
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Sends the request, and streams the body of the response; see `Transport::open`.
    ///
    /// # Errors
    ///
    /// No response was received.
    fn open(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> Result<http::Response<BlockingPieces>, TransportError> {
        let response = self.send(request, limits)?;
        Ok(response.map(|body| Box::new(std::iter::once(Ok(body))) as BlockingPieces))
    }

    /// Waits between two attempts.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// A body that has been received already, as one piece.
#[cfg(feature = "async")]
struct Whole(Option<Bytes>);

#[cfg(feature = "async")]
impl futures_core::Stream for Whole {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Ok))
    }
}

/// How much of the body of an error is read: more is not needed for an explanation.
const ERROR_SIZE: usize = 1024 * 1024;

/// The limits of an attempt, which a transport must enforce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The time limit of the attempt, from connecting to the end of the body.
    pub timeout: Duration,
    /// The time limit for each chunk of a streamed body.
    pub idle: Duration,
    /// The maximum size of the body in bytes, after decompression. A longer one is [`TransportError::too_large`], and
    /// is not read to its end.
    pub response_size: usize,
    /// How many bytes of the body of an error are read, if the status is not a success. The rest is
    /// left unread; the response is still returned, with [`BodyCut`] among its extensions.
    pub error_size: usize,
    /// The name of the operation that is called, for tests to tell calls apart.
    pub(crate) operation: &'static str,
}

/// An extension of a response whose body was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyCut;

#[cfg(any(feature = "async", feature = "blocking"))]
impl Limits {
    /// How many bytes of the body of a response are read, and whether that is sufficient if there
    /// are more.
    fn of(&self, status: http::StatusCode) -> (usize, bool) {
        match status.is_success() {
            true => (self.response_size, false),
            false => (self.error_size, true),
        }
    }
}

impl Limits {
    /// Limits to call a transport with, such as in its tests.
    pub fn new(timeout: Duration, response_size: usize) -> Self {
        Limits {
            timeout,
            idle: timeout,
            response_size,
            error_size: response_size.min(ERROR_SIZE),
            operation: "",
        }
    }
}
