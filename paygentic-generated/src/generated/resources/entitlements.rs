use crate::models::*;
use crate::support::*;

resource! {
    /// Who may use what. Reached with `client.entitlements()`.
    Entitlements

    /// Grants. Reached with `client.entitlements().grants()`.
    Grants
}

static LIST: Operation = Operation::new("listEntitlements", "entitlements.list", Method::GET, "/v0/entitlements");
static CREATE_GRANT: Operation = Operation::new("createGrant", "entitlements.grants.create", Method::POST, "/v0/entitlements/{id}/grants").idempotency_body("idempotencyKey");
static LIST_ITEMS: Operation = Operation::new("listItems", "entitlements.grants.items", Method::GET, "/v0/items").pages_by_token("pageToken");

impl<'c, C> Entitlements<'c, C> {
    /// Lists entitlements.
    pub fn list(&self) -> Call<'c, C, ListEntitlementsResponse> {
        Call::json(self.client, &LIST)
    }

    /// Grants.
    pub fn grants(&self) -> Grants<'c, C> {
        Grants { client: self.client }
    }
}

impl<'c, C> Grants<'c, C> {
    /// Creates a grant.
    pub fn create(&self, id: impl Into<String>, body: IngestEvent) -> Call<'c, C, Value> {
        Call::json(self.client, &CREATE_GRANT).segment::<String>(id).json_body(&body)
    }

    /// Lists line items.
    pub fn items(&self) -> Call<'c, C, InvoiceLineItemsResponse> {
        Call::json(self.client, &LIST_ITEMS)
    }
}

#[cfg(feature = "async")]
impl Client {
    /// Who may use what.
    pub fn entitlements(&self) -> Entitlements<'_, Client> {
        Entitlements { client: self }
    }
}
