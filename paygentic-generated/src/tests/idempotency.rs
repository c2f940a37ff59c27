use std::collections::HashSet;

use serde_json::{Value, json};

use super::mock::{client_of, customers, wait};
use super::sample::*;
use crate::testing::{MockTransport, reply};
use crate::{Bytes, JsonObject};

fn sent(mock: &MockTransport) -> Vec<(Option<String>, Value)> {
    let requests = mock.requests();
    let each = requests.iter().map(|request| {
        let header = request.headers().get("idempotency-key");
        let header = header.map(|value| value.to_str().unwrap().to_owned());
        (header, serde_json::from_slice(request.body()).unwrap_or_default())
    });
    each.collect()
}

/// Responds with 500 twice, then with 200.
fn fails_twice() -> MockTransport {
    let failed = || Ok(reply(500, ""));
    MockTransport::in_turn([failed(), failed(), Ok(reply(200, "{}"))])
}

#[test]
fn a_key_is_generated_once_and_added_to_the_body() {
    let mock = fails_twice();
    let mut data = JsonObject::new();
    data.insert("idempotencyKey".into(), "not this one".into());
    wait(customers(&client_of(&mock)).report(Report::new().data(data))).unwrap();
    let sent = sent(&mock);
    let key = sent[0].1["idempotencyKey"].as_str().unwrap();
    assert_eq!(key.len(), 36, "{key}");
    assert_eq!(&key[14..15], "4");
    assert_eq!(
        sent[0].1,
        json!({"idempotencyKey": key, "data": {"idempotencyKey": "not this one"}})
    );
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|request| *request == sent[0]));
    assert_eq!(sent[0].0, None);
}

#[test]
fn a_key_is_generated_once_and_sent_in_the_header() {
    let mock = fails_twice();
    wait(customers(&client_of(&mock)).portal("cus_1", None)).unwrap();
    let sent = sent(&mock);
    assert!(sent[0].0.is_some() && sent.iter().all(|request| *request == sent[0]));
}

#[test]
fn each_call_has_its_own_key() {
    let mock = MockTransport::replying(200, "{}");
    let client = client_of(&mock);
    for _ in 0..1000 {
        wait(customers(&client).report(Report::new())).unwrap();
    }
    let keys: HashSet<String> =
        sent(&mock).into_iter().map(|(_, body)| body["idempotencyKey"].to_string()).collect();
    assert_eq!(keys.len(), 1000);
}

#[test]
fn the_key_of_the_caller_is_kept() {
    let mock = MockTransport::replying(200, "{}");
    let client = client_of(&mock);
    let customers = customers(&client);
    wait(customers.report(Report::new().idempotency_key("mine"))).unwrap();
    wait(customers.report(Report::new()).idempotency_key("mine")).unwrap();
    wait(customers.portal("cus_1", None).idempotency_key("mine")).unwrap();
    wait(customers.portal("cus_1", None).header("idempotency-key", "mine")).unwrap();
    let sent = sent(&mock);
    assert!(
        sent[..2].iter().all(|sent| *sent == (None, json!({"idempotencyKey": "mine", "data": {}})))
    );
    assert!(sent[2..].iter().all(|sent| *sent == (Some("mine".into()), Value::Null)));
}

#[test]
fn header_and_body_agree_where_an_operation_takes_both() {
    let mock = MockTransport::replying(200, "{}");
    let client = client_of(&mock);
    let customers = customers(&client);
    wait(customers.report_twice(Report::new().idempotency_key("mine"))).unwrap();
    wait(customers.report_twice(Report::new()).idempotency_key("mine")).unwrap();
    wait(customers.report_twice(Report::new())).unwrap();
    let sent = sent(&mock);
    assert_eq!(sent[0], (Some("mine".into()), json!({"idempotencyKey": "mine", "data": {}})));
    assert_eq!(sent[1], (Some("mine".into()), json!({"data": {}})));
    assert!(sent[2].0.is_some());
}

#[test]
fn conflicting_and_unsupported_keys_are_refused_before_sending() {
    let mock = MockTransport::replying(200, "{}");
    let client = client_of(&mock);
    let customers = customers(&client);
    let two = customers.report(Report::new().idempotency_key("a")).idempotency_key("b");
    assert!(wait(two).unwrap_err().to_string().contains("two different"));
    let none = customers.create(CreateCustomer::new("org_1")).idempotency_key("a");
    let refused = wait(none).unwrap_err().to_string();
    assert!(refused.contains("takes no idempotency key from the call: if its request body has"));
    for blank in ["", " ", "\t\n", "\u{a0}", "\u{3000}", "\u{200b}\u{2060}", "\u{ad}\u{feff}"] {
        let calls = [
            customers.report(Report::new()).idempotency_key(blank),
            customers.report(Report::new().idempotency_key(blank)),
            customers.report_twice(Report::new().idempotency_key(blank)),
            customers.report(Report::new()).in_queue(Some(blank.to_owned())),
        ];
        for call in calls {
            let error = wait(call).unwrap_err();
            assert!(error.is_invalid_request());
            assert!(error.to_string().contains("key is empty: set a unique one"), "{error}");
        }
    }
    for blank in ["", "  "] {
        for call in [customers.portal("cus_1", None), customers.portal("cus_1", None)] {
            let error = wait(call.header("Idempotency-Key", blank)).unwrap_err();
            assert!(error.to_string().contains("key is empty"), "{error}");
        }
        let other = customers.create(CreateCustomer::new("org_1"));
        assert!(wait(other.header("idempotency-key", blank)).is_err());
    }
    for odd in ["Schlüssel-1", " a", "a "] {
        let calls = [
            customers.portal("cus_1", None).header("Idempotency-Key", odd),
            customers.portal("cus_1", None).idempotency_key(odd),
        ];
        for call in calls {
            let error = wait(call).unwrap_err();
            assert!(error.to_string().contains("printable ASCII"), "{odd}: {error}");
        }
        let both = customers.report_twice(Report::new().idempotency_key(odd));
        assert!(wait(both).unwrap_err().is_invalid_request());
    }
    for value in ["", "the-same-for-all"] {
        let builder = super::mock::builder(&mock).default_header("Idempotency-Key", value);
        let client = builder.build().unwrap();
        let error = wait(super::mock::customers(&client).portal("cus_1", None)).unwrap_err();
        assert!(error.to_string().contains("with every request"), "{error}");
    }
    let smuggled = customers.portal("cus_1", None).idempotency_key("a\r\nx: y");
    assert!(wait(smuggled).unwrap_err().is_invalid_request());
    let null = customers.report(Report::new().clear_idempotency_key()).idempotency_key("a");
    assert!(wait(null).is_err());
    assert!(mock.requests().is_empty());
}

#[test]
fn an_error_contains_the_idempotency_key() {
    let mock = MockTransport::replying(400, "{}");
    let client = client_of(&mock);
    let error = wait(customers(&client).report(Report::new())).unwrap_err();
    let key = sent(&mock)[0].1["idempotencyKey"].clone();
    assert_eq!(error.idempotency_key(), key.as_str());
    let error = wait(customers(&client).create(CreateCustomer::new("org_1"))).unwrap_err();
    assert_eq!(error.idempotency_key(), None);
}

#[test]
fn the_rest_of_the_body_is_unchanged() {
    for (body, expected) in [
        ("{}", json!({"k": "x"})),
        (" { } ", json!({"k": "x"})),
        ("{\"a\":1}", json!({"k": "x", "a": 1})),
        ("\n{\n\"a\": [1, {\"k\": 2}] }", json!({"k": "x", "a": [1, {"k": 2}]})),
    ] {
        static OPERATION: crate::operation::Operation =
            crate::operation::Operation::new("o", "o", http::Method::POST, "/")
                .idempotency_body("k");
        let mut request = crate::request::Request::new(http::Method::POST);
        request.body = Some(Bytes::from(body).into());
        let keys = crate::idempotency::Keys {
            given: Some("x".to_owned()),
            in_body: crate::idempotency::BodyKey::Missing,
        };
        let key = crate::idempotency::complete(&OPERATION, &mut request, &Default::default(), keys)
            .unwrap();
        assert_eq!(key.as_deref(), Some("x"));
        let body: Value =
            serde_json::from_slice(request.body.unwrap().as_bytes().unwrap()).unwrap();
        assert_eq!(body, expected);
    }
}
