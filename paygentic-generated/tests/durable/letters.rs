//! What the service refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::server::{Answer, Server};
use super::{Folder, event, run, start};

#[test]
fn refused_events_are_kept_listed_exported_and_pushed_again() {
    run(async {
        let is_strict = Arc::new(AtomicBool::new(true));
        let strict = is_strict.clone();
        let server =
            Server::new(move |number, _| match number % 2 == 1 && strict.load(Ordering::Relaxed) {
                true => Answer::Status(422),
                false => Answer::Accepted,
            });
        let folder = Folder::new();
        let queue = start(&server.address, folder.options()).unwrap();
        for number in 0..6 {
            queue.push(event(number)).await.unwrap();
        }
        let report = queue.shutdown().await;
        assert_eq!((report.accepted, report.failed.len()), (3, 3));

        // They outlive the process.
        let queue = start(&server.address, folder.options()).unwrap();
        let letters = queue.dead_letters(10).await;
        assert_eq!(queue.stats().dead_letters, 3);
        assert!(letters.iter().all(|letter| letter.status == Some(422)));
        let mut lines = Vec::new();
        assert_eq!(queue.export_dead_letters(&mut lines).await.unwrap(), 3);
        for (line, letter) in String::from_utf8(lines).unwrap().lines().zip(&letters) {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(line["error"].as_str().unwrap().contains("422"));
            let key = letter.entry.as_ref().unwrap().idempotency_key();
            assert_eq!(line["key"].as_str(), key);
            assert_eq!(line["item"]["type"], "completion");
        }
        is_strict.store(false, Ordering::Relaxed);
        let discarded = queue.discard_dead_letters(&[letters[0].number]).await;
        assert_eq!(discarded.len(), 1);
        let left = queue.dead_letters(10).await;
        assert_eq!(queue.retry_dead_letters(left).await.unwrap(), 2);
        assert!(queue.shutdown().await.is_complete());
        assert_eq!(queue.stats().dead_letters, 0);
        assert_eq!(server.events().len(), 5);
    });
}
