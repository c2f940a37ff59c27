//! What a durable queue writes to disk, and what the next start finds.

use std::sync::Arc;
use std::time::Duration;

use paygentic_generated::queue::{Entry, PushProblem, QueueState};

use super::server::{Answer, Server};
use super::{Folder, NOBODY, builder, event, leave, run, start};

#[test]
fn the_next_start_sends_open_items() {
    run(async {
        let (folder, server) = (Folder::new(), Server::accepting());
        // More than a queue keeps in memory.
        leave(&folder, 0..4_600).await;
        let before = paygentic_generated::Timestamp::now();
        std::thread::sleep(Duration::from_millis(1100));
        let queue = start(&server.address, folder.options()).unwrap();
        assert!(queue.damage().is_none());
        assert_eq!(queue.stats().depth + server.events().len(), 4_600);
        let report = queue.shutdown().await;
        assert_eq!((report.accepted, report.kept), (4_600, 0));
        assert_eq!(server.events(), (0..4_600).collect::<Vec<_>>());
        let tally = server.tally.lock().unwrap();
        for at in tally.timestamps.values() {
            let at: paygentic_generated::Timestamp = at.parse().unwrap();
            assert!(at <= before, "the timestamp must be the time of the push");
        }
    });
    let folder = Folder::new();
    run(async {
        let queue = start(&Server::accepting().address, folder.options()).unwrap();
        assert!(queue.shutdown().await.is_complete());
    });
}

#[test]
fn a_folder_is_locked_by_one_queue_at_a_time() {
    run(async {
        let folder = Folder::new();
        let queue = start(NOBODY, folder.options()).unwrap();
        let error = start(NOBODY, folder.options()).unwrap_err().to_string();
        assert!(error.contains("another queue has it"), "{error}");
        let _ = queue.shutdown().await;
        let _ = start(NOBODY, folder.options()).unwrap().shutdown().await;
    });
}

#[test]
fn a_full_spool_is_reported_and_nothing_else_breaks() {
    run(async {
        let folder = Folder::new();
        let place = || folder.options().max_file_size(3 << 20);
        let queue = Arc::new(start(NOBODY, place()).unwrap());
        let mut pushed = Vec::new();
        let mut problem = None;
        while problem.is_none() {
            let first = pushed.len() as u64;
            assert!(first < 100_000);
            let pushes = (first..first + 200).map(|number| {
                let queue = queue.clone();
                tokio::spawn(async move { (number, queue.push(event(number)).await) })
            });
            for push in pushes.collect::<Vec<_>>() {
                match push.await.unwrap() {
                    (number, Ok(())) => pushed.push(number),
                    (_, Err(error)) => problem = Some(error),
                }
            }
        }
        let error = problem.unwrap();
        assert_eq!(error.reason, PushProblem::Disk);
        assert_eq!(queue.stats().depth, pushed.len());
        let _ = queue.shutdown_within(Duration::ZERO).await;

        let server = Server::accepting();
        let queue = start(&server.address, place()).unwrap();
        assert_eq!(queue.flush().await.accepted as usize, pushed.len());
        // Accepted items free space.
        let mut entry = Entry::new(event(1_000_000));
        while let Err(error) = queue.push(entry).await {
            assert_eq!(error.reason, PushProblem::Disk);
            tokio::time::sleep(Duration::from_millis(100)).await;
            entry = error.entry;
        }
        assert!(queue.shutdown().await.is_complete());
        pushed.push(1_000_000);
        assert_eq!(server.events(), pushed);
    });
}

#[test]
fn a_queue_survives_a_failure_rate_of_a_fifth() {
    run(async {
        // Not forever: an item that fails repeatedly waits longer each time.
        let server = Server::new(|_, request| match request % 20 {
            _ if request > 1000 => Answer::Accepted,
            3 => Answer::Lost,
            8 => Answer::Status(500),
            13 => Answer::Status(503),
            18 => Answer::Status(502),
            _ => Answer::Accepted,
        });
        let folder = Folder::new();
        let place = folder.options().written_within(Duration::from_millis(50), 500);
        let queue = start(&server.address, place).unwrap();
        for number in 0..1000 {
            queue.push(event(number)).await.unwrap();
        }
        let report = queue.shutdown().await;
        assert_eq!((report.accepted, report.failed.len()), (1000, 0));
        assert_eq!(server.events(), (0..1000).collect::<Vec<_>>());
    });
}

#[test]
fn the_file_size_is_bounded() {
    run(async {
        let folder = Folder::new();
        let queue = builder(NOBODY)
            .capacity(10)
            .when_full(paygentic_generated::queue::WhenFull::Refuse)
            .durable(folder.options())
            .start(|client, event| client.events().ingest(event))
            .unwrap();
        for number in 0..10 {
            queue.push(event(number)).await.unwrap();
        }
        let error = queue.push(event(10)).await.unwrap_err();
        assert_eq!(error.reason, PushProblem::Full);
        let report = queue.shutdown_within(Duration::ZERO).await;
        assert_eq!((report.kept, report.pending.len()), (10, 0));
        assert_eq!(queue.stats().state, QueueState::Stopped);
    });
}
