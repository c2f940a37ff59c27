//! Many items with faults: none is lost or counted twice.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use super::super::mock::builder;
use super::{SampleReport, body, item, number, start};
use crate::RetryPolicy;
use crate::queue::{Entry, PushProblem, Queue, Report};
use crate::testing::{MockTransport, Reply, reply};
use crate::transport::{Body, Limits, SleepFuture, Transport, TransportError, TransportFuture};

/// The number of items; set `QUEUE_EVENTS` for more. Several times the capacity, so that the queue is mostly full.
fn count() -> usize {
    let count = std::env::var("QUEUE_EVENTS").ok();
    count.map_or(3_000, |count| count.parse().unwrap())
}

/// Many items on several threads; a fifth of the attempts fail.
#[test]
fn nothing_is_lost_among_many_items_and_faults() {
    let attempts = Arc::new(AtomicUsize::new(0));
    let accepted: Arc<Mutex<BTreeSet<usize>>> = Arc::default();
    let (counter, done) = (attempts.clone(), accepted.clone());
    let mock =
        Counting(Arc::new(move |body: Value| match counter.fetch_add(1, Ordering::Relaxed) % 20 {
            0 => Ok(reply(400, "{}")),
            7 => Ok(reply(503, "")),
            11 => Err(TransportError::other("reset")),
            15 => Err(TransportError::timeout("slow")),
            _ => {
                done.lock().unwrap().insert(body["data"]["n"].as_u64().unwrap() as usize);
                Ok(reply(202, "{}"))
            }
        }));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(async {
        let retries = RetryPolicy::default().max_attempts(2).base_delay(Duration::from_millis(1));
        let client = builder(&MockTransport::replying(500, "")).retries(retries);
        let client = client.transport(mock).build().unwrap();
        let queue = start(Queue::builder(&client).capacity(1000).concurrency(64));
        let mut total: Option<Report<SampleReport>> = None;
        for n in 0..count() {
            let mut entry = Entry::new(item(n));
            while let Err(error) = queue.push(entry).await {
                assert_eq!(error.reason, PushProblem::Failures);
                entry = error.entry;
                add(&mut total, queue.take_report());
            }
            assert!(queue.pending() <= 1000);
        }
        add(&mut total, queue.shutdown_within(Duration::from_secs(60)).await);
        let total = total.unwrap();
        let refused: BTreeSet<usize> =
            total.failed.iter().map(|refused| number(refused.entry.item())).collect();
        let accepted = accepted.lock().unwrap();
        assert_eq!(total.accepted as usize, accepted.len());
        assert_eq!(total.failed.len(), refused.len());
        assert_eq!(total.accepted as usize + refused.len() + total.pending.len(), count());
        assert!(accepted.is_disjoint(&refused) && total.pending.is_empty());
        assert!(refused.len() > count() / 20, "{}", refused.len());
    });
}

fn add(total: &mut Option<Report<SampleReport>>, report: Report<SampleReport>) {
    match total {
        None => *total = Some(report),
        Some(total) => {
            total.accepted += report.accepted;
            total.failed.extend(report.failed);
            total.pending.extend(report.pending);
        }
    }
}

/// A transport that does not record requests.
struct Counting(Arc<dyn Fn(Value) -> Reply + Send + Sync>);

impl Transport for Counting {
    fn send(&self, request: http::Request<Body>, _: Limits) -> TransportFuture<'_> {
        let reply = (self.0)(body(&request));
        Box::pin(async move {
            tokio::task::yield_now().await;
            reply
        })
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::task::yield_now())
    }
}
