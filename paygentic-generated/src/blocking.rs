#![doc = include_str!("../docs/blocking.md")]

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use crate::builder::{Buildable, constructors};
use crate::call::{Call, Decode, Outgoing};
use crate::config::{BlockingProvider, Config};
use crate::error::Error;
use crate::events::Source;
use crate::exchange::{ErrorBodyReader, Exchange, Next, Success};
use crate::response::Response;
use crate::trace::{self, CallSpan};
use crate::transport::{
    BlockingPieces, BlockingTransport, Limits, Network, TransportError, UreqTransport,
};

pub use crate::builder::ClientBuilder;
pub use crate::queue::blocking::{Queue, QueueBuilder};

/// The blocking client: `send()` returns when the response has arrived.
///
/// It keeps its connections open and is cheap to clone: create one and share it, between threads too.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    transport: Box<dyn BlockingTransport>,
    provider: Option<BlockingProvider>,
}

constructors!(Client);

impl Client {
    /// Sends a call and reads its response.
    pub(crate) fn run<T>(
        &self,
        outgoing: Box<Outgoing>,
        decode: Decode<T>,
    ) -> Result<Response<T>, Error> {
        let operation = outgoing.operation;
        let span = CallSpan::new(operation);
        let answer = span.block(|| self.execute(outgoing));
        Response::read(answer, operation.name, decode)
            .map_err(|error| span.failed(error.in_operation(operation.name)))
    }

    fn execute(&self, outgoing: Box<Outgoing>) -> Result<Success, Error> {
        let Inner { config, transport, provider } = &*self.inner;
        let mut exchange = Exchange::new(config, outgoing)?;
        loop {
            if let (Some(request), Some(provider)) = (exchange.credential_request(), provider) {
                let started = Instant::now();
                let provided = (provider.0)(request);
                let is_late = started.elapsed() >= request.time_left;
                exchange.authenticate((!is_late).then_some(provided))?;
            }
            let (request, limits) = exchange.next_attempt()?;
            let (attempt, source) = match exchange.is_streamed() {
                false => (transport.send(request, limits), None),
                true => {
                    let started = Instant::now();
                    let opened = transport.open(request, limits);
                    split(opened, |head| exchange.streams_body(head), limits, started)
                }
            };
            match exchange.on_result(attempt, source) {
                Next::Done(result) => return result,
                Next::RetryAfter(wait) => transport.sleep(wait),
                Next::RefreshCredentials => {}
            }
        }
    }
}

/// The head of a response and the source of its body; the body of an error is read here.
fn split(
    opened: Result<http::Response<BlockingPieces>, TransportError>,
    streams_body: impl Fn(&http::response::Parts) -> bool,
    limits: Limits,
    started: Instant,
) -> (Result<http::Response<Bytes>, TransportError>, Option<Source>) {
    let (head, mut pieces) = match opened {
        Ok(response) => response.into_parts(),
        Err(error) => return (Err(error), None),
    };
    if streams_body(&head) {
        let response = http::Response::from_parts(head, Bytes::new());
        return (Ok(response), Some(Source::Blocking(pieces)));
    }
    // The transport limits each piece, but an explanation is a part of the attempt.
    let mut error_body = ErrorBodyReader::new(head, limits);
    while error_body.is_wanted() {
        match pieces.next() {
            Some(Ok(piece)) => error_body.push(&piece),
            Some(Err(error)) if error.is_timeout() => error_body.cut(),
            Some(Err(error)) => return (Err(error), None),
            None => break,
        }
        if started.elapsed() >= limits.timeout {
            error_body.cut();
        }
    }
    (Ok(error_body.into_response()), None)
}

impl Buildable for Client {
    type Transport = Box<dyn BlockingTransport>;
    type Provider = BlockingProvider;

    fn connect(network: &Network) -> Result<Self::Transport, Error> {
        Ok(Box::new(UreqTransport::new(network)?))
    }

    fn assemble(
        config: Config,
        transport: Self::Transport,
        provider: Option<Self::Provider>,
    ) -> Self {
        Client { inner: Arc::new(Inner { config, transport, provider }) }
    }
}

impl ClientBuilder<Client> {
    /// Sends through another transport, such as a mock in tests.
    pub fn transport(mut self, transport: impl BlockingTransport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }
}

/// Omits the credentials.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("config", &self.inner.config).finish_non_exhaustive()
    }
}

impl<T> Call<'_, Client, T> {
    /// Sends the call and returns the value.
    ///
    /// # Errors
    ///
    /// The call is invalid, no response was received, the service refused the request, or the response cannot be
    /// decoded; see [`Error`].
    pub fn send(self) -> Result<T, Error> {
        self.with_response().map(Response::into_value)
    }

    /// Sends the call and returns the value together with status, headers and body.
    ///
    /// # Errors
    ///
    /// As [`send`](Call::send).
    pub fn with_response(self) -> Result<Response<T>, Error> {
        let (client, decode) = (self.client, self.decode);
        client.run(self.checked().map_err(trace::failed)?, decode)
    }
}
