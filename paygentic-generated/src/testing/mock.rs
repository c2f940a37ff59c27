//! A transport that returns prepared responses.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
#[cfg(feature = "blocking")]
use http::Response;

#[cfg(feature = "async")]
use super::bounds::Piece;
use super::bounds::bounded;
use super::script::Script;
use super::{Answerable, Asked, Failure, Op, Reply, reply};
use crate::error::Error;
#[cfg(feature = "async")]
use crate::transport::{AsyncPieces, OpenFuture};
#[cfg(feature = "blocking")]
use crate::transport::{BlockingPieces, BlockingTransport};
use crate::transport::{Body, Limits, SleepFuture, Transport, TransportError, TransportFuture};

/// A transport for tests, for the async and the blocking client. It responds without a network and without waiting,
/// and records the requests.
///
/// Clones share their state: pass one to the client, and inspect the other.
#[derive(Clone)]
pub struct MockTransport {
    inner: Arc<Inner>,
}

type Function = dyn Fn(&Request<Bytes>) -> Reply + Send + Sync;

struct Inner {
    /// Responds to operations without a response of their own; if it is missing, they fail the test.
    others: Option<Box<Function>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    script: Script,
    sent: Vec<(Asked, Limits)>,
    waits: Vec<Duration>,
}

impl MockTransport {
    /// Responds to each request with the result of a function.
    pub fn new(answer: impl Fn(&Request<Bytes>) -> Reply + Send + Sync + 'static) -> Self {
        MockTransport::with(Some(Box::new(answer)))
    }

    /// Responds only to operations with a response set by [`answer`](MockTransport::answer),
    /// [`answer_with`](MockTransport::answer_with) or [`fail`](MockTransport::fail). Any other call panics, and so
    /// fails the test, with a message that names the call and the operations that have responses.
    pub fn strict() -> Self {
        MockTransport::with(None)
    }

    fn with(others: Option<Box<Function>>) -> Self {
        MockTransport { inner: Arc::new(Inner { others, state: Mutex::default() }) }
    }

    /// Sets the response of an operation: a value of its type. An operation that returns a file takes
    /// [`Bytes`](crate::Bytes): `mock.answer(operation, "%PDF-1.7".into())`.
    ///
    /// Several responses of one operation are returned in the order in which they were set; the last one is repeated.
    pub fn answer<T>(&self, operation: Op<T>, value: T) -> &Self
    where
        T: Answerable + Clone + Send + Sync + 'static,
    {
        self.add(operation, move |_| value.clone().into_reply())
    }

    /// Computes the response of an operation from the request.
    pub fn answer_with<T: Answerable>(
        &self,
        operation: Op<T>,
        answer: impl Fn(&Asked) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> &Self {
        self.add(operation, move |asked| match answer(asked) {
            Ok(value) => value.into_reply(),
            Err(failure) => failure.into_reply(),
        })
    }

    /// Makes an operation fail: with a [`refusal`](super::refusal), another response, or a [`TransportError`].
    pub fn fail<T>(&self, operation: Op<T>, failure: impl Into<Failure>) -> &Self {
        let failure = failure.into();
        self.add(operation, move |_| failure.again())
    }

    fn add<T>(
        &self,
        operation: Op<T>,
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> &Self {
        let mut state = lock(&self.inner.state);
        state.script.add(operation.name(), Arc::new(answer));
        drop(state);
        self
    }

    /// The requests of an operation so far, one for each attempt.
    pub fn asked<T>(&self, operation: Op<T>) -> Vec<Asked> {
        let all = self.all_asked().into_iter();
        all.filter(|asked| asked.operation == operation.name()).collect()
    }

    /// The requests of all operations so far, in order, one for each attempt.
    pub fn all_asked(&self) -> Vec<Asked> {
        let state = lock(&self.inner.state);
        state.sent.iter().map(|(asked, _)| asked.clone()).collect()
    }

    /// An async client that sends through this mock, with placeholder credentials.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`](crate::ClientBuilder::build).
    #[cfg(feature = "async")]
    pub fn client(&self) -> Result<crate::Client, Error> {
        let builder = crate::Client::builder().with_test_defaults();
        builder.transport(self.clone()).build()
    }

    /// A blocking client that sends through this mock, with placeholder credentials.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`](crate::ClientBuilder::build).
    #[cfg(feature = "blocking")]
    pub fn blocking_client(&self) -> Result<crate::blocking::Client, Error> {
        let builder = crate::blocking::Client::builder().with_test_defaults();
        builder.transport(self.clone()).build()
    }

    /// Responds to every request with this status and body.
    pub fn replying(status: u16, body: impl Into<Bytes>) -> Self {
        let response = reply(status, body);
        MockTransport::new(move |_| Ok(response.clone()))
    }

    /// Responds to each request with the next of these; after the last one, with an error that is not retried.
    pub fn in_turn(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies: Mutex<VecDeque<Reply>> = Mutex::new(replies.into_iter().collect());
        MockTransport::new(move |request| {
            lock(&replies).pop_front().unwrap_or_else(|| {
                let problem = format!(
                    "the mock has no response left for {} {}",
                    request.method(),
                    request.uri().path()
                );
                Err(TransportError::unusable(problem))
            })
        })
    }

    /// The requests as they were sent, one for each attempt, with complete bodies, those of files included. The
    /// header with the token is marked as sensitive.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        let all = self.all_asked().into_iter();
        all.map(|asked| asked.request).collect()
    }

    /// The limits of each attempt.
    pub fn limits(&self) -> Vec<Limits> {
        let state = lock(&self.inner.state);
        state.sent.iter().map(|(_, limits)| *limits).collect()
    }

    /// The waits between attempts, which the mock skips.
    pub fn waits(&self) -> Vec<Duration> {
        lock(&self.inner.state).waits.clone()
    }

    fn take(&self, request: Request<Body>, limits: Limits) -> Reply {
        let (head, body) = request.into_parts();
        let body = body.to_bytes().map_err(TransportError::unusable)?;
        let asked = Asked { operation: limits.operation, request: Request::from_parts(head, body) };
        let answer = lock(&self.inner.state).script.next(asked.operation);
        // No lock is held while a function of the caller runs.
        let reply = match (answer, &self.inner.others) {
            (Some(answer), _) => answer(&asked),
            (None, Some(others)) => others(&asked.request),
            (None, None) => self.refuse(&asked),
        };
        lock(&self.inner.state).sent.push((asked, limits));
        reply
    }

    /// Fails the test.
    #[allow(clippy::panic, reason = "it must fail the test")]
    fn refuse(&self, asked: &Asked) -> Reply {
        let state = lock(&self.inner.state);
        let before: Vec<&str> = state.sent.iter().map(|(asked, _)| asked.operation).collect();
        let problem = state.script.problem(asked, &before);
        drop(state);
        panic!("{problem}")
    }

    fn record_wait(&self, duration: Duration) {
        lock(&self.inner.state).waits.push(duration);
    }
}

impl Transport for MockTransport {
    fn send(&self, request: Request<Body>, limits: Limits) -> TransportFuture<'_> {
        let reply = bounded(self.take(request, limits), limits);
        Box::pin(async { reply })
    }

    /// A streamed body has no limit.
    #[cfg(feature = "async")]
    fn open(&self, request: Request<Body>, limits: Limits) -> OpenFuture<'_> {
        let reply = self.take(request, limits);
        Box::pin(async { Ok(reply?.map(|body| Box::pin(Piece(Some(body))) as AsyncPieces)) })
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        self.record_wait(duration);
        Box::pin(async {})
    }

    /// Never ends, so that credential providers are never too late with a mock.
    fn deadline(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[cfg(feature = "blocking")]
impl BlockingTransport for MockTransport {
    fn send(&self, request: Request<Body>, limits: Limits) -> Reply {
        bounded(self.take(request, limits), limits)
    }

    /// A streamed body has no limit.
    fn open(
        &self,
        request: Request<Body>,
        limits: Limits,
    ) -> Result<Response<BlockingPieces>, TransportError> {
        let response = self.take(request, limits)?;
        Ok(response.map(|body| Box::new(std::iter::once(Ok(body))) as BlockingPieces))
    }

    fn sleep(&self, duration: Duration) {
        self.record_wait(duration);
    }
}

/// The state is consistent even if a function of the caller panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = lock(&self.inner.state);
        f.debug_struct("MockTransport").field("requests", &state.sent.len()).finish_non_exhaustive()
    }
}
