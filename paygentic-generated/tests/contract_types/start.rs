//! Mistakes in the configuration of key and environment.

use paygentic_generated::testing::MockTransport;
use paygentic_generated::{Client, Environment, Error};

fn client(environment: impl Into<Environment>, token: &str) -> Result<Client, Error> {
    let mock = MockTransport::replying(401, "{}");
    let builder = Client::builder().environment(environment).token(token);
    builder.transport(mock).build()
}

#[test]
fn keys_are_for_one_environment() {
    let error = client(Environment::Production, "sk_test_5ecret").unwrap_err();
    let said = error.to_string();
    assert!(said.contains("`production`") && said.contains("`sk_test_`"), "{said}");
    assert!(!said.contains("5ecret"), "{said}");
    client(Environment::Sandbox, "sk_live_5ecret").unwrap_err();
    client("https://api.paygentic.io/", "sk_test_5ecret").unwrap_err();
    client("https://gateway.example", "sk_test_5ecret").unwrap();
    client("PRODUCTION", "sk_live_5ecret").unwrap();
    let builder = Client::builder().environment(Environment::Sandbox);
    let builder = builder.token("sk_live_5ecret").check_key_environment(false);
    builder.build().unwrap();
}

#[test]
fn a_wrong_name_is_reported_with_the_right_ones() {
    let said = client("Sanbox", "x").unwrap_err().to_string();
    assert!(said.contains("did you mean `sandbox`?"), "{said}");
}

#[tokio::test]
async fn a_refused_key_says_which_environment_refused_it() {
    let client = client(Environment::Sandbox, "sk_test_5ecret").unwrap();
    let error = client.customers().get("cus_1").await.unwrap_err();
    let expected = "customers.get: 401 Unauthorized (sent to the environment `sandbox`)";
    assert_eq!(error.to_string(), expected);
}
