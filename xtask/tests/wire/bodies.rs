#![allow(missing_docs, clippy::unwrap_used)]

use bodies::blocking::Client;
use bodies::models::{Cell, LabelList, ListLabels, Payment, PaymentBank, PaymentCard, Row};
use bodies::testing::MockTransport;
use bodies::{Environment, Value};

fn client(mock: &MockTransport) -> Client {
    let builder = Client::builder().environment(Environment::Default);
    builder.transport(mock.clone()).build().unwrap()
}

fn sent(mock: &MockTransport) -> String {
    String::from_utf8(mock.requests()[0].body().to_vec()).unwrap()
}

#[test]
fn json_is_requested_by_its_media_type() {
    let mock = MockTransport::replying(200, "\"a\"");
    assert_eq!(client(&mock).things().get().send().unwrap(), "a");
    assert_eq!(mock.requests()[0].headers()["accept"], "application/vnd.api+json");
}

#[test]
fn a_page_that_is_also_sent() {
    for (answer, expected) in [(r#"{"data":["a","b"]}"#, 2), (r#"{"data":null}"#, 0), ("{}", 0)] {
        let mock = MockTransport::replying(200, answer);
        let labels = client(&mock).labels().list(ListLabels::new().limit(5)).send().unwrap();
        assert_eq!(labels.into_iter().count(), expected, "{answer}");
    }
    let mock = MockTransport::replying(204, "");
    client(&mock).labels().set(LabelList::new().clear_data()).send().unwrap();
    assert_eq!(sent(&mock), r#"{"data":null}"#);
}

#[test]
fn a_union_in_a_union_beside_properties() {
    for text in [r#"{"id":"p","limit":3}"#, r#"{"id":"p","pin":"1"}"#, r#"{"id":"p","iban":"x"}"#] {
        let mock = MockTransport::replying(200, text);
        let payment: Payment = match text {
            _ if text.contains("limit") => PaymentCard::credit("p", 3).into(),
            _ if text.contains("pin") => {
                serde_json::from_str::<PaymentCard>(text).unwrap().into()
            }
            _ => serde_json::from_str::<PaymentBank>(text).unwrap().into(),
        };
        let read = client(&mock).payments().pay(payment.clone()).send().unwrap();
        assert_eq!(read, payment);
        assert_eq!(sent(&mock), text);
    }
}

#[test]
fn a_variant_can_be_named_like_a_function_of_emitted_code() {
    let mock = MockTransport::replying(204, "");
    let row: Row = serde_json::from_str(r#"{"cell":{"kind":"blank"},"made":true,"new":1}"#).unwrap();
    assert_eq!(row.cell, Cell::blank());
    client(&mock).cells().set(row.made(false).new_(Value::from(2))).send().unwrap();
    assert_eq!(sent(&mock), r#"{"cell":{"kind":"blank"},"made":false,"new":2}"#);
}
