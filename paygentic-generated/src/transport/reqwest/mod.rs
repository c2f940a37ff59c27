//! The transport of the async client, on `reqwest`: it adds limits of size and time, and classifies errors.

mod incoming;
mod reading;
mod runtimes;

use std::fmt;
use std::future::{self, Future};
use std::sync::OnceLock;
use std::time::Duration;

use http::Uri;
use reqwest::Url;
use reqwest::redirect::Policy;

use self::reading::{Started, classify, read, stream};
use self::runtimes::Runtimes;
use super::head;
use super::settings::{Network, Redacted};
use super::{Body, Limits, OpenFuture, SleepFuture, Transport, TransportError, TransportFuture};
use crate::error::Error;

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
    url_cache: OnceLock<(Uri, Url)>,
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
            Some(Redacted(address)) => Some(reqwest::Proxy::all(address).map_err(failed)?),
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
            url_cache: OnceLock::new(),
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
    /// the [`ClientBuilder`](crate::ClientBuilder).
    ///
    /// A redirect that it followed to another address is an error. One that leads back to the same address cannot be
    /// seen, and the response may be that of a `GET` in place of what was asked for, so that nothing was changed:
    /// make the client with `redirect(Policy::none())`, as
    /// [`reqwest_client_builder`](ReqwestTransport::reqwest_client_builder) does.
    ///
    /// It has one connection pool, so use it in one async runtime only. The default transport of
    /// clients has a pool for each runtime.
    pub fn from_reqwest_client(client: reqwest::Client) -> Self {
        ReqwestTransport {
            runtimes: Runtimes::sharing(client),
            url_cache: OnceLock::new(),
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
        let requested = self.is_external.then(|| Box::new(request.url().clone()));
        let sending = client.execute(request);
        Ok(async move {
            let response = sending.await.map_err(classify)?;
            match requested {
                Some(requested) if *requested != *response.url() => {
                    Err(TransportError::redirected())
                }
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
        if let Some((cached, url)) = self.url_cache.get()
            && (cached.scheme(), cached.authority()) == (uri.scheme(), uri.authority())
        {
            let mut url = url.clone();
            if cached.path_and_query() == uri.path_and_query() {
                return Ok(url);
            }
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        let url = Url::parse(&uri.to_string()).map_err(TransportError::unusable)?;
        // An error means that another thread has set it first.
        drop(self.url_cache.set((uri, url.clone())));
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
        // Another crate may turn these features on for the whole program. Then a response would be asked for in a
        // compressed form, and one that is only labelled so would be an error.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
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
        Box::pin(async move { stream(self.start(request, None)?, limits).await })
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(duration))
    }

    /// Where the runtime cannot be used, sending says so; making a clock there would panic before.
    fn deadline(&self, duration: Duration) -> SleepFuture<'_> {
        match self.runtimes.client() {
            Ok(_) => self.sleep(duration),
            Err(_) => Box::pin(future::pending()),
        }
    }
}
