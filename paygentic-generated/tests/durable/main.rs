//! Durable queues: crashes, full disks, damaged files, and a service that fails or sends invalid responses.

#![cfg(all(feature = "async", feature = "durable"))]
// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(feature = "blocking")]
mod blocking;
#[cfg(unix)]
mod crash;
mod damage;
mod dead_letters;
mod disk;
#[cfg(target_os = "linux")]
mod full;
mod full_spool;
mod order;
mod responses;
mod server;
mod thread;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use paygentic_generated::models::{IngestEvent, IngestEventRequired};
use paygentic_generated::queue::{Queue, QueueBuilder, SpoolOptions};
use paygentic_generated::{Client, Error, JsonObject};

/// An address where nothing listens.
const NOBODY: &str = "http://127.0.0.1:9";

fn event(number: u64) -> IngestEvent {
    let mut data = JsonObject::new();
    data.insert("n".to_owned(), number.into());
    IngestEvent::with_subject(
        "cus_1",
        IngestEventRequired {
            r#type: "completion".into(),
            source: "https://acme.example".into(),
            data,
        },
    )
}

fn builder(address: &str) -> QueueBuilder<IngestEvent> {
    let client = Client::builder().environment(address).token("test").build().unwrap();
    Queue::builder(&client)
}

fn start(address: &str, place: impl Into<SpoolOptions>) -> Result<Queue<IngestEvent>, Error> {
    builder(address).durable(place).start(|client, event| client.events().ingest(event))
}

fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(test)
}

/// A folder that is removed afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("queue-{}-{count}", std::process::id());
        Folder(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name))
    }

    fn options(&self) -> SpoolOptions {
        SpoolOptions::new(&self.0)
    }

    fn file(&self) -> PathBuf {
        self.0.join("queue.redb")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // If that fails, the rest stays in the folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Leaves events on disk that were not sent.
async fn leave(folder: &Folder, numbers: std::ops::Range<u64>) {
    let place = folder.options().written_within(Duration::from_secs(1), 500);
    let queue = start(NOBODY, place).unwrap();
    for number in numbers.clone() {
        queue.push(event(number)).await.unwrap();
    }
    let report = queue.shutdown_within(Duration::ZERO).await;
    assert_eq!(report.kept, numbers.end - numbers.start);
}
