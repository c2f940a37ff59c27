//! An axum service that checks credits before it serves, responds with 429 if there are none, and reports usage afterwards.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... PAYGENTIC_PRODUCT=prod_... PAYGENTIC_FEATURE=api-calls \
//!     cargo run -p paygentic-generated --example credit_gate
//! curl -H 'x-customer: cus_...' http://127.0.0.1:3000/answer
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | the API key |
//! | `PAYGENTIC_PRODUCT` | the product of the feature; `billing_setup` prints it |
//! | `PAYGENTIC_FEATURE` | the key of the metered feature; `billing_setup` prints it |
//! | `PAYGENTIC_EVENT_TYPE` | the event type that uses its credits; `api.call` if not set |
//!
//! In your own service, the customer comes from the login, not from a header.
//!
//! Ctrl-C or SIGTERM ends it. Events that are left are sent for up to 20 seconds; what is not accepted by then is printed.
//! Events in memory are lost if the process is killed: `durable_metering` keeps them on disk.

use std::env::var;
use std::fmt::Display;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use paygentic_generated::models::*;
use paygentic_generated::queue::{Entry, Queue};
use paygentic_generated::{Client, Error, RetryPolicy};
use serde_json::json;

type Problem = Box<dyn std::error::Error>;

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

async fn start() -> Result<(), Problem> {
    let (Ok(product), Ok(feature)) = (var("PAYGENTIC_PRODUCT"), var("PAYGENTIC_FEATURE")) else {
        return Err("set PAYGENTIC_BEARER_AUTH, PAYGENTIC_PRODUCT and PAYGENTIC_FEATURE".into());
    };
    let event_type = var("PAYGENTIC_EVENT_TYPE").unwrap_or_else(|_| "api.call".to_owned());
    let billing = Arc::new(Billing::new(Client::from_env()?, &product, &feature, &event_type)?);

    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let watched = billing.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(60)).await;
            watched.show_refused();
        }
    });
    axum::serve(listener, service(billing.clone())).with_graceful_shutdown(stopped()).await?;
    billing.finish(Duration::from_secs(20)).await;
    Ok(())
}

/// Ctrl-C, or SIGTERM as service managers send it.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    drop(tokio::signal::ctrl_c().await);
}

/// The billing state of the service.
pub(crate) struct Billing {
    client: Client,
    events: Queue<IngestEvent>,
    product: ProductId,
    feature: String,
    event_type: String,
}

/// Whether a customer may go on.
enum Gate {
    Open,
    Closed,
}

impl Billing {
    pub(crate) fn new(
        client: Client,
        product: &str,
        feature: &str,
        event_type: &str,
    ) -> Result<Self, Problem> {
        let events = Queue::builder(&client)
            .start(|client, event: IngestEvent| client.events().ingest(event))?;
        Ok(Self {
            client,
            events,
            product: product.into(),
            feature: feature.to_owned(),
            event_type: event_type.to_owned(),
        })
    }

    /// Fetches the entitlement. A customer is waiting, so the call has a short time-out and is not retried.
    async fn gate(&self, customer: &CustomerId) -> Result<Gate, Error> {
        let list = ListEntitlements::new()
            .customer_id(customer)
            .feature_key(&*self.feature)
            .product_id(&self.product);
        let call = self.client.entitlements().list(list);
        let mut items = call.timeout(Duration::from_secs(1)).retries(RetryPolicy::never()).stream();
        while let Some(item) = items.next().await {
            if item?.has_access() == Some(true) {
                return Ok(Gate::Open);
            }
        }
        Ok(Gate::Closed)
    }

    /// Reports one use, in the background. It never waits: in an outage the queue fills, and the customer must not wait for that.
    pub(crate) fn report(&self, customer: CustomerId, tokens: u64) {
        let required = IngestEventRequired {
            r#type: self.event_type.clone(),
            source: "https://credit-gate.example".into(),
            data: json!({"tokens": tokens}).into(),
        };
        let event = IngestEvent::with_subject(customer, required);
        if let Err(error) = self.events.try_push(event) {
            not_reported(&error.entry, &error.reason);
        }
    }

    /// Prints the events that the service refused, and makes room: until a report takes them, they count toward the
    /// capacity of the queue. Returns their number.
    pub(crate) fn show_refused(&self) -> usize {
        let refused = self.events.take_report().failed;
        for failed in &refused {
            not_reported(&failed.entry, &failed.error);
        }
        refused.len()
    }

    /// Sends the events that are left, within a time limit: without one, this would last as long as an outage.
    /// Returns the number of events that were neither accepted nor refused.
    pub(crate) async fn finish(&self, limit: Duration) -> usize {
        let report = self.events.shutdown_within(limit).await;
        for failed in report.failed {
            not_reported(&failed.entry, &failed.error);
        }
        for entry in &report.pending {
            not_reported(entry, &"the shutdown time limit has passed");
        }
        println!("{} uses reported", self.events.stats().accepted);
        report.pending.len()
    }
}

/// Prints everything needed to send the event again, with the same key. In production, write it to a file or a table.
fn not_reported(entry: &Entry<IngestEvent>, reason: &dyn Display) {
    let key = entry.idempotency_key().unwrap_or_default();
    eprintln!("not reported: {reason}; key {key}: {:?}", entry.item());
}

/// The routes, behind the gate.
pub(crate) fn service(billing: Arc<Billing>) -> Router {
    Router::new().route("/answer", get(async || "42\n")).layer(from_fn_with_state(billing, gated))
}

async fn gated(State(billing): State<Arc<Billing>>, request: Request, next: Next) -> Response {
    let header = request.headers().get("x-customer").and_then(|value| value.to_str().ok());
    let Some(customer) = header.map(CustomerId::from) else {
        return (StatusCode::UNAUTHORIZED, "missing header x-customer\n").into_response();
    };
    match billing.gate(&customer).await {
        Ok(Gate::Open) => {}
        Ok(Gate::Closed) => {
            return (StatusCode::TOO_MANY_REQUESTS, "out of credits\n").into_response();
        }
        // A choice: while billing does not respond, customers are served, and their usage is reported later.
        Err(error) => eprintln!("served without a check: {error}"),
    }
    let response = next.run(request).await;
    if response.status().is_success() {
        billing.report(customer, 42);
    }
    response
}
