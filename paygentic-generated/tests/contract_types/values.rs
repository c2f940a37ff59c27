//! Values as the service may write them.

use paygentic_generated::models::*;
use paygentic_generated::{Decimal, IsoDuration, Nullable};
use serde_json::{Value, json};

use crate::common::{canned, contract, decimal, time};
use crate::{payment, read, round_trip};

#[test]
fn decimal_strings_keep_their_digits() {
    for digits in ["10.50", "0.000000000000000000001", "123456789012345678901234567890.10", "-0"] {
        let mut json = payment();
        json["amount"] = json!(digits);
        let payment: Payment = round_trip("Payment", json);
        assert_eq!(payment.amount.as_str(), digits);
    }
    assert_eq!(read::<Payment>(&payment()).amount, Decimal::new(105, 1));
}

/// Reads JSON text as a type, and writes it again.
fn again<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}

#[test]
fn amounts_that_are_numbers_are_sent_with_their_digits() {
    for amount in ["123456789012.12345678", "999999999999.99999999", "12345678.12345678", "0.30"] {
        let text = format!(r#"{{"amount":{amount},"price":"1.00","idempotencyKey":"k"}}"#);
        assert_eq!(again::<PurchaseGrant>(&text).unwrap(), text);
        let new = PurchaseGrant::new(PurchaseGrantRequired {
            amount: decimal(amount),
            price: decimal("1.00"),
            idempotency_key: "k".into(),
        });
        assert_eq!(serde_json::to_string(&new).unwrap(), text);
    }
}

#[test]
fn free_form_numbers_keep_their_digits_or_are_refused() {
    let text = r#"{"planId":"plan_1","customerId":"cus_1","name":"n","startedAt":"2024-01-01T00:00:00Z","metadata":{"crmId":9007199254740993}}"#;
    let written = again::<CreateSubscription>(text).unwrap();
    assert!(written.contains("9007199254740993"), "{written}");
    let text = r#"{"type":"t","source":"s","subject":"cus_1","data":{"snowflake":18446744073709551615,"wei":123456789012345678901234567890}}"#;
    let refused = again::<IngestEvent>(text).unwrap_err();
    assert!(refused.contains("data.wei"), "{refused}");
    let fits = text.replace("123456789012345678901234567890", "1");
    assert!(again::<IngestEvent>(&fits).unwrap().contains("18446744073709551615"));
}

#[test]
fn constants_may_have_other_values_in_the_future() {
    let source = json!({
        "object": "source", "id": "src_1", "type": "hubspot_revenue", "name": "n", "enabled": true, "processingMode": "auto",
        "merchantId": "org_1", "planId": "plan_1", "createdAt": "2024-01-01T00:00:00Z",
        "updatedAt": "2024-01-01T00:00:00Z",
    });
    let read_source: Source = read(&source);
    assert_eq!(read_source.r#type, "hubspot_revenue");
    assert_eq!(serde_json::to_value(&read_source).unwrap()["type"], "hubspot_revenue");
    // The type tag has no field, but keeps its value.
    let renamed: Payment = read(&{
        let mut json = payment();
        json["object"] = json!("payment_v2");
        json
    });
    assert_eq!(serde_json::to_value(&renamed).unwrap()["object"], "payment_v2");
    for (error, is_sent) in
        [(json!("validation_error"), true), (json!("other"), true), (json!(null), false)]
    {
        let mut json = json!({"message": "m", "errors": []});
        if is_sent {
            json["error"] = error;
        }
        let body: ValidationErrorBody = read(&json);
        assert_eq!(serde_json::to_value(&body).unwrap(), json);
    }
    for json in [json!({"object": "event", "id": "e"}), json!({"id": "e"})] {
        assert_eq!(serde_json::to_value(read::<IngestedEvent>(&json)).unwrap(), json);
    }
}

#[test]
fn money_that_the_contract_declares_as_a_number_is_sent_as_a_number() {
    let json = json!({
        "object": "cost", "type": "metered", "id": "cst_1", "name": "GPU", "currency": "USD",
        "totalCost": 12.75, "totalQuantity": 3.0,
    });
    let usage: CostUsage = round_trip("CostUsageResponse", json);
    assert_eq!(usage.total_cost, Some(Decimal::new(1275, 2)));
    let sum = Decimal::new(30, 2);
    let item = CreateManualLineItem::new(CreateManualLineItemRequired {
        display_name: "Set-up".into(),
        currency: "EUR".into(),
        quantity: 1.into(),
        unit_price: sum,
    })
    .subscription_id("sub_1");
    let text = serde_json::to_string(&item).unwrap();
    assert!(text.contains(r#""unitPrice":0.30"#), "{text}");
}

#[test]
fn durations_are_kept_as_sent() {
    let mut json = json!({
        "object": "price", "id": "price_1", "merchantId": "org_1", "model": "standard",
        "paymentTerm": "in_arrears", "invoiceDisplayName": "Calls", "quantity": 1,
        "properties": {"unitPrice": "0.10"}, "createdAt": "2026-03-01T08:15:30Z",
        "updatedAt": "2026-03-01T08:15:30Z", "billingCadence": "P1M",
    });
    let price: Price = round_trip("schemas-Price", json.clone());
    assert_eq!(price.billing_cadence, Some(IsoDuration::months(1)));
    json["billingCadence"] = json!("monthly");
    let price: Price = round_trip("schemas-Price", json);
    assert!(price.billing_cadence.unwrap().to_span().is_err());
}

#[test]
fn timestamps_of_any_offset_and_precision_are_read() {
    for (sent, meant) in [
        ("2026-03-01T10:15:30.25+02:00", "2026-03-01T08:15:30.25Z"),
        ("2026-02-28T23:45:00-08:30", "2026-03-01T08:15:00Z"),
        ("2026-03-01T08:15:30.123456789Z", "2026-03-01T08:15:30.123456789Z"),
        ("2026-03-01T08:15:30.123456789987Z", "2026-03-01T08:15:30.123456789Z"),
        ("2026-03-01t08:15:30.000z", "2026-03-01T08:15:30Z"),
    ] {
        let mut json = payment();
        json["createdAt"] = json!(sent);
        contract::assert_component("Payment", &json);
        let payment: Payment = read(&json);
        assert_eq!(payment.created_at, time(meant), "{sent}");
        assert_eq!(serde_json::to_value(&payment).unwrap()["createdAt"], meant);
    }
}

#[test]
fn integers_may_be_written_with_a_fraction_of_zero() {
    let json = r#"{"limit": 10.0, "offset": 0, "total": 1.2e3}"#;
    contract::assert_component("OffsetPagination", &serde_json::from_str(json).unwrap());
    let pagination: OffsetPagination = serde_json::from_str(json).unwrap();
    assert_eq!((pagination.limit, pagination.offset, pagination.total), (10, 0, 1200));
    let half = r#"{"limit": 10.5, "offset": 0, "total": 1}"#;
    assert!(serde_json::from_str::<OffsetPagination>(half).is_err());
}

#[test]
fn required_values_that_may_be_null_are_written_as_null() {
    let json = json!({
        "key": "eu", "label": "Europe", "totalCost": 7.0, "totalQuantity": 2.0,
        "percentOfTotal": 100.0, "isOther": false, "priorPeriod": {"cost": 0.0, "changePercent": null},
    });
    let group: CostReportGroup = round_trip("CostReportGroup", json);
    assert_eq!(group.prior_period.unwrap().change_percent, None);
}

#[test]
fn lists_and_maps_may_be_missing_or_null() {
    let full = json!({
        "object": "list", "data": [], "pagination": {"limit": 10, "offset": 0, "total": 0},
    });
    let empty: ListCustomersResponse = read(&full);
    for list in [None, Some(Value::Null)] {
        let mut json = full.clone();
        json.as_object_mut().unwrap().remove("data");
        json.as_object_mut().unwrap().extend(list.map(|list| ("data".to_owned(), list)));
        assert_eq!(read::<ListCustomersResponse>(&json), empty);
    }
    // Properties that the contract does not require are absent then.
    for json in [json!({}), json!({"data": null, "pagination": null})] {
        let page: ListSubscriptionsResponse = read(&json);
        assert_eq!((page.items(), &page.pagination), (&[][..], &None));
    }
    let window = json!({
        "windowStart": "2026-03-01T00:00:00Z", "windowEnd": "2026-03-02T00:00:00Z", "groups": null,
    });
    assert!(read::<CostReportTimeSeries>(&window).groups.is_empty());
}

#[test]
fn unknown_enum_values_round_trip() {
    let mut json = payment();
    json["status"] = json!("refunded");
    let payment: Payment = read(&json);
    assert_eq!(payment.status, PaymentStatus::Unknown("refunded".to_owned()));
    assert_eq!(serde_json::to_value(&payment).unwrap(), json);

    let client = canned::client(200, "");
    let call = client.payments().list(ListPayments::new().status(payment.status));
    assert_eq!(call.query().collect::<Vec<_>>(), [("status", "refunded")]);
}

#[test]
fn the_three_states_of_a_field_are_read_back() {
    for (json, state) in [
        (json!({}), Nullable::Unset),
        (json!({"taxId": null}), Nullable::Null),
        (json!({"taxId": "IE0"}), Nullable::Value("IE0".to_owned())),
    ] {
        assert_eq!(read::<UpdateCustomer>(&json).tax_id, state);
    }
}

#[test]
fn a_decimal_sent_as_a_number_is_accepted() {
    let mut json = payment();
    json["amount"] = json!(10.5);
    assert_eq!(read::<Payment>(&json).amount, decimal("10.50"));
}
