//! Dead letters: items that the service refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use paygentic_generated::queue::{PushProblem, Queue, Queueable};

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

        // They survive a restart.
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

/// The service refuses everything with this status until it accepts.
fn refusing(status: u16) -> (Server, Arc<AtomicBool>) {
    let is_open: Arc<AtomicBool> = Arc::default();
    let open = is_open.clone();
    let server = Server::new(move |_, _| match open.load(Ordering::Relaxed) {
        true => Answer::Accepted,
        false => Answer::Status(status),
    });
    (server, is_open)
}

/// Dead letters that fill the queue can be pushed again: each already has its place.
#[test]
fn dead_letters_that_fill_the_queue_are_pushed_again() {
    let (server, is_open) = refusing(422);
    let folder = Folder::new();
    let sized = |capacity: usize, address: &str| {
        let queue = super::builder(address).capacity(capacity).durable(folder.options());
        queue.start(|client, event| client.events().ingest(event)).unwrap()
    };
    run(async {
        let queue = sized(10, &server.address);
        for number in 0..10 {
            queue.push(event(number)).await.unwrap();
        }
        assert_eq!(queue.flush().await.failed.len(), 10);
        let error = queue.push(event(10)).await.unwrap_err();
        assert_eq!(error.reason, PushProblem::Failures);
        assert!(error.to_string().contains("retry_dead_letters"), "{error}");

        // They are refused again.
        let letters = queue.dead_letters(100).await;
        assert_eq!(queue.retry_dead_letters(letters).await.unwrap(), 10);
        let _ = queue.flush().await;
        assert_eq!((queue.stats().dead_letters, queue.dead_letters(100).await.len()), (10, 10));
        assert!(queue.shutdown().await.is_complete());

        // During an outage, in a queue that has become smaller.
        let queue = sized(5, super::NOBODY);
        let letters = queue.dead_letters(100).await;
        let pushing = tokio::time::timeout(
            std::time::Duration::from_secs(20),
            queue.retry_dead_letters(letters),
        );
        assert_eq!(pushing.await.unwrap().unwrap(), 10);
        assert_eq!((queue.stats().depth, queue.stats().dead_letters), (10, 0));
        assert_eq!(queue.shutdown_within(std::time::Duration::ZERO).await.kept, 10);

        is_open.store(true, Ordering::Relaxed);
        let queue = sized(10, &server.address);
        assert_eq!(queue.shutdown().await.accepted, 10);
        assert_eq!(server.events(), (0..10).collect::<Vec<_>>());
    });
}

/// Unreadable dead letters are an error, not an empty export.
#[test]
fn exporting_unreadable_dead_letters_is_an_error() {
    let (server, _) = refusing(422);
    let folder = Folder::new();
    run(async {
        let queue = start(&server.address, folder.options()).unwrap();
        queue.push(event(1)).await.unwrap();
        let _ = queue.shutdown().await;
        let error = queue.export_dead_letters(&mut Vec::new()).await.unwrap_err();
        assert!(error.to_string().contains("shut down"), "{error}");
        assert!(queue.dead_letters(10).await.is_empty());
    });
}

/// A row whose bytes are damaged is kept unchanged, and exported as JSON.
#[test]
fn a_damaged_item_keeps_its_bytes() {
    let (folder, server) = (Folder::new(), Server::accepting());
    run(async {
        super::leave(&folder, 0..2).await;
        let open = redb::TableDefinition::<u64, &[u8]>::new("open");
        let database = redb::Database::create(folder.file()).unwrap();
        let write = database.begin_write().unwrap();
        write.open_table(open).unwrap().insert(1, &b"precious \xff bytes"[..]).unwrap();
        write.commit().unwrap();
        drop(database);
        let queue = start(&server.address, folder.options()).unwrap();
        let report = queue.flush().await;
        assert_eq!((report.accepted, report.unreadable), (1, 1));
        let mut lines = Vec::new();
        assert_eq!(queue.export_dead_letters(&mut lines).await.unwrap(), 1);
        let line: serde_json::Value = serde_json::from_slice(&lines).unwrap();
        assert_eq!(line["damaged"], "precious \u{fffd} bytes");
        let _ = queue.shutdown().await;
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
fn refused_items_are_kept_without_calling_user_code() {
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
