//! Reuse of connections, and connections that cannot be reused.

use std::thread;
use std::time::Duration;

use paygentic_generated::models::CreateCustomer;

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    a_connection_is_reused
    a_closed_connection_is_replaced
    a_request_on_a_connection_that_closes_is_sent_once
    a_connection_that_closes_at_the_next_request_is_replaced
    nothing_is_repeated_while_connections_close
    surplus_bytes_are_not_read_as_the_next_response
    a_reset_while_connecting_counts_as_no_response
    each_thread_gets_its_own_response
}

fn a_connection_is_reused<T: ClientUnderTest>() {
    let chunks = answered(chunked(BODY));
    let server = Server::new([good(), status(404), chunks, status(503), good()]);
    let client: T = Setup::new(server.address()).attempts(1).client();
    for ends_well in [true, false, true, false, true] {
        assert_eq!(client.run(Operation::Get).is_ok(), ends_well);
    }
    server.requests(5);
    assert_eq!(server.log().connections, 1);
}

/// The client has time to notice that the server closed the connection.
fn a_closed_connection_is_replaced<T: ClientUnderTest>() {
    let server = Server::new([cut(response(200, "", BODY))]);
    let client: T = Setup::new(server.address()).attempts(1).client();
    for operation in Operation::ALL {
        client.run(operation).unwrap();
        client.rest(Duration::from_millis(50));
    }
    server.requests(Operation::ALL.len());
}

/// The client has no time to notice that the server closed the connection.
fn a_request_on_a_connection_that_closes_is_sent_once<T: ClientUnderTest>() {
    for operation in Operation::ALL {
        let server = Server::new([cut(response(200, "", BODY)), good()]);
        let client: T = Setup::new(server.address()).client();
        client.run(Operation::Get).unwrap();
        let result = client.run(operation);
        if operation.is_repeatable() {
            result.unwrap();
            server.requests(2);
        } else {
            // It may not have been sent at all, but must not have been sent twice.
            let count = if result.is_ok() { 2 } else { 1 };
            server.requests(count);
        }
    }
}

fn a_connection_that_closes_at_the_next_request_is_replaced<T: ClientUnderTest>() {
    for end in [cut(""), Fault::Reset(Vec::new()), Fault::ResetInRequest] {
        for operation in Operation::ALL {
            let server = Server::new([good(), end.clone(), good()]);
            let client: T = Setup::new(server.address()).client();
            client.run(Operation::Get).unwrap();
            let result = client.run(operation);
            let read = usize::from(end.reads_request());
            if operation.is_repeatable() {
                result.unwrap();
                server.requests(2 + read);
            } else {
                let error = error_of(result);
                assert!(error.is_outcome_unknown(), "{error:?}");
                assert_eq!(error.attempts(), 1);
                server.requests(1 + read);
            }
        }
    }
}

/// Many requests with pauses of different lengths, so that some coincide with the moment of closing.
fn nothing_is_repeated_while_connections_close<T: ClientUnderTest>() {
    let server = Server::new([cut(response(200, "", BODY))]);
    let client: T = Setup::new(server.address()).client();
    let mut good = Vec::new();
    for number in 0..100 {
        let id = format!("acme-{number}");
        let body = CreateCustomer::new("org_1").external_id(&id);
        if client.send(client.customers().create(body)).is_ok() {
            good.push(id);
        }
        thread::sleep(Duration::from_micros(number * 10));
    }
    thread::sleep(Duration::from_millis(50));
    let id = |body: &[u8]| {
        let body: serde_json::Value = serde_json::from_slice(body).unwrap();
        body["externalId"].as_str().unwrap().to_owned()
    };
    let log = server.log();
    let mut arrived: Vec<_> = log.requests.iter().map(|request| id(&request.body)).collect();
    assert!(good.iter().all(|id| arrived.contains(id)));
    let count = arrived.len();
    arrived.sort();
    arrived.dedup();
    assert_eq!(arrived.len(), count, "a request arrived twice");
}

/// The customer that an attacker, or a mistake, appends to the response to another request.
fn other_customer() -> Vec<u8> {
    response(200, "", BODY.replace("x_1", "x_other"))
}

fn surplus_bytes_are_not_read_as_the_next_response<T: ClientUnderTest>() {
    let first = [response(200, "", BODY), other_customer()].concat();
    let chunks = [chunked(BODY).as_slice(), &other_customer()].concat();
    let nothing = [b"HTTP/1.1 204 No Content\r\n\r\n", &*other_customer()].concat();
    let missing = [response(404, "", "{}"), other_customer()].concat();
    for text in [first, chunks, nothing, missing] {
        for pause in [0, 50] {
            let server = Server::new([answered(text.clone()), good()]);
            let client: T = Setup::new(server.address()).client();
            drop(client.run(Operation::Get));
            client.rest(Duration::from_millis(pause));
            let customer = client.send(client.customers().get("cus_1")).unwrap();
            assert_eq!(customer.id.as_str(), "x_1");
        }
    }
}

/// The client may notice the reset while it is still connecting, and then knows that nothing was sent, or
/// later, and then does not know.
fn a_reset_while_connecting_counts_as_no_response<T: ClientUnderTest>() {
    for operation in Operation::ALL {
        let server = Server::new([Fault::ResetAtOnce]);
        let client: T = Setup::new(server.address()).client();
        let error = error_of(client.run(operation));
        assert!(error.status().is_none() && !error.is_timeout(), "{error:?}");
        let least = if operation.is_repeatable() { 3 } else { 1 };
        assert!((least..=3).contains(&error.attempts()), "{error:?}");
        server.requests(0);
    }
}

fn each_thread_gets_its_own_response<T: ClientUnderTest>() {
    let server = Server::new([good(), cut(""), status(503), cut(response(200, "", BODY))]);
    let client: T = Setup::new(server.address()).attempts(10).client();
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| client.run(Operation::Get).unwrap());
        }
    });
}
