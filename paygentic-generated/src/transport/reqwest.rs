//! The transport on `reqwest`.

use std::mem;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::Url;
use reqwest::redirect::Policy;
use tokio::runtime::Handle;

use super::{BodyCut, Limits, SleepFuture, Transport, TransportError, TransportFuture};
use crate::error::Error;

/// Sends through `reqwest`, and keeps connections open between requests.
///
/// It is what clients use unless they are given another transport. To set a proxy or certificates, or
/// to share a client of `reqwest`, make one and hand it over:
///
/// ```
/// use std::time::Duration;
/// use paygentic_generated::{Client, transport::ReqwestTransport};
///
/// let http = ReqwestTransport::reqwest_client_builder()?
///     .connect_timeout(Duration::from_secs(3))
///     .no_proxy()
///     .build()?;
/// let client = Client::builder()
///     .token("sk_test_1")
///     .transport(ReqwestTransport::from_reqwest_client(http))
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// `direct` leaves out proxies.
    pub(crate) fn new(connect_timeout: Duration, direct: bool) -> Result<Self, Error> {
        let mut builder =
            ReqwestTransport::reqwest_client_builder()?.connect_timeout(connect_timeout);
        if direct {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|error| Error::configuration(format!("cannot set up HTTP: {error}")))?;
        Ok(ReqwestTransport(client))
    }

    /// A client of `reqwest` as this crate sets it up, to be completed: it follows no redirects,
    /// repeats nothing, and has the TLS that the features of this crate choose.
    ///
    /// This function and [`from_reqwest_client`](ReqwestTransport::from_reqwest_client) are the
    /// only ones that show which version of `reqwest` this crate has (0.13): another version
    /// changes only them.
    ///
    /// # Errors
    ///
    /// TLS cannot be set up.
    pub fn reqwest_client_builder() -> Result<reqwest::ClientBuilder, Error> {
        let builder = reqwest::Client::builder()
            // A redirect would carry the token to an address that nobody chose.
            .redirect(Policy::none())
            // Repeating a request is decided above, where it is known whether that is safe.
            .retry(reqwest::retry::never());
        #[cfg(feature = "rustls")]
        let builder = builder.tls_backend_preconfigured(super::tls::config()?);
        Ok(builder)
    }

    /// Sends through a client of `reqwest` 0.13 that was set up elsewhere.
    ///
    /// Its settings hold: it should follow no redirects and repeat nothing, and its connect timeout
    /// replaces that of the [`ClientBuilder`](crate::ClientBuilder).
    pub fn from_reqwest_client(client: reqwest::Client) -> Self {
        ReqwestTransport(client)
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        if Handle::try_current().is_err() {
            let problem = "the async client runs inside a Tokio runtime, and there is none; \
                           `#[tokio::main]` starts one, and the blocking client needs none";
            return Err(TransportError::unusable(problem));
        }
        let request = translate(request, limits)?;
        let mut response = self.0.execute(request).await.map_err(classify)?;
        let mut answer = http::Response::new(Bytes::new());
        *answer.status_mut() = response.status();
        *answer.version_mut() = response.version();
        *answer.headers_mut() = mem::take(response.headers_mut());
        let (limit, is_enough) = limits.of(answer.status());
        let (body, is_cut) = read_body(response, limit, is_enough).await?;
        if is_cut {
            answer.extensions_mut().insert(BodyCut);
        }
        *answer.body_mut() = body;
        Ok(answer)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture<'_> {
        Box::pin(self.exchange(request, limits))
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The request as `reqwest` has it. `TryFrom` would do, and would print the whole address to read it
/// again.
fn translate(
    request: http::Request<Bytes>,
    limits: Limits,
) -> Result<reqwest::Request, TransportError> {
    let (head, body) = request.into_parts();
    let uri = &head.uri;
    let address = [
        uri.scheme_str().unwrap_or_default(),
        "://",
        uri.authority().map_or("", |authority| authority.as_str()),
        uri.path_and_query().map_or("", |target| target.as_str()),
    ];
    let url = Url::parse(&address.concat()).map_err(TransportError::unusable)?;
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.body_mut() = Some(body.into());
    *request.timeout_mut() = Some(limits.timeout);
    Ok(request)
}

/// How much room is made for a body whose length is only announced.
const ROOM: u64 = 1024 * 1024;

/// Reads no further than the limit, whatever the length that the server announces. A longer body is
/// an error, unless its beginning `is_enough`; says whether it was cut.
async fn read_body(
    mut response: reqwest::Response,
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
            body.reserve(announced.min(ROOM) as usize);
        }
        body.extend_from_slice(&chunk);
    }
    Ok((body.freeze(), false))
}

/// The address is left out: its query may hold personal data.
fn classify(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
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
