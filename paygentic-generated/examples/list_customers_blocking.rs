//! Lists the customers of a merchant, without async.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_... cargo run -p paygentic-generated --no-default-features \
//!     --features blocking,rustls --example list_customers_blocking org_...
//! ```

use paygentic_generated::blocking::Client;
use paygentic_generated::models::ListCustomers;

type Problem = Box<dyn std::error::Error>;

fn main() -> Result<(), Problem> {
    let merchant = std::env::args()
        .nth(1)
        .ok_or("usage: list_customers_blocking MERCHANT, such as org_abc123")?;
    let client = Client::from_env()?;
    let parameters = ListCustomers::new(merchant).limit(100);
    for customer in client.customers().list(parameters).stream() {
        println!("{}", customer?.id);
    }
    Ok(())
}
