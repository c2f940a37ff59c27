//! A spool file at its size limit, and items that are pushed without waiting for the disk.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use paygentic_generated::models::IngestEvent;
use paygentic_generated::queue::{PushProblem, Queue, Report, SpoolOptions};

use super::server::{Answer, Server};
use super::{Folder, NOBODY, event, run, start};

/// Space for about 1,500 events.
fn small(folder: &Folder) -> SpoolOptions {
    folder.options().max_file_size(3 << 20)
}

/// A service that answers with this status.
fn service() -> (Server, Arc<AtomicU16>) {
    let status = Arc::new(AtomicU16::new(503));
    let current = status.clone();
    let server = Server::new(move |_, _| match current.load(Ordering::Relaxed) {
        202 => Answer::Accepted,
        status => Answer::Status(status),
    });
    (server, status)
}

/// Pushes events starting with a number until no more are accepted; returns the count.
async fn fill(queue: &Arc<Queue<IngestEvent>>, first: u64) -> u64 {
    let (mut pushed, mut is_full) = (0, false);
    while !is_full {
        assert!(pushed < 10_000, "the queue does not become full");
        let pushes = (0..100).map(|number| {
            let queue = queue.clone();
            let number = first + pushed + number;
            tokio::spawn(async move { queue.push(event(number)).await })
        });
        for push in pushes.collect::<Vec<_>>() {
            match push.await.unwrap() {
                Ok(()) => pushed += 1,
                Err(error) => {
                    assert_eq!(error.reason, PushProblem::Disk);
                    is_full = true;
                }
            }
        }
    }
    pushed
}

/// A queue whose file is full of events that the service refused, and their number.
async fn full_of_dead_letters(
    server: &Server,
    status: &AtomicU16,
    folder: &Folder,
) -> (Arc<Queue<IngestEvent>>, u64) {
    status.store(422, Ordering::Relaxed);
    let queue = Arc::new(start(&server.address, small(folder)).unwrap());
    let letters = fill(&queue, 0).await;
    assert_eq!(queue.flush().await.failed.len() as u64, letters);
    (queue, letters)
}

/// Discards all dead letters; returns their number.
async fn discard_all(queue: &Queue<IngestEvent>) -> u64 {
    let letters = queue.dead_letters(usize::MAX).await;
    let numbers: Vec<u64> = letters.iter().map(|letter| letter.number).collect();
    queue.discard_dead_letters(&numbers).await.len() as u64
}

fn numbers(report: &Report<IngestEvent>) -> BTreeSet<u64> {
    let number = |event: &IngestEvent| event.data["n"].as_u64().unwrap();
    report.pending.iter().map(|entry| number(entry.item())).collect()
}

/// Asserts that each event is either on disk, where the next start finds it, or handed back.
async fn assert_kept_or_handed_back(report: &Report<IngestEvent>, folder: &Folder, pushed: u64) {
    let pending = numbers(report);
    assert!(report.kept > 500, "only {} kept: items that fit must be written", report.kept);
    assert!(pending.len() > 500, "{} pending", pending.len());
    assert_eq!(report.kept + pending.len() as u64, pushed);
    let server = Server::accepting();
    let queue = start(&server.address, small(folder)).unwrap();
    assert_eq!(queue.shutdown().await.accepted, report.kept);
    let sent: BTreeSet<u64> = server.events().into_iter().collect();
    assert_eq!(sent.len() as u64, report.kept);
    assert!(sent.is_disjoint(&pending));
}

#[test]
fn items_not_on_disk_after_a_shutdown_are_handed_back() {
    run(async {
        let folder = Folder::new();
        let queue = start(NOBODY, small(&folder)).unwrap();
        for number in 0..6_000 {
            queue.try_push(event(number)).unwrap();
        }
        let report = queue.shutdown_within(Duration::ZERO).await;
        assert_eq!((queue.stats().depth, queue.stats().bytes), (0, 0));
        assert_kept_or_handed_back(&report, &folder, 6_000).await;
    });
}

#[test]
fn items_not_on_disk_when_the_runtime_ends_are_handed_back() {
    let folder = Folder::new();
    let queue = run(async {
        let queue = start(NOBODY, small(&folder)).unwrap();
        for number in 0..3_000 {
            queue.try_push(event(number)).unwrap();
        }
        queue
    });
    run(async {
        let flush = tokio::time::timeout(Duration::from_secs(20), queue.flush());
        let report = flush.await.unwrap();
        assert!(queue.shutdown().await.is_complete(), "each item must be in one report only");
        assert_kept_or_handed_back(&report, &folder, 3_000).await;
    });
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_queue_hands_back_items_not_on_disk_after_a_shutdown() {
    let folder = Folder::new();
    let client = paygentic_generated::blocking::Client::builder().environment(NOBODY);
    let client = client.token("test").build().unwrap();
    let builder = paygentic_generated::blocking::Queue::builder(&client).durable(small(&folder));
    let queue = builder.start(|client, event: IngestEvent| client.events().ingest(event)).unwrap();
    for number in 0..3_000 {
        queue.try_push(event(number)).unwrap();
    }
    let report = queue.shutdown_within(Duration::ZERO);
    run(assert_kept_or_handed_back(&report, &folder, 3_000));
}

/// Items with a delayed write do not delay callers that wait for them.
#[test]
fn a_delayed_write_happens_when_a_caller_waits_for_it() {
    let folder = Folder::new();
    let late = || folder.options().written_within(Duration::from_secs(600), 1_000_000);
    let soon = Duration::from_secs(30);
    let queue = run(async {
        // More than fits in memory.
        let server = Server::accepting();
        let queue = start(&server.address, late()).unwrap();
        for number in 0..10_000 {
            queue.try_push(event(number)).unwrap();
        }
        assert_eq!(queue.flush_within(soon).await.accepted, 10_000);
        assert!(queue.shutdown().await.is_complete());

        let queue = start(NOBODY, late()).unwrap();
        for number in 0..6_000 {
            queue.try_push(event(number)).unwrap();
        }
        let shutdown = queue.shutdown_within(Duration::ZERO);
        let report = tokio::time::timeout(soon, shutdown).await.unwrap();
        assert_eq!((report.kept, report.pending.len()), (6_000, 0));

        let queue = start(NOBODY, late()).unwrap();
        queue.try_push(event(6_000)).unwrap();
        queue
    });
    run(async {
        let report = tokio::time::timeout(soon, queue.flush()).await.unwrap();
        assert_eq!((report.kept, report.pending.len()), (6_001, 0));
        let _ = queue.shutdown().await;
    });
}

#[test]
fn more_items_than_memory_and_disk_hold_are_sent() {
    let (server, status) = service();
    run(async {
        let folder = Folder::new();
        let queue = start(&server.address, small(&folder)).unwrap();
        for number in 0..7_000 {
            queue.try_push(event(number)).unwrap();
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        status.store(202, Ordering::Relaxed);
        queue.resume();
        let report = queue.flush_within(Duration::from_secs(60)).await;
        assert_eq!((report.accepted, queue.stats().depth), (7_000, 0));
        // The queue continues as before.
        for number in 7_000..7_100 {
            queue.push(event(number)).await.unwrap();
        }
        assert_eq!(queue.shutdown().await.accepted, 100);
        assert_eq!(server.events(), (0..7_100).collect::<Vec<_>>());
    });
}

#[test]
fn items_accepted_before_they_were_written_are_not_sent_again() {
    let (server, status) = service();
    run(async {
        let folder = Folder::new();
        let (queue, letters) = full_of_dead_letters(&server, &status, &folder).await;
        status.store(202, Ordering::Relaxed);
        for number in 10_000..11_000 {
            queue.try_push(event(number)).unwrap();
        }
        assert_eq!(queue.flush().await.accepted, 1_000);
        tokio::time::sleep(Duration::from_millis(600)).await;
        // Now there is space, and time to use it.
        assert_eq!(discard_all(&queue).await, letters);
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert!(queue.shutdown().await.is_complete());
        let queue = start(NOBODY, small(&folder)).unwrap();
        assert_eq!(queue.stats().depth, 0);
        let _ = queue.shutdown().await;
    });
}

#[test]
fn discarding_dead_letters_frees_space() {
    let (server, status) = service();
    run(async {
        let folder = Folder::new();
        let (queue, letters) = full_of_dead_letters(&server, &status, &folder).await;
        status.store(503, Ordering::Relaxed);
        for number in 10_000..10_100 {
            queue.try_push(event(number)).unwrap();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(discard_all(&queue).await, letters);
        assert_eq!(queue.stats().dead_letters, 0);
        queue.push(event(20_000)).await.unwrap();
        let report = queue.shutdown_within(Duration::ZERO).await;
        assert_eq!((report.kept, report.pending.len()), (101, 0));
        let queue = start(NOBODY, small(&folder)).unwrap();
        assert_eq!((queue.stats().depth, queue.stats().dead_letters), (101, 0));
        let _ = queue.shutdown_within(Duration::ZERO).await;
    });
}
