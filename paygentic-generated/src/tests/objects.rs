use serde_json::{Value, from_str, from_value, json, to_value};

use super::sample::*;
use crate::Nullable;
use crate::codec::Initial;

fn customer() -> Value {
    json!({
        "object": "customer", "id": "cus_1", "merchantId": "org_1", "balance": "1.50",
        "createdAt": "2026-01-02T03:04:05Z", "taxId": "DE1", "tags": ["a"], "type": "person",
        "metadata": {"k": [1]},
    })
}

fn without(key: &str) -> Value {
    let mut value = customer();
    value.as_object_mut().unwrap().remove(key);
    value
}

fn with(key: &str, new: Value) -> Value {
    let mut value = customer();
    value[key] = new;
    value
}

fn read(value: Value) -> Customer {
    let from_text: Customer = from_str(&value.to_string()).unwrap();
    let from_tree: Customer = from_value(value).unwrap();
    assert_eq!(from_text, from_tree);
    from_text
}

fn refusal(value: Value) -> String {
    from_value::<Customer>(value).unwrap_err().to_string()
}

#[test]
fn an_object_is_read_and_written_back() {
    let read = read(customer());
    assert_eq!(read.id, "cus_1");
    assert_eq!(read.tax_id.as_deref(), Some("DE1"));
    assert_eq!(read.r#type, CustomerType::Person);
    assert_eq!(read.created_at.to_string(), "2026-01-02T03:04:05Z");
    assert_eq!(to_value(&read).unwrap(), customer());
}

#[test]
fn keys_may_be_in_any_order_and_unknown_ones_are_ignored() {
    let text = r#"{"type":"person","x":{"id":[1,{"id":2}]},"tags":[],"metadata":{},"taxId":null,
        "balance":"1","createdAt":"2026-01-02T03:04:05Z","merchantId":"org_1","id":"cus_1"}"#;
    let customer: Customer = from_str(text).unwrap();
    assert_eq!((customer.id.as_str(), customer.merchant_id.as_str()), ("cus_1", "org_1"));
}

#[test]
fn escaped_keys_and_values_are_decoded() {
    let text = customer().to_string().replace(r#""id""#, r#""\u0069d""#);
    assert!(text.contains("\\u0069"));
    assert_eq!(from_str::<Customer>(&text.replace("cus_1", "cus_\\u00e9")).unwrap().id, "cus_é");
}

#[test]
fn the_last_value_of_a_duplicate_key_wins() {
    let text = customer().to_string().replacen('{', r#"{"id":"cus_0","#, 1);
    assert_eq!(from_str::<Customer>(&text).unwrap().id, "cus_1");
}

#[test]
fn missing_required_keys_are_errors_and_never_defaulted() {
    for key in ["id", "merchantId", "createdAt", "balance", "type"] {
        assert_eq!(refusal(without(key)), format!("missing field `{key}`"));
        let error = refusal(with(key, Value::Null));
        assert!(error.starts_with("invalid type: null"), "{key}: {error}");
    }
}

#[test]
fn optional_values_lists_and_maps_may_be_missing_or_null() {
    for key in ["taxId", "tags", "metadata"] {
        let missing = read(without(key));
        assert_eq!(missing, read(with(key, Value::Null)), "{key}");
    }
    assert_eq!(read(without("taxId")).tax_id, None);
    assert!(read(without("tags")).tags.is_empty());
    assert!(read(without("metadata")).metadata.is_empty());
}

#[test]
fn an_object_of_any_json_may_be_missing_or_null_like_other_maps() {
    for text in [r#"{"idempotencyKey":"k"}"#, r#"{"idempotencyKey":"k","data":null}"#] {
        assert!(from_str::<IngestEvent>(text).unwrap().data.is_empty());
        let tree: IngestEvent = from_value(from_str(text).unwrap()).unwrap();
        assert!(tree.data.is_empty());
    }
    let text = r#"{"idempotencyKey":"k","data":{"a":[1,null]}}"#;
    let event: IngestEvent = from_str(text).unwrap();
    assert_eq!(to_value(event).unwrap(), from_str::<Value>(text).unwrap());
    assert!(from_str::<IngestEvent>(r#"{"idempotencyKey":"k","data":[]}"#).is_err());
}

#[test]
fn constants_are_written_without_an_argument() {
    assert_eq!(read(without("object")), read(customer()));
    assert_eq!(to_value(read(without("object"))).unwrap(), customer());
    let boolean: BooleanEntitlement = from_value(json!({"hasAccess": true})).unwrap();
    assert_eq!(
        to_value(boolean).unwrap(),
        json!({"featureType": "boolean", "version": 2, "final": true, "hasAccess": true}),
    );
}

#[test]
fn an_unexpected_value_of_a_constant_round_trips() {
    for other in [json!("something else"), json!(null), json!({"a": [1]})] {
        let value = with("object", other);
        let read = read(value.clone());
        assert_eq!(to_value(&read).unwrap(), value);
        assert!(read != self::read(customer()));
    }
    // If a key occurs twice, the last value wins.
    let text = customer().to_string().replacen('{', r#"{"object":"old","#, 1);
    let again: Customer = from_str(&text).unwrap();
    assert_eq!(to_value(&again).unwrap(), customer());
}

#[test]
fn an_unexpected_value_of_a_constant_keeps_its_digits() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for other in [
        "123456789012345678901234567890.5",
        "0.10000000000000000001",
        "18446744073709551616",
        "-0.0",
        "1e400",
        "[1e400]",
        r#"{"a":{"b":[1e-400]}}"#,
        deep.as_str(),
    ] {
        let text = customer().to_string().replacen(r#""customer""#, other, 1);
        let read: Customer = from_str(&text).unwrap();
        let written = serde_json::to_string(&read).unwrap();
        assert!(written.contains(&format!(r#""object":{other},"#)), "{written}");
        assert_eq!(from_str::<Customer>(&written).unwrap(), read);
        assert!(read != self::read(customer()));
    }
    for sent in [r#""version":1e400"#, r#""final":0.10000000000000000001"#] {
        let read: BooleanEntitlement =
            from_str(&format!(r#"{{"hasAccess":true,{sent}}}"#)).unwrap();
        let written = serde_json::to_string(&read).unwrap();
        assert!(written.contains(sent), "{written}");
    }
}

#[test]
fn a_lone_surrogate_in_an_unexpected_value_of_a_constant_is_replaced() {
    let text = customer().to_string();
    let text = text.replacen(r#""object":"customer""#, r#""object":"a\ud800""#, 1);
    let read: Customer = crate::json::read(text.as_bytes()).unwrap();
    assert_eq!(to_value(read).unwrap()["object"], "a\u{fffd}");
}

#[test]
fn fields_described_with_one_value_can_be_read() {
    let value = json!({"function": "quadratic", "version": 3, "error": "new", "amount": 1});
    let meter: Meter = from_value(value.clone()).unwrap();
    assert_eq!(meter.function, "quadratic");
    assert_eq!((meter.version, meter.error.is_some()), (3, true));
    let written = to_value(&meter).unwrap();
    for key in ["function", "version", "error"] {
        assert_eq!(written[key], value[key]);
    }
    // The constructor does not take them as arguments, and optional ones are not set.
    let new = to_value(Meter::new(5)).unwrap();
    let expected = json!({"function": "linear", "version": 2, "amount": 5, "history": []});
    assert_eq!(new, expected);
    let missing = from_value::<Meter>(json!({"version": 2, "amount": 1})).unwrap_err();
    assert!(missing.to_string().contains("function"), "{missing}");
}

#[test]
fn a_described_value_may_be_a_large_number() {
    let text = r#"{"count":5000000000,"mass":5000000000.0,"price":5000000000}"#;
    let new: Large = Initial::initial();
    assert_eq!(serde_json::to_string(&new).unwrap(), text);
    assert_eq!(from_str::<Large>(text).unwrap(), new);
}

#[test]
fn decimals_that_are_numbers_keep_their_digits() {
    let text = r#"{"function":"linear","version":2,"amount":123456789012.12345678,"history":[1.10,null,1e400],"limit":0.10000000000000000001,"x":18446744073709551616}"#;
    let meter: Meter = from_str(text).unwrap();
    assert_eq!(meter.amount.as_str(), "123456789012.12345678");
    assert_eq!(serde_json::to_string(&meter).unwrap(), text);
    // Strings are read too, and written as numbers.
    for (sent, written) in [
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-007", "-7"),
        ("1e5", "1e5"),
        ("-0", "-0"),
        ("1.E+2", "1e+2"),
    ] {
        let meter = Meter::new("1".parse::<crate::Decimal>().unwrap())
            .limit(sent.parse::<crate::Decimal>().unwrap());
        let json = serde_json::to_string(&meter).unwrap();
        assert!(json.ends_with(&format!(r#""limit":{written}}}"#)), "{json}");
    }
    let other: crate::Decimal = from_str(r#""n/a""#).unwrap();
    let refused = serde_json::to_string(&Meter::new(other.clone())).unwrap_err().to_string();
    assert_eq!(refused, "`amount`: `n/a` is not a decimal number");
    assert!(serde_json::to_string(&Meter::new(1).history([Some(other)])).is_err());
    assert_eq!(to_value(Meter::new(1).clear_limit()).unwrap()["limit"], Value::Null);
}

#[test]
fn absent_null_and_value_are_distinct_bodies() {
    let text = |body: &UpdateCustomer| serde_json::to_string(body).unwrap();
    assert_eq!(text(&UpdateCustomer::new()), "{}");
    assert_eq!(text(&UpdateCustomer::new().clear_tax_id()), r#"{"taxId":null}"#);
    assert_eq!(text(&UpdateCustomer::new().tax_id("DE1")), r#"{"taxId":"DE1"}"#);

    let read = |text: &str| from_str::<UpdateCustomer>(text).unwrap().tax_id;
    assert_eq!(read("{}"), Nullable::Unset);
    assert_eq!(read(r#"{"taxId":null}"#), Nullable::Null);
    assert_eq!(read(r#"{"taxId":"DE1"}"#), Nullable::Value("DE1".to_owned()));
}

#[test]
fn a_required_field_without_value_is_written_as_null() {
    assert_eq!(
        to_value(CreateCustomer::new("org_1")).unwrap(),
        json!({"merchantId": "org_1", "activeTo": null, "tags": []}),
    );
}

#[test]
fn setters_accept_convertible_values() {
    let body = CreateCustomer::new(OrganizationId::from("org_1"))
        .consumer(Consumer::new("Acme"))
        .tax_id(String::from("DE1"))
        .active_to(jiff::civil::date(2026, 12, 31))
        .r#type("company")
        .limit(5)
        .tags(["a".to_owned()]);
    assert_eq!(
        to_value(body).unwrap(),
        json!({
            "merchantId": "org_1", "consumer": {"name": "Acme"}, "taxId": "DE1",
            "activeTo": "2026-12-31", "type": "company", "limit": 5.0, "tags": ["a"],
        }),
    );
}

#[test]
fn constructors_require_one_of_two_fields() {
    let subject = to_value(IngestEvent::with_subject("key", "cus_1")).unwrap();
    assert_eq!(subject, json!({"idempotencyKey": "key", "subject": "cus_1", "data": {}}));
    let external = to_value(IngestEvent::with_external_subject("key", "acme")).unwrap();
    assert_eq!(external, json!({"idempotencyKey": "key", "externalSubject": "acme", "data": {}}));
}

#[test]
fn additional_properties_round_trip() {
    let value = json!({"name": "Acme", "x": 1, "y": {"z": [null]}});
    let consumer: Consumer = from_value(value.clone()).unwrap();
    assert_eq!(consumer.additional.len(), 2);
    assert_eq!(to_value(&consumer).unwrap(), value);

    let typed: RuleCondition = from_value(json!({"a": 1, "b": 2e1})).unwrap();
    assert_eq!(typed.additional["b"], 20);
    assert!(from_value::<RuleCondition>(json!({"a": "text"})).is_err());
}

#[test]
fn an_additional_property_cannot_duplicate_a_field() {
    let extra = json!({"name": "other"}).as_object().unwrap().clone();
    let error = serde_json::to_string(&Consumer::new("Acme").additional(extra)).unwrap_err();
    assert!(error.to_string().contains("`name`"), "{error}");
}

#[test]
fn an_empty_object_works() {
    let nothing: Nothing = from_value(json!({"anything": 1})).unwrap();
    assert_eq!(nothing, Nothing::new());
    assert_eq!(to_value(nothing).unwrap(), json!({}));
}

#[test]
fn types_work_inside_custom_types() {
    let pair: (Customer, CustomerType) = from_value(json!([customer(), "company"])).unwrap();
    assert_eq!(pair.1, CustomerType::Company);
}
