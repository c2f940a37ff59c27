//! Operations in the shape of emitted code, one of each kind.

use super::types::*;
use crate::support::*;

resource! {
    Customers
}

static CREATE: Operation =
    Operation::new("createCustomer", "customers.create", Method::POST, "/v0/customers");
static DELETE: Operation =
    Operation::new("deleteCustomer", "customers.delete", Method::DELETE, "/v0/customers/{id}");
static GET: Operation =
    Operation::new("getCustomer", "customers.get", Method::GET, "/v0/customers/{id}");
static LIST: Operation =
    Operation::new("listCustomers", "customers.list", Method::GET, "/v0/customers")
        .pages_by_offset("limit", "offset");
static LOGO: Operation =
    Operation::new("getLogo", "customers.logo", Method::GET, "/v0/customers/{id}/logo/{size}")
        .public();
static PORTAL: Operation =
    Operation::new("createPortal", "customers.portal", Method::POST, "/v0/customers/{id}/portal")
        .idempotency_header("Idempotency-Key");
static ACCOUNTS: Operation =
    Operation::new("listAccounts", "customers.accounts", Method::GET, "/v0/accounts")
        .pages_by_offset("limit", "offset");
static LINE_ITEMS: Operation =
    Operation::new("listLineItems", "customers.line_items", Method::GET, "/v0/lineItems")
        .pages_by_token("pageToken");
static REPORT: Operation =
    Operation::new("report", "customers.report", Method::POST, "/v0/reports")
        .idempotency_body("idempotencyKey");
static REPORT_TWICE: Operation =
    Operation::new("reportTwice", "customers.report_twice", Method::POST, "/v1/reports")
        .idempotency_header("Idempotency-Key")
        .idempotency_body("idempotencyKey");
static UPDATE: Operation =
    Operation::new("updateCustomer", "customers.update", Method::PATCH, "/v0/customers/{id}");
static UPLOAD: Operation =
    Operation::new("putLogo", "customers.upload_logo", Method::PUT, "/v0/customers/{id}/logo");

impl<'c, C> Customers<'c, C> {
    pub fn create(&self, body: CreateCustomer) -> Call<'c, C, Customer> {
        Call::json(self.client, &CREATE).json_body(&body)
    }

    pub fn delete(&self, id: impl Into<CustomerId>) -> Call<'c, C, ()> {
        Call::empty(self.client, &DELETE).segment::<CustomerId>(id)
    }

    pub fn get(&self, id: impl Into<CustomerId>) -> Call<'c, C, Customer> {
        Call::json(self.client, &GET).segment::<CustomerId>(id)
    }

    pub fn list(&self, parameters: ListCustomers) -> Call<'c, C, ListCustomersResponse> {
        Call::list(self.client, &LIST).params(&parameters)
    }

    pub fn logo(&self, id: impl Into<CustomerId>, size: impl Into<i64>) -> Call<'c, C, Bytes> {
        Call::bytes(self.client, &LOGO).segment::<CustomerId>(id).segment::<i64>(size)
    }

    pub fn portal(
        &self,
        id: impl Into<CustomerId>,
        body: impl Into<Option<UpdateCustomer>>,
    ) -> Call<'c, C, Value> {
        Call::json(self.client, &PORTAL)
            .segment::<CustomerId>(id)
            .optional_json_body(&body.into())
            .content_type("application/merge-patch+json")
    }

    pub fn accounts(&self, parameters: ListCustomers) -> Call<'c, C, ListAccountsResponse> {
        Call::list(self.client, &ACCOUNTS).params(&parameters)
    }

    pub fn line_items(&self, parameters: ListCustomers) -> Call<'c, C, InvoiceLineItemsResponse> {
        Call::list(self.client, &LINE_ITEMS).params(&parameters)
    }

    pub fn report(&self, body: Report) -> Call<'c, C, ()> {
        Call::empty(self.client, &REPORT).json_body(&body).key_in_body(&body.idempotency_key)
    }

    pub fn report_twice(&self, body: Report) -> Call<'c, C, ()> {
        Call::empty(self.client, &REPORT_TWICE).json_body(&body).key_in_body(&body.idempotency_key)
    }

    pub fn update(&self, id: impl Into<CustomerId>, body: UpdateCustomer) -> Call<'c, C, Customer> {
        Call::json(self.client, &UPDATE).segment::<CustomerId>(id).json_body(&body)
    }

    pub fn upload_logo(
        &self,
        id: impl Into<CustomerId>,
        body: impl Into<FilePart>,
    ) -> Call<'c, C, ()> {
        Call::empty(self.client, &UPLOAD).segment::<CustomerId>(id).file_body(body, "image/png")
    }
}
