//! Calls of the async client against a real server on loopback.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use super::mock::{customers, wait};
use super::sample::*;
use crate::{Client, ClientBuilder, Error, RetryPolicy};

/// Serves each connection with `serve`, and returns a builder for a client of that server.
fn against(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> ClientBuilder<Client> {
    Client::builder().environment(address_of(serve)).token("abc").retries(RetryPolicy::never())
}

/// Serves each connection with `serve`, and returns the address.
pub(super) fn address_of(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            serve(stream.unwrap());
        }
    });
    format!("http://{address}/base")
}

/// Reads a request up to the end of its head.
pub(super) fn read_head(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        text.push(byte[0]);
    }
    String::from_utf8(text).unwrap()
}

/// Sends the same bytes on every connection.
fn answering(answer: impl Into<Vec<u8>>) -> ClientBuilder<Client> {
    let answer = answer.into();
    against(move |mut stream| {
        read_head(&mut stream);
        drop(stream.write_all(&answer));
    })
}

fn get(builder: ClientBuilder<Client>) -> Result<InvoiceLineItemsResponse, Error> {
    static LIST: crate::operation::Operation =
        crate::operation::Operation::new("list", "items.list", http::Method::GET, "/items");
    let client = builder.build().unwrap();
    wait(crate::call::Call::json(&client, &LIST).timeout(Duration::from_secs(5)))
}

#[test]
fn a_request_reaches_the_server_unchanged() {
    let builder = against(|mut stream| {
        let head = read_head(&mut stream);
        let body = serde_json::json!({"lineItems": [head]}).to_string();
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
    });
    let page = get(builder).unwrap();
    let head = page.line_items[0].as_str().unwrap().to_lowercase();
    assert!(head.starts_with("get /base/items http/1.1\r\n"), "{head}");
    assert!(head.contains("authorization: bearer abc\r\n"), "{head}");
}

#[test]
fn a_path_stays_one_segment_on_the_wire() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let builder = against(move |mut stream| {
        sender.send(read_head(&mut stream)).unwrap();
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
    });
    let client = builder.build().unwrap();
    wait(customers(&client).delete("../../v0/fees/fee_1")).unwrap();
    let head = receiver.recv().unwrap();
    assert!(
        head.starts_with("DELETE /base/v0/customers/..%2F..%2Fv0%2Ffees%2Ffee_1 HTTP"),
        "{head}"
    );
}

#[test]
fn a_redirect_is_not_followed() {
    let builder = answering(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
    );
    assert_eq!(get(builder).unwrap_err().status().unwrap(), 307);
}

#[test]
fn a_response_may_not_be_longer_than_the_limit() {
    let announced = answering("HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n");
    let error = get(announced).unwrap_err();
    assert!(error.to_string().contains("33554432 bytes"), "{error}");

    let endless = against(|mut stream| {
        read_head(&mut stream);
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        drop(stream.write_all(head.as_bytes()));
        while stream.write_all(b"4\r\n    \r\n").is_ok() {}
    });
    let error = get(endless.max_response_size(1000)).unwrap_err();
    assert!(error.to_string().contains("longer than 1000 bytes"), "{error}");
    let exact = answering("HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{\"lineItems\":[]}");
    assert!(get(exact.max_response_size(16)).is_ok());
}

#[test]
fn a_stalled_server_is_a_timeout() {
    for head in ["", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"] {
        let builder = against(move |mut stream| {
            read_head(&mut stream);
            drop(stream.write_all(head.as_bytes()));
            thread::sleep(Duration::from_secs(3));
        });
        let start = Instant::now();
        let error = get(builder.attempt_timeout(Duration::from_millis(100))).unwrap_err();
        assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
        assert!(start.elapsed() < Duration::from_secs(2));
    }
}

#[test]
fn an_unreachable_server_is_a_connect_error() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error =
        get(Client::builder().environment(format!("http://{free}")).token("abc")).unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}

#[test]
fn a_broken_exchange_is_an_error() {
    for answer in [
        "",
        "garbage",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"lineItems\":[]}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let error = get(answering(answer)).unwrap_err();
        assert!(!error.is_connect() && !error.is_decode() && error.status().is_none(), "{error:?}");
    }
}
