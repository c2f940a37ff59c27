//! The body of a response as a stream.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body;
use tokio::time::{Sleep, sleep};

use super::reading::classify;
use crate::transport::TransportError;

/// Yields the chunks of a body, each within a time limit.
pub(super) struct Incoming {
    /// `None` after the end or an error.
    body: Option<reqwest::Body>,
    idle: Duration,
    /// The timer for the next chunk.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Incoming {
    pub(super) fn new(body: reqwest::Body, idle: Duration) -> Self {
        Incoming { body: Some(body), idle, waiting: None }
    }

    fn waited(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let idle = self.idle;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(idle)));
        waiting.as_mut().poll(context)
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while let Some(body) = &mut this.body {
            let chunk = match Pin::new(body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(bytes) => Ok(bytes),
                    Err(_) => continue,
                },
                Poll::Ready(Some(Err(error))) => Err(classify(error)),
                Poll::Ready(None) => break,
                Poll::Pending => match this.waited(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(()) => Err(TransportError::idle(this.idle)),
                },
            };
            this.waiting = None;
            if chunk.is_err() {
                this.body = None;
            }
            return Poll::Ready(Some(chunk));
        }
        this.body = None;
        Poll::Ready(None)
    }
}
