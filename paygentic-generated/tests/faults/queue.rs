//! The queue under faults: every item is accepted or refused exactly once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use paygentic_generated::models::{IngestEvent, IngestEventRequired};
use paygentic_generated::queue::{Entry, Failed, PushProblem, Queue, Report};
use paygentic_generated::{Client, Error, JsonObject, RetryPolicy};

use crate::fault::*;
use crate::server::Server;

/// The number of events; set `QUEUE_EVENTS` for more.
fn count() -> usize {
    let count = std::env::var("QUEUE_EVENTS").ok();
    // Each 429 among the faults stops all workers for a while.
    count.map_or(250, |count| count.parse().unwrap())
}

fn event(number: usize) -> IngestEvent {
    let mut data = JsonObject::new();
    data.insert("n".to_owned(), number.into());
    IngestEvent::with_subject(
        "cus_1",
        IngestEventRequired {
            r#type: "completion".into(),
            source: "https://acme.example".into(),
            data,
        },
    )
}

fn number(event: &IngestEvent) -> usize {
    event.data["n"].as_u64().unwrap() as usize
}

/// One request in five fails, in different ways; not forever, because an item that fails repeatedly waits
/// longer each time.
fn script(events: usize) -> Vec<Fault> {
    let accepted = r#"{"object":"event","idempotencyKey":"k"}"#;
    let length = accepted.len();
    let good =
        answered(format!("HTTP/1.1 202 Accepted\r\ncontent-length: {length}\r\n\r\n{accepted}"));
    let faults = [
        status(503),
        cut("HTTP/1.1 202 Accepted\r\ncontent-length: 40\r\n\r\n{\"obj"),
        status(429),
        Fault::Reset(Vec::new()),
        status(400),
        cut(""),
        cut("no HTTP"),
    ];
    let mut script = Vec::new();
    for fault in faults.iter().cycle().take(events / 5) {
        script.extend([good.clone(), good.clone(), good.clone(), good.clone(), fault.clone()]);
    }
    script.push(good);
    script
}

#[derive(Default)]
struct Tally {
    accepted: BTreeSet<usize>,
    refused: usize,
    failed: Vec<Failed<IngestEvent>>,
    counted: u64,
}

impl Tally {
    fn enter(&mut self, report: Report<IngestEvent>) {
        self.counted += report.accepted;
        self.failed.extend(report.failed);
        assert!(report.pending.is_empty());
    }
}

#[test]
fn every_pushed_event_is_accepted_or_refused() {
    let events = count();
    let server = Server::new(script(events));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let books = runtime.unwrap().block_on(send(&server, events));

    let refused: BTreeSet<usize> =
        books.failed.iter().map(|refused| number(refused.entry.item())).collect();
    assert_eq!(books.counted as usize, books.accepted.len());
    assert_eq!(books.refused, books.failed.len());
    assert_eq!(books.failed.len(), refused.len(), "none twice");
    assert!(books.accepted.is_disjoint(&refused));
    assert_eq!(books.accepted.len() + refused.len(), events);
    assert!(refused.len() > events / 100 && refused.len() < events / 5, "{}", refused.len());
    for refused in &books.failed {
        assert_eq!(refused.error.idempotency_key(), refused.entry.idempotency_key());
    }

    // Each event has its own key, however often it was sent.
    let mut keys = BTreeMap::new();
    for request in server.log().requests {
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        let number = body["data"]["n"].as_u64().unwrap();
        let key = body["idempotencyKey"].as_str().unwrap().to_owned();
        assert_eq!(*keys.entry(key).or_insert(number), number);
    }
    assert_eq!(keys.len(), events);
}

async fn send(server: &Server, events: usize) -> Tally {
    let client = Client::builder()
        .environment(server.address())
        .token("test")
        .retries(RetryPolicy::default().max_attempts(3).base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    let books: Arc<Mutex<Tally>> = Arc::default();
    let journal = books.clone();
    let queue = Queue::builder(&client)
        .capacity(100)
        .concurrency(32)
        .on_settled(move |entry: &Entry<IngestEvent>, result: Result<(), &Error>| {
            let mut books = journal.lock().unwrap();
            match result {
                Ok(()) => assert!(books.accepted.insert(number(entry.item()))),
                Err(_) => books.refused += 1,
            }
        })
        .start(|client, event| client.events().ingest(event))
        .unwrap();
    for n in 0..events {
        let mut entry = Entry::new(event(n));
        while let Err(error) = queue.push(entry).await {
            assert_eq!(error.reason, PushProblem::Failures);
            books.lock().unwrap().enter(queue.take_report());
            entry = error.entry;
        }
        assert!(queue.pending() <= 100);
    }
    let report = queue.shutdown().await;
    let mut all = std::mem::take(&mut *books.lock().unwrap());
    all.enter(report);
    all
}
