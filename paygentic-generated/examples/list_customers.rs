//! Lists the customers of a merchant.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_... cargo run -p paygentic-generated --example list_customers org_...
//! ```

use paygentic_generated::Client;
use paygentic_generated::models::ListCustomers;

type Problem = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Problem> {
    let merchant =
        std::env::args().nth(1).ok_or("usage: list_customers MERCHANT, such as org_abc123")?;
    let client = Client::from_env()?;
    let parameters = ListCustomers::new(merchant).limit(100);
    let mut customers = client.customers().list(parameters).stream();
    while let Some(customer) = customers.next().await {
        println!("{}", customer?.id);
    }
    Ok(())
}
