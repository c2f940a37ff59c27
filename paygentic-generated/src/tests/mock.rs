//! A transport that answers without a network.

use std::sync::{Arc, Mutex};

use bytes::Bytes;

use super::sample::Customers;
use crate::transport::{Limits, Transport, TransportError, TransportFuture};
use crate::{Client, Environment};

pub(super) const TOKEN: &str = "sk_test_5ecret";

type Answer = dyn Fn() -> Result<http::Response<Bytes>, TransportError> + Send + Sync;

type Sent = (http::Request<Bytes>, Limits);

/// Answers each request in the same way, and keeps what was sent.
#[derive(Clone)]
pub(super) struct Mock {
    answer: Arc<Answer>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Mock {
    pub(super) fn new(
        answer: impl Fn() -> Result<http::Response<Bytes>, TransportError> + Send + Sync + 'static,
    ) -> Self {
        Mock {
            answer: Arc::new(answer),
            sent: Arc::default(),
        }
    }

    pub(super) fn replying(status: u16, body: &'static str) -> Self {
        Mock::new(move || Ok(reply(status, body)))
    }

    pub(super) fn client(&self) -> Client {
        Client::builder()
            .environment(Environment::from("https://api.example/base/"))
            .token(TOKEN)
            .transport(self.clone())
            .build()
            .unwrap()
    }

    pub(super) fn sent(&self) -> Vec<http::Request<Bytes>> {
        self.sent
            .lock()
            .unwrap()
            .iter()
            .map(|(request, _)| request.clone())
            .collect()
    }

    pub(super) fn limits(&self) -> Vec<Limits> {
        self.sent
            .lock()
            .unwrap()
            .iter()
            .map(|(_, limits)| *limits)
            .collect()
    }
}

impl Transport for Mock {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture<'_> {
        self.sent.lock().unwrap().push((request, limits));
        let answer = (self.answer)();
        Box::pin(async { answer })
    }
}

pub(super) fn reply(status: u16, body: &'static str) -> http::Response<Bytes> {
    http::Response::builder()
        .status(status)
        .body(Bytes::from_static(body.as_bytes()))
        .unwrap()
}

pub(super) fn customers(client: &Client) -> Customers<'_, Client> {
    Customers { client }
}

pub(super) fn wait<F: IntoFuture>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future.into_future())
}
