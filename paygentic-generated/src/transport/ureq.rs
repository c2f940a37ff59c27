//! The blocking transport on `ureq`.

use std::io::{self, Read};
use std::time::Duration;

use bytes::Bytes;
use ureq::{Agent, Body, Timeout};

use super::{BlockingTransport, BodyCut, Limits, TransportError};

/// `ureq` adds its limits to the present time, which must not overflow.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Keeps connections open between requests.
pub(crate) struct UreqTransport(Agent);

impl UreqTransport {
    /// `direct` leaves out proxies.
    pub(crate) fn new(connect_timeout: Duration, direct: bool) -> Self {
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect would carry the token to an address that nobody chose.
            .max_redirects(0)
            .timeout_connect(Some(connect_timeout.min(LONGEST)));
        if direct {
            config = config.proxy(None);
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let config = config.tls_config(tls());
        UreqTransport(config.build().into())
    }

    fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, ureq::Error> {
        let (head, body) = request.into_parts();
        let response = if body.is_empty() {
            self.run(http::Request::from_parts(head, ()), limits)?
        } else {
            self.run(http::Request::from_parts(head, &*body), limits)?
        };
        let (head, body) = response.into_parts();
        let mut response = http::Response::from_parts(head, Bytes::new());
        let (limit, is_enough) = limits.of(response.status());
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let is_longer = body.content_length().is_some_and(|length| length > limit);
        if is_longer && !is_enough {
            return Err(ureq::Error::BodyExceedsLimit(limit));
        }
        let (read, is_cut) = if is_enough {
            read_beginning(body, limit)?
        } else {
            (body.into_with_config().limit(limit).read_to_vec()?, false)
        };
        if is_cut {
            response.extensions_mut().insert(BodyCut);
        }
        *response.body_mut() = read.into();
        Ok(response)
    }

    fn run<S: ureq::AsSendBody>(
        &self,
        request: http::Request<S>,
        limits: Limits,
    ) -> Result<http::Response<Body>, ureq::Error> {
        let request = self
            .0
            .configure_request(request)
            .timeout_global(Some(limits.timeout.min(LONGEST)))
            .build();
        self.0.run(request)
    }
}

/// Reads no further than the limit, and says whether there was more.
fn read_beginning(body: Body, limit: u64) -> Result<(Vec<u8>, bool), ureq::Error> {
    let mut read = Vec::new();
    let reader = body.into_with_config().limit(u64::MAX).reader();
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut read)?;
    let is_cut = read.len() as u64 > limit;
    read.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok((read, is_cut))
}

impl BlockingTransport for UreqTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.exchange(request, limits)
            .map_err(|error| classify(error, limits))
    }
}

/// Trusts what the operating system trusts, as the async transport does.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn tls() -> ureq::tls::TlsConfig {
    use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

    let config = TlsConfig::builder();
    #[cfg(feature = "rustls")]
    let config = config
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(std::sync::Arc::new(
            rustls::crypto::ring::default_provider(),
        ));
    #[cfg(all(feature = "native-tls", not(feature = "rustls")))]
    let config = config
        .provider(TlsProvider::NativeTls)
        .root_certs(RootCerts::PlatformVerifier);
    config.build()
}

/// What the error means for whether the request can have reached the server.
fn classify(error: ureq::Error, limits: Limits) -> TransportError {
    match error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            TransportError::connect_timeout(error)
        }
        ureq::Error::Timeout(_) => TransportError::timeout(error),
        ureq::Error::BodyExceedsLimit(_) => TransportError::too_large(limits.response_size),
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::ConnectProxyFailed(_)
        | ureq::Error::Tls(_) => TransportError::connect(error),
        ureq::Error::Io(ref cause) if cause.kind() == io::ErrorKind::ConnectionRefused => {
            TransportError::connect(error)
        }
        error => TransportError::other(error),
    }
}
