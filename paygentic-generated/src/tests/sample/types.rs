//! Types in the shape of emitted code, one of each kind.

use crate::support::*;
id! {
    CustomerId

    OrganizationId
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Customer {
    pub id: CustomerId,
    pub merchant_id: OrganizationId,
    pub created_at: Timestamp,
    pub balance: Decimal,
    pub tax_id: Option<String>,
    pub tags: Vec<String>,
    pub r#type: CustomerType,
    pub metadata: BTreeMap<String, Value>,
    as_sent: ConstantOverrides,
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
    constants as_sent { "object" = "customer" }
}

open_enum! {
    CustomerType {
        Person = "person",
        Company = "company",
    }
}

request! {
    CreateCustomer {
        merchant_id: OrganizationId,
        consumer: Option<Consumer> => into Consumer,
        tax_id: Nullable<String> => into String | clear_tax_id,
        active_to: Option<Date> => exact Date,
        r#type: Option<CustomerType> => into CustomerType,
        limit: Option<f64> => into f64,
        tags: Vec<String> => into Vec<String>,
    }
    fn new(merchant_id into OrganizationId)
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

request! {
    Consumer {
        name: String,
    }
    extra additional: JsonObject;
    fn new(name into String)
}

object! {
    Consumer { name "name" }
    extra additional
}

request! {
    UpdateCustomer {
        tax_id: Nullable<String> => into String | clear_tax_id,
    }
    fn new()
}

object! { UpdateCustomer { tax_id "taxId" } }

request! {
    ListCustomers {
        organization_id: OrganizationId,
        limit: Option<i64> => into i64,
        offset: Option<i64> => into i64,
        cost_id: Vec<String> => into Vec<String>,
        ids: Vec<CustomerId> => into Vec<CustomerId>,
        trace: Option<String> => into String,
    }
    fn new(organization_id into OrganizationId)
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

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListCustomersResponse {
    pub data: Vec<Customer>,
    pub pagination: Option<OffsetPagination>,
    as_sent: ConstantOverrides,
}

object! {
    ListCustomersResponse {
        data "data",
        pagination "pagination",
    }
    constants as_sent { "object" = "list" }
}

page! { ListCustomersResponse { items data "data": Customer, total pagination.total } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OffsetPagination {
    pub total: i64,
}

object! { OffsetPagination { total "total" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListAccountsResponse {
    pub data: Option<Vec<Value>>,
    pub done: bool,
}

object! { ListAccountsResponse { data "data", done "done" } }

page! { ListAccountsResponse { items data "data": Value, done done } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InvoiceLineItemsResponse {
    pub line_items: Vec<Value>,
    pub next_page_token: Option<String>,
}

object! {
    InvoiceLineItemsResponse {
        line_items "lineItems",
        next_page_token "nextPageToken",
    }
}

page! { InvoiceLineItemsResponse { items line_items "lineItems": Value, next next_page_token } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum EntitlementListItem {
    Boolean(BooleanEntitlement),
    Static(StaticEntitlement),
    Unknown(Value),
}

union! {
    EntitlementListItem tag "featureType" {
        Boolean(BooleanEntitlement) from = "boolean",
        Static(StaticEntitlement) from = "static" | "fixed",
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BooleanEntitlement {
    pub has_access: bool,
    as_sent: ConstantOverrides,
}

object! {
    BooleanEntitlement { has_access "hasAccess" }
    constants as_sent { "featureType" = "boolean", "version" = 2, "final" = true }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StaticEntitlement {
    pub feature_type: String,
    pub config: Value,
    pub period: Option<IsoDuration>,
}

object! {
    StaticEntitlement { feature_type "featureType", config "config", period "period" }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListEntitlementsResponse {
    pub data: Vec<EntitlementListItem>,
}

object! { ListEntitlementsResponse { data "data" } }

request! {
    Nothing {
    }
    fn new()
}

object! { Nothing {} }

request! {
    IngestEvent {
        idempotency_key: String,
        subject: Option<String> => into String,
        external_subject: Option<String> => into String,
        data: JsonObject => into JsonObject,
    }
    fn with_subject(idempotency_key into String, subject into String)
    fn with_external_subject(idempotency_key into String, external_subject into String)
}

object! {
    IngestEvent {
        idempotency_key "idempotencyKey",
        subject "subject",
        external_subject "externalSubject",
        data "data",
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RuleConditionValue {
    Text(String),
    Number(f64),
    Range(RuleConditionRange),
    From(Box<RuleConditionFrom>),
    Unknown(Value),
}

union! {
    RuleConditionValue shape {
        Text(String) from = string,
        Number(f64) from = number,
        From(Box<RuleConditionFrom>) = object ["from"],
        Range(RuleConditionRange) from = object ["from", "to"],
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Nested {
    Named(Consumer),
    Value(RuleConditionValue),
    Unknown(Value),
}

union! {
    Nested shape {
        Named(Consumer) from = object ["name"],
        Value(RuleConditionValue) from = any,
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RuleConditionRange {
    pub from: f64,
    pub to: f64,
}

object! { RuleConditionRange { from "from", to "to" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RuleConditionFrom {
    pub from: f64,
}

object! { RuleConditionFrom { from "from" } }

request! {
    RuleCondition {
        value: Option<RuleConditionValue> => into RuleConditionValue,
        children: Vec<RuleCondition> => into Vec<RuleCondition>,
        count: Option<i64> => into i64,
        rates: BTreeMap<String, f64> => into BTreeMap<String, f64>,
    }
    extra additional: BTreeMap<String, i64>;
    fn new()
}

object! {
    RuleCondition {
        value "value",
        children "children",
        count "count",
        rates "rates",
    }
    extra additional
}

request! {
    Report {
        idempotency_key: Nullable<String> => into String | clear_idempotency_key,
        data: JsonObject => into JsonObject,
    }
    fn new()
}

object! {
    Report {
        idempotency_key "idempotencyKey",
        data "data",
    }
}

queueable! { Report { key idempotency_key } }

request! {
    Meter {
        function: MeterFunction,
        version: i64,
        error: Option<MeterFunction> => into MeterFunction,
        amount: Decimal,
        history: Vec<Option<Decimal>> => each Option<Decimal>,
        limit: Nullable<Decimal> => into Decimal | clear_limit,
    }
    extra additional: BTreeMap<String, Decimal>;
    fn new(amount into Decimal)
}

object! {
    Meter {
        function "function" is "linear",
        version "version" is 2,
        error "error" maybe "linear",
        amount "amount" as number,
        history "history" as number,
        limit "limit" as number,
    }
    extra additional as number
}

open_enum! {
    MeterFunction {
        Linear = "linear",
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Line {
    pub function: MeterFunction,
    pub steps: Vec<LineStep>,
}

object! { Line { function "function" is "linear", steps "steps" } closed true }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LineStep {
    pub up_to: i64,
}

object! { LineStep { up_to "upTo" } closed true }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Flat {
    pub price: Decimal,
    kind: ConstantOverrides,
}

object! {
    Flat { price "price" }
    constants kind { "object" = "flat" }
    closed true
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Pricing {
    Line(Line),
    Flat(Flat),
    Amount(Decimal),
    Nested(Vec<Pricing>),
    Unknown(Value),
}

union! {
    Pricing shape {
        Line(Line) from = object ["function"],
        Flat(Flat) from = object ["price"],
        Amount(Decimal as number) from = number,
        Nested(Vec<Pricing>) from = array,
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    Flat(Flat),
    Unknown(Value),
}

union! { Kind tag "object" { Flat(Flat) from = "flat" | "old" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Priced {
    pub pricing: Pricing,
    pub kind: Option<Kind>,
    pub data: JsonObject,
}

object! { Priced { pricing "pricing", kind "kind", data "data" } }

/// A union whose alternatives lack the tag, or may omit it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Pet {
    Cat(PetCat),
    Dog(PetDog),
    Unknown(Value),
}

union! {
    Pet tag "kind" {
        Cat(PetCat) from = "cat" | "kitten" => without_tag "cat",
        Dog(PetDog) from = "dog" => optional_tag "dog",
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PetCat {
    pub lives: Option<i64>,
}

object! {
    PetCat { lives "lives" }
    closed true
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PetDog {
    pub bark: Option<Decimal>,
    pub kind: Option<String>,
}

object! { PetDog { bark "bark", kind "kind" } }
