//! Each fault with each client and each kind of operation.

use std::thread;
use std::time::{Duration, Instant};

use paygentic_generated::Error;
use paygentic_generated::error::Timeout;

use crate::fault::*;
use crate::server::{Request, Server};
use crate::tested::{Operation, Setup, Tested, on_both_clients};

/// How long an attempt may take where it is to run out of time.
const SHORT: Duration = Duration::from_millis(250);

/// For machines that do a lot besides.
const MARGIN: Duration = Duration::from_secs(8);

/// How a call ends if the server does the same each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    /// With a value.
    Well,
    /// Without a connection.
    Unconnected,
    /// In the attempt's limit of time.
    Late,
    /// Without a response.
    Broken,
    /// With a response that is too long.
    TooLong,
    /// With a response of success that cannot be read.
    Unreadable,
    /// With a response of this status.
    Status(u16),
}

use Ends::*;

impl Ends {
    /// How many attempts there may be.
    fn attempts(self) -> u32 {
        if self == Late { 2 } else { 3 }
    }

    /// Whether another attempt is made.
    fn is_repeated(self, operation: Operation) -> bool {
        match self {
            Well | TooLong | Unreadable => false,
            Unconnected | Status(429) => true,
            Late | Broken | Status(408 | 500 | 502..=504) => operation.is_repeatable(),
            Status(_) => false,
        }
    }

    /// Whether the service may have done it all the same.
    fn is_outcome_unknown(self) -> bool {
        matches!(
            self,
            Late | Broken | TooLong | Status(408 | 500 | 502..=504)
        )
    }

    fn check(self, error: &Error) {
        assert_eq!(error.is_connect(), self == Unconnected);
        assert_eq!(error.is_timeout(), self == Late);
        assert_eq!(error.timeout(), (self == Late).then_some(Timeout::Attempt));
        assert_eq!(error.is_decode(), self == Unreadable);
        assert_eq!(error.to_string().contains("longer than"), self == TooLong);
        assert!(!error.is_invalid_request());
        match self {
            Status(status) => assert_eq!(error.status().unwrap(), status),
            Unreadable => assert!(error.status().unwrap().is_success()),
            _ => assert_eq!(error.status(), None),
        }
        if self != Unreadable {
            assert_eq!(error.is_outcome_unknown(), self.is_outcome_unknown());
        }
    }
}

/// The keys by which the service knows a request again.
fn keys(request: &Request) -> (Option<String>, Option<String>) {
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    (
        body["idempotencyKey"].as_str().map(str::to_owned),
        request.header("idempotency-key").map(str::to_owned),
    )
}

/// What is particular about a repeated request: nothing.
fn check_repetitions(operation: Operation, requests: &[Request], error: Option<&Error>) {
    let Some(first) = requests.first() else {
        return;
    };
    for request in requests {
        assert_eq!(request.head, first.head);
        assert_eq!(request.body, first.body);
    }
    let (in_body, in_header) = keys(first);
    assert_eq!(in_body.is_some(), operation == Operation::Ingest);
    assert_eq!(in_header.is_some(), operation == Operation::LineItem);
    if let Some(error) = error {
        assert_eq!(error.idempotency_key(), in_body.or(in_header).as_deref());
    }
}

fn check_operation<T: Tested>(
    client: &T,
    server: &Server,
    operation: Operation,
    fault: &Fault,
    ends: Ends,
) {
    let before = server.log();
    let start = Instant::now();
    let result = client.run(operation);
    let elapsed = start.elapsed();

    println!("{operation:?}: {result:?} after {elapsed:?}");
    let ends = match (operation, ends) {
        // Whatever the body is, nobody reads it.
        (Operation::Delete, Unreadable) => Well,
        _ => ends,
    };
    assert_eq!(result.is_ok(), ends == Well);
    let attempts = match ends.is_repeated(operation) {
        true => ends.attempts(),
        false => 1,
    };
    if let Err(error) = &result {
        ends.check(error);
        assert_eq!(error.attempts(), attempts);
        assert!(!format!("{error:?} {error}").contains("5ecret"));
    }
    let least = match ends {
        Late => SHORT * attempts,
        _ => Duration::ZERO,
    };
    assert!(elapsed >= least.mul_f64(0.9) && elapsed < least + MARGIN);

    let read = if fault.reads_request() { attempts } else { 0 };
    let requests = server.requests(before.requests.len() + read as usize);
    check_repetitions(
        operation,
        &requests[before.requests.len()..],
        result.err().as_ref(),
    );
    if matches!(fault, Fault::ClosedAtOnce) {
        let connections = server.log().connections - before.connections;
        assert_eq!(connections, attempts as usize);
    }
}

fn check<T: Tested>(fault: &Fault, ends: Ends) {
    let set_up = || {
        let server = Server::new([fault.clone()]);
        let mut setup = Setup::new(server.address()).attempts(ends.attempts());
        if ends == Late {
            setup = setup.attempt(SHORT);
        }
        (server, setup.client::<T>())
    };
    if ends != Late {
        let (server, client) = set_up();
        for operation in Operation::ALL {
            check_operation::<T>(&client, &server, operation, fault, ends);
        }
        return;
    }
    // What takes its time is done at the same time.
    thread::scope(|scope| {
        for operation in Operation::ALL {
            scope.spawn(move || {
                let (server, client) = set_up();
                check_operation::<T>(&client, &server, operation, fault, ends);
            });
        }
    });
}

/// A test for each line and client.
macro_rules! faults {
    ($($name:ident: $fault:expr => $ends:expr;)*) => {
        $(fn $name<T: Tested>() {
            check::<T>(&$fault, $ends);
        })*

        on_both_clients! { $($name)* }
    };
}

/// The beginning of a response that is not yet complete.
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

fn two(first: &str, second: Vec<u8>) -> Vec<u8> {
    [first.as_bytes(), &second].concat()
}

faults! {
    // Connections.
    refused: Fault::Refused => Unconnected;
    closed_at_once: Fault::ClosedAtOnce => Broken;
    reset_in_the_request: Fault::ResetInRequest => Broken;
    reset_after_the_request: Fault::Reset(Vec::new()) => Broken;
    closed_after_the_request: cut("") => Broken;
    reset_in_the_head: Fault::Reset(b"HTTP/1.1 200 OK\r\ncont".into()) => Broken;
    closed_in_the_head: cut("HTTP/1.1 200 OK\r\ncont") => Broken;

    // Time.
    stalled_before_the_head: stalled("") => Late;
    stalled_in_the_status: stalled("HTTP/1.") => Late;
    stalled_in_the_head: stalled("HTTP/1.1 200 OK\r\ncontent-le") => Late;
    stalled_before_the_body: stalled("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n") => Late;
    stalled_in_the_body: stalled("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{") => Late;
    stalled_in_a_chunk: stalled(&format!("{CHUNKED}9\r\n{{")) => Late;
    stalled_in_an_error: stalled("HTTP/1.1 500 No\r\ncontent-length: 9\r\n\r\n{") => Late;
    stalled_after_early_hints: stalled("HTTP/1.1 103 Early Hints\r\n\r\n") => Late;
    trickling_body: trickling(CHUNKED, "1\r\n \r\n") => Late;
    trickling_length: trickling(CHUNKED, "0000000000") => Late;
    trickling_trailers: trickling(&format!("{CHUNKED}0\r\n"), "a: b\r\n") => Late;
    trickling_head: trickling("HTTP/1.1 200 OK\r\n", "a: b\r\n") => Late;
    trickling_promises: trickling("", "HTTP/1.1 100 Continue\r\n\r\n") => Late;

    // Lengths.
    chunked_byte_by_byte: answered(chunked(BODY)) => Well;
    written_byte_by_byte: Fault::Dripped(chunked(BODY)) => Well;
    body_shorter_than_announced: cut("HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{}") => Broken;
    body_reset: Fault::Reset(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{}".into()) => Broken;
    body_longer_than_announced: cut("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{\"id\":\"x_1\"}")
        => Unreadable;
    chunks_cut_short: cut(format!("{CHUNKED}9\r\n{{}}")) => Broken;
    chunks_without_an_end: cut(format!("{CHUNKED}2\r\n{{}}\r\n")) => Broken;
    chunk_of_no_length: cut(format!("{CHUNKED}zz\r\n{{}}\r\n0\r\n\r\n")) => Broken;
    chunk_of_a_huge_length: cut(format!("{CHUNKED}ffffffffffffffffff\r\n{{}}\r\n")) => Broken;
    length_that_is_no_number: cut("HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\n{}") => Broken;
    length_below_zero: cut("HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}") => Broken;
    two_lengths: cut("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ")
        => Broken;
    length_out_of_range: cut("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n{}")
        => Broken;
    endless_header: endless("HTTP/1.1 200 OK\r\na: ", [b'b'; 16384]) => Broken;
    endless_status: endless("HTTP/1.1 200 ", [b'O'; 16384]) => Broken;

    // What is no HTTP.
    garbage: cut("\0\x01garbage\r\n\r\n") => Broken;
    endless_garbage: endless("", [0xff; 1024]) => Broken;
    another_protocol: cut("SSH-2.0-OpenSSH_9.7\r\n") => Broken;
    http_2: cut("\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x7f") => Broken;
    header_without_a_name: cut("HTTP/1.1 200 OK\r\n: x\r\ncontent-length: 2\r\n\r\n{}") => Broken;
    status_of_two_digits: cut("HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\n{}") => Broken;

    // Unusual, and right.
    promised: answered(two("HTTP/1.1 100 Continue\r\n\r\n", response(200, "", BODY))) => Well;
    hinted: answered(two(
        "HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n",
        response(200, "", BODY),
    )) => Well;
    http_1_0_without_length: cut(two("HTTP/1.0 200 OK\r\n\r\n", BODY.into())) => Well;
    without_length: cut(two("HTTP/1.1 200 OK\r\n\r\n", BODY.into())) => Well;
    without_reason: cut(two("HTTP/1.1 200\r\nconnection: close\r\n\r\n", BODY.into())) => Well;

    // Bodies.
    no_json: answered(response(200, "", "all is well")) => Unreadable;
    html: answered(response(200, "content-type: text/html\r\n", "<html></html>")) => Unreadable;
    nothing: answered(response(200, "", "")) => Unreadable;
    no_content: answered("HTTP/1.1 204 No Content\r\n\r\n") => Unreadable;
    invalid_utf8: answered(response(200, "", b"{\"id\":\"\xff\xfe\"}")) => Unreadable;
    deep_json: answered(response(200, "", "[".repeat(500_000))) => Unreadable;

    // Statuses.
    unauthorized: answered(response(401, "www-authenticate: Basic\r\n", "")) => Status(401);
    not_found: status(404) => Status(404);
    proxy_wants_a_password: answered(response(407, "proxy-authenticate: Basic\r\n", ""))
        => Status(407);
    request_timeout: status(408) => Status(408);
    conflict: status(409) => Status(409);
    teapot_without_length: cut("HTTP/1.1 418 I'm a teapot\r\n\r\nshort and stout") => Status(418);
    too_many_requests: status(429) => Status(429);
    not_modified: answered("HTTP/1.1 304 Not Modified\r\n\r\n") => Status(304);
    internal_server_error: status(500) => Status(500);
    not_implemented: status(501) => Status(501);
    bad_gateway: status(502) => Status(502);
    unavailable: status(503) => Status(503);
    unavailable_and_closed: cut(response(503, "connection: close\r\n", "")) => Status(503);
    gateway_timeout: status(504) => Status(504);
    status_out_of_range: status(999) => Status(999);
}
