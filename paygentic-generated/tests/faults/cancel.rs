//! A call that is given up.

use std::time::Duration;

use crate::fault::*;
use crate::server::Server;
use crate::tested::{Async, Setup, Tested, customer, event};

const SOON: Duration = Duration::from_millis(150);

/// Drops a call while the server does this, and gives how many requests had arrived then.
fn given_up(script: &[Fault]) {
    for is_event in [false, true] {
        let server = Server::new(script);
        let tested: Async = Setup::new(server.address()).attempts(100).client();
        let client = &tested.client;
        let before = tested.runtime.block_on(async {
            if is_event {
                let call = client.events().ingest(event()).into_future();
                assert!(tokio::time::timeout(SOON, call).await.is_err());
            } else {
                let call = client.customers().create(customer()).into_future();
                assert!(tokio::time::timeout(SOON, call).await.is_err());
            }
            server.log().requests.len()
        });
        assert!(before >= 1);
        tested.rest(SOON * 2);
        server.requests(before);
        if !matches!(script.last(), Some(Fault::Answered(_))) {
            // The client is still there, so it is the call that closed its connection.
            server.log_when("the end", |log| log.ended == log.connections);
        }
        drop(tested);
    }
}

#[test]
fn before_the_head() {
    given_up(&[stalled("")]);
}

#[test]
fn in_the_head() {
    given_up(&[stalled("HTTP/1.1 200 OK\r\ncontent-")]);
}

#[test]
fn in_the_body() {
    given_up(&[stalled("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")]);
    given_up(&[trickling(
        "HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n{",
        " ",
    )]);
}

#[test]
fn between_two_attempts() {
    given_up(&[answered(response(429, "retry-after: 1\r\n", "{}"))]);
}

#[test]
fn in_another_attempt() {
    given_up(&[status(429), stalled("")]);
}

#[test]
fn a_call_that_is_not_awaited_sends_nothing() {
    let server = Server::bait();
    let tested: Async = Setup::new(server.address()).client();
    drop(tested.client.events().ingest(event()));
    drop(tested.client.events().ingest(event()).into_future());
    tested.rest(SOON);
    server.assert_untouched();
}

#[test]
fn the_client_works_after_calls_that_were_given_up() {
    let server = Server::new([good(), stalled("HTTP/1.1 200 OK\r\n"), good()]);
    let tested: Async = Setup::new(server.address()).client();
    let customers = tested.client.customers();
    tested.send(customers.get("cus_1")).unwrap();
    let late = tested
        .runtime
        .block_on(async { tokio::time::timeout(SOON, customers.get("cus_1").into_future()).await });
    assert!(late.is_err());
    tested.send(customers.get("cus_1")).unwrap();
    server.requests(3);
}
