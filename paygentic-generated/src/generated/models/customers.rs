use super::*;
use crate::support::*;

/// Who is billed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Customer {
    /// The id.
    pub id: CustomerId,
    /// The merchant.
    pub merchant_id: OrganizationId,
    /// When it was created.
    pub created_at: Timestamp,
    /// What is owed.
    pub balance: Decimal,
    /// The tax id.
    pub tax_id: Option<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// The kind.
    pub r#type: CustomerType,
    /// What the caller keeps with it.
    pub metadata: BTreeMap<String, Value>,
}

object! {
    Customer {
        id "id",
        merchant_id "merchantId",
        created_at "createdAt",
        balance "balance",
        tax_id "taxId",
        tags "tags",
        r#type "type",
        metadata "metadata",
    }
    constants { "object" = "customer" }
}

open_enum! {
    /// What kind of customer it is.
    CustomerType {
        Person = "person",
        /// A company or other body.
        Company = "company",
    }
}

/// A new customer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreateCustomer {
    /// The merchant.
    pub merchant_id: OrganizationId,
    /// Who it is.
    pub consumer: Option<Consumer>,
    /// The tax id.
    pub tax_id: Nullable<String>,
    /// Until when it is active.
    pub active_to: Option<Date>,
    /// The kind.
    pub r#type: Option<CustomerType>,
    /// The credit limit.
    pub limit: Option<f64>,
    /// Labels.
    pub tags: Vec<String>,
}

object! {
    CreateCustomer {
        merchant_id "merchantId",
        consumer "consumer",
        tax_id "taxId",
        active_to "activeTo" or null,
        r#type "type",
        limit "limit",
        tags "tags",
    }
}

setters! {
    CreateCustomer {
        consumer: Consumer,
        tax_id: String => clear_tax_id,
        active_to: Date,
        r#type: CustomerType,
        limit: f64,
        tags: Vec<String>,
    }
    new(merchant_id: OrganizationId)
}

/// A person or company.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Consumer {
    /// The name.
    pub name: String,
    /// More that the caller keeps with it.
    pub additional: JsonObject,
}

object! {
    Consumer { name "name" }
    extra additional
}

setters! {
    Consumer { additional: JsonObject }
    new(name: String)
}

/// Changes to a customer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UpdateCustomer {
    /// The tax id.
    pub tax_id: Nullable<String>,
}

object! { UpdateCustomer { tax_id "taxId" } }

setters! {
    UpdateCustomer { tax_id: String => clear_tax_id }
    new()
}

/// Which customers to list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListCustomers {
    /// The organization.
    pub organization_id: OrganizationId,
    /// How many.
    pub limit: Option<i64>,
    /// How many to pass over.
    pub offset: Option<i64>,
    /// Only these costs.
    pub cost_id: Vec<String>,
    /// Only these ids.
    pub ids: Vec<CustomerId>,
    /// Marks the request.
    pub trace: Option<String>,
}

params! {
    ListCustomers {
        organization_id query "organizationId",
        limit query "limit",
        offset query "offset",
        cost_id query "costId",
        ids csv "ids",
        trace header "X-Trace",
    }
}

setters! {
    ListCustomers {
        limit: i64,
        offset: i64,
        cost_id: Vec<String>,
        ids: Vec<CustomerId>,
        trace: String,
    }
    new(organization_id: OrganizationId)
}

/// A page of customers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListCustomersResponse {
    /// The customers.
    pub data: Vec<Customer>,
    /// Where the page stands.
    pub pagination: Option<OffsetPagination>,
}

object! {
    ListCustomersResponse {
        data "data",
        pagination "pagination",
    }
    constants { "object" = "list" }
}

page! { ListCustomersResponse { items data: Customer, total pagination.total } }

/// Where a page stands.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OffsetPagination {
    /// How many there are.
    pub total: i64,
}

object! { OffsetPagination { total "total" } }

/// A page of accounts.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListAccountsResponse {
    /// The accounts.
    pub data: Option<Vec<Value>>,
    /// Whether it is the last page.
    pub done: bool,
}

object! { ListAccountsResponse { data "data", done "done" } }

page! { ListAccountsResponse { items data: Value, done done } }

/// A page of line items.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InvoiceLineItemsResponse {
    /// The line items.
    pub line_items: Vec<Value>,
    /// The token of the next page.
    pub next_page_token: Option<String>,
}

object! {
    InvoiceLineItemsResponse {
        line_items "lineItems",
        next_page_token "nextPageToken",
    }
}

page! { InvoiceLineItemsResponse { items line_items: Value, next next_page_token } }
