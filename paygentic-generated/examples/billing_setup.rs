//! Creates everything that a customer can subscribe to: a product, a metric, a fee, a feature, prices, and a plan.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... PAYGENTIC_MERCHANT=org_... \
//!     cargo run -p paygentic-generated --example billing_setup
//! ```
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | the API key |
//! | `PAYGENTIC_MERCHANT` | your organization |
//! | `PAYGENTIC_EVENT_TYPE` | the event type that the metric counts; `api.call` if not set |
//!
//! Each run creates all of it again. The output sets the variables of the other examples: run it as
//! `eval "$(cargo run -q -p paygentic-generated --example billing_setup)"`.

use std::env::var;
use std::process::ExitCode;

use paygentic_generated::models::*;
use paygentic_generated::{Client, Error};
use serde_json::json;

#[tokio::main]
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<(), Box<dyn std::error::Error>> {
    let Ok(merchant) = var("PAYGENTIC_MERCHANT") else {
        return Err("set PAYGENTIC_BEARER_AUTH and PAYGENTIC_MERCHANT".into());
    };
    let event_type = var("PAYGENTIC_EVENT_TYPE").unwrap_or_else(|_| "api.call".to_owned());
    let plan = run(&Client::from_env()?, &merchant.into(), &event_type).await?;
    println!("export PAYGENTIC_PLAN={plan}");
    Ok(())
}

pub(crate) async fn run(
    client: &Client,
    merchant: &OrganizationId,
    event_type: &str,
) -> Result<PlanId, Error> {
    let product = client
        .products()
        .create(CreateProduct::new(CreateProductRequired {
            merchant_id: merchant.clone(),
            name: "Answers".into(),
            description: "Answers over HTTP".into(),
        }))
        .await?;
    println!("export PAYGENTIC_PRODUCT={}", product.id);

    let usage = usage_price(client, merchant, &product.id, event_type).await?;
    println!("export PAYGENTIC_FEATURE={FEATURE}");
    let base = base_price(client, merchant, &product.id).await?;
    let plan = CreatePlan::new(CreatePlanRequired {
        currency: "USD".into(),
        merchant_id: merchant.clone(),
        name: "Answers, by the token".into(),
        product_id: product.id,
    })
    .billing_cadence(BillingCadence::Monthly)
    .prices([usage, base]);
    Ok(client.plans().create(plan).await?.id)
}

/// The key of the feature that gates the usage.
const FEATURE: &str = "answers";

/// The price of a token, charged after use. Subscribers get a feature with it: 100,000 tokens a month.
async fn usage_price(
    client: &Client,
    merchant: &OrganizationId,
    product: &ProductId,
    event_type: &str,
) -> Result<PriceId, Error> {
    let metric = CreateBillableMetric::new(CreateBillableMetricRequired {
        aggregation: Aggregation::Sum,
        description: "Tokens of all answers".into(),
        merchant_id: merchant.clone(),
        name: "Tokens".into(),
        unit: "tokens".into(),
    })
    .product_id(product)
    .event_type(event_type)
    .value_property("$.tokens");
    let metric = client.billable_metrics().create(metric).await?;
    println!("export PAYGENTIC_METRIC={}", metric.id);

    let feature = CreateFeature::new(CreateFeatureRequired {
        key: FEATURE.into(),
        merchant_id: merchant.clone(),
        name: "Answers".into(),
        product_id: product.clone(),
    });
    let metered = feature.r#type(EntitlementFeatureType::Metered);
    let feature = client.features().create(metered).await?;
    let template = json!({
        "type": "metered",
        "usagePeriod": {"interval": "P1M"},
        "issueAfterReset": 100_000,
        "isSoftLimit": false,
    });
    let feature = PriceFeatureInput::new(feature.id).entitlement_template(template);

    let price = CreatePrice::new(CreatePriceRequired {
        invoice_display_name: "Tokens".into(),
        payment_term: PaymentTerm::InArrears,
        properties: PriceProperties::standard("0.002"),
    })
    .billable_metric_id(&metric.id)
    .model(PriceModelInput::Standard)
    .feature(feature);
    Ok(client.prices().create(price).await?.id)
}

/// The base fee, charged each month in advance.
async fn base_price(
    client: &Client,
    merchant: &OrganizationId,
    product: &ProductId,
) -> Result<PriceId, Error> {
    let fee = CreateFee::new(CreateFeeRequired {
        description: "Due each month".into(),
        merchant_id: merchant.clone(),
        name: "Base fee".into(),
    });
    let fee = client.fees().create(fee.product_id(product)).await?;
    let price = CreatePrice::new(CreatePriceRequired {
        invoice_display_name: "Base fee".into(),
        payment_term: PaymentTerm::InAdvance,
        properties: PriceProperties::standard("10.00"),
    })
    .fee_id(&fee.id)
    .billing_cadence("P1M");
    Ok(client.prices().create(price).await?.id)
}
