//! A service that meters usage: events are on disk before a request is answered, and a SIGTERM loses none.
//!
//! ```text
//! PAYGENTIC_BEARER_AUTH=sk_test_.. cargo run -p paygentic-generated --features durable --example durable_metering
//! curl -X POST localhost:3000/complete/cus_abc123
//! curl localhost:3000/health
//! ```

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use paygentic_generated::models::{IngestEvent, IngestEventRequired};
use paygentic_generated::queue::{Queue, QueueState};
use paygentic_generated::{Client, JsonObject};
use tokio::net::TcpListener;

type Metering = Arc<Queue<IngestEvent>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let queue: Metering = Arc::new(
        Queue::builder(&Client::from_env()?)
            .durable("metering")
            .start(|client, event| client.events().ingest(event))?,
    );
    let app = Router::new()
        .route("/complete/{customer}", post(complete))
        .route("/health", get(health))
        .with_state(queue.clone());
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, app).with_graceful_shutdown(terminated()).await?;
    // All requests are answered by now, so that no event comes in. What the billing service does not accept in time stays
    // on disk, and the next start sends it.
    let report = queue.shutdown_within(Duration::from_secs(10)).await;
    println!("{} accepted, {} left on disk", report.accepted, report.kept);
    Ok(())
}

/// What is sold. It counts once it is on disk.
async fn complete(
    State(queue): State<Metering>,
    Path(customer): Path<String>,
) -> Result<&'static str, StatusCode> {
    let mut data = JsonObject::new();
    data.insert("tokens".to_owned(), 1250.into());
    let event = IngestEvent::with_subject(
        customer,
        IngestEventRequired {
            r#type: "completion".into(),
            source: "https://acme.example".into(),
            data,
        },
    );
    match queue.push(event).await {
        Ok(()) => Ok("done\n"),
        Err(error) => {
            eprintln!("not metered: {error}");
            Err(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// For probes and alerts: events that are an hour old, a token that is not valid, refused events or a failed disk need a
/// person.
async fn health(State(queue): State<Metering>) -> (StatusCode, String) {
    let stats = queue.stats();
    let is_late = stats.oldest.is_some_and(|age| age > Duration::from_secs(3600));
    let needs_help = matches!(stats.state, QueueState::Unauthorized | QueueState::DiskFailed);
    let is_well = !is_late && !needs_help && stats.dead_letters == 0;
    let status = match is_well {
        true => StatusCode::OK,
        false => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, format!("{stats:#?}\n"))
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(error) => eprintln!("cannot listen for SIGTERM: {error}"),
    }
}

#[cfg(not(unix))]
async fn terminated() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        eprintln!("cannot listen for Ctrl-C: {error}");
    }
}
