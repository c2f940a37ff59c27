//! Responses as callers see them: status, value, errors.

use paygentic_generated::models::*;
use serde_json::json;

use crate::common::{canned, decimal};
use crate::payment;

#[tokio::test]
async fn created_and_existing_are_distinguished_by_status() {
    for status in [200, 201] {
        let client = canned::client(status, payment());
        let body = CreatePayment::new(CreatePaymentRequired {
            amount: decimal("10.50"),
            currency: PaymentCurrency::Eur,
        });
        let response = client.payments().create(body).with_response().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.value().id, "pay_1");
    }
}

#[tokio::test]
async fn a_response_without_content_is_unit() {
    let client = canned::client(204, "");
    let response = client.customers().delete("cus_4").with_response().await.unwrap();
    assert_eq!(response.status(), 204);
    let () = response.into_value();
}

#[tokio::test]
async fn a_page_yields_its_items() {
    let page = json!({
        "object": "list", "data": [payment(), payment()],
        "pagination": {"limit": 2, "offset": 0, "total": 7},
    });
    let client = canned::client(200, page);
    let page = client.payments().list(ListPayments::new()).await.unwrap();
    assert_eq!(page.items().len(), 2);
    assert_eq!(page.items()[1].amount, decimal("10.5"));
}

/// In a list, and inside a union in a list.
#[tokio::test]
async fn an_unreadable_value_is_reported_with_its_location() {
    let mut faulty = payment();
    faulty["createdAt"] = json!("yesterday");
    let client = canned::client(200, json!({"data": [payment(), faulty], "pagination": null}));
    let error = client.payments().list(ListPayments::new()).await.unwrap_err();
    assert_eq!(error.decode_path(), Some("data[1].createdAt"));

    let item = json!({
        "entitlementId": "ent_9", "customerId": "cus_4", "featureId": "feat_2",
        "featureKey": "api-calls", "featureType": "metered", "productId": "prod_1",
        "subscriptionId": null, "status": "active", "activeFrom": "2026-01-15T09:30:00Z",
        "activeTo": null, "hasAccess": true, "metadata": {}, "config": null,
    });
    for (data, place) in [
        (json!([item]), "data[0].isSoftLimit"),
        (json!([{"featureType": "tiered"}, item]), "data[1].isSoftLimit"),
    ] {
        let client = canned::client(200, json!({"data": data}));
        let error = client.entitlements().list(ListEntitlements::new()).await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(error.decode_path(), Some(place));
        assert!(error.body_text().contains("api-calls"));
    }
}

#[tokio::test]
async fn the_error_lists_what_blocks_the_deletion_of_a_customer() {
    let body = json!({
        "error": "conflict", "message": "still in use",
        "details": {"blockers": [
            {"type": "subscriptions", "count": 1, "items": [{"id": "sub_3", "status": "active"}]},
            {"type": "escrows", "count": 2, "items": []},
        ]},
    });
    let client = canned::client(409, body);
    let error = client.customers().delete("cus_4").await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.message(), Some("still in use"));
    let conflict: DeleteCustomerConflict = error.body_as().unwrap();
    let blockers = conflict.details.unwrap().blockers.unwrap();
    assert_eq!(blockers[0].items[0].id.as_deref(), Some("sub_3"));
    assert_eq!(blockers[1].r#type.as_str(), "escrows");
}
