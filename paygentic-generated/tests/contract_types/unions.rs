//! Values of several shapes: each is distinguished, and unknown ones are kept.

use paygentic_generated::models::*;
use serde_json::{Value, json};

use crate::common::{decimal, duration, time};
use crate::{read, round_trip};

/// An item of a list of entitlements, with the properties of its type.
fn entitlement(feature_type: &str, more: Value) -> Value {
    let mut item = json!({
        "entitlementId": "ent_9", "customerId": "cus_4", "featureId": "feat_2",
        "featureKey": "api-calls", "featureType": feature_type, "productId": "prod_1",
        "subscriptionId": null, "status": "active", "activeFrom": "2026-01-15T09:30:00Z",
        "activeTo": null, "hasAccess": true, "metadata": {"tier": "gold"},
    });
    let more = more.as_object().unwrap().clone();
    item.as_object_mut().unwrap().extend(more);
    item
}

fn metered() -> Value {
    let more = json!({
        "config": {"unit": "call"}, "isSoftLimit": false, "balance": 120.5, "usageInPeriod": 79.5,
        "overage": 0.0, "pricingUnitId": "pu_1", "currentPeriodStart": "2026-03-01T00:00:00Z",
        "currentPeriodEnd": null,
    });
    entitlement("metered", more)
}

#[test]
fn the_feature_type_selects_the_variant_of_an_entitlement() {
    let json = entitlement("boolean", json!({"config": null}));
    let EntitlementListItem::Boolean(item) = round_trip("EntitlementListItem", json) else {
        panic!("not boolean");
    };
    assert_eq!((item.config, item.active_to, item.subscription_id), (None, None, None));
    assert_eq!(item.active_from, time("2026-01-15T09:30:00Z"));

    let json = entitlement("static", json!({"config": {"seats": 5, "regions": ["eu", "us"]}}));
    let EntitlementListItem::Static(item) = round_trip("EntitlementListItem", json) else {
        panic!("not static");
    };
    assert_eq!(item.config["regions"][1], "us");

    let EntitlementListItem::Metered(item) = round_trip("EntitlementListItem", metered()) else {
        panic!("not metered");
    };
    assert_eq!((item.balance, item.overage), (120.5, 0.0));
    assert_eq!(item.pricing_unit_id, Some("pu_1".into()));
    assert_eq!(item.current_period_end, None);
}

#[test]
fn an_entitlement_of_a_new_kind_is_kept_as_sent() {
    let json = entitlement("tiered", json!({"tiers": [{"upTo": 10}, {"upTo": null}]}));
    let item: EntitlementListItem = read(&json);
    assert_eq!(serde_json::to_value(&item).unwrap(), json);
    assert_eq!(item, EntitlementListItem::Unknown(json));
}

#[test]
fn new_properties_of_an_entitlement_are_ignored() {
    let mut json = metered();
    json["reservedBalance"] = json!({"amount": 3});
    assert_eq!(read::<EntitlementListItem>(&json), read(&metered()));
}

#[test]
fn the_type_selects_the_variant_of_an_entitlement_template() {
    let template: EntitlementTemplate =
        round_trip("EntitlementTemplate", json!({"type": "boolean"}));
    assert_eq!(template, EntitlementTemplate::from(EntitlementTemplateBoolean::new()));

    let json = json!({"type": "static", "config": {"seats": 5}});
    let EntitlementTemplate::Static(template) = round_trip("EntitlementTemplate", json) else {
        panic!("not static");
    };
    assert_eq!(template.config["seats"], 5);

    let json = json!({
        "type": "metered",
        "usagePeriod": {"interval": "P1M", "anchor": "2026-01-01T00:00:00Z"},
        "isSoftLimit": true, "issueAfterReset": 1000.0, "issueAfterResetPriority": 2,
        "preserveOverageAtReset": false, "resetMaxRollover": 250.0, "resetMinRollover": 0.0,
    });
    let anchor = time("2026-01-01T00:00:00Z");
    let made = EntitlementTemplateMetered::new()
        .usage_period(UsagePeriod::new(duration("P1M")).anchor(anchor))
        .is_soft_limit(true)
        .issue_after_reset(1000.0)
        .issue_after_reset_priority(2)
        .preserve_overage_at_reset(false)
        .reset_max_rollover(250.0)
        .reset_min_rollover(0.0);
    assert_eq!(EntitlementTemplate::Metered(made), round_trip("EntitlementTemplate", json));

    let json = json!({"type": "pooled", "pool": "p1"});
    assert_eq!(read::<EntitlementTemplate>(&json), EntitlementTemplate::Unknown(json));
}

/// A subscription with this payment.
fn subscription(payment: Value) -> Value {
    json!({
        "object": "subscription", "id": "sub_3", "merchantId": "org_1", "customerId": "cus_4",
        "planId": "plan_7", "name": "Gold", "status": "pending_payment", "paymentTermDays": 14,
        "startedAt": "2026-03-01T00:00:00Z", "createdAt": "2026-02-20T12:00:00.5Z",
        "updatedAt": "2026-02-20T12:00:00.5Z", "payment": payment,
        "metadata": {"seats": 12.0, "trial": false, "region": "eu"},
    })
}

#[test]
fn the_status_selects_the_variant_of_a_subscription_payment() {
    let payment = |json| {
        let subscription: Subscription = round_trip("Subscription", subscription(json));
        subscription.payment.unwrap()
    };
    let json = json!({
        "status": "pending", "amount": "120.00", "checkoutUrl": "https://pay.example/s/1",
        "paymentSessionId": "ps_1", "invoiceId": "inv_5",
        "breakdown": {"upfrontCharges": "100.00", "walletCharge": "20.00"},
    });
    let SubscriptionPayment::Pending(pending) = payment(json) else {
        panic!("not pending");
    };
    assert_eq!(pending.breakdown.wallet_charge, decimal("20"));
    assert_eq!(pending.payment_session_id, "ps_1");

    let json = json!({"status": "paid", "amount": "120.00", "invoiceId": "inv_5"});
    let SubscriptionPayment::Paid(paid) = payment(json) else {
        panic!("not paid");
    };
    assert_eq!(paid.invoice_id, "inv_5");

    let json = json!({"status": "awaiting_approval", "amount": "120.00", "invoiceId": "inv_5"});
    assert!(matches!(payment(json), SubscriptionPayment::AwaitingApproval(_)));
}

#[test]
fn a_subscription_payment_of_a_new_status_does_not_hide_the_subscription() {
    let payment = json!({"status": "disputed", "disputeId": "dsp_1"});
    let read: Subscription = read(&subscription(payment.clone()));
    assert_eq!(read.name, "Gold");
    assert_eq!(read.payment, Some(SubscriptionPayment::Unknown(payment)));
}

#[test]
fn price_properties_are_distinguished_by_their_shape() {
    let json = json!({"unitPrice": "0.0150"});
    let PriceProperties::Standard(standard) = round_trip("PriceProperties", json) else {
        panic!("not standard");
    };
    assert_eq!(standard.unit_price.as_str(), "0.0150");

    let json = json!({"minPrice": "5.00", "maxPrice": "25.00"});
    let PriceProperties::Dynamic(dynamic) = round_trip("PriceProperties", json) else {
        panic!("not dynamic");
    };
    assert!(dynamic.min_price < dynamic.max_price);

    let parameters = json!({"function": "linear", "gradient": "-0.01", "min": "1", "max": "9"});
    let json = json!({"default": "9", "parameters": parameters});
    let PriceProperties::Volume(volume) = round_trip("PriceProperties", json) else {
        panic!("not volume");
    };
    assert!(volume.parameters.gradient < decimal("0"));

    let json = json!({"percentage": "2.9", "minCharge": "0.30", "maxCharge": "8.00"});
    let PriceProperties::Percentage(percentage) = round_trip("PriceProperties", json) else {
        panic!("not percentage");
    };
    assert_eq!(percentage.percentage, decimal("2.9"));

    let json = json!({"steps": [{"from": 1, "unitPrice": "3"}]});
    assert_eq!(read::<PriceProperties>(&json), PriceProperties::Unknown(json));
}

#[test]
fn a_rule_compares_with_a_string_a_number_or_a_range() {
    let value = |operator: &str, field: &str, value: Value| {
        let json = json!({"type": field, "operator": operator, "value": value});
        round_trip::<RuleCondition>("RuleCondition", json).value
    };
    let text = value("domain", "customerEmail", json!("shop.example"));
    assert_eq!(text, RuleValue::Text("shop.example".to_owned()));
    assert_eq!(value("lessThan", "amount", json!(99.5)), RuleValue::Number(99.5));
    let range = RuleValueRange::new(RuleValueRangeRequired {
        from: 10.0.into(),
        to: "20".to_owned().into(),
    });
    let mixed = value("between", "amount", json!({"from": 10.0, "to": "20"}));
    assert_eq!(mixed, RuleValue::from(range));

    for new in [json!(["a", "b"]), json!(true), json!({"from": 1})] {
        assert_eq!(read::<RuleValue>(&new), RuleValue::Unknown(new.clone()));
        assert_eq!(serde_json::to_value(read::<RuleValue>(&new)).unwrap(), new);
    }
}

/// A price as the service sends it, with these properties.
fn price(properties: Value) -> Value {
    json!({
        "id": "price_1", "object": "price", "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z", "invoiceDisplayName": "Calls",
        "paymentTerm": "in_arrears", "properties": properties,
    })
}

#[test]
fn price_properties_with_undescribed_fields_are_unknown() {
    for properties in [
        json!({"unitPrice": "0.10", "tiers": [{"upTo": 100, "unitPrice": "0.05"}]}),
        json!({"unitPrice": "9", "maxPrice": "2", "minPrice": "1"}),
        json!({"percentage": "0.03", "minCharge": "1", "maxCharge": "5", "fixedFee": "0.30"}),
        json!({"parameters": {"function": "quadratic", "gradient": "1", "min": "0", "max": "9"}, "default": "1"}),
        json!({"parameters": {"function": "linear", "gradient": "1", "min": "0", "max": "9", "step": "2"}, "default": "1"}),
        json!({"curve": [1, 2]}),
    ] {
        let json = price(properties.clone());
        let price: Price = read(&json);
        assert_eq!(price.properties, PriceProperties::Unknown(properties));
        assert_eq!(serde_json::to_value(&price).unwrap(), json);
    }
}

#[test]
fn digits_of_a_price_survive_the_choice_of_a_variant() {
    for digits in ["1.10", "0.12345678901234567890", "18446744073709551616"] {
        let text = price(json!({"unitPrice": 0})).to_string();
        let text = text.replace("\"unitPrice\":0", &format!("\"unitPrice\":{digits}"));
        let price: Price = serde_json::from_str(&text).unwrap();
        let PriceProperties::Standard(standard) = price.properties else {
            panic!("{text}");
        };
        assert_eq!(standard.unit_price.as_str(), digits);
    }
}
