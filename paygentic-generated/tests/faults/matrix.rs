//! Each fault with each client and each kind of operation.

use crate::check::Outcome::*;
use crate::check::{check, check_at_once};
use crate::client::{ClientUnderTest, on_both_clients};
use crate::fault::*;

/// The ways in which a server can be too slow.
fn late() -> Vec<Fault> {
    vec![
        stalled(""),
        stalled("HTTP/1."),
        stalled("HTTP/1.1 200 OK\r\ncontent-le"),
        stalled("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"),
        stalled("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"),
        stalled(&format!("{CHUNKED}9\r\n{{")),
        stalled("HTTP/1.1 500 No\r\ncontent-length: 9\r\n\r\n{"),
        stalled("HTTP/1.1 103 Early Hints\r\n\r\n"),
        trickling(CHUNKED, "1\r\n \r\n"),
        trickling(CHUNKED, "0000000000"),
        trickling(&format!("{CHUNKED}0\r\n"), "a: b\r\n"),
        trickling("HTTP/1.1 200 OK\r\n", "a: b\r\n"),
        trickling("", "HTTP/1.1 100 Continue\r\n\r\n"),
    ]
}

fn a_slow_response_is_a_timeout<T: ClientUnderTest>() {
    for faults in late().chunks(5) {
        check_at_once::<T>(faults, TimedOut);
    }
}

/// A test for each line and client.
macro_rules! faults {
    ($($name:ident: $fault:expr => $ends:expr;)*) => {
        $(fn $name<T: ClientUnderTest>() {
            check::<T>(&$fault, $ends);
        })*

        on_both_clients! { a_slow_response_is_a_timeout $($name)* }
    };
}

/// The beginning of a response that is not yet complete.
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

fn two(first: &str, second: Vec<u8>) -> Vec<u8> {
    [first.as_bytes(), &second].concat()
}

faults! {
    // Connections.
    refused: Fault::Refused => CannotConnect;
    closed_at_once: Fault::ClosedAtOnce => NoResponse;
    reset_in_the_request: Fault::ResetInRequest => NoResponse;
    reset_after_the_request: Fault::Reset(Vec::new()) => NoResponse;
    closed_after_the_request: cut("") => NoResponse;
    reset_in_the_head: Fault::Reset(b"HTTP/1.1 200 OK\r\ncont".into()) => NoResponse;
    closed_in_the_head: cut("HTTP/1.1 200 OK\r\ncont") => NoResponse;

    // Lengths.
    chunked_byte_by_byte: answered(chunked(BODY)) => Succeeds;
    written_byte_by_byte: Fault::Dripped(chunked(BODY)) => Succeeds;
    body_shorter_than_announced: cut("HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{}") => NoResponse;
    body_reset: Fault::Reset(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{}".into()) => NoResponse;
    body_longer_than_announced: cut("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{\"id\":\"x_1\"}")
        => Unreadable;
    body_without_length_reset: Fault::Reset(two("HTTP/1.1 200 OK\r\n\r\n", BODY.into())) => NoResponse;
    chunks_cut_short: cut(format!("{CHUNKED}9\r\n{{}}")) => NoResponse;
    chunks_without_an_end: cut(format!("{CHUNKED}2\r\n{{}}\r\n")) => NoResponse;
    chunk_of_no_length: cut(format!("{CHUNKED}zz\r\n{{}}\r\n0\r\n\r\n")) => NoResponse;
    chunk_of_a_huge_length: cut(format!("{CHUNKED}ffffffffffffffffff\r\n{{}}\r\n")) => NoResponse;
    length_that_is_no_number: cut("HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\n{}") => NoResponse;
    length_below_zero: cut("HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}") => NoResponse;
    two_lengths: cut("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ")
        => NoResponse;
    length_out_of_range: cut("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n{}")
        => NoResponse;
    endless_header: endless("HTTP/1.1 200 OK\r\na: ", [b'b'; 16384]) => TooLong;
    endless_status: endless("HTTP/1.1 200 ", [b'O'; 16384]) => TooLong;

    // Not HTTP.
    garbage: cut("\0\x01garbage\r\n\r\n") => NoResponse;
    endless_garbage: endless("", [0xff; 1024]) => NoResponse;
    another_protocol: cut("SSH-2.0-OpenSSH_9.7\r\n") => NoResponse;
    http_2: cut("\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x7f") => NoResponse;
    header_without_a_name: cut("HTTP/1.1 200 OK\r\n: x\r\ncontent-length: 2\r\n\r\n{}") => NoResponse;
    status_of_two_digits: cut("HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\n{}") => NoResponse;

    // Unusual, but valid.
    promised: answered(two("HTTP/1.1 100 Continue\r\n\r\n", response(200, "", BODY))) => Succeeds;
    hinted: answered(two(
        "HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n",
        response(200, "", BODY),
    )) => Succeeds;
    http_1_0_without_length: cut(two("HTTP/1.0 200 OK\r\n\r\n", BODY.into())) => Succeeds;
    without_length: cut(two("HTTP/1.1 200 OK\r\n\r\n", BODY.into())) => Succeeds;
    without_reason: cut(two("HTTP/1.1 200\r\nconnection: close\r\n\r\n", BODY.into())) => Succeeds;

    // Bodies.
    no_json: answered(response(200, "", "all is well")) => Unreadable;
    html: answered(response(200, "content-type: text/html\r\n", "<html></html>")) => Unreadable;
    nothing: answered(response(200, "", "")) => Unreadable;
    no_content: answered("HTTP/1.1 204 No Content\r\n\r\n") => Unreadable;
    invalid_utf8: answered(response(200, "", b"\xff\xfe{}")) => Unreadable;
    invalid_utf8_in_a_string: answered(response(200, "", [b"{\"x\":\"\xff\",", &BODY.as_bytes()[1..]].concat()))
        => Succeeds;
    byte_order_mark: answered(response(200, "", format!("\u{feff}{BODY}"))) => Succeeds;
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
    unknown_error_of_the_server: status(520) => Status(520);
    last_error_of_the_server: status(599) => Status(599);
    unknown_error_of_the_client: status(499) => Status(499);
    status_out_of_range: status(999) => Status(999);
}
