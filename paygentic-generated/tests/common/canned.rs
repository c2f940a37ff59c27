//! A client that gets the same response to every request, without a network.

use paygentic_generated::Client;
use paygentic_generated::testing::MockTransport;

/// A client that always gets this response.
pub(crate) fn client(status: u16, body: impl ToString) -> Client {
    let mock = MockTransport::replying(status, body.to_string());
    let builder = Client::builder().token("sk_test_1").transport(mock);
    builder.build().unwrap()
}
