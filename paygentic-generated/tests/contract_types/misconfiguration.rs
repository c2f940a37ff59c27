//! Mistakes in the configuration of key and environment.

use paygentic_generated::testing::MockTransport;
use paygentic_generated::{Client, Environment, Error};

fn client(environment: impl Into<Environment>, token: &str) -> Result<Client, Error> {
    let mock = MockTransport::replying(401, "{}");
    let builder = Client::builder().environment(environment).token(token);
    builder.transport(mock).build()
}

#[test]
fn keys_are_refused_by_other_environments() {
    let error = client(Environment::Production, "sk_test_5ecret").unwrap_err();
    let message = error.to_string();
    assert!(message.contains("`production`") && message.contains("`sk_test_`"), "{message}");
    assert!(!message.contains("5ecret"), "{message}");
    client(Environment::Sandbox, "sk_live_5ecret").unwrap_err();
    client("https://api.paygentic.io/", "sk_test_5ecret").unwrap_err();
    client("https://gateway.example", "sk_test_5ecret").unwrap();
    client("PRODUCTION", "sk_live_5ecret").unwrap();
    let builder = Client::builder().environment(Environment::Sandbox);
    let builder = builder.token("sk_live_5ecret").check_key_environment(false);
    builder.build().unwrap();
}

#[test]
fn an_unknown_environment_is_reported_with_the_known_ones() {
    let message = client("Sanbox", "x").unwrap_err().to_string();
    assert!(message.contains("did you mean `sandbox`?"), "{message}");
}

#[tokio::test]
async fn an_unauthorized_error_names_the_environment() {
    let client = client(Environment::Sandbox, "sk_test_5ecret").unwrap();
    let error = client.customers().get("cus_1").await.unwrap_err();
    let expected = "customers.get: 401 Unauthorized (sent to the environment `sandbox`)";
    assert_eq!(error.to_string(), expected);
}
