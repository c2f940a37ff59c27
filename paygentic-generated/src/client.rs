//! The async client: drives an `Exchange` and awaits the transport, as `blocking` does without awaiting.

use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

use bytes::Bytes;

use crate::builder::{Buildable, ClientBuilder, constructors};
use crate::call::{Call, Decode, Outgoing};
use crate::config::{AsyncProvider, Config, CredentialRequest, Provided};
use crate::error::Error;
use crate::events::Source;
use crate::exchange::{ErrorBodyReader, Exchange, Next, Success};
use crate::response::Response;
use crate::trace::{self, CallSpan};
use crate::transport::{Limits, Network, OpenFuture, ReqwestTransport, Transport, TransportError};

/// The async client.
///
/// It keeps its connections open and is cheap to clone: create one and share it.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    transport: Box<dyn Transport>,
    provider: Option<AsyncProvider>,
}

constructors!(Client);

impl Client {
    /// Sends a call and reads its response.
    pub(crate) async fn run<T>(
        &self,
        outgoing: Box<Outgoing>,
        decode: Decode<T>,
    ) -> Result<Response<T>, Error> {
        let operation = outgoing.operation;
        let span = CallSpan::new(operation);
        let answer = span.future(self.execute(outgoing)).await;
        Response::read(answer, operation.name, decode)
            .map_err(|error| span.failed(error.in_operation(operation.name)))
    }

    /// Sends a request, with retries. It is not generic, so that it is compiled once.
    async fn execute(&self, outgoing: Box<Outgoing>) -> Result<Success, Error> {
        let Inner { config, transport, provider } = &*self.inner;
        let mut exchange = Exchange::new(config, outgoing)?;
        loop {
            if let (Some(request), Some(provider)) = (exchange.credential_request(), provider) {
                // Boxed, so that the futures of calls without a provider stay small.
                let provided = Box::pin(within(provider, request, &**transport)).await;
                exchange.authenticate(provided)?;
            }
            let (request, limits) = exchange.next_attempt()?;
            let (attempt, source) = match exchange.is_streamed() {
                false => (transport.send(request, limits).await, None),
                // Boxed, so that the futures of other calls stay small.
                true => {
                    let opened = transport.open(request, limits);
                    let streams_body = |head: &_| exchange.streams_body(head);
                    Box::pin(split(opened, streams_body, limits, &**transport)).await
                }
            };
            match exchange.on_result(attempt, source) {
                Next::Done(result) => return result,
                Next::RetryAfter(wait) => transport.sleep(wait).await,
                Next::RefreshCredentials => {}
            }
        }
    }
}

/// The credentials from the provider; `None` if it takes longer than the call has left.
async fn within(
    provider: &AsyncProvider,
    request: CredentialRequest,
    transport: &dyn Transport,
) -> Option<Provided> {
    let mut provided = (provider.0)(request);
    let mut late = transport.deadline(request.time_left);
    poll_fn(|context| match provided.as_mut().poll(context) {
        Poll::Ready(provided) => Poll::Ready(Some(provided)),
        Poll::Pending => late.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// The head of a response and the source of its body; the body of an error is read here.
async fn split(
    opened: OpenFuture<'_>,
    streams_body: impl Fn(&http::response::Parts) -> bool,
    limits: Limits,
    transport: &dyn Transport,
) -> (Result<http::Response<Bytes>, TransportError>, Option<Source>) {
    let started = Instant::now();
    let (head, mut pieces) = match opened.await {
        Ok(response) => response.into_parts(),
        Err(error) => return (Err(error), None),
    };
    if streams_body(&head) {
        let response = http::Response::from_parts(head, Bytes::new());
        return (Ok(response), Some(Source::Async(pieces)));
    }
    // The transport limits each piece, but an explanation is a part of the attempt.
    let mut late = transport.deadline(limits.timeout.saturating_sub(started.elapsed()));
    let mut error_body = ErrorBodyReader::new(head, limits);
    while error_body.is_wanted() {
        let piece = poll_fn(|context| match pieces.as_mut().poll_next(context) {
            Poll::Ready(piece) => Poll::Ready(Some(piece)),
            Poll::Pending => late.as_mut().poll(context).map(|()| None),
        });
        match piece.await {
            Some(Some(Ok(piece))) => error_body.push(&piece),
            Some(Some(Err(error))) if error.is_timeout() => error_body.cut(),
            Some(Some(Err(error))) => return (Err(error), None),
            Some(None) => break,
            None => error_body.cut(),
        }
    }
    (Ok(error_body.into_response()), None)
}

impl Buildable for Client {
    type Transport = Box<dyn Transport>;
    type Provider = AsyncProvider;

    fn connect(network: &Network) -> Result<Self::Transport, Error> {
        Ok(Box::new(ReqwestTransport::new(network)?))
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
    pub fn transport(mut self, transport: impl Transport) -> Self {
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
    pub async fn send(self) -> Result<T, Error> {
        // Not through `with_response`: each nested future is moved once more.
        let (client, decode) = (self.client, self.decode);
        client.run(self.checked().map_err(trace::failed)?, decode).await.map(Response::into_value)
    }

    /// Sends the call and returns the value together with status, headers and body.
    ///
    /// # Errors
    ///
    /// As [`send`](Call::send).
    pub async fn with_response(self) -> Result<Response<T>, Error> {
        let (client, decode) = (self.client, self.decode);
        client.run(self.checked().map_err(trace::failed)?, decode).await
    }
}

impl<'c, T: Send + 'static> IntoFuture for Call<'c, Client, T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
