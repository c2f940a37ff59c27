//! From nothing to a metered customer: creates a customer, subscribes them to a plan, and reports usage.
//!
//! Run `billing_setup` first: it creates the plan, and prints the variables to export.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... PAYGENTIC_MERCHANT=org_... PAYGENTIC_PLAN=plan_... \
//!     cargo run -p paygentic-generated --example quickstart
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | the API key |
//! | `PAYGENTIC_MERCHANT` | your organization |
//! | `PAYGENTIC_PLAN` | the plan to subscribe to |
//! | `PAYGENTIC_EVENT_TYPE` | the event type that a metric of the plan counts; `api.call` if not set |

use std::env::var;
use std::process::ExitCode;

use paygentic_generated::models::*;
use paygentic_generated::{Client, Error, Timestamp};
use serde_json::json;

/// The settings of the example.
pub(crate) struct Settings {
    pub(crate) merchant: String,
    pub(crate) plan: String,
    pub(crate) event_type: String,
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
    let (Ok(merchant), Ok(plan)) = (var("PAYGENTIC_MERCHANT"), var("PAYGENTIC_PLAN")) else {
        return Err("set PAYGENTIC_BEARER_AUTH, PAYGENTIC_MERCHANT and PAYGENTIC_PLAN".into());
    };
    let event_type = var("PAYGENTIC_EVENT_TYPE").unwrap_or_else(|_| "api.call".to_owned());
    let settings = Settings { merchant, plan, event_type };
    run(&Client::from_env()?, &settings).await?;
    Ok(())
}

/// Returns the customer, which is the same in each run.
pub(crate) async fn run(client: &Client, settings: &Settings) -> Result<CustomerId, Error> {
    let consumer = Consumer::new(ConsumerRequired {
        name: "Quickstart".into(),
        email: "quickstart@example.com".into(),
        address: Address::new().country("US").state("CA").zip_code("94103"),
    });
    let request =
        CreateCustomer::new(&*settings.merchant).consumer(consumer).external_id("quickstart");
    let customer = client.customers().create(request).await?.customer_id;
    println!("customer      {customer}");

    let request = CreateSubscription::new(CreateSubscriptionRequired {
        name: "Quickstart".into(),
        plan_id: (*settings.plan).into(),
        started_at: Timestamp::now(),
    })
    .customer_id(&customer);
    let subscription = client.subscriptions().create(request).await?;
    println!("subscription  {} ({})", subscription.id, subscription.status);
    if let Some(SubscriptionPayment::Pending(due)) = subscription.payment {
        println!("payment       {} is due at {}", due.amount, due.checkout_url);
    }

    let event = IngestEvent::with_subject(
        &customer,
        IngestEventRequired {
            r#type: settings.event_type.clone(),
            source: "https://quickstart.example".into(),
            data: json!({"tokens": 1250}).into(),
        },
    );
    let accepted = client.events().ingest(event).await?;
    println!("event         {}", accepted.id.unwrap_or_default());
    println!(
        "\nAn accepted event may match no metric. To check:\n  cargo run -p paygentic-generated --example verify_setup -- {} {customer} {}",
        settings.merchant, settings.event_type
    );
    Ok(customer)
}
