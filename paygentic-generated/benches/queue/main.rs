//! The cost of an event through a queue: in memory, on disk and of the blocking client, compared to the same
//! requests by hand with `reqwest`.
//!
//! The server with fixed responses is a process of its own, so that its work is not counted, but it takes its share of
//! the cores: events per second depend on the load of the machine, CPU time per event hardly does.
//!
//! ```text
//! cargo bench -p paygentic-generated --all-features --bench queue [-- --quick] [--only "in memory"]
//! ```
//!
//! Without `--bench` (as in `cargo test --benches`) it sends a few events and measures nothing.

#[path = "../calls/clock.rs"]
#[allow(dead_code)]
mod clock;
#[path = "../calls/contender.rs"]
#[allow(dead_code)]
mod contender;
mod memory;
#[path = "../calls/plain.rs"]
#[allow(dead_code)]
mod plain;
mod row;
#[path = "../calls/server.rs"]
#[allow(dead_code)]
mod server;

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use contender::Contender;
use paygentic_generated::models::{IngestEvent, IngestEventRequired};
use paygentic_generated::queue::{Queue, SpoolOptions};
use paygentic_generated::{Client, JsonObject, blocking};
use plain::Plain;
use row::Row;
use server::Server;
use tokio::task::JoinSet;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const TOKEN: &str = "sk_test_2Jb7sVqXw9TnLr4KfHc8Zy3M";
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The number of requests in flight.
const CONCURRENCY: usize = 64;

fn main() -> Result<()> {
    if server::is_wanted() {
        return server::run();
    }
    let has = |name: &str| env::args().any(|argument| argument == name);
    let (events, many) = match (has("--bench"), has("--quick")) {
        (false, _) => (500, 500),
        (true, true) => (50_000, 100_000),
        (true, false) => (200_000, 1_000_000),
    };
    let server = Server::start()?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let url = server.url();
    println!("{}", Row::HEAD);
    let plain = runtime.block_on(by_hand(url, events))?;
    println!("{}", plain.beside(&plain));
    let show = |row: Row| println!("{}", row.beside(&plain));
    let only = env::args().skip_while(|argument| argument != "--only").nth(1);
    let is_wanted = |name: &str| only.as_deref().is_none_or(|only| name.contains(only));
    let memory = |name, events| -> Result<()> {
        if is_wanted(name) {
            show(runtime.block_on(queue(url, name, events, 4, None))?);
        }
        Ok(())
    };
    memory("queue in memory", events)?;
    // Before there is a disk, whose memory the allocator keeps.
    memory("queue in memory, many events", many)?;
    if !is_wanted("queue on disk") {
        return Ok(());
    }
    let folder = Folder::new("each")?;
    let options = Some(SpoolOptions::new(&folder.0));
    show(runtime.block_on(queue(
        url,
        "queue on disk, each before push returns",
        events,
        512,
        options,
    ))?);
    let folder = Folder::new("soon")?;
    let soon = SpoolOptions::new(&folder.0).written_within(Duration::from_millis(20), 4096);
    show(runtime.block_on(queue(url, "queue on disk, within 20 ms", events, 4, Some(soon)))?);
    let folder = Folder::new("many")?;
    let soon = SpoolOptions::new(&folder.0).written_within(Duration::from_millis(20), 4096);
    show(runtime.block_on(queue(url, "queue on disk, many events", many, 4, Some(soon)))?);
    show(of_threads(url, events / 4)?);
    Ok(())
}

fn event(data: &JsonObject) -> IngestEvent {
    IngestEvent::with_subject(
        server::CUSTOMER,
        IngestEventRequired {
            r#type: "completion".into(),
            source: "https://acme.example".into(),
            data: data.clone(),
        },
    )
}

async fn by_hand(url: &str, events: usize) -> Result<Row> {
    let plain = Plain::new(url)?;
    let measured = Row::measure("by hand with reqwest", events)?;
    let mut tasks = JoinSet::new();
    for task in 0..CONCURRENCY {
        let plain = plain.clone();
        tasks.spawn(async move {
            for _ in (task..events).step_by(CONCURRENCY) {
                plain.ingest().await?;
            }
            Result::Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    measured.stop()
}

/// Sends events that several tasks push.
async fn queue(
    url: &str,
    name: &'static str,
    events: usize,
    tasks: usize,
    place: Option<SpoolOptions>,
) -> Result<Row> {
    let client = Client::new(url, TOKEN)?;
    let mut builder = Queue::builder(&client).concurrency(CONCURRENCY);
    if let Some(place) = place {
        builder = builder.durable(place);
    }
    let queue =
        Arc::new(builder.start(|client, event: IngestEvent| client.events().ingest(event))?);
    let data: JsonObject = server::event_data()?.into();
    let measured = Row::measure(name, events)?;
    let mut pushing = JoinSet::new();
    for task in 0..tasks {
        let (queue, data) = (queue.clone(), data.clone());
        pushing.spawn(async move {
            for _ in (task..events).step_by(tasks) {
                queue.push(event(&data)).await?;
            }
            Result::Ok(())
        });
    }
    while let Some(done) = pushing.join_next().await {
        done??;
    }
    check(queue.shutdown().await.accepted, events)?;
    measured.stop()
}

/// Sends events through the queue of the blocking client.
fn of_threads(url: &str, events: usize) -> Result<Row> {
    let client = blocking::Client::new(url, TOKEN)?;
    let queue = blocking::Queue::builder(&client)
        .concurrency(CONCURRENCY)
        .start(|client, event: IngestEvent| client.events().ingest(event))?;
    let data: JsonObject = server::event_data()?.into();
    let measured = Row::measure("queue of the blocking client, in memory", events)?;
    for _ in 0..events {
        queue.push(event(&data))?;
    }
    check(queue.shutdown().accepted, events)?;
    measured.stop()
}

fn check(accepted: u64, events: usize) -> Result<()> {
    match accepted == events as u64 {
        true => Ok(()),
        false => Err(format!("{accepted} of {events} accepted").into()),
    }
}

/// A folder that is removed afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Result<Self> {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-queue-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        Ok(Folder(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // If that fails, the rest stays in the folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
