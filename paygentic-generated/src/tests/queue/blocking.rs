//! The queue of the blocking client: what differs from the async one, its threads and waits.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::super::mock::{customers, reply_with};
use super::{SampleReport, body, item, number};
use crate::Bytes;
use crate::blocking::{Client, Queue, QueueBuilder};
use crate::queue::{Entry, PushProblem, QueueState, WhenFull};
use crate::testing::{MockTransport, Reply, reply};
use crate::transport::{BlockingTransport, Body, Limits, TransportError};

fn client(transport: impl BlockingTransport) -> Client {
    let builder = Client::builder().environment("https://api.example").token("test");
    builder.transport(transport).build().unwrap()
}

fn start(builder: QueueBuilder<SampleReport>) -> Queue<SampleReport> {
    builder.start(|client, item| customers(client).report(item)).unwrap()
}

/// A transport that responds after a delay.
struct Slow(MockTransport, Duration);

impl BlockingTransport for Slow {
    fn send(
        &self,
        request: ::http::Request<Body>,
        limits: Limits,
    ) -> Result<::http::Response<Bytes>, TransportError> {
        sleep(self.1);
        BlockingTransport::send(&self.0, request, limits)
    }

    fn sleep(&self, time: Duration) {
        sleep(time);
    }
}

fn slow(mock: &MockTransport, millis: u64) -> Client {
    client(Slow(mock.clone(), Duration::from_millis(millis)))
}

#[test]
fn every_item_is_accepted_or_refused_exactly_once() {
    let seen: Arc<Mutex<HashMap<String, usize>>> = Arc::default();
    let mock = MockTransport::new(move |request| -> Reply {
        let body = body(request);
        let key = body["idempotencyKey"].as_str().unwrap().to_owned();
        let mut seen = seen.lock().unwrap();
        let attempt = seen.entry(key).and_modify(|count| *count += 1).or_insert(1);
        match body["data"]["n"].as_u64().unwrap() % 10 {
            0 => Ok(reply(400, "{}")),
            2 if *attempt == 1 => Ok(reply(503, "")),
            3 if *attempt == 1 => Err(TransportError::other("reset")),
            _ => Ok(reply(202, "{}")),
        }
    });
    let settled: Arc<AtomicUsize> = Arc::default();
    let count = settled.clone();
    let hook = move |_: &Entry<_>, _: Result<(), &crate::Error>| {
        count.fetch_add(1, Ordering::Relaxed);
    };
    let queue = start(Queue::builder(&client(mock)).on_settled(hook));
    std::thread::scope(|scope| {
        for part in 0..4 {
            let queue = &queue;
            scope.spawn(move || {
                (part * 100..(part + 1) * 100).for_each(|n| queue.push(item(n)).unwrap())
            });
        }
    });
    let report = queue.flush();
    assert_eq!((report.accepted, report.failed.len(), report.pending.len()), (360, 40, 0));
    let refused: BTreeSet<usize> = report.failed.iter().map(|it| number(it.entry.item())).collect();
    assert!(refused.len() == 40 && refused.iter().all(|n| n % 10 == 0));
    assert!(queue.shutdown().is_complete());
    assert_eq!(settled.load(Ordering::Relaxed), 400);
    assert_eq!(queue.push(item(1)).unwrap_err().reason, PushProblem::Closed);
}

#[test]
fn a_full_queue_waits_or_hands_back_the_item() {
    let mock = MockTransport::replying(202, "{}");
    let queue = start(Queue::builder(&slow(&mock, 100)).capacity(2).concurrency(1));
    queue.push(item(0)).unwrap();
    queue.push(item(1)).unwrap();
    assert_eq!(queue.try_push(item(2)).unwrap_err().reason, PushProblem::Full);
    let before = Instant::now();
    queue.push(item(2)).unwrap();
    assert!(
        before.elapsed() >= Duration::from_millis(50),
        "push must wait until the first item is sent"
    );
    assert_eq!(queue.shutdown().accepted, 3);

    let refusing = Queue::builder(&slow(&mock, 100)).capacity(1).when_full(WhenFull::Refuse);
    let queue = start(refusing);
    queue.push(item(0)).unwrap();
    assert_eq!(queue.push(item(1)).unwrap_err().reason, PushProblem::Full);
    assert_eq!(queue.shutdown().accepted, 1);
}

#[test]
fn a_shutdown_with_a_limit_hands_back_open_items() {
    let mock = MockTransport::replying(202, "{}");
    let queue = start(Queue::builder(&slow(&mock, 500)).concurrency(2));
    for n in 0..10 {
        queue.push(item(n)).unwrap();
    }
    assert!(queue.flush_within(Duration::from_millis(50)).is_complete());
    let before = Instant::now();
    let report = queue.shutdown_within(Duration::from_millis(750));
    assert!(
        before.elapsed() < Duration::from_millis(1400),
        "shutdown must not wait for requests in flight"
    );
    let open: BTreeSet<usize> = report.pending.iter().map(|it| number(it.item())).collect();
    assert_eq!(report.accepted as usize + open.len(), 10);
    assert!(!open.is_empty() && report.accepted > 0, "{report:?}");
    assert_eq!(queue.stats().state, QueueState::Stopped);
    assert_eq!((queue.pending(), queue.stats().in_flight), (0, 0));
    sleep(Duration::from_millis(1200));
    assert!(mock.requests().len() <= report.accepted as usize + 2, "nothing new must be sent");
    assert!(queue.take_report().is_complete(), "late responses must not be used");
    assert_eq!(queue.push(item(1)).unwrap_err().reason, PushProblem::Stopped);
}

#[test]
fn a_limit_stops_all_threads() {
    let begin = Instant::now();
    let mock = MockTransport::new(move |_| match begin.elapsed().as_millis() {
        0..200 => Ok(reply_with(429, "retry-after", "1", "{}")),
        _ => Ok(reply(202, "{}")),
    });
    let queue = start(Queue::builder(&client(mock.clone())).concurrency(16));
    for n in 0..100 {
        queue.push(item(n)).unwrap();
    }
    sleep(Duration::from_millis(600));
    assert!(mock.requests().len() <= 16, "{}", mock.requests().len());
    assert_eq!(queue.stats().state, QueueState::Limited);
    assert_eq!(queue.flush().accepted, 100);
    let took = begin.elapsed();
    // Before the limit there was no response from which a rate could be measured.
    assert!(took >= Duration::from_secs(1) && took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_refused_token_stops_the_queue_until_it_is_resumed() {
    let is_valid: Arc<AtomicBool> = Arc::default();
    let valid = is_valid.clone();
    let mock = MockTransport::new(move |_| match valid.load(Ordering::Relaxed) {
        false => Ok(reply(401, "{}")),
        true => Ok(reply(202, "{}")),
    });
    let queue = start(Queue::builder(&client(mock.clone())).concurrency(16));
    for n in 0..50 {
        queue.push(item(n)).unwrap();
    }
    while queue.stats().state != QueueState::Unauthorized {
        sleep(Duration::from_millis(5));
    }
    sleep(Duration::from_millis(800));
    assert!(mock.requests().len() <= 10, "{}", mock.requests().len());
    is_valid.store(true, Ordering::Relaxed);
    queue.resume();
    assert_eq!(queue.shutdown().accepted, 50);
}

#[test]
fn a_panic_in_the_callers_code_loses_nothing() {
    let mock = MockTransport::replying(202, "{}");
    let queue: Queue<SampleReport> = Queue::builder(&client(mock))
        .concurrency(1)
        .start(|client, item: SampleReport| {
            assert!(number(&item) != 1, "a defect of the caller");
            customers(client).report(item)
        })
        .unwrap();
    for n in 0..4 {
        queue.push(item(n)).unwrap();
    }
    let report = queue.shutdown();
    assert_eq!((report.accepted, report.failed.len()), (3, 1));
    assert!(report.failed[0].error.is_invalid_request());
}

#[test]
fn a_panic_in_the_transport_fails_only_that_item() {
    let mock = MockTransport::new(|request| {
        assert_ne!(super::body(request)["data"]["n"], 1, "a defect of the transport");
        Ok(reply(202, "{}"))
    });
    let queue = start(Queue::builder(&client(mock)));
    for n in 0..4 {
        queue.push(item(n)).unwrap();
    }
    let report = queue.flush();
    assert_eq!((report.accepted, report.failed.len()), (3, 1));
    assert!(report.failed[0].error.is_outcome_unknown());
}

#[test]
fn a_queue_that_is_dropped_still_sends() {
    let mock = MockTransport::replying(202, "{}");
    let queue = start(Queue::builder(&slow(&mock, 20)).concurrency(2));
    for n in 0..10 {
        queue.push(item(n)).unwrap();
    }
    drop(queue);
    let begin = Instant::now();
    while mock.requests().len() < 10 {
        assert!(begin.elapsed() < Duration::from_secs(20));
        sleep(Duration::from_millis(10));
    }
}

/// Bursts with pauses between them: idle threads wake up for new work.
#[test]
fn idle_threads_wake_up_for_new_work() {
    let mock = MockTransport::replying(202, "{}");
    let queue = start(Queue::builder(&client(mock)).concurrency(4));
    for burst in 1..200 {
        for n in 0..burst % 7 {
            queue.push(item(n)).unwrap();
        }
        let report = queue.flush_within(Duration::from_secs(20));
        assert_eq!(report.accepted, burst as u64 % 7);
    }
}

/// The caller's code runs without a lock: `Clone` may even call the queue.
#[test]
fn no_caller_waits_after_a_panic_in_item_code() {
    use super::panics::{Fragile, Panics, check};
    for panics in [Panics::Clone, Panics::Drop] {
        let mock = MockTransport::replying(202, "{}");
        let queue = Queue::builder(&client(mock))
            .concurrency(2)
            .start(|client, _: Fragile| customers(client).report(item(1)))
            .unwrap();
        for n in 0..30 {
            queue.push(Fragile::new(n, panics)).unwrap();
        }
        check(queue.flush_within(Duration::from_secs(20)), panics);
        assert_eq!((queue.stats().depth, queue.stats().in_flight), (0, 0));
        // It would hang if the lock were still held after a panic.
        assert!(queue.shutdown_within(Duration::from_secs(20)).is_complete());
    }
}

/// A slow `Clone` runs without a lock, and its item is not lost in a shutdown.
#[test]
fn a_slow_clone_does_not_block_the_queue() {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Heavy(u8);
    impl Clone for Heavy {
        fn clone(&self) -> Self {
            sleep(Duration::from_millis(400));
            Heavy(self.0)
        }
    }
    impl crate::queue::Queueable for Heavy {}
    let mock = MockTransport::replying(202, "{}");
    let queue = Queue::builder(&client(mock.clone()))
        .start(|client, _: Heavy| customers(client).report(item(1)))
        .unwrap();
    queue.push(Heavy(1)).unwrap();
    sleep(Duration::from_millis(100));
    let before = Instant::now();
    assert_eq!(queue.stats().in_flight, 1);
    assert!(before.elapsed() < Duration::from_millis(200), "the ledger must not be locked");
    let report = queue.shutdown_within(Duration::ZERO);
    assert_eq!((report.pending.len(), report.accepted), (1, 0));
    assert!(mock.requests().is_empty());
}
