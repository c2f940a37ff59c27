//! Items whose own code panics: a panic loses that item at most, and no caller waits forever.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::super::mock::{client_of, customers};
use super::{item, run};
use crate::queue::{Failed, Queue, Queueable, Report};
use crate::testing::{MockTransport, reply};

/// Which code panics, for every third item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Panics {
    Clone,
    Drop,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Fragile {
    n: usize,
    panics: Panics,
    /// How often it may still be dropped, so that the test itself can.
    #[serde(skip)]
    drops: Arc<AtomicUsize>,
}

impl Fragile {
    pub(super) fn new(n: usize, panics: Panics) -> Self {
        Fragile { n, panics, drops: Arc::default() }
    }

    fn has(&self, panics: Panics) -> bool {
        self.panics == panics && self.n.is_multiple_of(3)
    }
}

impl Clone for Fragile {
    fn clone(&self) -> Self {
        assert!(!self.has(Panics::Clone), "a defect of the caller");
        Fragile { n: self.n, panics: self.panics, drops: self.drops.clone() }
    }
}

impl Drop for Fragile {
    fn drop(&mut self) {
        // The copy that was sent is dropped first, and then the item in the queue.
        let is_first = self.drops.fetch_add(1, Ordering::Relaxed) == 0;
        assert!(is_first || !self.has(Panics::Drop), "a defect of the caller");
    }
}

impl Queueable for Fragile {}

/// Checks that all pushed items are accounted for.
pub(super) fn check(report: Report<Fragile>, panics: Panics) {
    assert!(report.pending.is_empty());
    match panics {
        Panics::Clone => {
            assert_eq!((report.accepted, report.failed.len()), (20, 10));
            for Failed { entry, error } in &report.failed {
                assert!(error.is_invalid_request() && !error.is_outcome_unknown());
                assert!(error.to_string().contains("`Clone` of the item panicked"), "{error}");
                assert_eq!(entry.item().n % 3, 0);
            }
        }
        Panics::Drop => assert_eq!((report.accepted, report.failed.len()), (30, 0)),
    }
}

#[test]
fn no_caller_waits_after_a_panic_in_item_code() {
    let mock = MockTransport::replying(202, "{}");
    for panics in [Panics::Clone, Panics::Drop] {
        run(async {
            let queue = Queue::builder(&client_of(&mock)).concurrency(2);
            let queue = queue.start(|client, _: Fragile| customers(client).report(item(1)));
            let queue = queue.unwrap();
            for n in 0..30 {
                queue.push(Fragile::new(n, panics)).await.unwrap();
            }
            let flush = tokio::time::timeout(Duration::from_secs(60), queue.flush());
            check(flush.await.unwrap(), panics);
            assert_eq!((queue.stats().depth, queue.stats().in_flight), (0, 0));
            assert!(queue.shutdown().await.is_complete());
        });
    }
}

/// While one worker continues, another sends the same item again: both can be stopped.
#[test]
fn a_shutdown_cancels_all_requests_in_flight() {
    let mock = MockTransport::new(|_| Ok(reply(503, "")));
    run(async {
        let queue = super::start(Queue::builder(&super::slow(&mock)).concurrency(8));
        for n in 0..40 {
            queue.push(item(n)).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(2500)).await;
        let before = tokio::time::Instant::now();
        let report = queue.shutdown_within(Duration::ZERO).await;
        assert_eq!(report.pending.len() + report.failed.len(), 40);
        assert!(before.elapsed() < Duration::from_millis(100), "{:?}", before.elapsed());
    });
}
