//! The first code of a new user, from the README and the documentation of the types alone: the steps of an
//! integration, against the mock.

#![cfg(all(feature = "async", feature = "blocking"))]
// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::error::Error;
use std::time::Duration;

use paygentic_generated::models::*;
use paygentic_generated::operations::{
    billable_metrics, costs, customers, entitlements, entitlements_grants as grants, events,
    invoices_v2, payments, plans, sources, sources_rules, subscriptions, test_clocks,
};
use paygentic_generated::testing::{MockTransport, page_of, sample};
use paygentic_generated::{Client, Timestamp};
use serde_json::json;

type Outcome = Result<(), Box<dyn Error>>;

fn client(mock: &MockTransport) -> Result<Client, paygentic_generated::Error> {
    mock.client()
}

#[tokio::test]
async fn events_are_ingested() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(events::INGEST, sample());
    let customer = CustomerId::from("cus_abc123");
    let event = IngestEvent::with_subject(
        &customer,
        IngestEventRequired {
            r#type: "api-call".into(),
            source: "my-api-service".into(),
            data: json!({"tokens": 1500, "model": "small"}).into(),
        },
    );
    client(&mock)?.events().ingest(event.idempotency_key("req-1")).await?;
    let sent = mock.asked(events::INGEST)[0].json();
    assert_eq!(sent["data"], json!({"tokens": 1500, "model": "small"}));
    assert_eq!(sent["subject"], "cus_abc123");
    Ok(())
}

#[tokio::test]
async fn usage_is_read() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(billable_metrics::LIST, page_of([sample::<BillableMetric>()]))
        .answer(billable_metrics::METER, sample());
    let metrics = client(&mock)?;
    let metrics = metrics.billable_metrics();
    for metric in &metrics.list(ListBillableMetrics::new("org_abc123")).await? {
        assert!(!metric.id.as_str().is_empty());
    }
    let april = GetBillableMetricMeterRequired {
        from: "2026-04-01T00:00:00Z".parse()?,
        to: "2026-05-01T00:00:00Z".parse()?,
    };
    let of_customer =
        GetBillableMetricMeter::new(april).subject("cus_abc123").window_size(MeterWindow::Day);
    metrics.meter("bm_abc123", of_customer).await?;
    let asked = &mock.asked(billable_metrics::METER)[0];
    assert_eq!(asked.query("from").as_deref(), Some("2026-04-01T00:00:00Z"));
    Ok(())
}

#[tokio::test]
async fn customers_are_created_updated_and_deleted() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(customers::CREATE, sample())
        .answer(customers::UPDATE, sample())
        .answer(customers::DELETE, ());
    let client = client(&mock)?;
    let address = Address::default().city("San Francisco").zip_code("94105").country("US");
    let consumer = Consumer::new(ConsumerRequired {
        name: "Acme Corp".into(),
        email: "billing@acme.example".into(),
        address,
    });
    let request = CreateCustomer::new("org_abc123").consumer(consumer).external_id("acme-123");
    let created = client.customers().create(request).await?;
    let change = UpdateCustomer::default().external_id("acme-124").clear_tax_id();
    client.customers().update(&created.customer_id, change).await?;
    client.customers().delete(created.customer_id).await?;
    assert_eq!(
        mock.asked(customers::UPDATE)[0].json(),
        json!({"externalId": "acme-124", "taxId": null})
    );
    Ok(())
}

#[tokio::test]
async fn customers_subscribe() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(plans::LIST, page_of([sample::<Plan>()]))
        .answer(subscriptions::CREATE, sample())
        .answer(subscriptions::GENERATE_PORTAL_LINK, sample());
    let client = client(&mock)?;
    let plans = client.plans().list(ListPlans::new().merchant_id("org_abc123")).await?;
    let plan = &plans.items()[0];
    let subscription = CreateSubscription::new(CreateSubscriptionRequired {
        name: "Acme Pro".into(),
        plan_id: plan.id.clone(),
        started_at: Timestamp::now(),
    })
    .customer_id("cus_abc123")
    .auto_charge(true);
    let subscription = client.subscriptions().create(subscription).await?;
    let link = GeneratePortalLink::new().expires_in(Duration::from_secs(3600));
    client.subscriptions().generate_portal_link(&subscription.id, link).await?;
    Ok(())
}

#[tokio::test]
async fn features_are_gated() -> Outcome {
    let mock = MockTransport::strict();
    let mut metered: MeteredEntitlementListItem = sample();
    metered.has_access = true;
    let unknown = json!({"featureType": "seats", "featureKey": "seats", "hasAccess": true});
    let unknown: EntitlementListItem = serde_json::from_value(unknown)?;
    mock.answer(entitlements::LIST, page_of([metered.into(), unknown]))
        .answer(entitlements::ISSUE, sample());
    let client = client(&mock)?;
    let list = ListEntitlements::new().customer_id("cus_abc123").feature_key("priority-support");
    let page = client.entitlements().list(list).await?;
    assert!(page.into_iter().all(|item| item.has_access() == Some(true)));
    let issue = IssueEntitlement::new(IssueEntitlementRequired {
        customer_id: "cus_abc123".into(),
        feature_id: "feat_prioritysupport".into(),
        template: EntitlementTemplate::boolean(),
    });
    client.entitlements().issue(issue).await?;
    Ok(())
}

#[tokio::test]
async fn credits_are_granted_and_bought() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(grants::CREATE, sample()).answer(grants::PURCHASE, sample());
    let client = client(&mock)?;
    let credits = client.entitlements();
    let credits = credits.grants();
    let grant = CreateGrantRequired { amount: 500.into(), idempotency_key: "topup-1".into() };
    credits.create("ent_abc123", CreateGrant::new(grant)).await?;
    let purchase = PurchaseGrant::new(PurchaseGrantRequired {
        amount: 1000.into(),
        idempotency_key: "buy-1".into(),
        price: "19.99".into(),
    });
    credits.purchase("ent_abc123", purchase).await?;
    assert_eq!(mock.asked(grants::PURCHASE)[0].json()["price"], "19.99");
    Ok(())
}

#[tokio::test]
async fn invoices_and_payments() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(invoices_v2::CREATE_LINE_ITEM, sample()).answer(payments::CREATE, sample());
    let client = client(&mock)?;
    let item = CreateManualLineItem::new(CreateManualLineItemRequired {
        display_name: "Custom consulting fee".into(),
        currency: "USD".into(),
        quantity: 1.into(),
        unit_price: "250.10".into(),
    });
    client.invoices_v2().create_line_item(item.invoice_id("inv_abc123")).await?;
    let payment = CreatePayment::new(CreatePaymentRequired {
        amount: "99.00".into(),
        currency: PaymentCurrency::Usd,
    });
    let line = NewPaymentLineItemRequired { description: "Onboarding".into(), amount: 99.into() };
    let payment = payment.reference("onboarding-fee").line_items([NewPaymentLineItem::new(line)]);
    client.payments().create(payment).await?;
    let body = mock.requests()[0].body().to_vec();
    assert!(String::from_utf8(body)?.contains("250.10"));
    Ok(())
}

#[tokio::test]
async fn costs_sources_and_clocks() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(costs::CREATE, sample())
        .answer(sources::CREATE, sample())
        .answer(sources_rules::CREATE, sample())
        .answer(test_clocks::ADVANCE, sample());
    let client = client(&mock)?;
    let cost = CreateCost::new(CreateCostRequired {
        name: "gpt".into(),
        unit_cost: "0.002".into(),
        currency: "USD".into(),
        product_id: "prod_abc1".into(),
        aggregation: Aggregation::Sum,
        event_type: "api-call".into(),
    });
    client.costs().create(cost.value_property("$.tokens")).await?;
    let source = CreateSourceRequired { name: "Stripe".into(), plan_id: "plan_1".into() };
    let source = client.sources().create(CreateSource::new(source)).await?;
    let condition = RuleCondition::new(RuleConditionRequired {
        operator: RuleOperator::GreaterThan,
        r#type: RuleField::Amount,
        value: 100.into(),
    });
    let rule = CreateSourceRule::new(CreateSourceRuleRequired {
        conditions: vec![condition],
        name: "big ones".into(),
        source_id: source.id,
    });
    client.sources().rules().create(rule).await?;
    client.test_clocks().advance("tc_1", AdvanceTestClock::by("P1M")).await?;
    assert_eq!(mock.asked(test_clocks::ADVANCE)[0].json(), json!({"advanceBy": "P1M"}));
    Ok(())
}

#[tokio::test]
async fn invalid_values_are_reported_with_their_field() -> Outcome {
    let client = client(&MockTransport::strict())?;
    let payment = CreatePaymentRequired { amount: "ninety".into(), currency: "USD".into() };
    let error = client.payments().create(CreatePayment::new(payment)).await.unwrap_err();
    assert!(error.is_invalid_request());
    assert!(error.to_string().contains("`amount`: `ninety` is not a decimal number"), "{error}");

    let link = GeneratePortalLink::new().expires_in("an hour");
    let error = client.subscriptions().generate_portal_link("sub_1", link).await.unwrap_err();
    assert!(error.to_string().contains("`an hour` is not a duration"), "{error}");

    let required = IngestEventRequired {
        r#type: "api-call".into(),
        source: "svc".into(),
        data: json!([1, 2]).into(),
    };
    let event = IngestEvent::with_external_subject("acme-1", required);
    let call = client.events().ingest(event);
    let error = call.error().unwrap().to_string();
    assert!(error.contains("`data`: an object is expected, not a list"), "{error}");
    Ok(())
}

#[test]
fn the_blocking_client_iterates_over_a_list() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(customers::LIST, page_of([sample::<Customer>(), sample()]));
    let client = mock.blocking_client()?;
    let ids: Result<Vec<CustomerId>, _> = client
        .customers()
        .list(ListCustomers::new("org_1"))
        .items()
        .map(|customer| customer.map(|customer| customer.id))
        .collect();
    assert_eq!(ids?.len(), 2);
    Ok(())
}
