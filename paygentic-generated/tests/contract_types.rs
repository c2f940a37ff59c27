//! x
#[path = "common/contract.rs"]
mod contract;
use paygentic_generated::models::*;
use paygentic_generated::{Client, Environment};

#[test]
fn a() {
    let client = Client::new(Environment::Sandbox, "t").unwrap();
    contract::assert_valid(
        &client
            .customers()
            .update("cus_1", UpdateCustomer::new().clear_tax_id()),
    );
    contract::assert_valid(&client.customers().list(ListCustomers::new("org_1")));
    contract::assert_valid(&client.customers().create(CreateCustomer::new("rg_1")));
}
