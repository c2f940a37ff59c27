//! Tests as users write them: values as responses, responses by operation, recorded requests.

#![cfg(feature = "async")]
// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use paygentic_generated::models::*;
use paygentic_generated::operations::{customers, entitlements, entitlements_grants, plans};
use paygentic_generated::testing::{MockTransport, page_of, refusal, sample};
use paygentic_generated::transport::TransportError;
use paygentic_generated::{Client, Error};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// Code of a user: whether a customer may use a feature that costs credits.
async fn may_use(client: &Client, customer: &str, feature: &str) -> Result<bool, Error> {
    let of_customer = ListEntitlements::new().customer_id(customer);
    let mut all = client.entitlements().list(of_customer).stream();
    while let Some(item) = all.next().await {
        if let EntitlementListItem::Metered(metered) = item?
            && metered.feature_key == feature
        {
            return Ok(metered.balance >= 1.0 || metered.is_soft_limit);
        }
    }
    Ok(false)
}

#[tokio::test]
async fn a_gate_is_open_as_long_as_there_are_credits() -> Result<(), Error> {
    for (balance, is_open) in [(12.5, true), (0.5, false)] {
        let mut entitlement: MeteredEntitlementListItem = sample();
        entitlement.feature_key = "completions".to_owned();
        entitlement.balance = balance;
        let mock = MockTransport::strict();
        mock.answer(entitlements::LIST, page_of([entitlement]));
        assert_eq!(may_use(&mock.client()?, "cus_1", "completions").await?, is_open);
        assert_eq!(mock.asked(entitlements::LIST)[0].query("customerId").as_deref(), Some("cus_1"));
    }
    Ok(())
}

#[test]
fn the_blocking_client_has_the_same_mock() -> Result<(), Error> {
    let mut customer: Customer = sample();
    customer.id = "cus_1".into();
    let mock = MockTransport::strict();
    mock.answer(customers::GET, customer.clone());
    let client = mock.blocking_client()?;
    assert_eq!(client.customers().get("cus_1").send()?, customer);
    assert_eq!(mock.asked(customers::GET)[0].path(), "/v0/customers/cus_1");
    let failed = catch_unwind(AssertUnwindSafe(|| client.plans().get("plan_1").send()));
    let message = failed.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("plans.get"), "{message}");
    Ok(())
}

#[tokio::test]
async fn responses_come_in_order_and_the_last_one_repeats() -> Result<(), Error> {
    let mock = MockTransport::strict();
    let named = |name: &str| {
        let mut plan: Plan = sample();
        plan.name = name.to_owned();
        plan
    };
    mock.fail(plans::GET, refusal(404, json!({"message": "not yet"})))
        .answer(plans::GET, named("first"))
        .fail(plans::GET, TransportError::timeout("slow"))
        .answer(plans::GET, named("last"));
    let client = mock.client()?;
    let error = client.plans().get("plan_1").await.unwrap_err();
    assert!(error.is_not_found() && error.message() == Some("not yet"), "{error}");
    assert_eq!(client.plans().get("plan_1").await?.name, "first");
    for _ in 0..2 {
        assert_eq!(client.plans().get("plan_1").await?.name, "last");
    }
    // The call that timed out was retried once.
    assert_eq!(mock.asked(plans::GET).len(), 5);
    assert_eq!(mock.waits().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_closure_computes_the_response_from_the_request() -> Result<(), Error> {
    let mock = MockTransport::strict();
    mock.answer_with(entitlements_grants::CREATE, |asked| {
        let wanted: CreateGrant = asked.body_as().unwrap();
        let mut grant: Grant = sample();
        grant.amount = wanted.amount;
        match asked.path().contains("ent_gone") {
            true => Err(refusal(404, json!({}))),
            false => Ok(grant),
        }
    });
    mock.answer(customers::DELETE, ());
    let client = mock.client()?;
    let grants = client.entitlements();
    let grants = grants.grants();
    let wanted = CreateGrant::new(CreateGrantRequired {
        amount: 500.into(),
        idempotency_key: "top-up".into(),
    });
    assert_eq!(grants.create("ent_1", wanted.clone()).await?.amount, 500.into());
    assert!(grants.create("ent_gone", wanted.clone()).await.unwrap_err().is_not_found());
    client.customers().delete("cus/1").await?;
    let asked = mock.asked(entitlements_grants::CREATE);
    assert_eq!(asked[1].body_as::<CreateGrant>()?, wanted);
    assert_eq!(asked[0].json()["idempotencyKey"], "top-up");
    assert!(asked[0].body_as::<Vec<String>>().is_err());
    assert_eq!(asked[0].header("authorization"), Some("Bearer test"));
    let all = mock.all_asked();
    let names: Vec<&str> = all.iter().map(|asked| asked.operation()).collect();
    let create = entitlements_grants::CREATE.name();
    assert_eq!(names, [create, create, "customers.delete"]);
    Ok(())
}

#[tokio::test]
async fn a_call_without_a_response_fails_the_test_and_lists_the_operations_with_one() {
    let mock = MockTransport::strict();
    mock.answer(customers::DELETE, ()).answer(plans::GET, sample());
    let client = mock.client().unwrap();
    client.customers().delete("cus_1").await.unwrap();
    let call = tokio::spawn(async move { client.customers().get("cus_2").await });
    let panic = call.await.unwrap_err().into_panic();
    let message = panic.downcast::<String>().unwrap();
    let expected =
        "the mock has no response for customers.get (GET https://mock.invalid/v0/customers/cus_2): \
         set one with `answer`, `answer_with` or `fail`
  operations with responses: customers.delete, plans.get
  calls before: customers.delete";
    assert_eq!(*message, expected);
}

#[tokio::test]
async fn responses_of_an_operation_take_precedence_over_the_default() -> Result<(), Error> {
    let mock = MockTransport::replying(503, "{}");
    mock.answer(plans::GET, sample());
    let client = mock.client()?;
    client.plans().get("plan_1").await?;
    assert!(client.customers().get("cus_1").await.unwrap_err().is_server_error());
    Ok(())
}

#[tokio::test]
async fn a_page_of_items_is_the_whole_list() -> Result<(), Error> {
    let customer = |id: &str| {
        let mut customer: Customer = sample();
        customer.id = id.into();
        customer
    };
    let mock = MockTransport::strict();
    mock.answer(customers::LIST, page_of([customer("cus_1"), customer("cus_2")]));
    let client = mock.client()?;
    let list = ListCustomers::new("org_1").limit(2);
    let page = client.customers().list(list.clone()).await?;
    assert_eq!(page.pagination.total, 2);
    let mut pages = client.customers().list(list).pages();
    assert_eq!(pages.next().await.unwrap()?.data.len(), 2);
    assert!(pages.next().await.is_none());
    assert_eq!(mock.asked(customers::LIST).len(), 2);
    Ok(())
}

/// A sample is unchanged after a round trip through JSON, so mocks return what was set.
#[track_caller]
fn assert_round_trip<T>()
where
    T: paygentic_generated::testing::Sample
        + Serialize
        + DeserializeOwned
        + PartialEq
        + std::fmt::Debug,
{
    let value: T = sample();
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    assert!(!format!("{value:?}").contains("Unknown"), "{value:?}");
}

#[test]
fn samples_are_values_of_their_types() {
    assert_round_trip::<BillableMetric>();
    assert_round_trip::<CreateCustomerResponse>();
    assert_round_trip::<Customer>();
    assert_round_trip::<EntitlementDetail>();
    assert_round_trip::<ListEntitlementsResponse>();
    assert_round_trip::<EntitlementListItem>();
    assert_round_trip::<Feature>();
    assert_round_trip::<Fee>();
    assert_round_trip::<Grant>();
    assert_round_trip::<Invoice>();
    assert_round_trip::<Payment>();
    assert_round_trip::<Plan>();
    assert_round_trip::<Price>();
    assert_round_trip::<Product>();
    assert_round_trip::<Subscription>();
    assert_round_trip::<TestClock>();
    assert_round_trip::<User>();
    let customer: Customer = sample();
    assert_eq!(customer.id.as_str(), "sample-CustomerId");
    let item: EntitlementListItem = sample();
    assert!(matches!(item, EntitlementListItem::Boolean(_)), "{item:?}");
}
