//! An axum server that receives webhook deliveries, verifies them, stores them, and handles each event once.
//!
//! ```sh
//! PAYGENTIC_WEBHOOK_SECRET=whsec_... cargo run -p paygentic-generated --features webhooks --example webhooks
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_WEBHOOK_SECRET` | the signing secret of the endpoint, from the webhook portal |
//!
//! It listens on <http://127.0.0.1:8080/webhooks/paygentic>; the URL in the portal must lead there. Events are kept in the
//! folder `webhook-inbox` of the current directory: after a crash, the next start handles those that are left.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use paygentic_generated::webhooks::{Verifier, WebhookEventType};
use serde_json::Value;
use tokio::sync::Notify;

/// Stored deliveries: a file for each, named by the id of the message. In production, use a table of your database
/// with that id as its key.
pub(crate) struct Inbox {
    pending: PathBuf,
    handled: PathBuf,
    storing: Mutex<()>,
    arrived: Notify,
}

impl Inbox {
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        let (pending, handled) = (folder.join("pending"), folder.join("handled"));
        fs::create_dir_all(&pending)?;
        fs::create_dir_all(&handled)?;
        Ok(Inbox { pending, handled, storing: Mutex::default(), arrived: Notify::new() })
    }

    /// Returns when the delivery is on disk. A delivery that is already stored is not stored again.
    fn store(&self, id: &str, body: &[u8]) -> io::Result<()> {
        // The id becomes the name of a file.
        if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
            return Err(io::Error::other("the id of the message cannot be the name of a file"));
        }
        let _only_one = self.storing.lock().unwrap_or_else(PoisonError::into_inner);
        let name = format!("{id}.json");
        // In this order, because files move from the first folder to the second.
        if self.pending.join(&name).exists() || self.handled.join(&name).exists() {
            return Ok(());
        }
        // Under another name until it is complete, so that a crash leaves no partial delivery.
        let part = self.pending.join(format!("{id}.part"));
        let mut file = File::create(&part)?;
        file.write_all(body)?;
        file.sync_all()?;
        fs::rename(part, self.pending.join(name))?;
        #[cfg(unix)]
        File::open(&self.pending)?.sync_all()?;
        self.arrived.notify_one();
        Ok(())
    }

    /// Handles stored deliveries, including those from before a restart, and then new ones.
    pub(crate) async fn work(&self, handle: impl Fn(&WebhookEventType, &Value)) {
        loop {
            if let Err(error) = self.handle_pending(&handle) {
                eprintln!("the inbox cannot be read: {error}");
            }
            // Failed deliveries are retried, even if no new ones arrive.
            let _ = tokio::time::timeout(Duration::from_secs(60), self.arrived.notified()).await;
        }
    }

    fn handle_pending(&self, handle: &impl Fn(&WebhookEventType, &Value)) -> io::Result<()> {
        for entry in fs::read_dir(&self.pending)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json")
                && let Err(error) = self.handle_one(&path, handle)
            {
                eprintln!("{} is not handled: {error}", path.display());
            }
        }
        Ok(())
    }

    fn handle_one(
        &self,
        path: &Path,
        handle: &impl Fn(&WebhookEventType, &Value),
    ) -> io::Result<()> {
        let event: Value = serde_json::from_slice(&fs::read(path)?)?;
        let event_type = event["eventType"].as_str().unwrap_or_default();
        handle(&event_type.into(), &event["data"]);
        // A crash just before this line repeats the event. With a database, write the effect of the event and this
        // mark in one transaction. Marks are needed for a week.
        fs::rename(path, self.handled.join(path.file_name().unwrap_or_default()))
    }
}

/// Takes the body as bytes, because the signature is over the bytes. Responds when the event is stored, and before it is
/// handled.
async fn receive(
    State((verifier, inbox)): State<(Verifier, Arc<Inbox>)>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let event = match verifier.verify(&headers, &body) {
        Ok(event) => event,
        Err(error) => {
            eprintln!("delivery refused: {error}");
            return error.status();
        }
    };
    let id = event.id().to_owned();
    // Files are written on a blocking thread, because that takes milliseconds.
    match tokio::task::spawn_blocking(move || inbox.store(&id, &body)).await {
        Ok(Ok(())) => StatusCode::NO_CONTENT,
        // Paygentic repeats the delivery later.
        problem => {
            eprintln!("delivery not stored: {problem:?}");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// The server, which stores each delivery.
pub(crate) fn app(verifier: Verifier, inbox: Arc<Inbox>) -> Router {
    Router::new().route("/webhooks/paygentic", post(receive)).with_state((verifier, inbox))
}

fn handle(event_type: &WebhookEventType, data: &Value) {
    match event_type {
        WebhookEventType::CustomerCreatedV0 => println!("customer created: {data}"),
        other => println!("ignored: {other}"),
    }
}

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

async fn start() -> Result<(), Box<dyn std::error::Error>> {
    let Ok(secret) = std::env::var("PAYGENTIC_WEBHOOK_SECRET") else {
        return Err("set PAYGENTIC_WEBHOOK_SECRET to the signing secret of the endpoint".into());
    };
    let verifier = Verifier::new(secret)?;
    let inbox = Arc::new(Inbox::open(Path::new("webhook-inbox"))?);
    let worker = inbox.clone();
    tokio::spawn(async move { worker.work(handle).await });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on http://{}/webhooks/paygentic", listener.local_addr()?);
    axum::serve(listener, app(verifier, inbox)).await?;
    Ok(())
}
