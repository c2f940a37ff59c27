//! A client whose every request is given the same answer, without a network.

use bytes::Bytes;
use http::{Request, Response};
use paygentic_generated::Client;
use paygentic_generated::transport::{Limits, Transport, TransportFuture};

struct Canned {
    status: u16,
    body: String,
}

impl Transport for Canned {
    fn send(&self, _: Request<Bytes>, _: Limits) -> TransportFuture<'_> {
        let mut response = Response::new(self.body.clone().into());
        *response.status_mut() = self.status.try_into().unwrap();
        Box::pin(async { Ok(response) })
    }
}

/// A client that is always given this answer.
pub(crate) fn client(status: u16, body: impl ToString) -> Client {
    let body = body.to_string();
    let builder = Client::builder().token("sk_test_1");
    builder.transport(Canned { status, body }).build().unwrap()
}
