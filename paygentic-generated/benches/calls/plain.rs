//! The same calls, written by hand with `reqwest` and serde's derived structs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, Url};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Contender, Result, TOKEN, USER_AGENT, server};

/// The default of this crate's client.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The headers that identify a call in the logs of both sides.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-client-request-id");
const ATTEMPT: HeaderName = HeaderName::from_static("x-client-attempt");

#[derive(Clone)]
pub(crate) struct Plain {
    client: Client,
    calls: Arc<AtomicU64>,
    events: String,
    customers: String,
    data: Map<String, Value>,
}

impl Plain {
    pub(crate) fn new(url: &str) -> Result<Self> {
        let mut headers = HeaderMap::new();
        let token = HeaderValue::try_from(format!("Bearer {TOKEN}"))?;
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(AUTHORIZATION, token);
        let builder = Client::builder()
            .user_agent(USER_AGENT)
            .default_headers(headers)
            .connect_timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never());
        #[cfg(feature = "rustls")]
        let builder = builder.tls_backend_preconfigured(tls()?);
        Ok(Plain {
            client: builder.build()?,
            calls: Arc::default(),
            events: format!("{url}/v0/events"),
            customers: format!("{url}/v0/customers"),
            data: server::event_data()?,
        })
    }
}

impl Plain {
    /// Adds the headers of every call.
    fn complete(&self, request: RequestBuilder) -> RequestBuilder {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        request
            .timeout(TIMEOUT)
            .header(REQUEST_ID, format!("2f1c7a90b4e84d65-{call}"))
            .header(ATTEMPT, HeaderValue::from_static("1"))
    }
}

/// It is not used, but without it the client would require a default provider, which is not installed.
#[cfg(feature = "rustls")]
fn tls() -> Result<rustls::ClientConfig> {
    use rustls_platform_verifier::BuilderVerifierExt;

    let provider = rustls::crypto::ring::default_provider();
    Ok(rustls::ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth())
}

impl Contender for Plain {
    async fn ingest(&self) -> Result<()> {
        let event = Event {
            r#type: "completion".to_owned(),
            source: "https://acme.example".to_owned(),
            subject: Some(server::CUSTOMER.to_owned()),
            external_subject: None,
            namespace: None,
            timestamp: None,
            idempotency_key: Some("k".to_owned()),
            external_id: None,
            data: self.data.clone(),
        };
        let response = self
            .complete(self.client.post(&self.events))
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(serde_json::to_vec(&event)?)
            .send()
            .await?
            .error_for_status()?;
        let event: IngestedEvent = serde_json::from_slice(&response.bytes().await?)?;
        server::check_event(event.id.as_deref())
    }

    async fn list(&self) -> Result<()> {
        let query = [("limit", "100"), ("organizationId", "org_1")];
        let url = Url::parse_with_params(&self.customers, query)?;
        let request = self.complete(self.client.get(url));
        let response = request.send().await?.error_for_status()?;
        let page: CustomerList = serde_json::from_slice(&response.bytes().await?)?;
        server::check_list(page.data.len(), page.pagination.total)
    }
}

// The same fields as the types of this crate, whether they are used or not.

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    r#type: String,
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    data: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct IngestedEvent {
    id: Option<String>,
    r#type: Option<String>,
    source: Option<String>,
    subject: Option<String>,
    external_subject: Option<String>,
    namespace: Option<String>,
    timestamp: Option<Timestamp>,
    idempotency_key: Option<String>,
    external_id: Option<String>,
}

#[derive(Deserialize)]
struct CustomerList {
    data: Vec<Customer>,
    pagination: Pagination,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Pagination {
    limit: i64,
    offset: i64,
    total: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Customer {
    id: String,
    consumer_id: String,
    created_at: Timestamp,
    merchant_id: String,
    organization: Option<Organization>,
    tax_id: Option<String>,
    external_id: Option<String>,
    tax_rates: Option<BTreeMap<String, f64>>,
    updated_at: Timestamp,
    valid_tax_address: ValidTaxAddress,
    notification_settings: Option<NotificationSettings>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Organization {
    id: String,
    address: Option<Address>,
    billing_emails: Option<Vec<String>>,
    name: String,
    phone: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Address {
    line1: Option<String>,
    line2: Option<String>,
    city: Option<String>,
    state: Option<String>,
    country: Option<String>,
    zip_code: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct ValidTaxAddress {
    message: Option<String>,
    valid: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct NotificationSettings {
    invoice_issued: bool,
    invoice_paid: bool,
    renewal_reminder: bool,
}
