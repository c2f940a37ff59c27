//! The transport of the async client, on `reqwest`: it adds limits of size and time, and classifies errors.

mod incoming;
mod runtimes;

use std::fmt;
use std::future::Future;
use std::mem;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Uri;
use reqwest::Url;
use reqwest::redirect::Policy;

use self::incoming::Incoming;
use self::runtimes::Runtimes;
use super::head;
use super::settings::{Network, Secret};
use super::{
    AsyncPieces, Body, BodyCut, Limits, OpenFuture, SleepFuture, Transport, TransportError,
    TransportFuture,
};
use crate::error::Error;

/// The result of sending: a response whose body is not read yet.
type Started = Result<reqwest::Response, TransportError>;

/// The maximum memory that is reserved for a body before it arrives, whatever the server announces.
const AHEAD: u64 = 1024 * 1024;

/// The default transport of the async client, on `reqwest`. It keeps connections open between requests.
///
/// Clients use it unless another transport is set. Certificates, the version of TLS
/// and a proxy are settings of [`ClientBuilder`](crate::ClientBuilder). For other settings, or to share
/// a client of `reqwest`, create one and pass it in:
///
/// ```
/// use std::time::Duration;
/// use paygentic_generated::{Client, transport::ReqwestTransport};
///
/// let http = ReqwestTransport::reqwest_client_builder()?
///     .connect_timeout(Duration::from_secs(3))
///     .pool_max_idle_per_host(4)
///     .build()?;
/// let client = Client::builder()
///     .token("sk_test_1")
///     .transport(ReqwestTransport::from_reqwest_client(http))
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ReqwestTransport {
    runtimes: Runtimes,
    /// An address that was used: usually addresses differ only in path and query, and are quick to
    /// derive from each other.
    sample: OnceLock<(Uri, Url)>,
    /// Whether the client was created by the caller, and may follow redirects.
    is_external: bool,
}

impl ReqwestTransport {
    pub(crate) fn new(network: &Network) -> Result<Self, Error> {
        network.refuse_ipv6_by_proxy()?;
        let failed = |error| Error::configuration(format!("cannot set up HTTP: {error}"));
        let connect_timeout = network.connect_timeout;
        let proxy = match &network.proxy {
            None => None,
            Some(Secret(address)) => Some(reqwest::Proxy::all(address).map_err(failed)?),
        };
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let tls = super::tls::config(&network.tls)?;
        let make = move || {
            // The proxy has been chosen already, also from the environment.
            let builder = base_builder().connect_timeout(connect_timeout).no_proxy();
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            let builder = builder.tls_backend_preconfigured(tls.clone());
            match &proxy {
                None => builder.build(),
                Some(proxy) => builder.proxy(proxy.clone()).build(),
            }
        };
        Ok(ReqwestTransport {
            runtimes: Runtimes::new(make).map_err(failed)?,
            sample: OnceLock::new(),
            is_external: false,
        })
    }

    /// A builder of a `reqwest` client: the client follows no redirects, repeats nothing, and takes no proxy from the
    /// environment, because only the client of this crate knows which addresses must not go through one; `proxy` sets
    /// one.
    ///
    /// All settings of `reqwest` apply, those of TLS too. With the feature `rustls` of this crate, `reqwest`
    /// takes its cryptography from the default of the process. If there is no such default yet,
    /// this function installs `ring`; a program that uses another must install it before.
    ///
    /// This function and [`from_reqwest_client`](ReqwestTransport::from_reqwest_client) are the
    /// only ones that expose the version of `reqwest` that this crate uses (0.13): another version
    /// changes only them.
    ///
    /// # Errors
    ///
    /// TLS cannot be set up.
    pub fn reqwest_client_builder() -> Result<reqwest::ClientBuilder, Error> {
        // An error means that there is a default already, which is sufficient.
        #[cfg(feature = "rustls")]
        drop(rustls::crypto::ring::default_provider().install_default());
        let builder = base_builder().no_proxy();
        #[cfg(feature = "rustls")]
        let builder = builder.tls_backend_rustls();
        Ok(builder)
    }

    /// Sends through a client of `reqwest` 0.13 that was set up elsewhere.
    ///
    /// Its settings apply: it should follow no redirects and repeat nothing, and its connect timeout replaces that of
    /// the [`ClientBuilder`](crate::ClientBuilder). A redirect that it followed is an error, because the response is
    /// from an address that the caller did not choose.
    ///
    /// It has one connection pool, so use it in one async runtime only. The default transport of
    /// clients has a pool for each runtime.
    pub fn from_reqwest_client(client: reqwest::Client) -> Self {
        ReqwestTransport {
            runtimes: Runtimes::sharing(client),
            sample: OnceLock::new(),
            is_external: true,
        }
    }

    /// Begins to send a request, and returns the future of its response. If it were async, the future would keep
    /// room for the request to the end.
    fn start(
        &self,
        request: http::Request<Body>,
        timeout: Option<Duration>,
    ) -> Result<impl Future<Output = Started> + use<>, TransportError> {
        let client = self.runtimes.client()?;
        let request = self.translate(request, timeout)?;
        let asked = self.is_external.then(|| Box::new(request.url().clone()));
        let sending = client.execute(request);
        Ok(async move {
            let response = sending.await.map_err(classify)?;
            match asked {
                Some(asked) if *asked != *response.url() => Err(TransportError::redirected()),
                None if head::is_too_large(response.headers()) => {
                    Err(TransportError::head_too_large())
                }
                _ => Ok(response),
            }
        })
    }

    /// Converts the request for `reqwest`. `TryFrom` would format and parse the whole address
    /// each time.
    fn translate(
        &self,
        request: http::Request<Body>,
        timeout: Option<Duration>,
    ) -> Result<reqwest::Request, TransportError> {
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, self.url(head.uri)?);
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(match body.as_bytes() {
            Some(bytes) => bytes.clone().into(),
            None => reqwest::Body::wrap(body.chunks()),
        });
        *request.timeout_mut() = timeout;
        Ok(request)
    }

    fn url(&self, uri: Uri) -> Result<Url, TransportError> {
        if let Some((sample, url)) = self.sample.get()
            && (sample.scheme(), sample.authority()) == (uri.scheme(), uri.authority())
        {
            let mut url = url.clone();
            if sample.path_and_query() == uri.path_and_query() {
                return Ok(url);
            }
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        let url = Url::parse(&uri.to_string()).map_err(TransportError::unusable)?;
        // An error means that another thread has set it first.
        drop(self.sample.set((uri, url.clone())));
        Ok(url)
    }
}

/// A client without redirects and retries of its own.
fn base_builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        // A redirect would send the token to an address that the caller did not choose.
        .redirect(Policy::none())
        // `Exchange` decides about retries, because it knows whether they are safe.
        .retry(reqwest::retry::never())
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport")
            .field("runtimes", &self.runtimes.count())
            .finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>, limits: Limits) -> TransportFuture<'_> {
        Box::pin(async move { read(self.start(request, Some(limits.timeout))?, limits).await })
    }

    fn open(&self, request: http::Request<Body>, limits: Limits) -> OpenFuture<'_> {
        Box::pin(async move { hand_on(self.start(request, None)?, limits).await })
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Waits for a response and reads it whole.
async fn read(
    started: impl Future<Output = Started>,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut response = started.await?;
    let (limit, is_enough) = limits.of(response.status());
    let (body, is_cut) = read_body(&mut response, limit, is_enough).await?;
    let mut answer = http::Response::new(body);
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = mem::take(response.headers_mut());
    if is_cut {
        answer.extensions_mut().insert(BodyCut);
    }
    Ok(answer)
}

/// Waits for a response and streams its body.
async fn hand_on(
    started: impl Future<Output = Started>,
    limits: Limits,
) -> Result<http::Response<AsyncPieces>, TransportError> {
    let response =
        tokio::time::timeout(limits.timeout, started).await.map_err(TransportError::timeout)??;
    let response = http::Response::<reqwest::Body>::from(response);
    Ok(response.map(|body| Box::pin(Incoming::new(body, limits.idle)) as AsyncPieces))
}

/// Reads up to the limit, whatever length the server announces. A longer body is
/// an error, unless its beginning `is_enough`; returns whether it was cut.
async fn read_body(
    response: &mut reqwest::Response,
    limit: usize,
    is_enough: bool,
) -> Result<(Bytes, bool), TransportError> {
    let announced = response.content_length().unwrap_or(0);
    if announced > limit as u64 && !is_enough {
        return Err(TransportError::too_large(limit));
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(classify)? {
        let left = limit - body.len();
        if chunk.len() > left {
            if !is_enough {
                return Err(TransportError::too_large(limit));
            }
            body.extend_from_slice(&chunk[..left]);
            return Ok((body.freeze(), true));
        }
        if body.is_empty() {
            if chunk.len() as u64 == announced {
                return Ok((chunk, false));
            }
            body.reserve(announced.min(AHEAD) as usize);
        }
        body.extend_from_slice(&chunk);
    }
    Ok((body.freeze(), false))
}

/// Classifies an error, without its URL: the query may contain personal data.
fn classify(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if head::is_refused(&error) {
        return TransportError::head_too_large();
    }
    if error.is_builder() {
        return TransportError::unusable(error);
    }
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportError::connect_timeout(error),
        (true, false) => TransportError::connect(error),
        (false, true) => TransportError::timeout(error),
        (false, false) => TransportError::other(error),
    }
}
