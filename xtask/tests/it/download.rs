//! Downloads from slow, hostile and broken servers.

use std::thread;
use std::time::{Duration, Instant};

use xtask::download::{Limits, download};

use crate::support::{ok, send, serve, serve_always};

const KIB: usize = 1024;

fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(2),
        total: Duration::from_secs(5),
        bytes: 64 * KIB as u64,
        redirects: 5,
    }
}

/// The error of a failed download; it always names the URL.
fn failure(address: &str, limits: &Limits) -> String {
    let error = format!("{:#}", download(address, limits).unwrap_err());
    assert!(error.starts_with(&format!("cannot fetch {address}: ")), "{error}");
    error
}

fn redirect(to: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    )
}

#[test]
fn a_complete_response_is_read_exactly() {
    let body = "x".repeat(64 * KIB);
    let address = serve_always(ok("text/plain", &body));
    assert_eq!(download(&address, &limits()).unwrap(), body.as_bytes());
}

#[test]
fn slow_headers_and_a_slow_body_time_out() {
    let limits = Limits { total: Duration::from_millis(300), ..limits() };
    let silent = serve(|_, _| thread::sleep(Duration::from_secs(5)));
    let trickle = serve(|_, stream| {
        send(stream, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
        for _ in 0..100 {
            send(stream, "x");
            thread::sleep(Duration::from_millis(50));
        }
    });
    for address in [silent, trickle] {
        let start = Instant::now();
        let error = failure(&address, &limits);
        assert!(error.contains("took longer than 300ms"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
}

#[test]
fn redirects_do_not_extend_the_time() {
    let limits = Limits { total: Duration::from_millis(400), ..limits() };
    let address = serve(|_, stream| {
        thread::sleep(Duration::from_millis(150));
        send(stream, &redirect("/again"));
    });
    let error = failure(&address, &limits);
    assert!(error.contains("took longer than 400ms"), "{error}");
}

#[test]
fn a_body_beyond_the_limit_is_refused_with_or_without_content_length() {
    let announced =
        serve_always("HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n{".to_owned());
    let endless = serve(|_, stream| {
        send(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
        for _ in 0..1000 {
            send(stream, &"x".repeat(KIB));
        }
    });
    let one_more = serve_always(ok("text/plain", &"x".repeat(64 * KIB + 1)));
    for address in [announced, endless, one_more] {
        let error = failure(&address, &limits());
        assert!(error.contains("is larger than 65536 bytes"), "{error}");
    }
}

#[test]
fn a_truncated_body_is_an_error() {
    let body =
        serve_always("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"openapi\"".to_owned());
    let chunk = serve_always(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\n{\"openapi\"".to_owned(),
    );
    for address in [body, chunk] {
        let error = failure(&address, &limits());
        assert!(error.contains("was cut off"), "{error}");
    }
}

#[test]
fn other_statuses_web_pages_and_empty_bodies_are_refused() {
    let page = "<!doctype html><title>Sign in</title>";
    let cases = [
        (
            "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}".to_owned(),
            "responded with 404 Not Found",
        ),
        ("HTTP/1.1 500 Oh\r\ncontent-length: 2\r\n\r\n{}".to_owned(), "responded with 500"),
        (
            "HTTP/1.1 206 Partial Content\r\ncontent-length: 2\r\n\r\n{}".to_owned(),
            "responded with 206",
        ),
        ("HTTP/1.1 304 Not Modified\r\n\r\n".to_owned(), "without a `Location`"),
        (ok("text/html; charset=utf-8", "{}"), "a web page"),
        (ok("text/plain", page), "a web page"),
        (ok("application/json", ""), "an empty body"),
        (ok("application/json", " \n "), "an empty body"),
        ("not HTTP at all\r\n\r\n".to_owned(), ""),
    ];
    for (answer, expected) in cases {
        let error = failure(&serve_always(answer), &limits());
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn at_most_five_redirects_are_followed() {
    let address = serve(|path, stream| {
        let hops: usize = path.trim_start_matches('/').parse().unwrap();
        match hops.checked_sub(1) {
            None => send(stream, &ok("text/plain", "arrived")),
            Some(left) => send(stream, &redirect(&format!("/{left}"))),
        }
    });
    assert_eq!(download(&format!("{address}/5"), &limits()).unwrap(), b"arrived");
    let error = failure(&format!("{address}/6"), &limits());
    assert!(error.contains("more than 5 redirects"), "{error}");
}

#[test]
fn a_redirect_away_from_tls_is_refused() {
    for target in [
        "http://specs.example/a",
        "//specs.example/a",
        "ftp://specs.example/a",
        "file:///etc/passwd",
        "mailto:specs",
        "../a",
    ] {
        let error = failure(&serve_always(redirect(target)), &limits());
        assert!(error.contains("redirect") || error.contains("not a complete address"), "{error}");
    }
}

#[test]
fn only_https_urls_without_credentials_are_fetched() {
    let cases = [
        ("http://specs.example/a", "not an https:// address"),
        ("http://127.0.0.1.specs.example/a", "not an https:// address"),
        ("ftp://specs.example/a", "not an https:// address"),
        ("https://user:secret@specs.example/a", "user name or password"),
        ("://", "is not an address"),
        ("http://", "is not an address"),
    ];
    for (address, expected) in cases {
        let error = failure(address, &limits());
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn an_unreachable_server_is_an_error() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    failure(&format!("http://{free}/a"), &limits());
}

#[test]
fn a_redirect_may_be_relative() {
    for (target, expected) in [
        ("/raw?from=https://docs.example/x", "/raw?from=https://docs.example/x"),
        ("other.json", "/folder/other.json"),
        ("?v=2", "/folder/start?v=2"),
    ] {
        let address = serve(move |path, stream| match path {
            "/folder/start" => send(stream, &redirect(target)),
            path => send(stream, &ok("text/plain", path)),
        });
        let arrived = download(&format!("{address}/folder/start"), &limits()).unwrap();
        assert_eq!(String::from_utf8(arrived).unwrap(), expected);
    }
}
