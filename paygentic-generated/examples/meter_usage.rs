//! Reports usage in the background, and reads back what was counted.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... PAYGENTIC_CUSTOMER=cus_... PAYGENTIC_METRIC=bm_... \
//!     cargo run -p paygentic-generated --example meter_usage
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | the API key |
//! | `PAYGENTIC_CUSTOMER` | the customer whose usage is reported |
//! | `PAYGENTIC_METRIC` | the billable metric that counts it |

use std::env::var;
use std::process::ExitCode;
use std::time::Duration;

use paygentic_generated::models::*;
use paygentic_generated::queue::Queue;
use paygentic_generated::{Client, Timestamp};
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
    let (Ok(customer), Ok(metric)) = (var("PAYGENTIC_CUSTOMER"), var("PAYGENTIC_METRIC")) else {
        return Err("set PAYGENTIC_BEARER_AUTH, PAYGENTIC_CUSTOMER and PAYGENTIC_METRIC".into());
    };
    run(&Client::from_env()?, &customer.into(), &metric.into()).await
}

pub(crate) async fn run(
    client: &Client,
    customer: &CustomerId,
    metric: &BillableMetricId,
) -> Result<(), Problem> {
    let metric = client.billable_metrics().get(metric).await?;
    let Some(event_type) = metric.event_type else {
        return Err(format!("the metric {} counts no events", metric.id).into());
    };
    let from = Timestamp::now();

    let queue =
        Queue::builder(client).start(|client, event: IngestEvent| client.events().ingest(event))?;
    for request in 0..20 {
        let used = IngestEvent::with_subject(
            customer,
            IngestEventRequired {
                r#type: event_type.clone(),
                source: "https://meter-usage.example".into(),
                data: json!({"tokens": 50 * request}).into(),
            },
        );
        // The key identifies the usage: sent twice, it counts once.
        queue.push(used.idempotency_key(format!("{from}-{request}"))).await?;
    }
    let report = queue.shutdown_within(Duration::from_secs(20)).await;
    println!(
        "{} accepted, {} refused, {} without a response",
        report.accepted,
        report.failed.len(),
        report.pending.len()
    );
    for failed in report.failed {
        println!("refused: {}: {:?}", failed.error, failed.entry.item());
    }
    // Not lost: pushed again with the same keys, they count once. `durable_metering` keeps such events on disk.
    for entry in report.pending {
        println!("without a response: {:?}", entry.item());
    }

    // Events are counted a moment after they were accepted.
    let to = Timestamp::now();
    let range =
        GetBillableMetricMeter::new(GetBillableMetricMeterRequired { from, to }).subject(customer);
    let usage = client.billable_metrics().meter(&metric.id, range).await?;
    println!("counted so far: {} {}", usage.total_value, metric.unit);
    Ok(())
}
