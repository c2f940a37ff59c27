//! Responses that are streams of values: server-sent events and lines of JSON.
//!
//! [`frames`] splits the bytes into items, [`read`] decodes the items, and [`EventStream`] yields
//! the values, from the source of either client.

mod frames;
mod lines;
pub(crate) mod read;

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

pub(crate) use frames::{Frame, Frames, TooLarge};
pub(crate) use read::{Decoded, ReadFrame};

use crate::call::RawResponse;
use crate::error::{Error, History};
#[cfg(feature = "async")]
use crate::transport::AsyncPieces;
#[cfg(feature = "blocking")]
use crate::transport::BlockingPieces;
use crate::transport::TransportError;

/// The source of the chunks of a response; the client determines the variant.
pub(crate) enum Source {
    #[cfg(feature = "async")]
    Async(AsyncPieces),
    #[cfg(feature = "blocking")]
    Blocking(BlockingPieces),
}

/// The values of a streamed response, as they arrive.
///
/// It is a `Stream` with a method `next()` on the async client, and an `Iterator` on the blocking one. A value that
/// cannot be decoded is an error whose [`body`](Error::body) is the value as it was sent, and the stream continues.
/// Any other error ends the stream, and so does `[DONE]`.
///
/// A call that returns one is sent like any other. The time limits of the call apply until the response begins; after
/// that, each wait for more may take as long as an attempt.
///
/// ```text
/// let mut events = client.chats().create_events(body).await?;
/// while let Some(event) = events.next().await {
///     print!("{}", event?.text);
/// }
///
/// for event in blocking_client.chats().create_events(body).send()? { .. }
/// ```
///
/// An operation that returns either a document or events has two methods: `create` and
/// `create_events`, which also sets the field `stream` of the body, if there is one.
#[must_use = "a stream does nothing until it is read"]
pub struct EventStream<C, T> {
    /// `None` when the stream is over.
    source: Option<Source>,
    frames: Frames,
    ready: VecDeque<Frame>,
    read: ReadFrame<T>,
    /// Status and headers of the response, for errors.
    head: Response<()>,
    operation: &'static str,
    /// What went before, for errors.
    history: History,
    limit: usize,
    problem: Option<Error>,
    client: PhantomData<fn() -> C>,
}

impl<C, T> EventStream<C, T> {
    /// The values of a response whose head has arrived.
    pub(crate) fn new(
        received: &mut RawResponse,
        frames: fn(usize) -> Frames,
        read: ReadFrame<T>,
    ) -> Self {
        let limit = received.limit;
        EventStream {
            source: received.source.take(),
            frames: frames(limit),
            ready: VecDeque::new(),
            read,
            head: received.head(),
            operation: received.operation,
            history: received.history.clone(),
            limit,
            problem: None,
            client: PhantomData,
        }
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// The next value of what has arrived; `None` if another chunk is needed, or the stream is over.
    fn next_arrived(&mut self) -> Option<Result<T, Error>> {
        if let Some(frame) = self.ready.pop_front() {
            return match (self.read)(&frame) {
                Ok(Decoded::Value(value)) => Some(Ok(value)),
                Ok(Decoded::End) => {
                    self.end();
                    None
                }
                Err(error) => {
                    let mut response = self.head.clone().map(|()| Bytes::new());
                    *response.body_mut() = frame.data.into();
                    Some(Err(self.named(Error::decode(error, response))))
                }
            };
        }
        let problem = self.problem.take()?;
        self.end();
        Some(Err(self.named(problem)))
    }

    /// Handles the next chunk, or the end of the response.
    fn take(&mut self, chunk: Option<Result<Bytes, TransportError>>) {
        match chunk {
            Some(Ok(chunk)) => {
                self.frames.push(&chunk);
                loop {
                    match self.frames.next() {
                        Ok(Some(frame)) => self.ready.push_back(frame),
                        Ok(None) => return,
                        Err(TooLarge) => return self.stop(TransportError::too_large(self.limit)),
                    }
                }
            }
            Some(Err(error)) => self.stop(error),
            None => {
                self.ready.extend(self.frames.finish());
                self.source = None;
            }
        }
    }

    fn stop(&mut self, error: TransportError) {
        self.problem = Some(Error::transport(error));
        self.source = None;
    }

    fn end(&mut self) {
        self.source = None;
        self.ready.clear();
        self.problem = None;
    }

    fn named(&self, error: Error) -> Error {
        error.with_history(self.history.clone()).in_operation(self.operation)
    }
}

#[cfg(feature = "async")]
mod polled {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use futures_core::Stream;

    use super::{EventStream, Source};
    use crate::{Client, Error};

    impl<T> EventStream<Client, T> {
        /// The next value; `None` when the stream has ended.
        ///
        /// Dropping the future loses nothing: the next call continues where this one stopped.
        pub async fn next(&mut self) -> Option<Result<T, Error>> {
            poll_fn(|context| self.poll(context)).await
        }

        fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
            loop {
                if let Some(value) = self.next_arrived() {
                    return Poll::Ready(Some(value));
                }
                match &mut self.source {
                    Some(Source::Async(source)) => {
                        let chunk = ready!(source.as_mut().poll_next(context));
                        self.take(chunk);
                    }
                    _ => return Poll::Ready(None),
                }
            }
        }
    }

    // Everything that is pinned inside is boxed.
    impl<T> Unpin for EventStream<Client, T> {}

    impl<T> Stream for EventStream<Client, T> {
        type Item = Result<T, Error>;

        fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            self.get_mut().poll(context)
        }
    }
}

#[cfg(feature = "blocking")]
impl<T> Iterator for EventStream<crate::blocking::Client, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(value) = self.next_arrived() {
                return Some(value);
            }
            match &mut self.source {
                Some(Source::Blocking(source)) => {
                    let chunk = source.next();
                    self.take(chunk);
                }
                _ => return None,
            }
        }
    }
}

/// Omits the data, which may be personal.
impl<C, T> fmt::Debug for EventStream<C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("operation", &self.operation).finish_non_exhaustive()
    }
}
