//! An error keeps the status and the body, whatever the body is.

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    an_error_keeps_the_body
    an_unreadable_success_keeps_the_body
    a_truncated_error_counts_as_no_response
}

const BODIES: [&[u8]; 12] = [
    b"",
    b"{}",
    b"null",
    b"\"text\"",
    b"not here",
    b"<!doctype html><title>404</title>",
    b"{\"message\":",
    b"{\"message\":7,\"code\":[],\"errors\":{}}",
    b"\xff\xfe\xfd",
    b"{\"message\":\"\xff\"}",
    b"\0\0\0",
    b"\xef\xbb\xbf{\"message\":\"with a mark\"}",
];

fn an_error_keeps_the_body<T: ClientUnderTest>() {
    for operation in Operation::ALL {
        for headers in ["x-request-id: r1\r\n", "x-request-id: r1\r\nconnection: close\r\n"] {
            let script = BODIES.map(|body| answered(response(404, headers, body)));
            let server = Server::new(script);
            let client: T = Setup::new(server.address()).client();
            for body in BODIES {
                let error = error_of(client.run(operation));
                assert!(error.is_not_found() && !error.is_decode(), "{error:?}");
                assert_eq!(error.body(), body);
                assert_eq!(error.body_text(), String::from_utf8_lossy(body));
                assert_eq!(error.request_id(), Some("r1"));
                assert_eq!((error.attempts(), error.is_outcome_unknown()), (1, false));
                assert!(error.to_string().contains("404"), "{error}");
            }
            server.requests(BODIES.len());
        }
    }
}

fn an_unreadable_success_keeps_the_body<T: ClientUnderTest>() {
    for operation in [Operation::Get, Operation::Create] {
        let script = BODIES.map(|body| answered(response(200, "x-request-id: r1\r\n", body)));
        let server = Server::new(script);
        let client: T = Setup::new(server.address()).client();
        for body in BODIES {
            let error = error_of(client.run(operation));
            assert!(error.is_decode() && !error.is_not_found(), "{error:?}");
            assert_eq!(error.status().unwrap(), 200);
            assert_eq!(error.body(), body);
            assert_eq!(error.request_id(), Some("r1"));
        }
        server.requests(BODIES.len());
    }
}

fn a_truncated_error_counts_as_no_response<T: ClientUnderTest>() {
    let server = Server::new([cut("HTTP/1.1 404 No\r\ncontent-length: 90\r\n\r\n{}")]);
    let client: T = Setup::new(server.address()).client();
    let error = error_of(client.run(Operation::Delete));
    assert!(!error.is_not_found() && error.status().is_none(), "{error:?}");
    assert_eq!(error.attempts(), 3);
}
