//! The guarantees of a queue about keys, times, sizes and hooks.

use std::time::Duration;

use super::super::mock::{client_of, customers};
use super::{SampleReport, body, item, run, slow, start};
use crate::queue::{Entry, PushProblem, Queue, QueueState, Queueable};
use crate::testing::MockTransport;
use crate::values::{Nullable, Timestamp};

#[test]
fn the_key_of_an_entry_is_the_one_that_is_sent() {
    let mock = MockTransport::replying(400, "{}");
    run(async {
        let queue = start(Queue::builder(&client_of(&mock)));
        let item = item(1).idempotency_key("own");
        queue.push(Entry::with_key(item, "other")).await.unwrap();
        let failed = queue.flush().await.failed;
        assert_eq!(failed[0].entry.idempotency_key(), Some("own"));
        assert_eq!(failed[0].error.idempotency_key(), Some("own"));
        let sent = &mock.requests()[0];
        assert_eq!(body(sent)["idempotencyKey"], "own");
    });
}

#[test]
fn an_item_that_refuses_a_key_is_not_sent() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue = start(Queue::builder(&client_of(&mock)));
        queue.push(item(1).clear_idempotency_key()).await.unwrap();
        let failed = queue.flush().await.failed;
        assert!(failed[0].error.is_invalid_request());
        assert!(mock.requests().is_empty());
    });
}

#[test]
fn an_operation_without_keys_refuses_each_item() {
    let mock = MockTransport::replying(200, "{}");
    run(async {
        let queue = Queue::builder(&client_of(&mock))
            .start(|client, _: SampleReport| customers(client).delete("cus_1"))
            .unwrap();
        queue.push(item(1)).await.unwrap();
        let failed = queue.flush().await.failed;
        assert!(failed[0].error.to_string().contains("no idempotency key"));
        assert!(mock.requests().is_empty());
    });
}

#[test]
fn a_timestamp_field_defaults_to_the_time_of_the_push() {
    use crate::queue::Stamped;
    let (first, second): (Timestamp, Timestamp) = (Timestamp::now(), Timestamp::UNIX_EPOCH);
    let (mut field, mut other) = (None, Nullable::Null);
    field.stamp(first);
    field.stamp(second);
    other.stamp(second);
    assert_eq!((field, other), (Some(first), Nullable::Null));
}

#[test]
fn the_queue_is_bounded_in_bytes_too() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let size = serde_json::to_string(&item(1)).unwrap().len();
        let builder = Queue::builder(&slow(&mock)).capacity_bytes(3 * size);
        let queue = start(builder);
        for _ in 0..3 {
            queue.try_push(item(1)).unwrap();
        }
        assert_eq!(queue.stats().bytes, 3 * size);
        let error = queue.try_push(item(1)).unwrap_err();
        assert_eq!(error.reason, PushProblem::Full);
        queue.push(error.entry).await.unwrap();
        let large = item(1).idempotency_key("k".repeat(3 * size));
        let error = queue.push(large).await.unwrap_err();
        assert_eq!(error.reason, PushProblem::TooLarge);
        assert_eq!(queue.shutdown().await.accepted, 4);
        assert_eq!(queue.stats().bytes, 0);
    });
}

#[test]
fn a_hook_that_panics_changes_nothing() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let builder = Queue::builder(&client_of(&mock)).on_settled(|_, _| panic!("a defect"));
        let queue = start(builder);
        queue.push(item(1)).await.unwrap();
        assert_eq!(queue.shutdown().await.accepted, 1);
    });
}

#[test]
fn stats_report_the_state_of_the_queue() {
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue = start(Queue::builder(&slow(&mock)).concurrency(1));
        for n in 0..3 {
            queue.push(item(n)).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let stats = queue.stats();
        assert_eq!((stats.depth, stats.in_flight, stats.accepted), (2, 1, 1));
        assert_eq!((stats.requests, stats.refused), (2, 0));
        assert_eq!((stats.state, stats.rate), (QueueState::Sending, None));
        assert!(stats.oldest.is_some() && stats.bytes > 0);
        let _ = queue.shutdown().await;
    });
}

/// A type of the caller can be queued without a key and without a field for the time of the push.
#[test]
fn custom_types_need_no_key_and_no_timestamp() {
    #[derive(Clone, serde::Serialize, serde::Deserialize)]
    struct Own(u8);
    impl Queueable for Own {}
    let mut own = Own(1);
    own.stamp(Timestamp::now());
    assert_eq!((own.own_key(), own.0), (None, 1));
}

/// An item that cannot be serialized takes no capacity, so that such items do not fill the queue.
#[test]
fn an_item_that_cannot_be_written_is_handed_back_at_once() {
    #[derive(Clone, Debug, serde::Deserialize)]
    struct Own(bool);
    impl serde::Serialize for Own {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self.0 {
                true => serializer.serialize_bool(true),
                false => Err(serde::ser::Error::custom("not serializable")),
            }
        }
    }
    impl Queueable for Own {}
    let mock = MockTransport::replying(202, "{}");
    run(async {
        let queue = Queue::builder(&client_of(&mock))
            .capacity(2)
            .start(|client, _: Own| customers(client).report(item(1)))
            .unwrap();
        for _ in 0..5 {
            let error = queue.push(Own(false)).await.unwrap_err();
            assert_eq!(error.reason, PushProblem::Invalid);
            assert_eq!(queue.try_push(Own(false)).unwrap_err().reason, PushProblem::Invalid);
        }
        queue.push(Own(true)).await.unwrap();
        assert_eq!(queue.shutdown().await.accepted, 1);
        assert_eq!(queue.stats().bytes, 0);
    });
}

/// The hook gets each item once, with the key and the final error, however often the item was sent.
#[test]
fn the_hook_is_called_once_for_each_item() {
    let mock = MockTransport::in_turn([
        Ok(crate::testing::reply(500, "")),
        Ok(crate::testing::reply(202, "{}")),
        Ok(crate::testing::reply(422, "{}")),
    ]);
    let calls: std::sync::Arc<std::sync::Mutex<Vec<_>>> = Default::default();
    let seen = calls.clone();
    run(async {
        let hook = move |entry: &Entry<_>, result: Result<(), &crate::Error>| {
            let status = result.err().and_then(crate::Error::status).map(|status| status.as_u16());
            let key = entry.idempotency_key().map(str::to_owned);
            seen.lock().unwrap().push((key.unwrap(), status));
        };
        let queue = start(Queue::builder(&client_of(&mock)).concurrency(1).on_settled(hook));
        queue.push(Entry::with_key(item(1), "first")).await.unwrap();
        assert_eq!(queue.flush().await.accepted, 1);
        queue.push(Entry::with_key(item(2), "second")).await.unwrap();
        assert_eq!(queue.shutdown().await.failed.len(), 1);
    });
    let calls = calls.lock().unwrap();
    assert_eq!(*calls, [("first".to_owned(), None), ("second".to_owned(), Some(422))]);
}
