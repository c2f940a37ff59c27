//! A month of billing in a minute: a subscription on a test clock, and its invoice.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... PAYGENTIC_CUSTOMER=cus_... PAYGENTIC_PLAN=plan_... \
//!     cargo run -p paygentic-generated --example test_clock
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | a sandbox API key; there are no test clocks in production |
//! | `PAYGENTIC_CUSTOMER` | the customer who subscribes; must not have a subscription to the product of the plan |
//! | `PAYGENTIC_PLAN` | the plan |

use std::env::var;
use std::process::ExitCode;
use std::time::Duration;

use paygentic_generated::Client;
use paygentic_generated::models::*;

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
    let (Ok(customer), Ok(plan)) = (var("PAYGENTIC_CUSTOMER"), var("PAYGENTIC_PLAN")) else {
        return Err("set PAYGENTIC_BEARER_AUTH, PAYGENTIC_CUSTOMER and PAYGENTIC_PLAN".into());
    };
    let client = Client::from_env()?;
    run(&client, &customer.into(), &plan.into(), Duration::from_secs(5)).await?;
    Ok(())
}

/// Returns the number of invoices. `pause` is the time to wait before looking again.
pub(crate) async fn run(
    client: &Client,
    customer: &CustomerId,
    plan: &PlanId,
    pause: Duration,
) -> Result<usize, Problem> {
    let clock =
        client.test_clocks().create(CreateTestClock::new().name("a month in a minute")).await?;
    let subscription = CreateSubscription::new(CreateSubscriptionRequired {
        name: "On a test clock".into(),
        plan_id: plan.clone(),
        started_at: clock.current_time,
    })
    .customer_id(customer)
    .test_clock_id(&clock.id);
    let subscription = client.subscriptions().create(subscription).await?;
    println!("subscription {} starts at {}", subscription.id, clock.current_time);

    let clock = client.test_clocks().advance(&clock.id, AdvanceTestClock::by("P1M")).await?;
    println!("the clock shows {}", clock.current_time);

    let mut invoices = Vec::new();
    for _ in 0..6 {
        let list = ListInvoices::new().subscription_id(&subscription.id);
        invoices = client.invoices_v2().list(list).stream().try_collect().await?;
        if invoices.iter().any(|invoice| invoice.period_end <= clock.current_time) {
            break;
        }
        tokio::time::sleep(pause).await;
    }
    for invoice in &invoices {
        let Invoice { period_start, period_end, status, grand_total, .. } = invoice;
        println!("invoice {period_start} to {period_end}: {status}, {grand_total}");
    }
    println!("{} invoices", invoices.len());

    let over = TerminateSubscription::new("the test is over");
    client.subscriptions().terminate(&subscription.id, over).await?;
    client.test_clocks().delete(&clock.id).await?;
    Ok(invoices.len())
}
