//! Dead letters: items that the service refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use paygentic_generated::queue::{Queue, Queueable};

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

/// An item that can be serialized only when it is pushed: once for its size, and once to be written.
#[derive(Clone, Debug, serde::Deserialize)]
struct Once(u64);

static WRITTEN: AtomicUsize = AtomicUsize::new(0);

impl serde::Serialize for Once {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        assert!(WRITTEN.fetch_add(1, Ordering::Relaxed) < 2, "a defect of the caller");
        serializer.serialize_u64(self.0)
    }
}

impl Queueable for Once {}

#[test]
fn what_is_refused_is_kept_without_the_callers_code() {
    run(async {
        let server = Server::new(|_, _| Answer::Status(422));
        let folder = Folder::new();
        let client = paygentic_generated::Client::builder().environment(server.address.as_str());
        let client = client.token("test").build().unwrap();
        let queue: Queue<Once> = Queue::builder(&client)
            .durable(folder.options())
            .start(|client, once: Once| client.events().ingest(event(once.0)))
            .unwrap();
        queue.push(Once(7)).await.unwrap();
        assert_eq!(queue.flush().await.failed.len(), 1);
        let letters = queue.dead_letters(10).await;
        assert_eq!((queue.stats().dead_letters, letters.len()), (1, 1));
        assert_eq!(
            (letters[0].entry.as_ref().unwrap().item().0, letters[0].status),
            (7, Some(422))
        );
        assert!(letters[0].error.contains("422") && letters[0].as_json().contains(r#""item":7"#));
        assert!(queue.shutdown().await.is_complete());
    });
}
