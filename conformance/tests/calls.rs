//! Every operation of the contract can be called, and invalid cases are reported.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use paygentic_conformance::operation;
use serde_json::{Value, json};
use support::{call, roundtrip, with_transport};

use paygentic_generated::testing::MockTransport;

/// The operations of the contract by their ids, read without the generator.
fn contract() -> BTreeMap<String, Value> {
    let read = |name: &str| -> Value {
        let path = format!("{}/../spec/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let documents = [read("openapi.yaml"), read("ahead.yaml")];
    let mut found = BTreeMap::new();
    let paths = documents.iter().flat_map(|document| document["paths"].as_object().unwrap());
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            let mut operation = operation.clone();
            operation["method"] = json!(method.to_uppercase());
            operation["path"] = json!(path);
            assert!(found.insert(id.to_owned(), operation).is_none(), "{id}");
        }
    }
    found
}

#[test]
fn every_operation_of_the_contract_can_be_called() {
    let contract = contract();
    let reached: BTreeSet<&str> = operation::operations().map(|operation| operation.id).collect();
    let declared: BTreeSet<&str> = contract.keys().map(String::as_str).collect();
    assert_eq!(reached, declared);
    assert_eq!(operation::operations().count(), contract.len());
    for operation in operation::operations() {
        let has_body = contract[operation.id].get("requestBody").is_some();
        assert_eq!(operation.request.is_some(), has_body, "{}", operation.id);
    }
}

/// The path parameters, `1` each, as text or as a number, and the path that they lead to.
fn path_of(operation: &Value, numbers: &BTreeSet<String>) -> (Value, String) {
    let mut arguments = json!({});
    let mut path = operation["path"].as_str().unwrap().to_owned();
    while let Some((start, rest)) = path.clone().split_once('{') {
        let (name, rest) = rest.split_once('}').unwrap();
        arguments[name] = if numbers.contains(name) { json!(1) } else { json!("1") };
        path = format!("{start}1{rest}");
    }
    (arguments, path)
}

/// The path parameter that a call finds to be of a wrong type.
fn mistyped(report: &Value) -> Option<String> {
    let message = report["error"]["message"].as_str()?;
    let rest = message.strip_prefix("path parameter `")?;
    let (name, rest) = rest.split_once('`')?;
    rest.contains("has the wrong type").then(|| name.to_owned())
}

/// Each call without a body or a parameter that is required goes where the contract says.
#[test]
fn calls_go_where_the_contract_says() {
    let mut sent = 0;
    for (id, operation) in contract() {
        let mock = MockTransport::replying(418, "{}");
        let client = with_transport(&mock);
        let mut numbers = BTreeSet::new();
        let (error, expected) = loop {
            let (arguments, path) = path_of(&operation, &numbers);
            let line = json!({"id": id, "operation": id, "path": arguments});
            let report = call(&client, &line.to_string());
            match mistyped(&report) {
                Some(name) => assert!(numbers.insert(name), "{report}"),
                None => break (report["error"].clone(), path),
            }
        };
        let requests = mock.requests();
        match error["kind"].as_str().unwrap() {
            // A body or parameters are missing; nothing else may be wrong.
            "case" => {
                let message = error["message"].as_str().unwrap();
                assert!(
                    message.ends_with("missing") || message.starts_with("one of"),
                    "{id}: {error}"
                );
                assert!(requests.is_empty(), "{id}");
            }
            "status" => {
                sent += 1;
                assert_eq!(requests[0].method().as_str(), operation["method"], "{id}");
                assert!(requests[0].uri().path().ends_with(&expected), "{id}");
            }
            _ => panic!("{id}: {error}"),
        }
    }
    assert!(sent > 50, "{sent}");
}

#[test]
fn a_call_carries_every_argument_and_gives_the_answer_encoded_again() {
    let mock = MockTransport::replying(
        200,
        r#"{"object": "list", "data": [], "pagination": {"limit": 5, "offset": 0, "total": 0}}"#,
    );
    let case = json!({"id": "a", "operation": "listCustomers",
        "query": {"organizationId": "org_1", "limit": 5, "name": "a b&c"}});
    let report = call(&with_transport(&mock), &case.to_string());
    assert_eq!(report["ok"], true, "{report}");
    assert_eq!((&report["id"], &report["status"]), (&json!("a"), &json!(200)));
    assert_eq!(report["out"]["pagination"]["total"], 0);
    let uri = mock.requests()[0].uri().to_string();
    assert!(uri.ends_with("/v0/customers?limit=5&name=a%20b%26c&organizationId=org_1"), "{uri}");
}

#[test]
fn lists_groups_and_times_arrive() {
    let mock = MockTransport::replying(418, "{}");
    let case = json!({"operation": "getRevenue", "query": {"startTime": "2024-01-01T00:00:00Z",
        "endTime": "2024-02-01T00:00:00Z", "subscriptionIds": ["sub_1", "sub_2"], "currency": "USD"}});
    call(&with_transport(&mock), &case.to_string());
    let query = mock.requests()[0].uri().query().unwrap().to_owned();
    for pair in ["subscriptionIds=sub_1", "subscriptionIds=sub_2", "currency=USD"] {
        assert!(query.contains(pair), "{query}");
    }
    assert!(query.contains("startTime=2024-01-01T00%3A00%3A00Z"), "{query}");
}

#[test]
fn an_idempotency_key_goes_into_its_header() {
    let mock = MockTransport::replying(418, "{}");
    let body = json!({"subscriptionId": "sub_1", "displayName": "d", "currency": "USD",
        "quantity": 1, "unitPrice": 2.5});
    let case =
        json!({"operation": "createLineItem", "header": {"idempotency-key": "k-1"}, "body": body});
    let report = call(&with_transport(&mock), &case.to_string());
    let requests = mock.requests();
    assert_eq!(requests.len(), 1, "{report}");
    assert_eq!(requests[0].headers()["Idempotency-Key"], "k-1");
}

#[test]
fn a_body_is_sent_as_the_model_writes_it() {
    let mock = MockTransport::replying(418, "{}");
    let case =
        json!({"operation": "updateCustomer", "path": {"id": "cus_1"}, "body": {"taxId": null}});
    call(&with_transport(&mock), &case.to_string());
    assert_eq!(mock.requests()[0].body().as_ref(), br#"{"taxId":null}"#);
}

#[test]
fn an_error_of_the_server_comes_with_its_status_and_its_typed_body() {
    let mock = MockTransport::replying(403, r#"{"message": "no", "error": "forbidden"}"#);
    let case = json!({"operation": "getCustomer", "path": {"id": "cus_1"}});
    let report = call(&with_transport(&mock), &case.to_string());
    let error = &report["error"];
    assert_eq!((&error["kind"], &error["status"]), (&json!("status"), &json!(403)));
    assert_eq!(error["explanation"], "no");
    assert_eq!(error["out"]["message"], "no");
}

#[test]
fn an_answer_that_does_not_fit_says_where() {
    let mock = MockTransport::replying(200, r#"{"data": [{"id": 1}]}"#);
    let case = json!({"operation": "listCustomers", "query": {"organizationId": "org_1"}});
    let report = call(&with_transport(&mock), &case.to_string());
    assert_eq!(report["error"]["kind"], "decode", "{report}");
    assert_eq!(report["error"]["path"], "data[0].id", "{report}");
    assert_eq!(report["error"]["status"], 200);
}

#[test]
fn an_invalid_call_is_an_error_of_its_case_and_sends_nothing() {
    let mock = MockTransport::replying(200, "{}");
    let client = with_transport(&mock);
    let cases = [
        (json!({"operation": "nothing"}), "unknown operation `nothing`"),
        (json!({"operation": "listCustomers"}), "query parameter `organizationId` is missing"),
        (json!({"operation": "getCustomer"}), "path parameter `id` is missing"),
        (
            json!({"operation": "getCustomer", "path": {"id": "cus_1"}, "query": {"x": 1}}),
            "the operation has no query parameter `x`",
        ),
        (
            json!({"operation": "getCustomer", "path": {"id": "cus_1"}, "header": {"X-Y": "z"}}),
            "the operation has no header parameter `X-Y`",
        ),
        (
            json!({"operation": "getCustomer", "path": {"id": "cus_1"}, "body": {}}),
            "the operation has no request body",
        ),
        (
            json!({"operation": "listCustomers", "query": {"organizationId": "org_1", "limit": "5"}}),
            "query parameter `limit` has the wrong type",
        ),
        (
            json!({"operation": "getCustomer", "path": {"id": 5}}),
            "path parameter `id` has the wrong type",
        ),
        (json!({"operation": "updateCustomer", "path": {"id": "cus_1"}}), "the body is missing"),
        (
            json!({"operation": "updateCustomer", "path": {"id": "cus_1"}, "body": {"taxId": 5}}),
            "the body has the wrong type",
        ),
        (
            json!({"operation": "getRevenue", "query": {"startTime": "2024-01-01T00:00:00Z",
                "endTime": "2024-02-01T00:00:00Z"}}),
            "one of these is missing: merchantId, customerId, subscriptionIds",
        ),
        (json!({"operation": "getCustomer", "headers": {}}), "unknown field `headers`"),
        (json!([1]), "line 1"),
    ];
    for (case, expected) in cases {
        let report = call(&client, &case.to_string());
        assert_eq!(report["error"]["kind"], "case", "{report}");
        let message = report["error"]["message"].as_str().unwrap();
        assert!(message.contains(expected), "{message}");
    }
    for text in ["not json", "\u{feff}{}", "{\"operation\": 1"] {
        let report = call(&client, text);
        assert_eq!(report["error"]["kind"], "case");
        assert_eq!(report["error"]["line"], 1);
    }
    assert!(mock.requests().is_empty());
}

#[test]
fn json_goes_through_the_model_it_is_meant_for() {
    let request = roundtrip(
        &json!({"operation": "createCustomer", "direction": "request",
        "json": {"merchantId": "org_1", "consumerId": "org_2", "unknown": 1}})
        .to_string(),
    );
    assert_eq!(request["out"], json!({"merchantId": "org_1", "consumerId": "org_2"}));
    let response = |status: u16, json: Value| {
        roundtrip(&json!({"operation": "deleteCustomer", "direction": "response", "status": status, "json": json}).to_string())
    };
    assert_eq!(response(204, json!({"ignored": 1}))["out"], Value::Null);
    assert_eq!(response(403, json!({"message": "m", "error": "e"}))["ok"], true);
    assert_eq!(response(409, json!([]))["error"]["kind"], "decode");
    assert_eq!(response(418, json!([1, null]))["out"], json!([1, null]));
}

#[test]
fn an_invalid_roundtrip_is_an_error_of_its_case() {
    let cases = [
        (
            json!({"id": 1, "operation": "x", "direction": "request", "json": {}}),
            "unknown operation `x`",
        ),
        (
            json!({"id": 1, "operation": "getCustomer", "direction": "request", "json": {}}),
            "no request body",
        ),
        (
            json!({"id": 1, "operation": "getCustomer", "direction": "up", "json": {}}),
            "unknown variant `up`",
        ),
        (
            json!({"id": 1, "operation": "getCustomer", "direction": "response"}),
            "missing field `json`",
        ),
    ];
    for (case, expected) in cases {
        let report = roundtrip(&case.to_string());
        assert_eq!((&report["id"], &report["error"]["kind"]), (&json!(1), &json!("case")));
        let message = report["error"]["message"].as_str().unwrap();
        assert!(message.contains(expected), "{message}");
    }
}
