//! Limits, outages and refused tokens, in simulated time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::super::mock::reply_with;
use super::{SampleReport, item, run, start};
use crate::Client;
use crate::queue::{Queue, QueueState};
use crate::testing::{Reply, reply};
use crate::transport::{Body, Limits, SleepFuture, Transport, TransportError, TransportFuture};

/// A service that responds after a delay; the response depends on the time.
struct Service<F>(F, Duration, Arc<AtomicUsize>);

impl<F: Fn(Instant) -> Reply + Send + Sync + 'static> Transport for Service<F> {
    fn send(&self, _: http::Request<Body>, _: Limits) -> TransportFuture<'_> {
        self.2.fetch_add(1, Ordering::Relaxed);
        Box::pin(async {
            sleep(self.1).await;
            (self.0)(Instant::now())
        })
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        Box::pin(sleep(duration))
    }
}

fn service(
    answer: impl Fn(Instant) -> Reply + Send + Sync + 'static,
    concurrency: usize,
    latency: u64,
) -> (Queue<SampleReport>, Arc<AtomicUsize>) {
    let requests: Arc<AtomicUsize> = Arc::default();
    let client = Client::builder()
        .environment("https://api.example")
        .token("test")
        .transport(Service(answer, Duration::from_millis(latency), requests.clone()))
        .build()
        .unwrap();
    let builder = Queue::builder(&client).capacity(200_000);
    (start(builder.concurrency(concurrency)), requests)
}

/// Accepts 200 requests in each second of the clock, and answers all others with 429.
fn limited(header: bool) -> impl Fn(Instant) -> Reply + Send + Sync {
    let begin = Instant::now();
    let window = Mutex::new((0, 0));
    move |now| {
        let second = now.duration_since(begin).as_secs();
        let mut window = window.lock().unwrap();
        if window.0 != second {
            *window = (second, 0);
        }
        window.1 += 1;
        match (window.1 > 200, header) {
            (false, _) => Ok(reply(202, "{}")),
            (true, true) => Ok(reply_with(429, "retry-after", "1", "{}")),
            (true, false) => Ok(reply(429, "{}")),
        }
    }
}

#[test]
fn a_rate_limit_slows_the_whole_queue_down_and_refuses_nothing() {
    for header in [true, false] {
        run(async {
            let (queue, requests) = service(limited(header), 512, 5);
            let begin = Instant::now();
            for n in 0..3000 {
                queue.push(item(n)).await.unwrap();
            }
            let report = queue.flush().await;
            assert_eq!((report.accepted, report.failed.len()), (3000, 0));
            let requests = requests.load(Ordering::Relaxed);
            assert!(requests <= 3300, "{requests}");
            assert!(begin.elapsed().as_secs() < 30, "{:?}", begin.elapsed());
            assert_eq!(queue.stats().state, QueueState::Limited);
            assert!(queue.stats().rate.is_some());
        });
    }
}

/// The kinds of outages.
#[derive(Clone, Copy, Debug)]
enum Outage {
    Refused,
    Broken,
    Status(u16),
    RetryAfter,
}

impl Outage {
    fn reply(self) -> Reply {
        match self {
            Outage::Refused => Err(TransportError::connect("refused")),
            Outage::Broken => Err(TransportError::other("reset")),
            Outage::Status(status) => Ok(reply(status, "")),
            Outage::RetryAfter => Ok(reply_with(503, "retry-after", "2", "")),
        }
    }
}

#[test]
fn an_outage_of_ten_minutes_refuses_nothing_and_makes_few_requests() {
    let all = [
        Outage::Refused,
        Outage::Broken,
        Outage::Status(500),
        Outage::Status(502),
        Outage::Status(503),
        Outage::RetryAfter,
    ];
    for outage in all {
        run(async {
            let begin = Instant::now();
            let answer = move |now: Instant| match now.duration_since(begin).as_secs() {
                5..605 => outage.reply(),
                _ => Ok(reply(202, "{}")),
            };
            let (queue, requests) = service(answer, 16, 50);
            for n in 0..5_000 {
                queue.push(item(n)).await.unwrap();
            }
            let sent = || requests.load(Ordering::Relaxed);
            sleep(Duration::from_millis(4000)).await;
            let before = sent();
            sleep(Duration::from_millis(1000)).await;
            let full = sent() - before;
            let before = sent();
            sleep(Duration::from_millis(599_900)).await;
            let meanwhile = sent() - before;
            assert!(meanwhile < 600, "{outage:?}: {meanwhile}");
            assert_eq!(queue.stats().state, QueueState::Unreachable);
            sleep(Duration::from_millis(5100)).await;
            let before = sent();
            sleep(Duration::from_millis(1000)).await;
            let again = sent() - before;
            assert!(again * 10 >= full * 9, "{outage:?}: {again} of {full}");
            let report = queue.shutdown().await;
            assert_eq!((report.accepted, report.failed.len()), (5_000, 0));
        });
    }
}

#[test]
fn a_refused_token_stops_the_queue_until_it_is_resumed() {
    let is_valid = Arc::new(AtomicUsize::new(0));
    let valid = is_valid.clone();
    run(async {
        let answer = move |_| match valid.load(Ordering::Relaxed) {
            0 => Ok(reply(401, "{}")),
            _ => Ok(reply(202, "{}")),
        };
        let (queue, requests) = service(answer, 512, 5);
        for n in 0..3000 {
            queue.push(item(n)).await.unwrap();
        }
        sleep(Duration::from_secs(50)).await;
        assert!(requests.load(Ordering::Relaxed) <= 10);
        assert_eq!(queue.stats().state, QueueState::Unauthorized);
        is_valid.store(1, Ordering::Relaxed);
        queue.resume();
        let before = Instant::now();
        assert_eq!(queue.flush().await.accepted, 3000);
        assert!(before.elapsed().as_secs() < 5);
        assert_eq!(queue.stats().state, QueueState::Sending);
    });
}

#[test]
fn a_token_that_becomes_valid_is_found_without_resume() {
    run(async {
        let begin = Instant::now();
        let answer = move |now: Instant| match now.duration_since(begin).as_secs() {
            0..30 => Ok(reply(401, "{}")),
            _ => Ok(reply(202, "{}")),
        };
        let (queue, _) = service(answer, 4, 5);
        queue.push(item(1)).await.unwrap();
        assert_eq!(queue.flush().await.accepted, 1);
        assert!(begin.elapsed().as_secs() <= 65);
    });
}

#[test]
fn an_item_that_fails_while_others_do_not_is_given_up() {
    run(async {
        let count = AtomicUsize::new(0);
        // Every other request fails: eventually it is always the same item.
        let answer = move |_| match count.fetch_add(1, Ordering::Relaxed) % 2 {
            0 => Ok(reply(500, "{}")),
            _ => Ok(reply(202, "{}")),
        };
        let (queue, requests) = service(answer, 1, 5);
        for n in 0..1000 {
            queue.push(item(n)).await.unwrap();
        }
        let report = queue.shutdown_within(Duration::from_secs(3600)).await;
        let failed = report.failed.len();
        assert_eq!(report.accepted as usize + failed, 1000, "{report:?}");
        assert!(requests.load(Ordering::Relaxed) <= 3000);
    });
}

/// The time of an outage without connections does not count against the item that is being retried.
#[test]
fn one_failure_after_a_day_without_a_connection_does_not_give_up_the_item() {
    run(async {
        let begin = Instant::now();
        let has_failed = AtomicUsize::new(0);
        let answer = move |now: Instant| match now.duration_since(begin).as_secs() {
            0..90_000 => Err(TransportError::connect("refused")),
            _ if has_failed.fetch_add(1, Ordering::Relaxed) == 0 => Ok(reply(502, "")),
            _ => Ok(reply(202, "{}")),
        };
        let (queue, _) = service(answer, 16, 5);
        for n in 0..100 {
            queue.push(item(n)).await.unwrap();
        }
        let report = queue.flush().await;
        assert_eq!((report.accepted, report.failed.len()), (100, 0));
    });
}

/// A short fault in which all requests in flight get 401 does not yet mean that the token is invalid.
#[test]
fn a_burst_of_refused_tokens_counts_once() {
    run(async {
        let begin = Instant::now();
        let answer = move |now: Instant| match now.duration_since(begin).as_millis() {
            0..100 => Ok(reply(401, "{}")),
            _ => Ok(reply(202, "{}")),
        };
        let (queue, _) = service(answer, 64, 5);
        for n in 0..100 {
            queue.push(item(n)).await.unwrap();
        }
        sleep(Duration::from_millis(200)).await;
        assert_eq!(queue.stats().state, QueueState::Sending);
        assert_eq!(queue.flush().await.accepted, 100);
        assert!(begin.elapsed().as_secs() < 5, "{:?}", begin.elapsed());
    });
}
