//! Requests as a caller writes them, sent to a server that answers by the contract.
//!
//! `.ci/prism cargo test -p paygentic-generated --test prism` starts the server.

#![cfg(feature = "async")]
// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;

use common::prism::{client, exchange, request_violations, url};
use common::{decimal, duration, object, time};
use paygentic_generated::Decimal;
use paygentic_generated::models::*;
use serde_json::json;

/// The other tests could not fail if Prism let everything pass.
#[tokio::test]
async fn prism_refuses_what_the_contract_forbids() {
    if url().is_none() {
        return;
    }
    let parameters = ListCustomers::new("nobody").limit(0);
    let error = client().customers().list(parameters).await.unwrap_err();
    assert!(error.is_bad_request(), "{error}");
    assert_eq!(request_violations(error.headers().unwrap()).len(), 2);
}

#[tokio::test]
async fn customers_are_created() {
    let client = client();
    let required = CreateCustomer::new("org_m1");
    // 200: there is such a customer already.
    exchange(client.customers().create(required), 200).await;

    let address = Address::new()
        .line1("1 Quay Street")
        .line2("Loft")
        .city("Galway")
        .state("Connacht")
        .country("IE")
        .zip_code("H91");
    let all = CreateCustomer::new("org_m1")
        .consumer(
            Consumer::new(ConsumerRequired {
                name: "Tide & Sons".into(),
                email: "tide@shop.example".into(),
                address,
            })
            .phone("+35391000"),
        )
        .consumer_id("org_c1")
        .tax_id("IE0000000X")
        .external_id("crm_42")
        .tax_rates(BTreeMap::from([("vat".to_owned(), 0.23)]));
    exchange(client.customers().create(all), 201).await;
}

#[tokio::test]
async fn customers_are_listed_read_changed_and_deleted() {
    let client = client();
    let customers = client.customers();
    let parameters = ListCustomers::new("org_m1")
        .limit(5)
        .offset(10)
        .name("Tide & Sons")
        .email("tide+1@shop.example")
        .external_id("crm_42");
    if let Some(page) = exchange(customers.list(parameters), 200).await {
        assert_eq!(page.items().len(), 1);
    }
    exchange(customers.get("cus_1"), 200).await;
    exchange(customers.delete("cus_1"), 204).await;

    let settings = UpdateNotificationSettings::new().invoice_paid(false);
    let set = UpdateCustomer::new()
        .tax_id("IE0000000X")
        .external_id("crm_42")
        .tax_rates(0.23)
        .notification_settings(settings);
    exchange(customers.update("cus_1", set), 200).await;
    let cleared = UpdateCustomer::new()
        .clear_tax_id()
        .clear_external_id()
        .tax_rates(BTreeMap::from([("vat".to_owned(), 0.23)]));
    exchange(customers.update("cus_1", cleared), 200).await;
}

#[tokio::test]
async fn events_are_ingested() {
    let client = client();
    let data = object(json!({"tokens": 512, "model": "small"}));
    let event = IngestEvent::with_subject(
        "cus_1",
        IngestEventRequired {
            r#type: "tokens.used".into(),
            source: "/chat".into(),
            data: data.clone(),
        },
    )
    .namespace("prod")
    .timestamp(time("2026-03-01T08:15:30.25Z"))
    .idempotency_key("run-7")
    .external_id("run_7");
    exchange(client.events().ingest(event), 202).await;
    let event = IngestEvent::with_external_subject(
        "crm_42",
        IngestEventRequired { r#type: "tokens.used".into(), source: "/chat".into(), data },
    );
    exchange(client.events().ingest(event), 202).await;
}

#[tokio::test]
async fn usage_is_metered() {
    let client = client();
    let from = time("2026-03-01T00:00:00Z");
    let to = time("2026-04-01T00:00:00Z");
    let parameters = GetBillableMetricMeter::new(GetBillableMetricMeterRequired { from, to })
        .subject("cus_1")
        .window_size(MeterWindow::Day)
        .filter_group_by(r#"{"region":"eu"}"#)
        .group_by("region,model")
        .group_limit(10)
        .group_offset(0);
    exchange(client.billable_metrics().meter("bm_1", parameters), 200).await;
}

#[tokio::test]
async fn entitlements_are_listed() {
    let client = client();
    let parameters = ListEntitlements::new()
        .customer_id("cus_1")
        .feature_key("export")
        .product_id("prod_1")
        .limit(20)
        .at(time("2026-03-01T00:00:00Z"));
    if let Some(page) = exchange(client.entitlements().list(parameters), 200).await {
        assert!(matches!(page.data[0], EntitlementListItem::Boolean(_)));
    }
}

#[tokio::test]
async fn grants_are_created_and_purchased() {
    let client = client();
    let grants = client.entitlements().grants();
    let grant = CreateGrant::new(CreateGrantRequired {
        amount: 500.into(),
        idempotency_key: "top-up-1".into(),
    })
    .effective_at(time("2026-03-01T00:00:00Z"))
    .clear_expires_at()
    .reset_max_rollover(100.0)
    .reset_min_rollover(0.0)
    .priority(1);
    exchange(grants.create("ent_1", grant), 201).await;

    let grant = PurchaseGrant::new(PurchaseGrantRequired {
        amount: 500.into(),
        price: decimal("49.90"),
        idempotency_key: "top-up-2".into(),
    })
    .expires_at(time("2027-03-01T00:00:00Z"))
    .success_url("https://shop.example/done")
    .cancel_url("https://shop.example/back");
    exchange(grants.purchase("ent_1", grant), 201).await;
}

#[tokio::test]
async fn invoices_are_listed_and_read() {
    let client = client();
    let invoices = client.invoices_v2();
    let parameters = ListInvoices::new()
        .limit(5)
        .status(InvoiceStatus::PaymentFailed)
        .next_action_at(ListInvoicesNextActionAt::Ready)
        .merchant_id("org_m1");
    exchange(invoices.list(parameters), 200).await;
    let parameters = GetInvoice::new().expand("lineItems").line_items_limit(10);
    exchange(invoices.get("inv_1", parameters), 200).await;
    let parameters = GetInvoiceLineItems::new().limit(10).page_token("a+b/c==");
    exchange(invoices.get_line_items("inv_1", parameters), 200).await;
}

#[tokio::test]
async fn line_items_are_created_once() {
    let client = client();
    let item = CreateManualLineItem::new(CreateManualLineItemRequired {
        display_name: "Set-up".into(),
        currency: "EUR".into(),
        quantity: 1.into(),
        unit_price: Decimal::new(2505, 1),
    })
    .subscription_id("sub_1")
    .clear_description()
    .invoice_at(time("2026-03-01T00:00:00Z"));
    let call = client.invoices_v2().create_line_item(item);
    exchange(call.header("Idempotency-Key", "set-up-1"), 201).await;
}

#[tokio::test]
async fn payments_are_created() {
    let client = client();
    let required = CreatePayment::new(CreatePaymentRequired {
        amount: decimal("19.90"),
        currency: PaymentCurrency::Eur,
    });
    // 200: the idempotency key was used before.
    exchange(client.payments().create(required), 200).await;

    let item = NewPaymentLineItem::new(NewPaymentLineItemRequired {
        description: "Poster".into(),
        amount: decimal("9.95"),
    })
    .quantity(2);
    let all = CreatePayment::new(CreatePaymentRequired {
        amount: decimal("19.90"),
        currency: PaymentCurrency::Gbp,
    })
    .merchant_id("org_m1")
    .customer_id("cus_1")
    .idempotency_key("order-7")
    .reference("order 7")
    .metadata(BTreeMap::from([("order".to_owned(), "7".to_owned())]))
    .line_items(vec![item])
    .success_redirect_url("https://shop.example/done")
    .failure_redirect_url("https://shop.example/back")
    .save_payment_method(true)
    .expires_in(duration("PT30M"));
    exchange(client.payments().create(all), 201).await;
}

#[tokio::test]
async fn subscriptions_are_created() {
    let client = client();
    let started_at = time("2026-03-01T00:00:00Z");
    let known = CreateSubscription::new(CreateSubscriptionRequired {
        name: "Gold".into(),
        plan_id: "plan_1".into(),
        started_at,
    })
    .customer_id("cus_1")
    .clear_renewal_reminder_days()
    .metadata(BTreeMap::from([
        ("seats".to_owned(), 12.0.into()),
        ("trial".to_owned(), false.into()),
        ("region".to_owned(), "eu".to_owned().into()),
    ]));
    exchange(client.subscriptions().create(known), 201).await;

    let address = NewCustomerAddress::new(NewCustomerAddressRequired {
        country: "IE".into(),
        zip_code: "H91".into(),
    })
    .city("Galway");
    let new = CreateSubscription::new(CreateSubscriptionRequired {
        name: "Gold".into(),
        plan_id: "plan_1".into(),
        started_at,
    })
    .customer(NewCustomer::new(NewCustomerRequired {
        name: "Tide & Sons".into(),
        email: "tide@shop.example".into(),
        address,
    }))
    .auto_charge(true)
    .redirect_urls(RedirectUrls::new().on_success("https://shop.example/done"))
    .renewal_reminder_enabled(true)
    .renewal_reminder_days(7)
    .payment_term_days(30)
    .test_clock_id("tc_0123456789abcdef");
    exchange(client.subscriptions().create(new), 201).await;
}

#[tokio::test]
async fn prices_of_every_model_are_created() {
    let client = client();
    let parameters = VolumeParameters::new(VolumeParametersRequired {
        gradient: decimal("0.01"),
        max: decimal("9"),
        min: decimal("1"),
    });
    let shapes: [PriceProperties; 4] = [
        PricePropertiesStandard::new(decimal("0.10")).into(),
        PricePropertiesDynamic::new(PricePropertiesDynamicRequired {
            max_price: decimal("20"),
            min_price: decimal("10"),
        })
        .into(),
        PricePropertiesVolume::new(decimal("5.00"), parameters).into(),
        PricePropertiesPercentage::new(PricePropertiesPercentageRequired {
            max_charge: decimal("8.00"),
            min_charge: decimal("0.30"),
            percentage: decimal("2.9"),
        })
        .into(),
    ];
    for properties in shapes {
        let price = CreatePrice::new(CreatePriceRequired {
            invoice_display_name: "Calls".into(),
            payment_term: PaymentTerm::InArrears,
            properties,
        })
        .billable_metric_id("bm_1")
        .model(PriceModelInput::Standard)
        .billing_cadence(duration("P1M"))
        .quantity(1);
        exchange(client.prices().create(price), 201).await;
    }
}

#[tokio::test]
async fn prices_are_changed() {
    let client = client();
    let cleared =
        UpdatePrice::new().clear_feature().clear_pricing_unit_id().clear_billing_cadence();
    exchange(client.prices().update("price_1", cleared), 200).await;
    let feature =
        PriceFeatureInput::new("feat_1").entitlement_template(object(json!({"type": "boolean"})));
    let set = UpdatePrice::new().feature(feature).pricing_unit_id("pu_1");
    exchange(client.prices().update("price_1", set), 200).await;
}

#[tokio::test]
async fn test_clocks_are_advanced_to_a_time_or_by_a_duration() {
    let client = client();
    let ways: [AdvanceTestClock; 2] = [
        AdvanceTestClockTo::new(time("2026-04-01T00:00:00Z")).into(),
        AdvanceTestClockBy::new(duration("P1M")).into(),
    ];
    for way in ways {
        exchange(client.test_clocks().advance("tc_0123456789abcdef", way), 200).await;
    }
}

#[tokio::test]
async fn rules_compare_with_texts_numbers_and_ranges() {
    let client = client();
    let amounts =
        RuleValueRange::new(RuleValueRangeRequired { from: 10.0.into(), to: 20.5.into() });
    let days = RuleValueRange::new(RuleValueRangeRequired {
        from: "2026-01-01".into(),
        to: "2026-12-31".into(),
    });
    let conditions = vec![
        RuleCondition::new(RuleConditionRequired {
            operator: RuleOperator::Contains,
            r#type: RuleField::CustomerName,
            value: "Tide".into(),
        }),
        RuleCondition::new(RuleConditionRequired {
            operator: RuleOperator::GreaterThan,
            r#type: RuleField::Amount,
            value: 99.5.into(),
        }),
        RuleCondition::new(RuleConditionRequired {
            operator: RuleOperator::Between,
            r#type: RuleField::Amount,
            value: amounts.into(),
        }),
        RuleCondition::new(RuleConditionRequired {
            operator: RuleOperator::Between,
            r#type: RuleField::Date,
            value: days.into(),
        }),
    ];
    let rule = CreateSourceRule::new(CreateSourceRuleRequired {
        conditions,
        name: "Large orders".into(),
        source_id: "src_1".into(),
    })
    .enabled(true)
    .order(1);
    exchange(client.sources().rules().create(rule), 201).await;
}

#[tokio::test]
async fn cost_reports_are_filtered_by_several_costs() {
    let client = client();
    let from = time("2026-03-01T00:00:00Z");
    let parameters = GetCostReport::new(GetCostReportRequired {
        from,
        to: time("2026-04-01T00:00:00Z"),
        group_by: "cost".into(),
    })
    .cost_id(["cst_1", "cst_2"])
    .top_n(5)
    .compare_prior_period(true)
    .window_size(CostReportWindow::Day)
    .sort(CostReportSort::TotalQuantity)
    .sort_dir(SortDirection::Asc);
    exchange(client.costs().get_report(parameters), 200).await;
}

#[tokio::test]
async fn revenue_is_reported_for_merchant_customer_or_subscriptions() {
    let client = client();
    let start = time("2026-03-01T00:00:00Z");
    let end = time("2026-04-01T00:00:00Z");
    let subscriptions = ["sub_1", "sub_2"];
    for parameters in [
        GetRevenue::with_merchant_id(
            "org_m1",
            GetRevenueRequired { start_time: start, end_time: end },
        )
        .group_by(RevenueGroupBy::Plan),
        GetRevenue::with_customer_id(
            "cus_1",
            GetRevenueRequired { start_time: start, end_time: end },
        )
        .bucket_width(BucketWidth::Week),
        GetRevenue::with_subscription_ids(
            subscriptions,
            GetRevenueRequired { start_time: start, end_time: end },
        ),
    ] {
        exchange(client.revenue().get(parameters), 200).await;
    }
}
