//! The blocking transport on `ureq`.

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod below;
mod connect;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;

use std::io::Read;
use std::time::Duration;

use bytes::Bytes;
use ureq::unversioned::transport::{ConnectProxyConnector, Connector as _, TcpConnector};
use ureq::{Agent, Body, Proxy, Timeout};

use self::connect::{Marking, Names, Unsent};
use super::settings::{Network, Secret};
use super::{BlockingTransport, BodyCut, Limits, TransportError};
use crate::error::Error;

/// `ureq` adds its limits to the present time, which must not overflow.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Keeps connections open between requests.
pub(crate) struct UreqTransport(Agent);

impl UreqTransport {
    pub(crate) fn new(network: &Network) -> Result<Self, Error> {
        let proxy = match &network.proxy {
            None => None,
            Some(Secret(address)) => Some(Proxy::new(address).map_err(|error| {
                Error::configuration(format!("the proxy cannot be used: {error}"))
            })?),
        };
        let connect_timeout = network.connect_timeout.min(LONGEST);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect would carry the token to an address that nobody chose.
            .max_redirects(0)
            .timeout_resolve(Some(connect_timeout))
            .timeout_connect(Some(connect_timeout))
            // It was chosen before, from the environment too.
            .proxy(proxy)
            .build();
        let connector = ().chain(ConnectProxyConnector::default()).chain(TcpConnector::default());
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let connector = connector.chain(tls::TlsConnector::new(super::tls::config(&network.tls)?));
        let agent = Agent::with_parts(config, Marking(connector), Names::default());
        Ok(UreqTransport(agent))
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

/// What the error means for whether the request can have reached the server.
fn classify(error: ureq::Error, limits: Limits) -> TransportError {
    match error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            TransportError::connect_timeout(error)
        }
        ureq::Error::Timeout(_) => TransportError::timeout(error),
        ureq::Error::BodyExceedsLimit(_) => TransportError::too_large(limits.response_size),
        ureq::Error::Other(inner) => match inner.downcast::<Unsent>() {
            Ok(unsent) => match unsent.0 {
                ureq::Error::Io(cause) => TransportError::connect(cause),
                ureq::Error::Other(cause) => TransportError::connect(cause),
                error => TransportError::connect(error),
            },
            Err(other) => TransportError::other(other),
        },
        ureq::Error::Io(cause) => TransportError::other(cause),
        error => TransportError::other(error),
    }
}
