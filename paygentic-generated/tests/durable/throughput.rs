//! How many events a second a queue sends to a server in the same process, whose work is counted too.
//!
//! ```text
//! cargo test --release -p paygentic-generated --test durable throughput -- --ignored --nocapture
//! ```

use std::sync::Arc;
use std::time::{Duration, Instant};

use paygentic_generated::models::IngestEvent;
use paygentic_generated::queue::{Queue, SpoolOptions};

use super::server::Server;
use super::{Folder, builder, event, run};

const EVENTS: u64 = 50_000;

async fn measure(name: &str, place: Option<SpoolOptions>, tasks: u64) {
    let server = Server::accepting();
    let mut setup = builder(&server.address).concurrency(64);
    if let Some(place) = place {
        setup = setup.durable(place);
    }
    let queue: Queue<IngestEvent> =
        setup.start(|client, event| client.events().ingest(event)).unwrap();
    let queue = Arc::new(queue);
    let begin = Instant::now();
    let pushing = (0..tasks).map(|task| {
        let queue = queue.clone();
        tokio::spawn(async move {
            for number in (task..EVENTS).step_by(tasks as usize) {
                queue.push(event(number)).await.unwrap();
            }
        })
    });
    for task in pushing.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let pushed = begin.elapsed();
    assert_eq!(queue.shutdown().await.accepted, EVENTS);
    let rate = |time: Duration| EVENTS as f64 / time.as_secs_f64();
    let (pushed, sent) = (rate(pushed), rate(begin.elapsed()));
    println!("{name}: {pushed:.0} pushed and {sent:.0} accepted a second");
}

#[test]
#[ignore = "it measures, and takes a while"]
fn throughput() {
    run(async {
        measure("memory", None, 4).await;
        let folder = Folder::new();
        measure("disk, each on disk first", Some(folder.options()), 512).await;
        let folder = Folder::new();
        let soon = folder.options().written_within(Duration::from_millis(20), 4096);
        measure("disk, within 20 ms", Some(soon), 4).await;
    });
}
