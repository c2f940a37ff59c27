//! Checks a setup and says what to do next: key, metrics, plans, customer, subscription, entitlements, credits.
//!
//! ```sh
//! PAYGENTIC_BEARER_AUTH=sk_test_... cargo run -p paygentic-generated --example verify_setup -- \
//!     org_... [cus_... [EVENT_TYPE]]
//! ```
//!
//! It only reads. The exit code is 0 if nothing is missing, 1 if something is, 2 if a check could not be completed.
//!
//! | variable | |
//! |---|---|
//! | `PAYGENTIC_BEARER_AUTH` | the API key |
//! | `PAYGENTIC_ENVIRONMENT` | `sandbox` (the default) or `production` |

use std::fmt;
use std::process::ExitCode;

use paygentic_generated::models::*;
use paygentic_generated::{Client, Error};

const USAGE: &str = "usage: verify_setup MERCHANT [CUSTOMER [EVENT_TYPE]]
  MERCHANT    your organization, such as org_abc123
  CUSTOMER    one of its customers, such as cus_abc123
  EVENT_TYPE  the type of the events that you send, such as api.call
environment variables:
  PAYGENTIC_BEARER_AUTH  the API key
  PAYGENTIC_ENVIRONMENT  sandbox (the default) or production";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(settings) = Settings::of(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let client = match Client::from_env() {
        Ok(client) => client,
        Err(error) => {
            eprintln!("✗ {error}");
            return ExitCode::from(2);
        }
    };
    match verify(&client, &settings).await {
        Ok(findings) => report(&findings, &settings),
        Err(error) => {
            eprintln!("✗ {error}\n  → {}", remedy(&error));
            ExitCode::from(2)
        }
    }
}

fn report(findings: &[Finding], settings: &Settings) -> ExitCode {
    findings.iter().for_each(|finding| println!("{finding}"));
    let missing = findings.iter().filter(|finding| finding.is_missing()).count();
    println!("\n{} of {} checks passed", findings.len() - missing, findings.len());
    if settings.event_type.is_none() {
        println!("to check more, add a customer and an event type to the arguments");
    }
    ExitCode::from(u8::from(missing > 0))
}

/// What to check.
pub(crate) struct Settings {
    merchant: OrganizationId,
    customer: Option<CustomerId>,
    event_type: Option<String>,
}

impl Settings {
    /// `None` if the arguments do not match the usage text.
    pub(crate) fn of(arguments: &[String]) -> Option<Self> {
        let merchant = arguments.first()?;
        if merchant.starts_with('-') || arguments.len() > 3 {
            return None;
        }
        Some(Self {
            merchant: merchant.into(),
            customer: arguments.get(1).map(Into::into),
            event_type: arguments.get(2).cloned(),
        })
    }
}

/// The result of one check.
pub(crate) enum Finding {
    Good(String),
    /// Something that is missing, and what to do about it.
    Missing(String, &'static str),
}

impl Finding {
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing(..))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Good(what) => write!(f, "✓ {what}"),
            Self::Missing(what, next) => write!(f, "✗ {what}\n  → {next}"),
        }
    }
}

/// Runs all checks. An error means that a check could not be completed.
pub(crate) async fn verify(client: &Client, settings: &Settings) -> Result<Vec<Finding>, Error> {
    let mut findings = catalog(client, settings).await?;
    if let Some(customer) = &settings.customer {
        findings.extend(check_customer(client, customer).await?);
    }
    Ok(findings)
}

/// Checks what the merchant sells, and how many customers there are.
async fn catalog(client: &Client, settings: &Settings) -> Result<Vec<Finding>, Error> {
    let merchant = &settings.merchant;
    let metrics = ListBillableMetrics::new(merchant).limit(100);
    let metrics = client.billable_metrics().list(metrics).stream().try_collect().await?;
    let plans = client.plans().list(ListPlans::new().merchant_id(merchant).limit(100));
    let plans = plans.stream().try_collect().await?.len();
    // The first page has the total: there may be too many customers to fetch them all.
    let customers = client.customers().list(ListCustomers::new(merchant).limit(1)).await?;

    let mut findings = vec![
        Finding::Good("the key is accepted".to_owned()),
        counted(metrics.len(), "metrics", "create one: the example `billing_setup` shows how"),
        counted(plans, "plans", "create one: the example `billing_setup` shows how"),
        counted(total(&customers), "customers", "create one: the example `quickstart` shows how"),
    ];
    if let Some(wanted) = &settings.event_type {
        findings.push(event_type(wanted, &metrics));
    }
    Ok(findings)
}

fn total(customers: &ListCustomersResponse) -> usize {
    usize::try_from(customers.pagination.total).unwrap_or(usize::MAX)
}

fn counted(count: usize, what: &str, next: &'static str) -> Finding {
    match count {
        0 => Finding::Missing(format!("no {what}"), next),
        count => Finding::Good(format!("{what}: {count}")),
    }
}

/// Finds the metrics that count events of a type. Events that no metric counts are accepted nevertheless.
fn event_type(wanted: &str, metrics: &[BillableMetric]) -> Finding {
    let of_type = |metric: &&BillableMetric| metric.event_type.as_deref() == Some(wanted);
    let counting: Vec<_> = metrics.iter().filter(of_type).collect();
    if counting.is_empty() {
        let known: Vec<_> =
            metrics.iter().filter_map(|metric| metric.event_type.as_deref()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let what = format!("no metric counts events of type `{wanted}`; types that count: {known}");
        return Finding::Missing(
            what,
            "send events of one of these types, or create a metric for yours",
        );
    }
    let names: Vec<_> = counting.iter().map(|metric| metric.name.as_str()).collect();
    Finding::Good(format!("events of type `{wanted}` are counted by {}", names.join(", ")))
}

/// Checks one customer.
async fn check_customer(client: &Client, customer: &CustomerId) -> Result<Vec<Finding>, Error> {
    match client.customers().get(customer).await {
        Ok(_) => {}
        Err(error) if error.is_not_found() => {
            let next = "check the id, and whether it belongs to this environment";
            return Ok(vec![Finding::Missing(format!("no customer {customer}"), next)]);
        }
        Err(error) => return Err(error),
    }
    let subscriptions = ListSubscriptions::new().customer_id(customer);
    let subscriptions = client.subscriptions().list(subscriptions).stream().try_collect().await?;
    let entitlements = ListEntitlements::new().customer_id(customer);
    let entitlements = client.entitlements().list(entitlements).stream().try_collect().await?;

    let mut findings =
        vec![Finding::Good(format!("customer {customer} exists")), subscribed(&subscriptions)];
    if entitlements.is_empty() {
        let next = "issue one, or put a feature into a price of the plan";
        findings.push(Finding::Missing("no entitlements".to_owned(), next));
    }
    findings.extend(entitlements.iter().map(entitled));
    Ok(findings)
}

fn subscribed(subscriptions: &[Subscription]) -> Finding {
    let has = |status: SubscriptionStatus| subscriptions.iter().find(|one| one.status == status);
    if let Some(active) = has(SubscriptionStatus::Active) {
        return Finding::Good(format!("subscription {} is active", active.id));
    }
    match has(SubscriptionStatus::PendingPayment) {
        Some(pending) => Finding::Missing(
            format!("subscription {} waits for payment", pending.id),
            "send the customer to the checkout page, `checkout_url` in the `payment` of the subscription",
        ),
        None => Finding::Missing(
            "no active subscription".to_owned(),
            "subscribe the customer: the example `quickstart` shows how",
        ),
    }
}

fn entitled(item: &EntitlementListItem) -> Finding {
    let feature = item.feature_key().unwrap_or("of an unknown type");
    let credits = match item {
        EntitlementListItem::Metered(metered) => format!(", {} left", metered.balance),
        _ => String::new(),
    };
    if item.has_access() == Some(true) {
        return Finding::Good(format!("feature {feature}: access{credits}"));
    }
    let next = "grant credits, or check the dates and the limit of the entitlement";
    Finding::Missing(format!("feature {feature}: no access{credits}"), next)
}

/// What to do about an error that prevents a check.
pub(crate) fn remedy(error: &Error) -> &'static str {
    if error.is_unauthorized() {
        "check the key, and PAYGENTIC_ENVIRONMENT"
    } else if error.is_forbidden() {
        "use a key of this merchant, or check its id"
    } else if error.is_connect() || error.is_timeout() {
        "check the network, and a proxy in HTTPS_PROXY"
    } else if error.is_invalid_request() || error.is_bad_request() || error.is_not_found() {
        "check the arguments"
    } else if error.is_decode() {
        "update paygentic-generated"
    } else {
        "try again later"
    }
}
