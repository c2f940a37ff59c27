//! Secrets and personal data do not appear in errors and other output.

use std::error::Error as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::mock::{TOKEN, builder, client_of, customers, reply_with, wait};
use crate::Client;
use crate::testing::{MockTransport, reply};
use crate::transport::TransportError;

fn assert_clean(text: &str) {
    assert!(!text.contains("5ecret"), "the token is in {text}");
}

#[test]
fn no_error_contains_the_token() {
    let replies: [fn() -> crate::testing::Reply; 5] = [
        || Ok(reply(400, r#"{"message": "m"}"#)),
        || Ok(reply(200, "no JSON")),
        || Err(TransportError::timeout("slow")),
        || Err(TransportError::connect("refused")),
        || Ok(reply_with(200, "content-encoding", "gzip", "x")),
    ];
    for make in replies {
        let client = client_of(&MockTransport::new(move |_| make()));
        let error = wait(customers(&client).get("cus_1")).unwrap_err();
        let mut text = format!("{error} {error:?} {error:#?}");
        let mut source = error.source();
        while let Some(error) = source {
            text.push_str(&format!("{error} {error:?}"));
            source = error.source();
        }
        assert_clean(&text);
    }
}

/// A cause whose innermost error contains the secret, and only that.
#[derive(Debug)]
struct Quiet;

impl std::fmt::Display for Quiet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no route")
    }
}

impl std::error::Error for Quiet {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&Loud)
    }
}

struct Loud;

impl std::fmt::Display for Loud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "to https://api.example/?key={TOKEN}")
    }
}

impl std::fmt::Debug for Loud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Loud")
    }
}

impl std::error::Error for Loud {}

#[test]
fn a_redacted_cause_keeps_its_meaning() {
    let causes: [fn() -> TransportError; 3] = [
        || TransportError::connect(format!("no route to https://api.example/?key={TOKEN}")),
        || TransportError::connect_timeout(format!("key={TOKEN}")),
        || TransportError::connect(Quiet),
    ];
    for make in causes {
        let client = client_of(&MockTransport::new(move |_| Err(make())));
        let error = wait(customers(&client).get("cus_1")).unwrap_err();
        assert!(error.is_connect(), "{error:?}");
        assert_eq!(error.is_timeout(), make().is_timeout());
        let mut text = format!("{error} {error:?}");
        let mut source = error.source();
        while let Some(error) = source {
            text.push_str(&format!("{error} {error:?}"));
            source = error.source();
        }
        assert_clean(&text);
    }
}

#[test]
fn a_panic_does_not_print_the_token() {
    let client: Client = client_of(&MockTransport::replying(204, ""));
    let call = customers(&client).delete("cus_1");
    let panicked = catch_unwind(AssertUnwindSafe(|| panic!("{client:?} {call:?}")));
    let message = panicked.unwrap_err().downcast::<String>().unwrap();
    assert_clean(&message);
}

#[test]
fn headers_of_the_caller_are_not_printed() {
    let mock = MockTransport::new(|_| Ok(reply_with(404, "x-request-id", TOKEN, "{}")));
    let builder = builder(&mock).default_header("X-Gateway-Key", "hunter2");
    let mut text = format!("{builder:?}");
    let client = builder.build().unwrap();
    let call = customers(&client).get("cus_1").header("X-Other-Key", "hunter3");
    text.push_str(&format!("{client:?} {call:?} {:?}", call.headers()));
    #[cfg(feature = "blocking")]
    {
        let builder = crate::blocking::Client::builder()
            .environment("https://api.example")
            .token(TOKEN)
            .default_header("X-Gateway-Key", "hunter2");
        text.push_str(&format!("{builder:?}"));
        text.push_str(&format!("{:?}", builder.build().unwrap()));
    }
    let error = wait(call).unwrap_err();
    text.push_str(&format!("{error:?}"));
    assert_clean(&text);
    assert!(!text.contains("hunter"), "{text}");
    // They are sent nevertheless.
    assert_eq!(mock.requests()[0].headers()["x-gateway-key"], "hunter2");
}

#[test]
fn a_response_is_printed_without_its_body() {
    let body = r#"{"url":"https://portal.example/private"}"#;
    let mock = MockTransport::new(move |_| Ok(reply_with(200, "set-cookie", "private", body)));
    let client = client_of(&mock);
    let response = wait(customers(&client).delete("cus_1").with_response()).unwrap();
    let text = format!("{response:?}");
    assert!(text.contains("200") && !text.contains("private"), "{text}");
}

#[test]
fn a_compressed_response_is_an_error_that_says_so() {
    let mock = MockTransport::new(|_| Ok(reply_with(200, "content-encoding", "gzip", "\x1f")));
    let error = wait(customers(&client_of(&mock)).get("cus_1")).unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("`gzip`"), "{error}");
    let mock = MockTransport::new(|_| Ok(reply_with(204, "content-encoding", "identity", "")));
    wait(customers(&client_of(&mock)).delete("cus_1")).unwrap();
}
