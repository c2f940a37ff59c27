//! What must not get out, does not.

use std::error::Error as _;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use super::mock::{TOKEN, client_of, customers, reply_with, wait};
use super::sample::*;
use crate::Client;
use crate::queue::Queue;
use crate::testing::{MockTransport, reply};
use crate::transport::TransportError;

/// The token without the part that is in every test token, and what else must not be seen.
const SECRETS: [&str; 4] = ["5ecret", "PERSONAL", "private-key", "cus_hidden"];

fn assert_clean(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "`{secret}` is in {text}");
    }
}

/// What is logged while `work` runs, at the finest level.
fn logged(work: impl FnOnce()) -> String {
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, text: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(text)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'w> MakeWriter<'w> for Log {
        type Writer = Self;

        fn make_writer(&'w self) -> Self {
            self.clone()
        }
    }

    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, work);
    String::from_utf8(log.0.lock().unwrap().clone()).unwrap()
}

#[test]
fn a_call_is_a_span_and_an_attempt_is_an_event() {
    let mock = MockTransport::in_turn([
        Err(TransportError::timeout("slow")),
        Ok(reply_with(
            503,
            "x-request-id",
            "req_1",
            r#"{"message": "PERSONAL"}"#,
        )),
        Ok(reply_with(
            202,
            "x-request-id",
            "req_2",
            r#"{"name": "PERSONAL"}"#,
        )),
    ]);
    let client = client_of(&mock);
    let log = logged(|| {
        let body = Report::new().idempotency_key("private-key");
        wait(
            customers(&client)
                .report(body)
                .header("x-private", "PERSONAL"),
        )
        .unwrap();
    });
    assert_clean(&log);
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 3, "{log}");
    for line in &lines {
        let span =
            r#"call{operation="customers.report" http.method=POST http.route="/v0/reports"}"#;
        assert!(
            line.contains(span) && line.contains("elapsed_ms="),
            "{line}"
        );
    }
    let first = [
        "WARN",
        "attempt=1",
        "is repeated",
        "no complete response",
        "wait_ms=",
    ];
    let second = ["WARN", "attempt=2", "status=503", r#"request_id="req_1""#];
    let third = ["DEBUG", "attempt=3", "status=202", r#"request_id="req_2""#];
    for (line, expected) in lines.iter().zip([&first[..], &second, &third]) {
        for part in expected {
            assert!(line.contains(part), "{part} is not in {line}");
        }
    }
}

#[test]
fn a_path_is_logged_without_its_ids() {
    let client = client_of(&MockTransport::replying(404, r#"{"message": "PERSONAL"}"#));
    let log = logged(|| assert!(wait(customers(&client).get("cus_hidden")).is_err()));
    assert_clean(&log);
    assert!(
        log.contains("/v0/customers/{id}") && log.contains("status=404"),
        "{log}"
    );
}

#[test]
#[cfg(feature = "blocking")]
fn the_blocking_client_logs_the_same() {
    let mock = MockTransport::in_turn([Ok(reply(503, "")), Ok(reply(204, ""))]);
    let builder = crate::blocking::Client::builder()
        .token(TOKEN)
        .transport(mock);
    let client = builder.build().unwrap();
    let log = logged(|| customers(&client).delete("cus_hidden").send().unwrap());
    assert_clean(&log);
    assert_eq!(
        log.matches(r#"operation="customers.delete""#).count(),
        2,
        "{log}"
    );
}

#[test]
fn a_queue_that_is_dropped_with_items_is_logged() {
    let mock = MockTransport::replying(400, "{}");
    let log = logged(|| {
        wait(async {
            let queue = Queue::builder(&client_of(&mock))
                .start(|client, item: Report| customers(client).report(item))
                .unwrap();
            queue.push(Report::new()).await.unwrap();
            drop(queue);
        });
    });
    assert!(
        log.contains("without being shut down") && log.contains("items=1"),
        "{log}"
    );
}

#[test]
fn no_error_holds_the_token() {
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

#[test]
fn a_panic_does_not_show_the_token() {
    let client: Client = client_of(&MockTransport::replying(204, ""));
    let call = customers(&client).delete("cus_1");
    let panicked = catch_unwind(AssertUnwindSafe(|| panic!("{client:?} {call:?}")));
    let message = panicked.unwrap_err().downcast::<String>().unwrap();
    assert_clean(&message);
}

#[test]
fn a_compressed_response_is_an_error_that_says_so() {
    let mock = MockTransport::new(|_| Ok(reply_with(200, "content-encoding", "gzip", "\x1f")));
    let error = wait(customers(&client_of(&mock)).get("cus_1")).unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("`gzip`"),
        "{error}"
    );
    let mock = MockTransport::new(|_| Ok(reply_with(204, "content-encoding", "identity", "")));
    wait(customers(&client_of(&mock)).delete("cus_1")).unwrap();
}
