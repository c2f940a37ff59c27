//! Responses that are too long: the clients stop reading, and decompress nothing.

use std::time::{Duration, Instant};

use crate::client::{ClientUnderTest, Operation, Setup, error_of, on_both_clients};
use crate::fault::*;
use crate::server::Server;

on_both_clients! {
    a_gibibyte_is_not_read
    endless_chunks_are_not_read
    an_error_body_is_read_up_to_its_limit
    a_false_content_length_costs_nothing
    a_response_at_the_size_limit_is_read
    nothing_is_decompressed
    endless_headers_are_not_read
}

const MIB: usize = 1 << 20;

/// More than the system buffers between two sockets.
const BUFFERS: u64 = 16 << 20;

/// A response that begins with this head and continues for a gibibyte.
fn gibibyte(head: &str) -> Fault {
    let piece = vec![b' '; MIB];
    let piece = match head.contains("chunked") {
        true => [b"100000\r\n", &*piece, b"\r\n"].concat(),
        false => piece,
    };
    endless(head, piece)
}

fn assert_not_read<T: ClientUnderTest>(head: &str) {
    for operation in [Operation::Get, Operation::Create, Operation::Ingest] {
        let server = Server::new([gibibyte(head)]);
        let client: T = Setup::new(server.address()).client();
        let start = Instant::now();
        let error = error_of(client.run(operation));
        assert!(start.elapsed() < Duration::from_secs(10));
        assert!(error.to_string().contains("longer than 1048576 bytes"), "{error}");
        assert_eq!(error.attempts(), 1);
        assert!(error.is_outcome_unknown() && !error.is_timeout());
        server.requests(1);
        // The connection cannot be reused, so it must be closed, although the client still exists.
        client.rest(Duration::from_millis(50));
        let log = server.log_when("the end", |log| log.ended == 1);
        assert!(log.written < BUFFERS, "{}", log.written);
    }
}

fn a_gibibyte_is_not_read<T: ClientUnderTest>() {
    assert_not_read::<T>("HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n");
}

fn endless_chunks_are_not_read<T: ClientUnderTest>() {
    assert_not_read::<T>("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    assert_not_read::<T>("HTTP/1.1 200 OK\r\n\r\n");
}

fn an_error_body_is_read_up_to_its_limit<T: ClientUnderTest>() {
    for head in [
        "HTTP/1.1 503 No\r\ntransfer-encoding: chunked\r\n\r\n",
        "HTTP/1.1 503 No\r\ncontent-length: 1073741824\r\n\r\n",
        "HTTP/1.1 503 No\r\n\r\n",
    ] {
        let server = Server::new([gibibyte(head)]);
        let mut setup = Setup::new(server.address());
        setup.response_size = usize::MAX;
        let client: T = setup.attempts(2).client();
        let error = error_of(client.run(Operation::Get));
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 2));
        assert!(error.is_body_cut() && error.body().len() == MIB);
        server.requests(2);
        client.rest(Duration::from_millis(50));
        let log = server.log_when("the end", |log| log.ended == 2);
        assert!(log.written < 2 * BUFFERS, "{}", log.written);
    }
    for (length, is_cut) in [(MIB, false), (MIB + 1, true)] {
        let body = " ".repeat(length);
        let server = Server::new([answered(response(404, "", &body))]);
        let client: T = Setup::new(server.address()).client();
        let error = error_of(client.run(Operation::Get));
        assert_eq!((error.body().len(), error.is_body_cut()), (MIB, is_cut));
    }
}

/// An announced length is not trusted, whatever the limit.
fn a_false_content_length_costs_nothing<T: ClientUnderTest>() {
    for length in ["9223372036854775000", "900000000000"] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{{");
        let server = Server::new([cut(head)]);
        let mut setup = Setup::new(server.address());
        setup.response_size = usize::MAX;
        let client: T = setup.attempts(1).client();
        let error = error_of(client.run(Operation::Get));
        assert!(error.status().is_none() && error.is_outcome_unknown(), "{error:?}");
    }
}

fn a_response_at_the_size_limit_is_read<T: ClientUnderTest>() {
    let fill = |length: usize| format!("{BODY}{}", " ".repeat(length - BODY.len()));
    for (length, is_read) in [(MIB - 1, true), (MIB, true), (MIB + 1, false)] {
        let body = fill(length);
        let server = Server::new([
            answered(response(200, "", &body)),
            cut(format!("HTTP/1.1 200 OK\r\n\r\n{body}")),
        ]);
        for _ in 0..2 {
            let client: T = Setup::new(server.address()).client();
            assert_eq!(client.run(Operation::Get).is_ok(), is_read, "{length}");
        }
    }
}

fn nothing_is_decompressed<T: ClientUnderTest>() {
    let raw = deflate_bomb(64 * 1024);
    let gzip = [b"\x1f\x8b\x08\0\0\0\0\0\0\xff", &*raw, &[0; 8]].concat();
    let zlib = [b"\x78\x9c", &*raw, &[0; 4]].concat();
    for (encoding, packed) in [
        ("gzip", &gzip),
        ("x-gzip", &gzip),
        ("gzip, gzip", &gzip),
        ("deflate", &zlib),
        ("deflate", &raw),
        ("br", &raw),
        ("zstd", &raw),
    ] {
        let header = format!("content-encoding: {encoding}\r\n");
        let server = Server::new([
            answered(response(200, &header, packed)),
            answered(response(404, &header, packed)),
        ]);
        let client: T = Setup::new(server.address()).client();
        let start = Instant::now();
        let error = error_of(client.run(Operation::Get));
        assert!(error.is_decode(), "{error:?}");
        assert_eq!(error.body(), packed);
        let error = error_of(client.run(Operation::Get));
        assert!(error.is_not_found(), "{error:?}");
        assert_eq!(error.body(), packed);
        assert!(start.elapsed() < Duration::from_secs(8));
        for request in server.requests(2) {
            assert_eq!(request.header("accept-encoding"), None);
        }
    }
}

/// A stream of this many bytes that decompresses to more than a hundred times as much: one literal, and
/// then "the last byte 258 times more" again and again.
fn deflate_bomb(length: usize) -> Vec<u8> {
    let mut bits = vec![true, true, false]; // the last block, with the fixed codes
    let mut put = |code: u32, count: u32| {
        bits.extend((0..count).rev().map(|bit| code >> bit & 1 == 1));
    };
    put(0x30 + u32::from(b' '), 8);
    for _ in 0..length * 8 / 13 {
        put(0b1100_0101, 8); // 258 bytes
        put(0, 5); // from one byte before
    }
    put(0, 7); // the end
    let byte = |bits: &[bool]| {
        let set = bits.iter().enumerate().filter(|(_, bit)| **bit);
        set.fold(0, |byte, (index, _)| byte | 1 << index)
    };
    bits.chunks(8).map(byte).collect()
}

fn endless_headers_are_not_read<T: ClientUnderTest>() {
    for (head, piece) in [
        ("HTTP/1.1 200 OK\r\n", "a: b\r\n".repeat(1000)),
        ("HTTP/1.1 200 OK\r\na: ", "b".repeat(4000)),
        ("", "\r\n".repeat(1000)),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;", "b".repeat(4000)),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n", "a: b\r\n".repeat(1000)),
    ] {
        let server = Server::new([endless(head, piece)]);
        let setup = Setup::new(server.address()).attempts(1);
        let client: T = setup.attempt(Duration::from_millis(500)).client();
        let start = Instant::now();
        let error = error_of(client.run(Operation::Get));
        assert!(start.elapsed() < Duration::from_secs(10));
        println!("{head:?}: {error:?}");
        assert!(error.status().is_none() && !error.is_connect(), "{error:?}");
        client.rest(Duration::from_millis(50));
        let log = server.log_when("the end", |log| log.ended == 1);
        // Bytes that are discarded as they are read are limited only by time.
        let is_bounded = log.written < BUFFERS || error.is_timeout();
        assert!(is_bounded, "{head:?}: {}, {error:?}", log.written);
    }
}
