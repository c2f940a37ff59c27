//! Requests as they are sent, checked against the contract.

use std::collections::BTreeMap;

use paygentic_generated::models::*;
use paygentic_generated::{Call, Client, Decimal};
use serde_json::{Value, json};

use crate::common::{canned, contract, decimal, duration, object, time};

/// A client that sends nothing.
fn client() -> Client {
    canned::client(200, "")
}

/// Asserts that the call conforms to the contract, and returns its body.
#[track_caller]
fn body<T>(call: Call<'_, Client, T>) -> Value {
    contract::assert_valid(&call);
    serde_json::from_slice(call.body().unwrap()).unwrap()
}

/// Asserts that the call conforms to the contract, and returns its query.
#[track_caller]
fn query<T>(call: Call<'_, Client, T>) -> Vec<(String, String)> {
    contract::assert_valid(&call);
    let pairs = call.query().map(|(name, value)| (name.to_owned(), value.to_owned()));
    pairs.collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    pairs.collect()
}

#[test]
fn an_event_is_about_a_subject_of_either_kind() {
    let client = client();
    let data = object(json!({"tokens": 512}));
    let event = IngestEvent::with_subject(
        "cus_4",
        IngestEventRequired {
            r#type: "tokens.used".into(),
            source: "/chat".into(),
            data: data.clone(),
        },
    );
    assert_eq!(
        body(client.events().ingest(event)),
        json!({"type": "tokens.used", "source": "/chat", "data": {"tokens": 512}, "subject": "cus_4"})
    );
    let event = IngestEvent::with_external_subject(
        "crm_42",
        IngestEventRequired { r#type: "tokens.used".into(), source: "/chat".into(), data },
    )
    .idempotency_key("run-7")
    .timestamp(time("2026-03-01T10:00:00+02:00"));
    assert_eq!(
        body(client.events().ingest(event)),
        json!({
            "type": "tokens.used", "source": "/chat", "data": {"tokens": 512},
            "externalSubject": "crm_42", "idempotencyKey": "run-7",
            "timestamp": "2026-03-01T08:00:00Z",
        })
    );
}

#[test]
fn omitting_clearing_and_setting_a_field_are_distinct_bodies() {
    let client = client();
    let customer = |change| body(client.customers().update("cus_4", change));
    assert_eq!(customer(UpdateCustomer::new()), json!({}));
    assert_eq!(customer(UpdateCustomer::new().clear_tax_id()), json!({"taxId": null}));
    assert_eq!(customer(UpdateCustomer::new().tax_id("IE0")), json!({"taxId": "IE0"}));

    let price = |change| body(client.prices().update("price_1", change));
    assert_eq!(price(UpdatePrice::new()), json!({}));
    let cleared = UpdatePrice::new().clear_feature().clear_pricing_unit_id();
    assert_eq!(price(cleared), json!({"feature": null, "pricingUnitId": null}));
    let feature = PriceFeatureInput::new("feat_2");
    let set = UpdatePrice::new().feature(feature).pricing_unit_id("pu_1");
    assert_eq!(price(set), json!({"feature": {"featureId": "feat_2"}, "pricingUnitId": "pu_1"}));
}

#[test]
fn a_test_clock_is_advanced_to_a_time_or_by_a_duration() {
    let client = client();
    let advance =
        |way: AdvanceTestClock| body(client.test_clocks().advance("tc_0123456789abcdef", way));
    let to = AdvanceTestClockTo::new(time("2026-04-01T00:00:00Z"));
    assert_eq!(advance(to.into()), json!({"currentTime": "2026-04-01T00:00:00Z"}));
    let by = AdvanceTestClockBy::new(duration("P1M"));
    assert_eq!(advance(by.into()), json!({"advanceBy": "P1M"}));
}

#[test]
fn tax_rates_are_one_number_or_a_map() {
    let client = client();
    let rates = |rates: UpdateCustomerTaxRates| {
        body(client.customers().update("cus_4", UpdateCustomer::new().tax_rates(rates)))
    };
    assert_eq!(rates(0.23.into()), json!({"taxRates": 0.23}));
    let named = BTreeMap::from([("state".to_owned(), 0.06), ("city".to_owned(), 0.02)]);
    assert_eq!(rates(named.into()), json!({"taxRates": {"city": 0.02, "state": 0.06}}));
}

#[test]
fn money_is_sent_with_all_its_digits() {
    let client = client();
    let item = NewPaymentLineItem::new(NewPaymentLineItemRequired {
        description: "Poster".into(),
        amount: decimal("9.90"),
    })
    .quantity(2);
    let payment = CreatePayment::new(CreatePaymentRequired {
        amount: decimal("19.80"),
        currency: PaymentCurrency::Eur,
    })
    .line_items(vec![item])
    .expires_in(duration("PT30M"));
    assert_eq!(
        body(client.payments().create(payment)),
        json!({
            "amount": "19.80", "currency": "EUR", "expiresIn": "PT30M",
            "lineItems": [{"description": "Poster", "amount": "9.90", "quantity": 2}],
        })
    );
}

#[test]
fn constants_are_sent_without_an_argument() {
    let client = client();
    let source = client.sources().create(CreateSource::new(CreateSourceRequired {
        name: "Shop".into(),
        plan_id: "plan_7".into(),
    }));
    let expected = json!({"type": "stripe_revenue", "name": "Shop", "planId": "plan_7"});
    assert_eq!(body(source), expected);
    let cost = CreateCost::new(CreateCostRequired {
        name: "GPU".into(),
        unit_cost: Decimal::new(5, 1),
        currency: "USD".into(),
        product_id: "prod_1".into(),
        aggregation: Aggregation::Sum,
        event_type: "gpu.used".into(),
    });
    assert_eq!(body(client.costs().create(cost))["type"], "metered");
}

#[test]
fn lists_in_a_query_are_one_pair_per_item() {
    let client = client();
    let from = time("2026-03-01T00:00:00Z");
    let to = time("2026-04-01T00:00:00Z");
    let report = GetCostReport::new(GetCostReportRequired { from, to, group_by: "cost".into() })
        .cost_id(["cst_1", "cst_2"])
        .compare_prior_period(true)
        .top_n(5);
    let expected = [
        ("from", "2026-03-01T00:00:00Z"),
        ("to", "2026-04-01T00:00:00Z"),
        ("groupBy", "cost"),
        ("costId", "cst_1"),
        ("costId", "cst_2"),
        ("topN", "5"),
        ("comparePriorPeriod", "true"),
    ];
    assert_eq!(query(client.costs().get_report(report)), pairs(&expected));

    let subscriptions = ["sub_1", "sub_2"];
    let revenue = GetRevenue::with_subscription_ids(
        subscriptions,
        GetRevenueRequired { start_time: from, end_time: to },
    );
    let sent = query(client.revenue().get(revenue));
    let expected = [("subscriptionIds", "sub_1"), ("subscriptionIds", "sub_2")];
    assert_eq!(sent[2..], pairs(&expected));
}

#[test]
fn defaults_are_not_sent() {
    let client = client();
    let sent = query(client.customers().list(ListCustomers::new("org_1")));
    assert_eq!(sent, pairs(&[("organizationId", "org_1")]));
}

#[test]
fn an_idempotency_key_is_a_header_or_a_property() {
    let client = client();
    let item = CreateManualLineItem::new(CreateManualLineItemRequired {
        display_name: "Set-up".into(),
        currency: "EUR".into(),
        quantity: 1.into(),
        unit_price: Decimal::new(2505, 1),
    })
    .subscription_id("sub_3");
    let call = client.invoices_v2().create_line_item(item).header("Idempotency-Key", "set-up-1");
    contract::assert_valid(&call);
    assert_eq!(call.headers()["idempotency-key"], "set-up-1");

    let grant = CreateGrant::new(CreateGrantRequired {
        amount: 500.into(),
        idempotency_key: "top-up-1".into(),
    });
    let call = client.entitlements().grants().create("ent_9", grant);
    assert!(!call.headers().contains_key("idempotency-key"));
    assert_eq!(body(call), json!({"amount": 500, "idempotencyKey": "top-up-1"}));
}

#[test]
fn an_optional_body_may_be_omitted() {
    let client = client();
    let call = client.subscriptions().generate_portal_link("sub_3", None);
    contract::assert_valid(&call);
    assert_eq!(call.body(), None);
    assert_eq!(call.path(), "/v0/subscriptions/sub_3/portal");
    let link = GeneratePortalLink::new().expires_in(duration("PT1H"));
    let call = client.subscriptions().generate_portal_link("sub_3", link);
    assert_eq!(body(call), json!({"expiresIn": "PT1H"}));
}
