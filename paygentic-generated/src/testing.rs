#![doc = include_str!("../docs/testing.md")]

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

#[cfg(feature = "blocking")]
use crate::transport::BlockingTransport;
use crate::transport::{Body, Limits, SleepFuture, Transport, TransportError, TransportFuture};

/// What a transport gives for a request.
pub type Reply = Result<Response<Bytes>, TransportError>;

/// A response with a status and a body.
///
/// A number that is no status counts as 500.
pub fn reply(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// A transport that answers by itself, without a network and without waiting, and keeps what was
/// sent; for the async client and the blocking one.
///
/// Clones share what they keep: give one to the client and ask the other.
#[derive(Clone)]
pub struct MockTransport {
    inner: Arc<Inner>,
}

type Answer = dyn Fn(&Request<Bytes>) -> Reply + Send + Sync;

struct Inner {
    answer: Box<Answer>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    sent: Vec<(Request<Bytes>, Limits)>,
    waits: Vec<Duration>,
}

impl MockTransport {
    /// Answers each request by a function.
    pub fn new(answer: impl Fn(&Request<Bytes>) -> Reply + Send + Sync + 'static) -> Self {
        MockTransport {
            inner: Arc::new(Inner {
                answer: Box::new(answer),
                kept: Mutex::default(),
            }),
        }
    }

    /// Answers every request in the same way.
    pub fn replying(status: u16, body: impl Into<Bytes>) -> Self {
        let response = reply(status, body);
        MockTransport::new(move |_| Ok(response.clone()))
    }

    /// Gives these answers, one for each request in turn; after the last one, an error that is
    /// final.
    pub fn in_turn(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies: Mutex<VecDeque<Reply>> = Mutex::new(replies.into_iter().collect());
        MockTransport::new(move |request| {
            lock(&replies).pop_front().unwrap_or_else(|| {
                let problem = format!(
                    "the mock has no answer left for {} {}",
                    request.method(),
                    request.uri().path()
                );
                Err(TransportError::unusable(problem))
            })
        })
    }

    /// The requests as they were sent, each attempt for itself, with whole bodies: the mock reads files
    /// too. The header with the token is marked
    /// as sensitive.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        let kept = lock(&self.inner.kept);
        kept.sent
            .iter()
            .map(|(request, _)| request.clone())
            .collect()
    }

    /// What each attempt had to keep to.
    pub fn limits(&self) -> Vec<Limits> {
        let kept = lock(&self.inner.kept);
        kept.sent.iter().map(|(_, limits)| *limits).collect()
    }

    /// The waits between attempts, which were not waited for.
    pub fn waits(&self) -> Vec<Duration> {
        lock(&self.inner.kept).waits.clone()
    }

    fn answer(&self, request: Request<Body>, limits: Limits) -> Reply {
        let (head, body) = request.into_parts();
        let body = body.to_bytes().map_err(TransportError::unusable)?;
        let request = Request::from_parts(head, body);
        let reply = (self.inner.answer)(&request);
        lock(&self.inner.kept).sent.push((request, limits));
        reply
    }

    fn keep_wait(&self, duration: Duration) {
        lock(&self.inner.kept).waits.push(duration);
    }
}

impl Transport for MockTransport {
    fn send(&self, request: Request<Body>, limits: Limits) -> TransportFuture<'_> {
        let reply = self.answer(request, limits);
        Box::pin(async { reply })
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        self.keep_wait(duration);
        Box::pin(async {})
    }

    /// Nothing is too late, because nothing takes time.
    fn deadline(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[cfg(feature = "blocking")]
impl BlockingTransport for MockTransport {
    fn send(&self, request: Request<Body>, limits: Limits) -> Reply {
        self.answer(request, limits)
    }

    fn sleep(&self, duration: Duration) {
        self.keep_wait(duration);
    }
}

/// What is kept is whole even if an answering function panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = lock(&self.inner.kept);
        f.debug_struct("MockTransport")
            .field("requests", &kept.sent.len())
            .finish_non_exhaustive()
    }
}
