use std::time::Duration;

use http::Method;

use super::mock::{TOKEN, client_of, customers, wait};
use super::sample::*;
use crate::Error;
use crate::testing::{MockTransport, reply};

const CUSTOMER: &str = r#"{"id":"cus_1","merchantId":"org_1","balance":"1.50","type":"person",
    "createdAt":"2026-01-02T03:04:05Z"}"#;

#[test]
fn a_call_is_sent_with_its_token_headers_and_body() {
    let mock = MockTransport::replying(201, CUSTOMER);
    let client = client_of(&mock);
    let customer = wait(customers(&client).update("cus_1", UpdateCustomer::new().clear_tax_id()));
    assert_eq!(customer.unwrap().balance.as_str(), "1.50");

    let [request] = &mock.requests()[..] else { panic!("one request") };
    assert_eq!(request.method(), Method::PATCH);
    assert_eq!(request.uri(), "https://api.example/base/v0/customers/cus_1");
    assert_eq!(request.headers()["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["accept"], "application/json");
    assert!(request.headers()["user-agent"].to_str().unwrap().starts_with(env!("CARGO_PKG_NAME")));
    assert_eq!(&request.body()[..], br#"{"taxId":null}"#);
}

#[test]
fn a_call_can_be_inspected_before_it_is_sent() {
    let client = client_of(&MockTransport::replying(200, ""));
    let call = customers(&client).update("cus 1", UpdateCustomer::new().tax_id("x"));
    assert_eq!(call.method(), Method::PATCH);
    assert_eq!(call.path(), "/v0/customers/cus%201");
    assert_eq!(call.body(), Some(&br#"{"taxId":"x"}"#[..]));
    assert_eq!((call.operation(), call.operation_id()), ("customers.update", "updateCustomer"));
    let call = customers(&client).list(ListCustomers::new("org_1").limit(5));
    assert_eq!(call.query().collect::<Vec<_>>(), [("organizationId", "org_1"), ("limit", "5")]);
}

#[test]
fn a_path_argument_is_always_one_segment() {
    let client = client_of(&MockTransport::replying(204, ""));
    for (id, path) in [
        ("../../v0/fees/fee_1", "/v0/customers/..%2F..%2Fv0%2Ffees%2Ffee_1"),
        ("a?b#c%d/e f", "/v0/customers/a%3Fb%23c%25d%2Fe%20f"),
        ("%2e%2e", "/v0/customers/%252e%252e"),
        ("a\r\nb", "/v0/customers/a%0D%0Ab"),
        ("é", "/v0/customers/%C3%A9"),
        ("a-._~b", "/v0/customers/a-._~b"),
        ("...", "/v0/customers/..."),
        ("{id}", "/v0/customers/%7Bid%7D"),
        ("a\\b;c=d+e", "/v0/customers/a%5Cb%3Bc%3Dd%2Be"),
    ] {
        let mock = MockTransport::replying(204, "");
        assert_eq!(customers(&client).delete(id).path(), path);
        wait(customers(&client_of(&mock)).delete(id)).unwrap();
        assert_eq!(mock.requests()[0].uri().path(), format!("/base{path}"));
    }
    let call = customers(&client).logo("cus_1", 64);
    assert_eq!(call.path(), "/v0/customers/cus_1/logo/64");
}

#[test]
fn an_id_that_would_change_the_path_is_refused_before_sending() {
    for id in ["", ".", ".."] {
        let mock = MockTransport::replying(204, "");
        let error = wait(customers(&client_of(&mock)).delete(id)).unwrap_err();
        assert!(error.to_string().starts_with("customers.delete: path parameter `id`"), "{error}");
        assert!(error.is_invalid_request());
        assert!(mock.requests().is_empty());
    }
}

#[test]
fn the_query_is_encoded_as_in_rfc_3986() {
    let mock = MockTransport::replying(200, r#"{"data":[]}"#);
    let parameters = ListCustomers::new("a b&c=d+e")
        .limit(10)
        .cost_id(["x".to_owned(), "y,z".to_owned()])
        .ids(vec![CustomerId::from("1"), CustomerId::from("2")])
        .trace("t1");
    wait(customers(&client_of(&mock)).list(parameters)).unwrap();
    let request = &mock.requests()[0];
    assert_eq!(
        request.uri().query().unwrap(),
        "organizationId=a%20b%26c%3Dd%2Be&limit=10&costId=x&costId=y%2Cz&ids=1,2",
    );
    assert_eq!(request.headers()["x-trace"], "t1");
    assert_eq!(customers(&client_of(&mock)).list(ListCustomers::new("o")).query().count(), 1);
}

#[test]
fn a_header_value_cannot_inject_a_header() {
    let mock = MockTransport::replying(200, r#"{"data":[]}"#);
    let client = client_of(&mock);
    let evil = "a\r\nAuthorization: Bearer other";
    let error = wait(customers(&client).list(ListCustomers::new("o").trace(evil))).unwrap_err();
    assert!(error.to_string().contains("X-Trace"), "{error}");
    assert!(wait(customers(&client).get("cus_1").header("x-more", evil)).is_err());
    assert!(wait(customers(&client).get("cus_1").header("x more", "a")).is_err());
    assert!(mock.requests().is_empty());
}

#[test]
fn the_token_is_sent_only_where_required_and_cannot_be_overridden_by_a_header() {
    let mock = MockTransport::replying(200, CUSTOMER);
    let client = client_of(&mock);
    wait(customers(&client).get("cus_1").header("Authorization", "other")).unwrap();
    wait(customers(&client).logo("cus_1", 1)).unwrap();
    let sent = mock.requests();
    assert_eq!(sent[0].headers()["authorization"], format!("Bearer {TOKEN}"));
    assert!(!sent[1].headers().contains_key("authorization"));
}

#[test]
fn bodies_may_be_bytes_or_omitted() {
    let mock = MockTransport::replying(200, "null");
    let client = client_of(&mock);
    wait(customers(&client).upload_logo("cus_1", &b"PNG"[..])).unwrap();
    wait(customers(&client).portal("cus_1", None)).unwrap();
    wait(customers(&client).portal("cus_1", UpdateCustomer::new())).unwrap();
    let sent = mock.requests();
    assert_eq!(
        (&sent[0].headers()["content-type"], &sent[0].body()[..]),
        (&"image/png".parse().unwrap(), &b"PNG"[..])
    );
    assert!(sent[1].body().is_empty() && !sent[1].headers().contains_key("content-type"));
    assert_eq!(&sent[2].body()[..], b"{}");
    assert_eq!(sent[2].headers()["content-type"], "application/merge-patch+json");
}

#[test]
fn a_body_that_cannot_be_serialized_is_not_sent() {
    let mock = MockTransport::replying(201, CUSTOMER);
    let body = CreateCustomer::new("org_1").limit(f64::NAN);
    let error = wait(customers(&client_of(&mock)).create(body)).unwrap_err();
    assert!(
        error.to_string().starts_with("customers.create: the body cannot be written"),
        "{error}"
    );
    assert!(mock.requests().is_empty());
}

#[test]
fn non_json_content_is_returned_as_bytes() {
    let mock = MockTransport::replying(200, "%PDF");
    let bytes = wait(customers(&client_of(&mock)).logo("cus_1", 1)).unwrap();
    assert_eq!(&bytes[..], b"%PDF");
    assert_eq!(mock.requests()[0].headers()["accept"], "*/*");
}

#[test]
fn with_response_returns_value_and_response() {
    let mock = MockTransport::new(|_| {
        let mut response = reply(201, CUSTOMER);
        response.headers_mut().insert("x-request-id", "req_1".parse().unwrap());
        Ok(response)
    });
    let client = client_of(&mock);
    let response = wait(customers(&client).get("cus_1").with_response()).unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.request_id(), Some("req_1"));
    assert_eq!(&response.body()[..], CUSTOMER.as_bytes());
    assert_eq!(response.value().id, "cus_1");
}

#[test]
fn time_limits_are_passed_to_the_transport() {
    let mock = MockTransport::replying(200, CUSTOMER);
    let client = client_of(&mock);
    wait(customers(&client).get("cus_1")).unwrap();
    wait(customers(&client).get("cus_1").timeout(Duration::from_millis(7))).unwrap();
    let limits = mock.limits();
    assert_eq!(limits[0].timeout, Duration::from_secs(30));
    assert!(limits[1].timeout <= Duration::from_millis(7));
}

#[test]
fn calls_can_be_sent_from_other_threads() {
    fn sendable<T: Send>(value: T) -> T {
        value
    }
    let mock = MockTransport::replying(200, CUSTOMER);
    let client = client_of(&mock);
    let resources = customers(&client);
    let future = sendable(resources.get("cus_1").into_future());
    assert!(wait(future).is_ok());
    assert!(wait(sendable(resources.get("cus_1").send())).is_ok());
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
