//! Runs the examples against the mock, from their settings to their last call.

#![cfg(all(feature = "async", feature = "blocking"))]
// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used)]

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use paygentic_generated::models::*;
use paygentic_generated::operations::{
    billable_metrics, customers, entitlements, events, features, fees, invoices_v2, payments,
    plans, prices, products, subscriptions, test_clocks,
};
use paygentic_generated::testing::{MockTransport, page_of, refusal, sample};
use paygentic_generated::transport::TransportError;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

// Their `main` is not called here.
#[allow(dead_code)]
#[path = "../../examples/billing_setup.rs"]
mod billing_setup;
#[allow(dead_code)]
#[path = "../../examples/blocking.rs"]
mod blocking;
#[allow(dead_code)]
#[path = "../../examples/credit_gate.rs"]
mod credit_gate;
#[allow(dead_code)]
#[path = "../../examples/invoices_and_payments.rs"]
mod invoices_and_payments;
#[allow(dead_code)]
#[path = "../../examples/meter_usage.rs"]
mod meter_usage;
#[allow(dead_code)]
#[path = "../../examples/quickstart.rs"]
mod quickstart;
#[allow(dead_code)]
#[path = "../../examples/test_clock.rs"]
mod test_clock;
#[allow(dead_code)]
#[path = "../../examples/verify_setup.rs"]
mod verify_setup;

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::test]
async fn quickstart_creates_a_metered_customer() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(customers::CREATE, sample())
        .answer(subscriptions::CREATE, sample())
        .answer(events::INGEST, sample());
    let settings = quickstart::Settings {
        merchant: "org_1".to_owned(),
        plan: "plan_1".to_owned(),
        event_type: "answer".to_owned(),
    };
    let customer = quickstart::run(&mock.client()?, &settings).await?;
    assert_eq!(mock.asked(subscriptions::CREATE)[0].json()["planId"], "plan_1");
    let event = mock.asked(events::INGEST)[0].json();
    assert_eq!(event["type"], "answer");
    assert_eq!(event["subject"], customer.as_str());
    Ok(())
}

fn settings(arguments: &[&str]) -> verify_setup::Settings {
    let arguments: Vec<String> = arguments.iter().map(|&one| one.to_owned()).collect();
    verify_setup::Settings::of(&arguments).unwrap()
}

/// A merchant with one item of each kind, and a metric that counts `answer`.
fn catalog() -> MockTransport {
    let mut metric: BillableMetric = sample();
    metric.event_type = Some("answer".to_owned());
    let mock = MockTransport::strict();
    mock.answer(billable_metrics::LIST, page_of([metric]))
        .answer(plans::LIST, page_of([sample::<Plan>()]))
        .answer(customers::LIST, page_of([sample::<Customer>()]))
        .answer(customers::GET, sample());
    mock
}

#[tokio::test]
async fn verify_setup_finds_nothing_missing_in_a_complete_setup() -> Outcome {
    let mut subscription: Subscription = sample();
    subscription.status = SubscriptionStatus::Active;
    let mut credits: MeteredEntitlementListItem = sample();
    credits.has_access = true;
    let mock = catalog();
    mock.answer(subscriptions::LIST, page_of([subscription]))
        .answer(entitlements::LIST, page_of([credits]));
    let findings =
        verify_setup::verify(&mock.client()?, &settings(&["org_1", "cus_1", "answer"])).await?;
    let text: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(text.iter().all(|line| line.starts_with('✓')), "{text:#?}");
    Ok(())
}

#[tokio::test]
async fn verify_setup_says_what_is_missing_and_what_to_do() -> Outcome {
    let mut pending: Subscription = sample();
    pending.status = SubscriptionStatus::PendingPayment;
    let mut credits: MeteredEntitlementListItem = sample();
    credits.has_access = false;
    credits.balance = 0.0;
    let mock = catalog();
    mock.answer(subscriptions::LIST, page_of([pending]))
        .answer(entitlements::LIST, page_of([credits]));
    let findings =
        verify_setup::verify(&mock.client()?, &settings(&["org_1", "cus_1", "question"])).await?;
    let missing: Vec<_> =
        findings.iter().filter(|one| one.is_missing()).map(ToString::to_string).collect();
    assert_eq!(missing.len(), 3, "{missing:#?}");
    assert!(missing[0].contains("`question`; types that count: answer\n  → "), "{missing:#?}");
    assert!(missing[1].contains("waits for payment"), "{missing:#?}");
    assert!(missing[2].contains("no access, 0 left"), "{missing:#?}");
    Ok(())
}

#[tokio::test]
async fn verify_setup_explains_a_refused_key_and_wrong_arguments() -> Outcome {
    let mock = MockTransport::strict();
    mock.fail(billable_metrics::LIST, refusal(401, json!({"message": "unknown key"})));
    let Err(error) = verify_setup::verify(&mock.client()?, &settings(&["org_1"])).await else {
        return Err("the key was accepted".into());
    };
    assert_eq!(verify_setup::remedy(&error), "check the key, and PAYGENTIC_ENVIRONMENT");
    mock.fail(billable_metrics::LIST, refusal(404, json!({"message": "no such merchant"})));
    let Err(error) = verify_setup::verify(&mock.client()?, &settings(&["org_1"])).await else {
        return Err("the merchant was found".into());
    };
    assert_eq!(verify_setup::remedy(&error), "check the arguments");
    assert!(verify_setup::Settings::of(&[]).is_none());
    assert!(verify_setup::Settings::of(&["--help".to_owned()]).is_none());
    Ok(())
}

/// The status of the service's response to a customer.
async fn status(mock: &MockTransport, header: &str) -> Result<u16, Box<dyn Error>> {
    let billing = credit_gate::Billing::new(mock.client()?, "prod_1", "answers", "answer")?;
    let billing = Arc::new(billing);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let app = credit_gate::service(billing.clone());
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let mut connection = tokio::net::TcpStream::connect(address).await?;
    let request =
        format!("GET /answer HTTP/1.1\r\nhost: here\r\nconnection: close\r\n{header}\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    connection.read_to_string(&mut response).await?;
    billing.finish(Duration::from_secs(5)).await;
    server.abort();
    Ok(response.split(' ').nth(1).unwrap_or_default().parse()?)
}

#[tokio::test]
async fn credit_gate_serves_customers_with_credits_and_reports_their_usage() -> Outcome {
    for (has_access, expected) in [(true, 200), (false, 429)] {
        let mut credits: MeteredEntitlementListItem = sample();
        credits.has_access = has_access;
        let mock = MockTransport::strict();
        mock.answer(entitlements::LIST, page_of([credits])).answer(events::INGEST, sample());
        assert_eq!(status(&mock, "x-customer: cus_1\r\n").await?, expected);
        let asked = &mock.asked(entitlements::LIST)[0];
        assert_eq!(asked.query("featureKey").as_deref(), Some("answers"));
        assert_eq!(asked.query("productId").as_deref(), Some("prod_1"));
        assert_eq!(mock.asked(events::INGEST).len(), usize::from(has_access));
    }
    Ok(())
}

#[tokio::test]
async fn credit_gate_serves_known_customers_during_a_billing_outage() -> Outcome {
    let mock = MockTransport::strict();
    mock.fail(entitlements::LIST, refusal(503, json!({}))).answer(events::INGEST, sample());
    assert_eq!(status(&mock, "x-customer: cus_1\r\n").await?, 200);
    assert_eq!(mock.asked(events::INGEST).len(), 1);
    assert_eq!(status(&mock, "").await?, 401);
    Ok(())
}

/// A customer may have more entitlements to a feature than a page has.
#[tokio::test]
async fn credit_gate_reads_all_pages() -> Outcome {
    let mut credits: MeteredEntitlementListItem = sample();
    credits.has_access = false;
    let mut first: ListEntitlementsResponse = page_of([credits.clone()]);
    first.pagination.total = 2;
    credits.has_access = true;
    let mock = MockTransport::strict();
    mock.answer(entitlements::LIST, first)
        .answer(entitlements::LIST, page_of([credits]))
        .answer(events::INGEST, sample());
    assert_eq!(status(&mock, "x-customer: cus_1\r\n").await?, 200);
    assert_eq!(mock.asked(events::INGEST).len(), 1);
    Ok(())
}

/// Requests must not wait for a full queue, and a shutdown must not wait for the end of an outage.
#[tokio::test]
async fn credit_gate_stops_within_its_time_limit_in_an_outage() -> Outcome {
    let mock = MockTransport::strict();
    mock.fail(events::INGEST, TransportError::connect("connection refused"));
    let billing = credit_gate::Billing::new(mock.client()?, "prod_1", "answers", "answer")?;
    for _ in 0..10_001 {
        billing.report("cus_1".into(), 42);
    }
    let finish = billing.finish(Duration::from_millis(50));
    let pending = tokio::time::timeout(Duration::from_secs(20), finish).await?;
    assert_eq!(pending, 10_000);
    Ok(())
}

#[tokio::test]
async fn credit_gate_shows_refused_events_while_it_runs() -> Outcome {
    let mock = MockTransport::strict();
    mock.fail(events::INGEST, refusal(400, json!({"message": "type unknown"})))
        .answer(events::INGEST, sample());
    let billing = credit_gate::Billing::new(mock.client()?, "prod_1", "answers", "answer")?;
    billing.report("cus_1".into(), 42);
    let shown = async {
        while billing.show_refused() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), shown).await?;
    assert_eq!(billing.finish(Duration::from_secs(5)).await, 0);
    Ok(())
}

#[tokio::test]
async fn meter_usage_reports_each_use_once_and_reads_the_total() -> Outcome {
    let mut metric: BillableMetric = sample();
    metric.event_type = Some("answer".to_owned());
    let mock = MockTransport::strict();
    mock.answer(billable_metrics::GET, metric)
        .answer(billable_metrics::METER, sample())
        .answer(events::INGEST, sample());
    meter_usage::run(&mock.client()?, &"cus_1".into(), &"bm_1".into()).await?;
    let sent = mock.asked(events::INGEST);
    let keys: std::collections::BTreeSet<String> =
        sent.iter().map(|event| event.json()["idempotencyKey"].to_string()).collect();
    assert_eq!((sent.len(), keys.len()), (20, 20));
    assert_eq!(mock.asked(billable_metrics::METER)[0].query("subject").as_deref(), Some("cus_1"));
    Ok(())
}

#[tokio::test]
async fn billing_setup_adds_both_prices_to_the_plan() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(products::CREATE, sample())
        .answer(billable_metrics::CREATE, sample())
        .answer(features::CREATE, sample::<Feature>())
        .answer(fees::CREATE, sample())
        .answer(prices::CREATE, sample())
        .answer(plans::CREATE, sample());
    billing_setup::run(&mock.client()?, &"org_1".into(), "answer").await?;
    let made = mock.asked(prices::CREATE);
    assert_eq!(made[0].json()["model"], "standard");
    let gated = &made[0].json()["feature"];
    assert_eq!(gated["featureId"], sample::<Feature>().id.as_str());
    assert_eq!(gated["entitlementTemplate"]["type"], "metered");
    assert_eq!(made[1].json()["billingCadence"], "P1M");
    let plan = mock.asked(plans::CREATE)[0].json();
    assert_eq!(plan["prices"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn invoices_are_shown_with_line_items_and_a_payment_is_created() -> Outcome {
    let mut payment: Payment = sample();
    payment.payment_url = Some("https://pay.example/1".to_owned());
    let mock = MockTransport::strict();
    mock.answer(invoices_v2::LIST, page_of([sample::<Invoice>()]))
        .answer(invoices_v2::GET_LINE_ITEMS, page_of([sample::<InvoiceLineItem>()]))
        .answer(payments::CREATE, payment);
    let (client, customer) = (mock.client()?, "cus_1".into());
    assert_eq!(invoices_and_payments::show_invoices(&client, &customer).await?, 1);
    let url = invoices_and_payments::collect(&client, &customer, "25.00").await?;
    assert_eq!(url.as_deref(), Some("https://pay.example/1"));
    assert_eq!(mock.asked(payments::CREATE)[0].json()["amount"], "25.00");
    Ok(())
}

#[tokio::test]
async fn test_clock_waits_for_the_invoice_and_cleans_up() -> Outcome {
    let mut invoice: Invoice = sample();
    invoice.period_end = sample::<TestClock>().current_time;
    let mock = MockTransport::strict();
    mock.answer(test_clocks::CREATE, sample())
        .answer(subscriptions::CREATE, sample())
        .answer(test_clocks::ADVANCE, sample())
        .answer(invoices_v2::LIST, page_of(Vec::<Invoice>::new()))
        .answer(invoices_v2::LIST, page_of([invoice]))
        .answer(subscriptions::TERMINATE, sample())
        .answer(test_clocks::DELETE, sample());
    let customer = "cus_1".into();
    let count =
        test_clock::run(&mock.client()?, &customer, &"plan_1".into(), Duration::ZERO).await?;
    assert_eq!(count, 1);
    assert_eq!(mock.asked(test_clocks::ADVANCE)[0].json()["advanceBy"], "P1M");
    assert_eq!(mock.asked(subscriptions::TERMINATE).len(), 1);
    assert_eq!(mock.asked(test_clocks::DELETE).len(), 1);
    Ok(())
}

#[test]
fn blocking_lists_customers_and_subscriptions() -> Outcome {
    let mock = MockTransport::strict();
    mock.answer(customers::LIST, page_of([sample::<Customer>(), sample()]))
        .answer(subscriptions::LIST, page_of([sample::<Subscription>()]));
    assert_eq!(blocking::run(&mock.blocking_client()?, "org_1")?, 2);
    Ok(())
}
