//! Tests of the queue with transports that need no network.

#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "durable")]
mod disk;
mod guarantees;
mod limits_and_outages;
mod load;
mod panics;
mod shutdown;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use super::mock::{client_of, customers};
use super::sample::Report as SampleReport;
use crate::queue::{Entry, PushProblem, Queue, QueueBuilder, WhenFull};
use crate::testing::{MockTransport, Reply, reply};
use crate::transport::{Body, Limits, SleepFuture, Transport, TransportError, TransportFuture};
use crate::{Client, JsonObject};

fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.unwrap().block_on(test)
}

fn item(number: usize) -> SampleReport {
    let mut data = JsonObject::new();
    data.insert("n".to_owned(), number.into());
    SampleReport::new().data(data)
}

fn number(item: &SampleReport) -> usize {
    item.data["n"].as_u64().unwrap() as usize
}

fn start(builder: QueueBuilder<SampleReport>) -> Queue<SampleReport> {
    builder.start(|client, item| customers(client).report(item)).unwrap()
}

fn body(request: &http::Request<impl Clone + Into<Body>>) -> Value {
    let body: Body = request.body().clone().into();
    serde_json::from_slice(&body.to_bytes().unwrap()).unwrap()
}

/// A transport that responds after a delay.
struct Slow(MockTransport, Duration);

impl Transport for Slow {
    fn send(&self, request: http::Request<Body>, limits: Limits) -> TransportFuture<'_> {
        let wait = tokio::time::sleep(self.1);
        Box::pin(async move {
            wait.await;
            Transport::send(&self.0, request, limits).await
        })
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

fn slow(mock: &MockTransport) -> Client {
    let builder = Client::builder().environment("https://api.example").token("test");
    builder.transport(Slow(mock.clone(), Duration::from_secs(1))).build().unwrap()
}

#[test]
fn every_item_is_accepted_refused_or_open_exactly_once() {
    // Some are refused, some fail for good, some succeed at the second attempt, one panics.
    let seen: Arc<Mutex<HashMap<String, usize>>> = Arc::default();
    let mock = MockTransport::new(move |request| -> Reply {
        let body = body(request);
        let key = body["idempotencyKey"].as_str().unwrap().to_owned();
        let mut seen = seen.lock().unwrap();
        let attempt = seen.entry(key).and_modify(|count| *count += 1).or_insert(1);
        match body["data"]["n"].as_u64().unwrap() % 10 {
            0 => Ok(reply(400, "{}")),
            1 => Err(TransportError::other("reset")),
            2 | 3 if *attempt == 1 => Ok(reply(503, "")),
            _ => Ok(reply(202, "{}")),
        }
    });
    run(async {
        let builder = Queue::builder(&client_of(&mock)).capacity(5000);
        let queue = start(builder.give_up(4, Duration::from_secs(60)));
        for n in 0..1000 {
            queue.push(item(n)).await.unwrap();
        }
        let report = queue.flush().await;
        assert_eq!((report.accepted, report.failed.len(), report.pending.len()), (800, 200, 0));
        let refused: BTreeSet<usize> =
            report.failed.iter().map(|refused| number(refused.entry.item())).collect();
        assert!(refused.iter().all(|n| n % 10 < 2) && refused.len() == 200);
        for refused in &report.failed {
            let sent = refused.error.idempotency_key();
            assert_eq!(sent, refused.entry.idempotency_key());
            let fails = number(refused.entry.item()) % 10 == 1;
            assert!(refused.error.attempts() >= if fails { 2 } else { 1 });
            assert_eq!(refused.error.is_outcome_unknown(), fails);
        }
        let report = queue.shutdown().await;
        assert!(report.is_complete() && report.accepted == 0);
    });
}

#[test]
fn an_item_that_is_pushed_again_has_the_same_key() {
    let mock = MockTransport::in_turn([Ok(reply(400, "{}")), Ok(reply(202, "{}"))]);
    run(async {
        let queue = start(Queue::builder(&client_of(&mock)));
        queue.push(item(1)).await.unwrap();
        for refused in queue.flush().await.failed {
            queue.push(refused.entry).await.unwrap();
        }
        assert_eq!(queue.shutdown().await.accepted, 1);
        let keys: Vec<Value> =
            mock.requests().iter().map(|request| body(request)["idempotencyKey"].clone()).collect();
        assert!(keys.len() == 2 && keys[0].is_string() && keys[0] == keys[1]);
    });
}

#[test]
fn keys_of_the_caller_take_precedence() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue = start(Queue::builder(&client_of(&mock)));
        queue.push(Entry::with_key(item(1), "journal-1")).await.unwrap();
        queue.push(item(2).idempotency_key("own")).await.unwrap();
        assert_eq!(queue.shutdown().await.accepted, 2);
        let keys: BTreeSet<String> = mock
            .requests()
            .iter()
            .map(|request| body(request)["idempotencyKey"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(keys, ["journal-1".to_owned(), "own".to_owned()].into());
    });
}

#[test]
fn a_full_queue_waits_or_hands_back_the_item() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue = start(Queue::builder(&slow(&mock)).capacity(3).concurrency(1));
        for n in 0..3 {
            queue.try_push(item(n)).unwrap();
        }
        let error = queue.try_push(item(3)).unwrap_err();
        assert_eq!((error.reason, number(error.entry.item())), (PushProblem::Full, 3));
        let before = tokio::time::Instant::now();
        queue.push(error.entry).await.unwrap();
        assert_eq!(before.elapsed().as_secs(), 1, "push must wait until the first item is sent");
        assert_eq!(queue.pending(), 3);
        assert_eq!(queue.shutdown().await.accepted, 4);

        let refusing = Queue::builder(&slow(&mock)).capacity(1).when_full(WhenFull::Refuse);
        let queue = start(refusing);
        queue.push(item(0)).await.unwrap();
        assert_eq!(queue.push(item(1)).await.unwrap_err().reason, PushProblem::Full);
        assert_eq!(queue.shutdown().await.accepted, 1);
        assert_eq!(queue.push(item(2)).await.unwrap_err().reason, PushProblem::Closed);
        assert_eq!(queue.try_push(item(2)).unwrap_err().reason, PushProblem::Closed);
    });
}

#[test]
fn concurrency_is_limited() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue = start(Queue::builder(&slow(&mock)).concurrency(10));
        let before = tokio::time::Instant::now();
        for n in 0..100 {
            queue.push(item(n)).await.unwrap();
        }
        assert_eq!((queue.pending(), queue.stats().in_flight), (100, 8));
        assert_eq!(queue.flush().await.accepted, 100);
        // Eight at first, then ten.
        assert_eq!(before.elapsed().as_secs(), 11);
        let _ = queue.shutdown().await;
    });
}

#[test]
fn a_flush_does_not_wait_for_later_items() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue = Arc::new(start(Queue::builder(&slow(&mock)).concurrency(1)));
        queue.push(item(0)).await.unwrap();
        let pushing = tokio::spawn({
            let queue = queue.clone();
            async move {
                for n in 1..100 {
                    queue.push(item(n)).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(300)).await;
                }
            }
        });
        tokio::time::sleep(Duration::from_millis(500)).await;
        let before = tokio::time::Instant::now();
        assert_eq!(queue.flush().await.accepted, 3, "the items pushed at 0, 0 and 300 ms");
        assert!(before.elapsed().as_secs() < 4);
        pushing.await.unwrap();
        assert_eq!(queue.shutdown().await.accepted, 97);
    });
}
