//! Durable queues of the blocking client.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use paygentic_generated::blocking::{Client, Queue};
use paygentic_generated::models::IngestEvent;
use paygentic_generated::queue::{Queueable, SpoolOptions};

use super::server::{Answer, Server};
use super::{Folder, NOBODY, event, leave, run};

fn start(address: &str, options: SpoolOptions) -> Queue<IngestEvent> {
    let client = Client::builder().environment(address).token("test").build().unwrap();
    let builder = Queue::builder(&client).durable(options);
    builder.start(|client, event| client.events().ingest(event)).unwrap()
}

#[test]
fn the_next_start_sends_open_items() {
    let folder = Folder::new();
    let queue = start(NOBODY, folder.options());
    std::thread::scope(|scope| {
        for part in 0..16 {
            let queue = &queue;
            scope.spawn(move || {
                (part * 20..(part + 1) * 20).for_each(|n| queue.push(event(n)).unwrap())
            });
        }
    });
    assert_eq!(queue.stats().depth, 320);
    let report = queue.shutdown_within(Duration::ZERO);
    assert_eq!((report.kept, report.pending.len()), (320, 0));

    // More than a queue keeps in memory.
    let soon = || folder.options().written_within(Duration::from_millis(20), 500);
    let queue = start(NOBODY, soon());
    for number in 320..5_000 {
        queue.push(event(number)).unwrap();
    }
    assert_eq!(queue.shutdown_within(Duration::ZERO).kept, 5_000);

    // Not forever: an item that fails repeatedly waits longer each time.
    let server = Server::new(|_, request| match request % 10 {
        3 if request < 1_000 => Answer::Lost,
        7 if request < 1_000 => Answer::Status(503),
        _ => Answer::Accepted,
    });
    let queue = start(&server.address, soon());
    assert!(queue.damage().is_none());
    let report = queue.shutdown();
    assert_eq!((report.accepted, report.kept), (5_000, 0));
    assert_eq!(server.events(), (0..5_000).collect::<Vec<_>>());
}

#[test]
fn refused_events_are_kept_listed_exported_and_pushed_again() {
    let is_strict = Arc::new(AtomicBool::new(true));
    let strict = is_strict.clone();
    let server =
        Server::new(move |number, _| match number % 2 == 1 && strict.load(Ordering::Relaxed) {
            true => Answer::Status(422),
            false => Answer::Accepted,
        });
    let folder = Folder::new();
    let queue = start(&server.address, folder.options());
    for number in 0..6 {
        queue.push(event(number)).unwrap();
    }
    let report = queue.flush();
    assert_eq!((report.accepted, report.failed.len()), (3, 3));
    let letters = queue.dead_letters(10);
    assert!(letters.len() == 3 && letters.iter().all(|letter| letter.status == Some(422)));
    let mut lines = Vec::new();
    assert_eq!(queue.export_dead_letters(&mut lines).unwrap(), 3);
    assert_eq!(String::from_utf8(lines).unwrap().lines().count(), 3);
    assert_eq!(queue.discard_dead_letters(&[letters[0].number]).len(), 1);
    is_strict.store(false, Ordering::Relaxed);
    assert_eq!(queue.retry_dead_letters(queue.dead_letters(10)).unwrap(), 2);
    assert!(queue.shutdown().is_complete());
    assert_eq!(server.events().len(), 5);
}

#[test]
fn dead_letters_that_fill_the_queue_are_pushed_again() {
    let server = Server::new(|_, request| match request > 5 {
        true => Answer::Accepted,
        false => Answer::Status(422),
    });
    let folder = Folder::new();
    let client = Client::builder().environment(&*server.address).token("test").build().unwrap();
    let builder = Queue::builder(&client).capacity(5).durable(folder.options());
    let queue = builder.start(|client, event: IngestEvent| client.events().ingest(event)).unwrap();
    for number in 0..5 {
        queue.push(event(number)).unwrap();
    }
    assert_eq!(queue.flush().failed.len(), 5);
    let letters = queue.dead_letters(10);
    assert_eq!(queue.retry_dead_letters(letters).unwrap(), 5);
    assert_eq!(queue.shutdown().accepted, 5);
    assert_eq!(server.events(), (0..5).collect::<Vec<_>>());
    assert!(queue.export_dead_letters(&mut Vec::new()).is_err());
}

#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Number(u64);

impl Queueable for Number {}

/// Reading continues after a first batch in which nothing can be read.
#[test]
fn unreadable_items_are_all_reported_even_beyond_the_memory_limit() {
    let (folder, server) = (Folder::new(), Server::accepting());
    run(leave(&folder, 0..2_500));
    let client = Client::builder().environment(&*server.address).token("test").build().unwrap();
    let builder = Queue::builder(&client).durable(folder.options());
    let queue = builder.start(|client, Number(n)| {
        let at = paygentic_generated::Timestamp::UNIX_EPOCH;
        client.events().ingest(event(n).timestamp(at))
    });
    let queue = queue.unwrap();
    queue.push(Number(2_500)).unwrap();
    let report = queue.flush_within(Duration::from_secs(30));
    assert_eq!((report.accepted, report.unreadable), (1, 2_500));
}
