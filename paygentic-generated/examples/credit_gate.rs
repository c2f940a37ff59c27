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
//! | `PAYGENTIC_BEARER_AUTH` | the key |
//! | `PAYGENTIC_PRODUCT` | the product of the feature; `billing_setup` prints it |
//! | `PAYGENTIC_FEATURE` | the key of the metered feature; `billing_setup` prints it |
//! | `PAYGENTIC_EVENT_TYPE` | the event type that uses its credits; `api.call` if not set |
//!
//! In your own service, the customer comes from the login, not from a header.
//! Ctrl-C ends it, after the events that are left were sent.

use std::env::var;
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
use paygentic_generated::queue::Queue;
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
    axum::serve(listener, service(billing.clone()))
        .with_graceful_shutdown(async { drop(tokio::signal::ctrl_c().await) })
        .await?;
    billing.finish().await;
    Ok(())
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

    /// Asks for the entitlement. A customer is waiting, so the call has a short time-out and is not retried.
    async fn gate(&self, customer: &CustomerId) -> Result<Gate, Error> {
        let list = ListEntitlements::new()
            .customer_id(customer)
            .feature_key(&*self.feature)
            .product_id(&self.product);
        let call = self.client.entitlements().list(list);
        let items = call.timeout(Duration::from_secs(1)).retries(RetryPolicy::never()).await?;
        let open = items.into_iter().any(|item| item.has_access() == Some(true));
        Ok(if open { Gate::Open } else { Gate::Closed })
    }

    /// Reports one use, in the background.
    async fn report(&self, customer: CustomerId, tokens: u64) {
        let required = IngestEventRequired {
            r#type: self.event_type.clone(),
            source: "https://credit-gate.example".into(),
            data: json!({"tokens": tokens}).into(),
        };
        let event = IngestEvent::with_subject(customer, required);
        if let Err(error) = self.events.push(event).await {
            eprintln!("not reported: {}", error.reason);
        }
    }

    /// Sends the events that are left.
    pub(crate) async fn finish(&self) {
        let report = self.events.flush().await;
        println!("{} uses reported", report.accepted);
        for failed in report.failed {
            eprintln!("not reported: {:?}: {}", failed.entry.item(), failed.error);
        }
    }
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
        billing.report(customer, 42).await;
    }
    response
}
