//! The calls through this crate.

use paygentic_generated::models::{IngestEvent, IngestEventRequired, ListCustomers};
use paygentic_generated::{Client, JsonObject};

use crate::{Contender, Result, TOKEN, server};

#[derive(Clone)]
pub(crate) struct Sdk {
    client: Client,
    data: JsonObject,
}

impl Sdk {
    pub(crate) fn new(url: &str) -> Result<Self> {
        Ok(Sdk { client: Client::new(url, TOKEN)?, data: server::event_data()?.into() })
    }
}

impl Contender for Sdk {
    async fn ingest(&self) -> Result<()> {
        let event = IngestEvent::with_subject(
            server::CUSTOMER,
            IngestEventRequired {
                r#type: "completion".into(),
                source: "https://acme.example".into(),
                data: self.data.clone(),
            },
        );
        let call = self.client.events().ingest(event.idempotency_key("k"));
        server::check_event(call.await?.id.as_deref())
    }

    async fn list(&self) -> Result<()> {
        let parameters = ListCustomers::new("org_1").limit(100);
        let page = self.client.customers().list(parameters).await?;
        server::check_list(page.data.len(), page.pagination.total)
    }
}
