//! Helpers shared by the tests of the clients.

use http::{Response, header::HeaderName};

use super::sample::Customers;
use crate::testing::{MockTransport, reply};
use crate::{Bytes, Client, ClientBuilder};

pub(super) const TOKEN: &str = "sk_test_5ecret";

pub(super) fn client_of(mock: &MockTransport) -> Client {
    builder(mock).build().unwrap()
}

pub(super) fn builder(mock: &MockTransport) -> ClientBuilder<Client> {
    Client::builder().environment("https://api.example/base/").token(TOKEN).transport(mock.clone())
}

pub(super) fn reply_with(
    status: u16,
    header: &'static str,
    value: &str,
    body: &'static str,
) -> Response<Bytes> {
    let mut response = reply(status, body);
    let name = HeaderName::from_static(header);
    response.headers_mut().insert(name, value.parse().unwrap());
    response
}

pub(super) fn customers<C>(client: &C) -> Customers<'_, C> {
    Customers { client }
}

pub(super) fn wait<F: IntoFuture>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future.into_future())
}
