//! All requests of one call have the same headers, except the number of the attempt and, after a 401, the token.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paygentic_generated::RetryPolicy;

use crate::check::numbered;
use crate::client::line_item;
use crate::fault::*;
use crate::server::{Request, Server};

/// The head of a request without the parts that may differ.
fn head(request: &Request) -> String {
    let (_, head) = numbered(request);
    let lines = head.lines().filter(|line| !line.to_lowercase().starts_with("authorization"));
    lines.collect::<Vec<_>>().join("\n")
}

fn check(requests: &[Request]) {
    assert_eq!(requests.len(), 6);
    for (index, request) in requests.iter().enumerate() {
        assert_eq!(numbered(request).0, index + 1);
        assert_eq!(head(request), head(&requests[0]));
        assert_eq!(request.body, requests[0].body);
        let token = if index < 3 { "Bearer token-1" } else { "Bearer token-2" };
        assert_eq!(request.headers("authorization"), [token]);
        for (name, value) in [
            ("x-default", "d"),
            ("x-own", "o, p"),
            ("idempotency-key", "k-1"),
            ("x-latin", "\u{e9}"),
        ] {
            assert_eq!(request.headers(name), [value], "{name}");
        }
    }
}

fn server() -> Server {
    Server::new([
        status(503),
        cut(""),
        answered(response(401, "", "")),
        status(429),
        Fault::Reset(b"HTTP/1.1 2".into()),
        good(),
    ])
}

macro_rules! sent {
    ($client:ty, $server:expr, $provide:expr, |$call:ident| $send:expr) => {{
        let retries = RetryPolicy::default().max_attempts(10).max_delay(Duration::from_millis(1));
        let client = <$client>::builder()
            .environment($server.address())
            .token_provider($provide)
            .default_header("x-default", "d")
            .retries(retries)
            .build()
            .unwrap();
        let resource = client.invoices_v2();
        let $call = resource.create_line_item(line_item()).idempotency_key("k-1");
        let $call = $call.header("X-Own", "o, p").header("x-latin", "\u{e9}");
        $send.unwrap();
        check(&$server.requests(6));
    }};
}

#[cfg(feature = "async")]
#[test]
fn all_attempts_of_the_async_client_are_identical() {
    let (server, provided) = (server(), AtomicUsize::new(0));
    let provide = move |_| {
        let token = format!("token-{}", provided.fetch_add(1, Ordering::Relaxed) + 1);
        async move { Ok::<_, std::io::Error>(token) }
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    sent!(paygentic_generated::Client, server, provide, |call| runtime
        .block_on(call.into_future()));
}

#[cfg(feature = "blocking")]
#[test]
fn all_attempts_of_the_blocking_client_are_identical() {
    let (server, provided) = (server(), AtomicUsize::new(0));
    let provide = move |_| {
        let token = format!("token-{}", provided.fetch_add(1, Ordering::Relaxed) + 1);
        Ok::<_, std::io::Error>(token)
    };
    sent!(paygentic_generated::blocking::Client, server, provide, |call| call.send());
}
