//! The transport on `reqwest`.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::redirect::Policy;
use tokio::runtime::Handle;

use super::{Limits, SleepFuture, Transport, TransportError, TransportFuture};
use crate::error::Error;

/// Sends through `reqwest`, and keeps connections open between requests.
///
/// It is what clients use unless they are given another transport. To share a `reqwest` client, or
/// to set its proxy or certificates, hand one over:
///
/// ```
/// use paygentic_generated::{Client, transport::ReqwestTransport};
///
/// let http = reqwest::Client::builder()
///     .redirect(reqwest::redirect::Policy::none()) // a redirect would take the token along
///     .retry(reqwest::retry::never()) // this crate knows when repeating is safe
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
    pub(crate) fn new(connect_timeout: Duration) -> Result<Self, Error> {
        let builder = reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            // A redirect would carry the token to an address that nobody chose.
            .redirect(Policy::none())
            // Repeating a request is decided above, where it is known whether that is safe.
            .retry(reqwest::retry::never());
        #[cfg(feature = "rustls")]
        let builder = builder.tls_backend_preconfigured(super::tls::config()?);
        let client = builder
            .build()
            .map_err(|error| Error::configuration(format!("cannot set up HTTP: {error}")))?;
        Ok(ReqwestTransport(client))
    }

    /// Sends through a client of `reqwest` 0.13 that was set up elsewhere.
    ///
    /// Its settings hold: it should follow no redirects and repeat nothing, and its connect timeout
    /// replaces that of the [`ClientBuilder`](crate::ClientBuilder). This is the one place where
    /// this crate shows its version of `reqwest`; another one breaks callers of this function only.
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
        let mut request = reqwest::Request::try_from(request).map_err(classify)?;
        *request.timeout_mut() = Some(limits.timeout);
        let response = self.0.execute(request).await.map_err(classify)?;
        let mut answer = http::Response::new(Bytes::new());
        *answer.status_mut() = response.status();
        *answer.version_mut() = response.version();
        *answer.headers_mut() = response.headers().clone();
        *answer.body_mut() = read_body(response, limits.response_size).await?;
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

/// Reads no further than the limit, whatever the length that the server announces.
async fn read_body(mut response: reqwest::Response, limit: usize) -> Result<Bytes, TransportError> {
    let announced = response.content_length().unwrap_or(0);
    if announced > limit as u64 {
        return Err(TransportError::too_large(limit));
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(classify)? {
        if chunk.len() > limit - body.len() {
            return Err(TransportError::too_large(limit));
        }
        if body.is_empty() {
            if chunk.len() as u64 == announced {
                return Ok(chunk);
            }
            body.reserve(announced as usize);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
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
