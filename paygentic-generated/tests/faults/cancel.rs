//! Calls that are cancelled.

use std::time::Duration;

use paygentic_generated::Client;

use crate::client::{Async, ClientUnderTest, Setup, customer, event};
use crate::fault::*;
use crate::server::Server;

const SOON: Duration = Duration::from_millis(150);

/// Drops a call while the server runs this script.
fn cancel_calls(script: &[Fault]) {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            cancel_one(script, async |client: &Client| {
                drop(client.customers().create(customer()).await);
            });
        });
        scope.spawn(|| {
            cancel_one(script, async |client: &Client| {
                drop(client.events().ingest(event()).await);
            });
        });
    });
}

/// Waits until this many requests have arrived, and the client has had time to read the responses.
async fn arrived(server: &Server, count: usize) {
    while server.log().requests.len() < count {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(SOON).await;
}

fn cancel_one(script: &[Fault], call: impl AsyncFn(&Client)) {
    let server = Server::new(script);
    let tested: Async = Setup::new(server.address()).attempts(100).client();
    tested.runtime.block_on(async {
        tokio::select! {
            () = call(&tested.client) => panic!("the call finished"),
            () = arrived(&server, script.len()) => {}
        }
    });
    let before = server.log().requests.len();
    tested.rest(SOON);
    if !matches!(script.last(), Some(Fault::Answered(_))) {
        // The client still exists, so the call itself closed its connection.
        server.log_when("the end of the connections", |log| log.ended == log.connections);
    } else {
        // Longer than the wait that the server requested.
        tested.rest(Duration::from_secs(1));
    }
    server.requests(before);
    drop(tested);
}

#[test]
fn before_the_head() {
    cancel_calls(&[stalled("")]);
}

#[test]
fn in_the_head() {
    cancel_calls(&[stalled("HTTP/1.1 200 OK\r\ncontent-")]);
}

#[test]
fn in_the_body() {
    cancel_calls(&[stalled("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")]);
    cancel_calls(&[trickling("HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n{", " ")]);
}

#[test]
fn between_two_attempts() {
    cancel_calls(&[answered(response(429, "retry-after: 1\r\n", "{}"))]);
}

#[test]
fn in_another_attempt() {
    cancel_calls(&[status(429), stalled("")]);
}

#[test]
fn a_call_that_is_not_awaited_sends_nothing() {
    let server = Server::bait();
    let tested: Async = Setup::new(server.address()).client();
    drop(tested.client.events().ingest(event()));
    drop(tested.client.events().ingest(event()).into_future());
    tested.rest(SOON);
    server.assert_no_connection();
}

#[test]
fn the_client_works_after_cancelled_calls() {
    let server = Server::new([good(), stalled("HTTP/1.1 200 OK\r\n"), good()]);
    let tested: Async = Setup::new(server.address()).client();
    let customers = tested.client.customers();
    tested.send(customers.get("cus_1")).unwrap();
    tested.runtime.block_on(async {
        tokio::select! {
            _ = customers.get("cus_1").into_future() => panic!("the call finished"),
            () = arrived(&server, 2) => {}
        }
    });
    tested.send(customers.get("cus_1")).unwrap();
    server.requests(3);
}
