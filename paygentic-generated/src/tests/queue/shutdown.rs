//! How queues shut down, and which failures they survive.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::super::mock::{client_of, customers};
use super::{SampleReport, body, item, number, run, slow, start};
use crate::queue::{Entry, PushProblem, Queue, QueueState};
use crate::testing::{MockTransport, reply};

#[test]
fn a_shutdown_with_a_limit_hands_back_open_items() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue = start(Queue::builder(&slow(&mock)).concurrency(2));
        for n in 0..10 {
            queue.push(item(n)).await.unwrap();
        }
        let before = tokio::time::Instant::now();
        let report = queue.shutdown_within(Duration::from_millis(2500)).await;
        assert_eq!(before.elapsed().as_millis(), 2500);
        assert_eq!((report.accepted, report.failed.len()), (4, 0));
        let open: BTreeSet<usize> =
            report.pending.iter().map(|entry| number(entry.item())).collect();
        assert_eq!(open, (4..10).collect());
        tokio::time::sleep(Duration::from_secs(10)).await;
        assert_eq!(mock.requests().len(), 4, "nothing must be sent afterwards");
        assert!(queue.take_report().is_complete());

        let queue = start(Queue::builder(&slow(&mock)));
        queue.push(item(1)).await.unwrap();
        assert!(queue.shutdown_within(Duration::from_secs(60)).await.is_complete());
    });
}

#[test]
fn untaken_refused_items_are_bounded() {
    let mock = MockTransport::replying(400, "{}");
    run(async {
        let queue = start(Queue::builder(&client_of(&mock)).capacity(10));
        let mut pushed = 0;
        let error = loop {
            match queue.push(item(pushed)).await {
                Ok(()) => pushed += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(error.reason, PushProblem::Failures);
        assert_eq!(pushed, 10);
        assert_eq!(queue.stats().dead_letters, 10);
        assert_eq!(queue.flush().await.failed.len(), pushed);
        queue.push(error.entry).await.unwrap();
        assert_eq!(queue.shutdown().await.failed.len(), 1);
    });
}

#[test]
fn a_panic_in_the_callers_code_loses_nothing() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue: Queue<SampleReport> = Queue::builder(&client_of(&mock))
            .concurrency(1)
            .start(|client, item: SampleReport| {
                assert!(number(&item) != 1, "a defect of the caller");
                customers(client).report(item)
            })
            .unwrap();
        for n in 0..4 {
            queue.push(item(n)).await.unwrap();
        }
        let report = queue.shutdown().await;
        assert_eq!((report.accepted, report.failed.len()), (3, 1));
        assert_eq!(number(report.failed[0].entry.item()), 1);
        let error = &report.failed[0].error;
        assert!(error.is_invalid_request() && !error.is_outcome_unknown());
        assert!(error.to_string().contains("panicked"), "{error}");
    });
}

#[test]
fn a_panic_in_the_transport_fails_only_that_item() {
    let mock = MockTransport::new(|request| {
        assert_ne!(body(request)["data"]["n"], 1, "a defect of the transport");
        Ok(reply(202, "{}"))
    });
    run(async {
        let queue = start(Queue::builder(&client_of(&mock)));
        for n in 0..4 {
            queue.push(item(n)).await.unwrap();
        }
        let report = queue.flush().await;
        assert_eq!((report.accepted, report.failed.len()), (3, 1));
        let failed = &report.failed[0];
        assert!(failed.error.is_outcome_unknown());
        assert!(failed.error.to_string().contains("panicked"), "{}", failed.error);
        assert_eq!(failed.error.idempotency_key(), failed.entry.idempotency_key());
    });
}

#[test]
fn the_hook_gets_each_item() {
    let mock = MockTransport::new(|request| {
        Ok(reply(if body(request)["data"]["n"] == 3 { 400 } else { 202 }, "{}"))
    });
    let seen: Arc<Mutex<Vec<(usize, bool)>>> = Arc::default();
    let journal = seen.clone();
    run(async {
        let settled = move |entry: &Entry<SampleReport>, result: Result<(), &crate::Error>| {
            journal.lock().unwrap().push((number(entry.item()), result.is_ok()));
        };
        let queue = start(Queue::builder(&client_of(&mock)).concurrency(1).on_settled(settled));
        for n in 2..5 {
            queue.push(item(n)).await.unwrap();
        }
        assert_eq!(queue.shutdown().await.accepted, 2);
    });
    assert_eq!(*seen.lock().unwrap(), [(2, true), (3, false), (4, true)]);
}

#[test]
fn a_queue_that_is_dropped_still_sends() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue = start(Queue::builder(&slow(&mock)).concurrency(1));
        for n in 0..3 {
            queue.push(item(n)).await.unwrap();
        }
        drop(queue);
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(mock.requests().len(), 3);
    });
}

#[test]
fn the_end_of_the_runtime_stops_the_queue() {
    let mock = MockTransport::replying(202, "{}");
    let queue = run(async {
        let queue = start(Queue::builder(&slow(&mock)).concurrency(2));
        for n in 0..10 {
            queue.push(item(n)).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        queue
    });
    // Nothing more is sent, and no call waits for it.
    assert_eq!(queue.stats().state, QueueState::Stopped);
    let error = run(queue.push(item(10))).unwrap_err();
    assert_eq!(error.reason, PushProblem::Stopped);
    let report = run(queue.flush());
    assert_eq!((report.failed.len(), report.pending.len()), (0, 10));
    assert!(run(queue.shutdown()).is_complete());
}

#[test]
fn starting_without_a_runtime_is_an_error() {
    let client = client_of(&MockTransport::replying(202, "{}"));
    let queue =
        Queue::builder(&client).start(|client, item: SampleReport| customers(client).report(item));
    assert!(queue.unwrap_err().to_string().contains("Tokio"));
}
