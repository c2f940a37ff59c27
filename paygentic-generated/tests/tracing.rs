//! The spans and events of the clients for `tracing`.

#![cfg(all(feature = "async", feature = "tracing"))]
// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Response;
use paygentic_generated::models::*;
use paygentic_generated::queue::{Queue, QueueState};
use paygentic_generated::testing::{MockTransport, Reply, reply};
use paygentic_generated::transport::TransportError;
use paygentic_generated::{Client, JsonObject, RetryPolicy};
use tracing_subscriber::fmt::MakeWriter;

/// The token, and other text that must not be logged.
const SECRETS: [&str; 5] = ["5ecret", "PERSONAL", "private-key", "cus_hidden", "tokens"];

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

/// The log at the finest level while `work` runs; asserts that it contains no secrets.
fn logged(work: impl FnOnce()) -> String {
    // `tracing` caches for the whole process which subscribers are interested.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, work);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for secret in SECRETS {
        assert!(!log.contains(secret), "`{secret}` is in {log}");
    }
    log
}

fn client(mock: MockTransport) -> Client {
    let builder = Client::builder().token("sk_test_5ecret").transport(mock);
    builder.build().unwrap()
}

fn event() -> IngestEvent {
    let mut data = JsonObject::new();
    data.insert("tokens".to_owned(), 7.into());
    let event = IngestEvent::with_subject(
        "cus_hidden",
        IngestEventRequired {
            r#type: "completion".into(),
            source: "https://PERSONAL.example".into(),
            data,
        },
    );
    event.idempotency_key("private-key")
}

fn answered(status: u16, request_id: &str, body: &'static str) -> Response<Bytes> {
    let mut response = reply(status, body);
    response.headers_mut().insert("x-request-id", request_id.parse().unwrap());
    response
}

fn wait<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(future)
}

#[test]
fn a_call_is_a_span_and_an_attempt_is_an_event() {
    let accepted = r#"{"object": "event", "idempotencyKey": "private-key"}"#;
    let client = client(MockTransport::in_turn([
        Err(TransportError::timeout("slow")),
        Ok(answered(503, "req_1", r#"{"message": "PERSONAL"}"#)),
        Ok(answered(202, "req_2", accepted)),
    ]));
    let log = logged(|| {
        drop(wait(client.events().ingest(event()).header("x-private", "PERSONAL").send()));
    });
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 3, "{log}");
    for line in &lines {
        let span = r#"call{operation="events.ingest" http.method=POST http.route="/v0/events"}"#;
        assert!(line.contains(span) && line.contains("elapsed_ms="), "{line}");
    }
    let first = ["WARN", "attempt=1", "is repeated", "timed out", "wait_ms="];
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
    let client = client(MockTransport::replying(404, r#"{"message": "PERSONAL"}"#));
    let log = logged(|| assert!(wait(client.customers().get("cus_hidden").send()).is_err()));
    assert!(log.contains("/v0/customers/{id}") && log.contains("status=404"), "{log}");
}

/// The level, another part of the line, and the response to the call.
type Case = (&'static str, &'static str, fn() -> Reply);

/// The last line logged for a call, which is the same for both clients except for the id of the call.
fn last_line(answer: fn() -> Reply) -> String {
    let mock = MockTransport::new(move |_| answer());
    let once = RetryPolicy::never();
    let log = {
        let client = client(mock.clone());
        logged(|| drop(wait(client.customers().get("cus_hidden").retries(once).send())))
    };
    #[cfg(feature = "blocking")]
    {
        let builder = paygentic_generated::blocking::Client::builder();
        let client = builder.token("sk_test_5ecret").transport(mock).build().unwrap();
        let other = logged(|| drop(client.customers().get("cus_hidden").retries(once).send()));
        let levels = |log: &str| {
            let words = log.lines().filter_map(|line| line.split_whitespace().nth(1));
            words.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(levels(&other), levels(&log));
    }
    log.lines().last().unwrap().to_owned()
}

#[test]
fn a_final_failure_is_a_warning_if_the_service_refused_and_otherwise_an_error() {
    let cases: [Case; 6] = [
        ("WARN", "status=404", || Ok(answered(404, "req_1", "{}"))),
        ("WARN", "status=429", || Ok(answered(429, "req_1", "{}"))),
        ("ERROR", "status=500", || Ok(answered(500, "req_1", "{}"))),
        ("ERROR", "status=302", || Ok(answered(302, "req_1", "{}"))),
        ("ERROR", "cannot read the response", || Ok(answered(200, "req_1", "PERSONAL"))),
        ("ERROR", "timed out", || Err(TransportError::timeout("slow"))),
    ];
    for (level, message, answer) in cases {
        let line = last_line(answer);
        for part in [level, message, "attempts=1", "client_request_id=", "paygentic_generated: "] {
            assert!(line.contains(part), "{part} is not in {line}");
        }
        assert!(
            line.contains("call{") && line.contains("call refused") == (level == "WARN"),
            "{line}"
        );
    }
}

#[test]
fn a_call_that_cannot_be_sent_is_an_error() {
    let client = client(MockTransport::replying(204, ""));
    let log = logged(|| assert!(wait(client.customers().get("").send()).is_err()));
    assert!(log.contains("ERROR") && log.contains("`id` is empty"), "{log}");
}

#[test]
fn all_events_share_one_target() {
    let client = client(MockTransport::in_turn([Ok(reply(503, "")), Ok(reply(400, "{}"))]));
    let log = logged(|| drop(wait(client.customers().delete("cus_1").send())));
    assert_eq!(log.lines().count(), 3, "{log}");
    for line in log.lines() {
        assert!(line.contains(" paygentic_generated: "), "{line}");
    }
}

#[test]
fn a_queue_logs_failed_items_and_items_left_when_dropped() {
    let client = client(MockTransport::replying(400, "{}"));
    let queue = || {
        let builder = Queue::builder(&client);
        builder.start(|client, event| client.events().ingest(event)).unwrap()
    };
    let log = logged(|| {
        wait(async {
            let queue = queue();
            for _ in 0..5 {
                queue.push(event().idempotency_key("private-key")).await.unwrap();
            }
            assert_eq!(queue.shutdown().await.failed.len(), 5);
        });
    });
    let reported = log.lines().filter(|line| line.contains("not accepted"));
    let reported: Vec<&str> = reported.collect();
    assert_eq!(reported.len(), 3, "{log}");
    for (line, items) in reported.iter().zip(["items=1 ", "items=2 ", "items=4 "]) {
        assert!(line.contains("WARN") && line.contains(items), "{line}");
        assert!(line.contains("status=400"), "{line}");
    }
    let log = logged(|| {
        wait(async {
            let queue = queue();
            queue.push(event()).await.unwrap();
            drop(queue);
        });
    });
    assert!(log.contains("without being shut down") && log.contains("items=1"), "{log}");
}

#[test]
fn secrets_echoed_by_the_server_are_redacted() {
    let client = client(MockTransport::in_turn([
        Ok(answered(503, "sk_test_5ecret", "{}")),
        Ok(answered(200, "sk_test_5ecret", "{}")),
    ]));
    let log = logged(|| drop(wait(client.customers().delete("cus_1").send())));
    assert_eq!(log.matches(r#"request_id="***""#).count(), 2, "{log}");
}

#[test]
#[cfg(feature = "blocking")]
fn the_blocking_client_logs_the_same() {
    let mock = MockTransport::in_turn([Ok(reply(503, "")), Ok(reply(204, ""))]);
    let builder = paygentic_generated::blocking::Client::builder();
    let client = builder.token("sk_test_5ecret").transport(mock).build().unwrap();
    let log = logged(|| client.customers().delete("cus_hidden").send().unwrap());
    assert_eq!(log.matches(r#"operation="customers.delete""#).count(), 2, "{log}");
}

/// The lines of level WARN that a queue logs while it sends events to a service.
fn warnings_of_a_queue(
    mock: MockTransport,
    test: impl AsyncFnOnce(Queue<IngestEvent>),
) -> Vec<String> {
    let client = client(mock);
    let log = logged(|| {
        wait(async {
            let queue = Queue::builder(&client)
                .start(|client, event| client.events().ingest(event))
                .unwrap();
            test(queue).await;
        });
    });
    let is_warning = |line: &&str| line.contains("WARN") && line.contains("queue");
    log.lines().filter(is_warning).map(str::to_owned).collect()
}

fn assert_has(line: &str, parts: &[&str]) {
    parts.iter().for_each(|part| assert!(line.contains(part), "no `{part}` in {line}"));
}

#[test]
fn a_queue_that_slows_down_is_logged_once() {
    let mut limit = reply(429, "{}");
    limit.headers_mut().insert("retry-after", "1".parse().unwrap());
    let mock = MockTransport::in_turn([Ok(limit), Ok(reply(202, "{}")), Ok(reply(202, "{}"))]);
    let warnings = warnings_of_a_queue(mock, async |queue| {
        queue.push(event()).await.unwrap();
        assert_eq!(queue.flush().await.accepted, 1);
        queue.push(event()).await.unwrap();
        assert_eq!(queue.shutdown().await.accepted, 1);
    });
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_has(&warnings[0], &["slowed down", "state=limited", "before=sending", "depth=1"]);
}

#[test]
fn a_queue_that_stops_for_its_token_is_logged_with_its_depth() {
    let warnings = warnings_of_a_queue(MockTransport::replying(401, "{}"), async |queue| {
        for _ in 0..5 {
            queue.push(event()).await.unwrap();
        }
        while queue.stats().state != QueueState::Unauthorized {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let report = queue.shutdown_within(std::time::Duration::ZERO).await;
        assert_eq!(report.pending.len(), 5);
    });
    let stopped: Vec<_> = warnings.iter().filter(|line| line.contains("unauthorized")).collect();
    assert_eq!(stopped.len(), 1, "{warnings:?}");
    assert_has(stopped[0], &["state=unauthorized", "depth=5"]);
}

#[test]
fn a_queue_whose_runtime_ends_is_logged() {
    let warnings = warnings_of_a_queue(MockTransport::replying(500, ""), async |queue| {
        queue.push(event()).await.unwrap();
        std::mem::forget(queue);
    });
    assert!(
        warnings.iter().any(|line| line.contains("a queue stopped before it was shut down")),
        "{warnings:?}"
    );
}

#[test]
#[cfg(feature = "blocking")]
fn the_queue_of_the_blocking_client_logs_the_same() {
    let builder = paygentic_generated::blocking::Client::builder().token("sk_test_5ecret");
    let client = builder.transport(MockTransport::replying(401, "{}")).build().unwrap();
    let log = logged(|| {
        let queue = paygentic_generated::blocking::Queue::builder(&client)
            .start(|client, event: IngestEvent| client.events().ingest(event))
            .unwrap();
        queue.push(event()).unwrap();
        drop(queue);
    });
    assert!(log.contains("without being shut down") && log.contains("items=1"), "{log}");
}
