//! The disk thread dies, here because the caller's code panics in it: no call waits for it, and the items
//! on disk are sent after the next start.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use paygentic_generated::queue::{PushProblem, Queue, QueueState, Queueable};
use serde::{Deserialize, Deserializer, Serialize};

use super::server::Server;
use super::{Folder, NOBODY, event, run};

static PANICS: AtomicBool = AtomicBool::new(false);

#[derive(Clone, Debug, Serialize)]
struct Own(u64);

impl<'de> Deserialize<'de> for Own {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        assert!(!PANICS.load(Ordering::Relaxed), "a defect of the caller");
        u64::deserialize(deserializer).map(Own)
    }
}

impl Queueable for Own {}

fn start(address: &str, folder: &Folder) -> Queue<Own> {
    let client = paygentic_generated::Client::builder().environment(address).token("test");
    let builder = Queue::builder(&client.build().unwrap()).durable(folder.options());
    builder
        .start(|client, own: Own| {
            let at = paygentic_generated::Timestamp::UNIX_EPOCH;
            client.events().ingest(event(own.0).timestamp(at))
        })
        .unwrap()
}

#[test]
fn a_dead_disk_thread_is_reported_and_no_call_waits_for_it() {
    let folder = Folder::new();
    run(async {
        let queue = start(NOBODY, &folder);
        for number in 0..50 {
            queue.push(Own(number)).await.unwrap();
        }
        assert_eq!(queue.shutdown_within(Duration::ZERO).await.kept, 50);

        PANICS.store(true, Ordering::Relaxed);
        let queue = start(NOBODY, &folder);
        let waiting = tokio::time::timeout(Duration::from_secs(20), queue.flush());
        let report = waiting.await.unwrap();
        assert_eq!((report.kept, report.accepted), (50, 0));
        assert!(!report.is_complete());
        assert_eq!(queue.stats().state, QueueState::DiskFailed);
        assert_eq!((queue.stats().depth, queue.stats().bytes), (0, 0));
        assert_eq!(queue.push(Own(50)).await.unwrap_err().reason, PushProblem::Disk);
        assert_eq!(queue.try_push(Own(51)).unwrap_err().reason, PushProblem::Disk);
        assert!(queue.dead_letters(10).await.is_empty());
        assert!(queue.export_dead_letters(&mut Vec::new()).await.is_err());
        assert!(queue.shutdown().await.is_complete());
        drop(queue);

        PANICS.store(false, Ordering::Relaxed);
        let server = Server::accepting();
        let queue = start(&server.address, &folder);
        assert_eq!(queue.shutdown().await.accepted, 50);
        assert_eq!(server.events(), (0..50).collect::<Vec<_>>());
    });
}
