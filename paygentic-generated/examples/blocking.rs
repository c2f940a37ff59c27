//! Lists the customers of a merchant with their subscriptions, without async.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... PAYGENTIC_MERCHANT=org_... \
//!     cargo run -p paygentic-generated --no-default-features --features blocking,rustls --example blocking
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | the API key |
//! | `PAYGENTIC_MERCHANT` | your organization |

use std::process::ExitCode;

use paygentic_generated::Error;
use paygentic_generated::blocking::Client;
use paygentic_generated::models::*;

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), Box<dyn std::error::Error>> {
    let Ok(merchant) = std::env::var("PAYGENTIC_MERCHANT") else {
        return Err("set PAYGENTIC_BEARER_AUTH and PAYGENTIC_MERCHANT".into());
    };
    let count = run(&Client::from_env()?, &merchant)?;
    println!("{count} subscriptions");
    Ok(())
}

/// Returns the number of subscriptions.
pub(crate) fn run(client: &Client, merchant: &str) -> Result<usize, Error> {
    let mut count = 0;
    let customers = client.customers().list(ListCustomers::new(merchant).limit(100));
    for customer in customers.stream() {
        let customer = customer?;
        println!("{} since {}", customer.id, customer.created_at);
        let of_customer = ListSubscriptions::new().customer_id(&customer.id);
        for subscription in client.subscriptions().list(of_customer).stream() {
            let subscription = subscription?;
            println!("  {} {} {}", subscription.id, subscription.status, subscription.name);
            count += 1;
        }
    }
    Ok(count)
}
