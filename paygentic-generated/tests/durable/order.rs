//! Items whose write is awaited, among others whose write is not, while the disk thread is blocked in the caller's code
//! that deserializes an item.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use paygentic_generated::queue::{Queue, Queueable};
use serde::{Deserialize, Deserializer, Serialize};

use super::server::{Answer, Server};
use super::{Folder, builder, event, leave, run};

/// Whether the disk thread is blocked.
static HELD: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

/// Only one test at a time blocks it.
static TEST: Mutex<()> = Mutex::new(());

fn hold(is_held: bool) {
    *HELD.0.lock().unwrap() = is_held;
    HELD.1.notify_all();
}

#[derive(Clone, Debug, Serialize)]
struct Own(u64);

impl<'de> Deserialize<'de> for Own {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        drop(HELD.1.wait_while(HELD.0.lock().unwrap(), |held| *held));
        u64::deserialize(deserializer).map(Own)
    }
}

impl Queueable for Own {}

fn start(address: &str, folder: &Folder, bytes: usize) -> Queue<Own> {
    let client = paygentic_generated::Client::builder().environment(address).token("test");
    let builder = Queue::builder(&client.build().unwrap()).capacity_bytes(bytes);
    let builder = builder.durable(folder.options());
    let queue = builder.start(|client, own: Own| {
        let at = paygentic_generated::Timestamp::UNIX_EPOCH;
        client.events().ingest(event(own.0).timestamp(at))
    });
    queue.unwrap()
}

async fn wait_until(what: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the condition is not met");
}

#[test]
fn a_push_and_a_try_push_share_a_write_while_memory_fills_up() {
    let _test = TEST.lock().unwrap();
    let is_open: Arc<AtomicBool> = Arc::default();
    let open = is_open.clone();
    let server = Server::new(move |number, _| match open.load(Ordering::Relaxed) {
        _ if number == 0 => Answer::Status(422),
        true => Answer::Accepted,
        false => Answer::Status(503),
    });
    let folder = Folder::new();
    run(async {
        let queue = Arc::new(start(&server.address, &folder, 1 << 30));
        // A dead letter, whose deserialization blocks the disk thread.
        queue.push(Own(0)).await.unwrap();
        assert_eq!(queue.flush().await.failed.len(), 1);
        // Slightly fewer than fit in memory.
        for number in 1..=3_990 {
            queue.try_push(Own(number)).unwrap();
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        hold(true);
        let reader = queue.clone();
        let letters = tokio::spawn(async move { reader.dead_letters(1).await.len() });
        tokio::time::sleep(Duration::from_millis(200)).await;
        let mut pushes = Vec::new();
        for number in 3_991..=4_400 {
            let pushing = queue.clone();
            match number % 2 {
                0 => queue.try_push(Own(number)).unwrap(),
                _ => pushes.push(tokio::spawn(async move { pushing.push(Own(number)).await })),
            }
            wait_until(|| queue.stats().depth as u64 == number).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        hold(false);
        assert_eq!(letters.await.unwrap(), 1);
        for push in pushes {
            push.await.unwrap().unwrap();
        }
        is_open.store(true, Ordering::Relaxed);
        queue.resume();
        let report = queue.flush_within(Duration::from_secs(60)).await;
        assert_eq!((report.accepted, queue.stats().depth), (4_400, 0));
        assert!(queue.shutdown().await.is_complete());
        assert_eq!(server.events(), (1..=4_400).collect::<Vec<_>>());
        // Most of the requests before the service accepted anything were attempts to find out whether it does.
        assert_eq!(queue.stats().accepted, 4_400, "no event must be sent twice");
    });
}

/// Items whose type has changed are counted, and release their capacity.
#[test]
fn unreadable_items_are_in_the_report() {
    let _test = TEST.lock().unwrap();
    let (folder, server) = (Folder::new(), Server::accepting());
    run(async {
        leave(&folder, 0..3).await;
        hold(true);
        // Less than there is on disk: a push waits for capacity.
        let queue = Arc::new(start(&server.address, &folder, 500));
        let pushing = queue.clone();
        let push = tokio::spawn(async move { pushing.push(Own(7)).await });
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!push.is_finished());
        hold(false);
        let pushed = tokio::time::timeout(Duration::from_secs(20), push).await;
        pushed.unwrap().unwrap().unwrap();
        let report = queue.flush().await;
        assert_eq!((report.accepted, report.unreadable), (1, 3));
        assert!(!report.is_complete());
        assert_eq!(queue.stats().dead_letters, 3);
        assert!(queue.shutdown().await.is_complete(), "they must be in one report only");
        assert_eq!(queue.stats().depth, 0);
    });
}

/// A dropped queue releases its folder when its last item is settled, whatever the outcome.
#[test]
fn a_dropped_queue_with_unreadable_items_releases_its_folder() {
    let _test = TEST.lock().unwrap();
    let (folder, server) = (Folder::new(), Server::accepting());
    run(async {
        leave(&folder, 0..3).await;
        hold(true);
        drop(start(&server.address, &folder, 1 << 20));
        tokio::time::sleep(Duration::from_millis(200)).await;
        hold(false);
        wait_until(|| {
            let again = builder(&server.address).durable(folder.options());
            again.start(|client, event| client.events().ingest(event)).is_ok()
        })
        .await;
    });
}
