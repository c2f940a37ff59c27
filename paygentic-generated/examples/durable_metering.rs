//! A service that meters usage: events are on disk before a request is answered, and a SIGTERM loses none.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... cargo run -p paygentic-generated --features durable --example durable_metering
//! curl -X POST localhost:3000/complete/cus_abc123
//! curl localhost:3000/health
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | the API key |
//!
//! The events are in the folder `metering` of the current directory.

use std::error::Error;
use std::process::ExitCode;
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
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<(), Box<dyn Error>> {
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
    // No request is open, so no more events are pushed. Events that are not accepted in time stay on disk, and the next
    // start sends them.
    let report = queue.shutdown_within(Duration::from_secs(10)).await;
    println!("{} accepted, {} left on disk", report.accepted, report.kept);
    Ok(())
}

/// The metered endpoint. The use counts as soon as its event is on disk.
async fn complete(
    State(queue): State<Metering>,
    Path(customer): Path<String>,
) -> Result<&'static str, StatusCode> {
    let mut data = JsonObject::new();
    data.insert("tokens".to_owned(), 1250.into());
    let event = IngestEvent::with_subject(
        customer,
        IngestEventRequired {
            r#type: "api.call".into(),
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

/// For probes and alerts: an event that is an hour old, an invalid token, refused events or a failed disk need attention.
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
