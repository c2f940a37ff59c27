//! A disk that fails during a write.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::{client_of, item, start};
use crate::queue::{FAILS, PushProblem, Queue};
use crate::testing::MockTransport;

/// An item that was written although the disk reported a failure is handed back, and the next start does not send it again.
#[test]
fn items_that_were_handed_back_are_not_sent_by_the_next_start() {
    let folder = std::env::temp_dir().join(format!("queue-fails-{}", std::process::id()));
    let queue = |status| {
        let mock = MockTransport::replying(status, "{}");
        start(Queue::builder(&client_of(&mock)).durable(&folder))
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let first = queue(503);
        first.push(item(1)).await.unwrap();
        FAILS.store(true, Ordering::Relaxed);
        let error = first.push(item(2)).await.unwrap_err();
        assert_eq!(error.reason, PushProblem::Disk);
        FAILS.store(false, Ordering::Relaxed);
        // The write is retried after half a second.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        first.push(item(3)).await.unwrap();
        let report = first.shutdown_within(Duration::ZERO).await;
        assert_eq!((report.kept, report.pending.len()), (2, 0));
        let second = queue(202);
        assert_eq!(second.shutdown().await.accepted, 2);
    });
    std::fs::remove_dir_all(folder).unwrap();
}
