//! The transport of the blocking client, on `ureq`: it adds limits of size and time, and classifies errors.

mod connect;
mod incoming;
mod interim;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod raw_stream;
mod refusal_timeout;
mod strict_eof;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;

use std::io::Read;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use ureq::config::AutoHeaderValue;
use ureq::unversioned::transport::{ConnectProxyConnector, Connector as _, TcpConnector};
use ureq::{Agent, Proxy, SendBody, Timeout};

use self::connect::{DnsResolver, MarkUnsent, Unsent};
use self::incoming::Incoming;
use self::interim::SkipInterim;
use self::refusal_timeout::RefusalTimeout;
use self::strict_eof::StrictEof;
use super::head;
use super::settings::{Network, Redacted};
use super::{BlockingPieces, BlockingTransport, Body, BodyCut, Limits, TransportError};
use crate::error::Error;

/// The longest time limit. `ureq` adds limits to the current time, which must not overflow.
const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The default transport of the blocking client. It keeps connections open between requests.
pub(crate) struct UreqTransport {
    agent: Agent,
    /// The time limit for connecting.
    connect: Duration,
}

impl UreqTransport {
    pub(crate) fn new(network: &Network) -> Result<Self, Error> {
        let proxy = match &network.proxy {
            None => None,
            Some(Redacted(address)) => Some(Proxy::new(address).map_err(|error| {
                Error::configuration(format!("the proxy cannot be used: {error}"))
            })?),
        };
        let connect = network.connect_timeout.min(MAX_TIMEOUT);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect would send the token to an address that the caller did not choose.
            .max_redirects(0)
            .max_response_header_size(head::MAX_HEAD_SIZE)
            .timeout_resolve(Some(connect))
            .timeout_connect(Some(connect))
            // Another crate may turn the features of compression on for the whole program.
            .accept_encoding(AutoHeaderValue::None)
            // The proxy has been chosen already, also from the environment.
            .proxy(proxy)
            .build();
        let connector = ().chain(ConnectProxyConnector::default()).chain(TcpConnector::default());
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let connector = connector.chain(tls::TlsConnector::new(super::tls::config(&network.tls)?));
        let agent = Agent::with_parts(
            config,
            MarkUnsent(connector.chain(StrictEof).chain(SkipInterim).chain(RefusalTimeout)),
            DnsResolver::default(),
        );
        Ok(UreqTransport { agent, connect })
    }

    fn exchange(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, ureq::Error> {
        let response = self.begin(request, limits.timeout, None)?;
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

    /// Sends the request and reads the head of the response. The limit includes reading the body,
    /// unless there is one for each wait after the head: then no step before may take longer.
    fn begin(
        &self,
        request: http::Request<Body>,
        timeout: Duration,
        idle: Option<Duration>,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        let (mut head, body) = request.into_parts();
        let body = match body.as_bytes() {
            Some(bytes) if bytes.is_empty() => SendBody::none(),
            Some(bytes) => {
                head.headers.insert(CONTENT_LENGTH, bytes.len().into());
                SendBody::from_owned_reader(body.reader())
            }
            None => {
                if let Some(len) = body.len() {
                    head.headers.insert(CONTENT_LENGTH, len.into());
                }
                SendBody::from_owned_reader(body.reader())
            }
        };
        let config = self.agent.configure_request(http::Request::from_parts(head, body));
        let connect = Some(timeout.min(self.connect));
        let timeout = Some(timeout.min(MAX_TIMEOUT));
        let config = match idle {
            None => config.timeout_global(timeout),
            Some(idle) => config
                .timeout_resolve(connect)
                .timeout_connect(connect)
                .timeout_send_request(timeout)
                .timeout_send_body(timeout)
                .timeout_recv_response(timeout)
                .timeout_per_read(Some(idle.min(MAX_TIMEOUT))),
        };
        let response = self.agent.run(config.build())?;
        match response.headers().len() {
            count if head::is_too_large(response.headers()) => {
                Err(ureq::Error::LargeResponseHeader(count, head::MAX_HEADERS))
            }
            _ => Ok(response),
        }
    }
}

/// Reads up to the limit, and returns whether there was more.
fn read_beginning(body: ureq::Body, limit: u64) -> Result<(Vec<u8>, bool), ureq::Error> {
    let mut read = Vec::new();
    let reader = body.into_with_config().limit(u64::MAX).reader();
    reader.take(limit.saturating_add(1)).read_to_end(&mut read)?;
    let is_cut = read.len() as u64 > limit;
    read.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok((read, is_cut))
}

impl BlockingTransport for UreqTransport {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.exchange(request, limits).map_err(|error| classify(error, limits))
    }

    fn open(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> Result<http::Response<BlockingPieces>, TransportError> {
        let response = self
            .begin(request, limits.timeout, Some(limits.idle))
            .map_err(|error| classify(error, limits))?;
        Ok(response.map(|body| Box::new(Incoming::new(body, limits)) as BlockingPieces))
    }
}

/// Classifies an error by whether the request can have reached the server.
fn classify(error: ureq::Error, limits: Limits) -> TransportError {
    match error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            TransportError::connect_timeout(error)
        }
        ureq::Error::Timeout(_) => TransportError::timeout(error),
        ureq::Error::BodyExceedsLimit(_) => TransportError::too_large(limits.response_size),
        ureq::Error::LargeResponseHeader(..) => TransportError::head_too_large(),
        // The type of this error is not public.
        ureq::Error::Protocol(error) if error.to_string().ends_with("too many headers") => {
            TransportError::head_too_large()
        }
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
