//! Ids: each kind is a type of its own, however the contract spells it.

use std::marker::PhantomData;

use paygentic_generated::models::*;
use serde_json::json;

use crate::round_trip;

#[test]
fn ids_are_typed_whether_described_in_place_or_by_reference() {
    let json = json!({
        "object": "grant", "id": "grt_1", "entitlementId": "ent_9", "amount": 500.0,
        "effectiveAt": "2026-03-01T00:00:00Z", "createdAt": "2026-02-28T23:59:59Z",
        "recurrencePeriod": null, "idempotencyKey": "top-up-1",
    });
    let grant: Grant = round_trip("Grant", json);
    // In place in the contract.
    let _: (&GrantId, &EntitlementId) = (&grant.id, &grant.entitlement_id);

    let json = json!({
        "object": "customer", "id": "cus_4", "consumerId": "org_2", "merchantId": "org_1",
        "createdAt": "2026-02-28T23:59:59Z", "updatedAt": "2026-02-28T23:59:59Z",
        "organization": {"id": "org_2", "name": "Tide & Sons", "billingEmails": []},
        "taxRates": {"vat": 0.23},
        "validTaxAddress": {"valid": false, "message": "no postcode"},
    });
    let customer: Customer = round_trip("Customer", json);
    // By reference.
    let _: (&CustomerId, &OrganizationId) = (&customer.id, &customer.consumer_id);
    // As a plain string, for which the overlay names the type.
    let organization = customer.organization.unwrap();
    assert_eq!(organization.id, customer.consumer_id);
}

/// Whether one type converts into another, as a value: the method of the type is found first, but
/// only if its bound holds; the trait's is found otherwise.
struct Conversion<From, To>(PhantomData<(From, To)>);

trait NoConversion {
    fn exists(&self) -> bool {
        false
    }
}

impl<From, To> NoConversion for Conversion<From, To> {}

impl<From: Into<To>, To> Conversion<From, To> {
    fn exists(&self) -> bool {
        true
    }
}

macro_rules! converts {
    ($from:ty => $to:ty) => {
        Conversion::<$from, $to>(PhantomData).exists()
    };
}

/// All methods accept `impl Into<CustomerId>` and the like.
#[test]
fn an_id_of_another_kind_does_not_compile() {
    assert!(converts!(&str => CustomerId));
    assert!(converts!(String => CustomerId));
    assert!(converts!(&CustomerId => CustomerId));
    assert!(!converts!(PlanId => CustomerId));
    assert!(!converts!(&PlanId => CustomerId));
    assert!(!converts!(&InvoiceId => SubscriptionId));
    assert!(!converts!(&CustomerId => OrganizationId));
}
