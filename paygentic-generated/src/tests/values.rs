use std::collections::HashSet;
use std::time::Duration;

use serde_json::{from_str, to_string};

use super::sample::*;
use crate::json;
use crate::support::*;

fn read<T: Field>(text: &str) -> T {
    json::read(text.as_bytes()).unwrap()
}

fn refusal<T: Field + std::fmt::Debug>(text: &str) -> String {
    json::read::<T>(text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn whole_numbers_are_integers_however_they_are_written() {
    for (text, number) in [
        ("10", 10),
        ("10.0", 10),
        ("1e1", 10),
        ("-0.0", 0),
        ("-9e18", -9_000_000_000_000_000_000),
    ] {
        assert_eq!(read::<i64>(text), number, "{text}");
    }
    assert_eq!(read::<i64>("9223372036854775807"), i64::MAX);
    for text in [
        "10.5",
        "1e19",
        "9223372036854775808",
        "9.3e18",
        "\"1\"",
        "true",
        "null",
    ] {
        refusal::<i64>(text);
    }
}

#[test]
fn open_enums_keep_what_they_do_not_know() {
    let kinds: Vec<CustomerType> = from_str(r#"["person","company","robot","Unknown"]"#).unwrap();
    assert_eq!(kinds[0], CustomerType::Person);
    assert_eq!(kinds[2], CustomerType::Unknown("robot".into()));
    assert_eq!(kinds[2], "robot");
    assert_eq!(
        to_string(&kinds).unwrap(),
        r#"["person","company","robot","Unknown"]"#
    );
    assert_eq!(CustomerType::from("person"), CustomerType::Person);
    assert_eq!(CustomerType::Company.to_string(), "company");
}

#[test]
fn ids_are_never_checked() {
    let id: CustomerId = from_str(r#""anything at all""#).unwrap();
    assert_eq!(id, "anything at all");
    assert_eq!(format!("{id:?}"), r#"CustomerId("anything at all")"#);
    assert_eq!(CustomerId::from(&id).into_string(), "anything at all");
    assert!(from_str::<CustomerId>("1").is_err());
}

#[test]
fn timestamps_of_rfc_3339_are_read_whatever_their_form() {
    for (text, expected) in [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02t03:04:05z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05.5+02:00", "2026-01-02T01:04:05.5Z"),
        (
            "2026-01-02T03:04:05.1234567891234-05:30",
            "2026-01-02T08:34:05.123456789Z",
        ),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2026-01-02T03:04:05-00:00", "2026-01-02T03:04:05Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ] {
        let timestamp: Timestamp = read(&format!("\"{text}\""));
        assert_eq!(timestamp.to_string(), expected, "{text}");
    }
    for never in [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59.999Z",
        "9999-12-31T00:00:00-08:00",
    ] {
        assert_eq!(
            read::<Timestamp>(&format!("\"{never}\"")),
            Timestamp::MAX,
            "{never}"
        );
    }
    assert!(refusal::<Timestamp>("\"9999-12-31T25:00:00Z\"").contains("a date and time"));
    // What stands there is not repeated: it may be personal data.
    assert!(!refusal::<Timestamp>("\"yesterday\"").contains("yesterday"));
}

#[test]
fn decimals_keep_their_text_and_compare_by_value() {
    let price: Decimal = read("\"001.50\"");
    assert_eq!(price.as_str(), "001.50");
    assert_eq!(price, Decimal::new(15, 1));
    assert_eq!(HashSet::from([price, Decimal::new(150, 2)]).len(), 1);
    assert_eq!(read::<Decimal>("1.5"), Decimal::new(15, 1));
    assert_eq!(read::<Decimal>("-7"), Decimal::from(-7));
    assert_eq!(read::<Decimal>("\"n/a\"").as_str(), "n/a");
    assert_eq!(to_string(&Decimal::new(5, 3)).unwrap(), "\"0.005\"");
    assert_eq!(Decimal::new(-5, 0), Decimal::from(-5));
    assert_eq!("-0.00".parse::<Decimal>().unwrap(), Decimal::ZERO);
    for bad in ["", "-", "1.", ".5", "1e3", "1,5", "+1", "NaN", " 1"] {
        assert!(bad.parse::<Decimal>().is_err(), "{bad}");
    }
}

#[test]
fn decimals_are_ordered_as_numbers() {
    let mut numbers: Vec<Decimal> = ["10", "-10", "9.99", "0", "n/a", "-9.5", "9.1", "0.05"]
        .map(|text| read(&format!("\"{text}\"")))
        .into();
    numbers.sort();
    let texts: Vec<_> = numbers.iter().map(Decimal::as_str).collect();
    assert_eq!(
        texts,
        ["-10", "-9.5", "0", "0.05", "9.1", "9.99", "10", "n/a"]
    );
}

#[test]
fn durations_keep_their_text() {
    assert_eq!(read::<IsoDuration>("\"P1Y2M3DT4H\"").as_str(), "P1Y2M3DT4H");
    assert_eq!(read::<IsoDuration>("\"monthly\"").as_str(), "monthly");
    assert!(read::<IsoDuration>("\"monthly\"").to_span().is_err());
    for bad in ["1 day", "", "7", "P", "monthly"] {
        assert!(bad.parse::<IsoDuration>().is_err(), "{bad}");
    }
    assert_eq!(IsoDuration::from(Duration::from_secs(90)).as_str(), "PT90S");
    assert_eq!(
        IsoDuration::from(Duration::from_millis(1500)).as_str(),
        "PT1.5S"
    );
    assert_eq!(IsoDuration::weeks(2).to_span().unwrap().get_weeks(), 2);
}

#[test]
fn decode_errors_say_where() {
    let customer = |id: &str| {
        format!(
            r#"{{"id":{id},"merchantId":"o","createdAt":"2026-01-01T00:00:00Z","balance":"1","type":"x"}}"#
        )
    };
    let list = |second: &str| format!("{{\"data\":[{},\n {second}]}}", customer("\"é\""));
    for (text, path) in [
        (list(&customer("7")), "data[1].id"),
        (list(&customer("[1]")), "data[1].id"),
        (list(&customer("{\"a\":{}}")), "data[1].id"),
        (list(&customer("null")), "data[1].id"),
        (list("{\"id\":\"a\"}"), "data[1].merchantId"),
        (list("[]"), "data[1]"),
        (list("3"), "data[1]"),
        (
            list(&customer("\"a\"").replace("\"1\"", "[1]")),
            "data[1].balance",
        ),
        (
            list(&customer("\"a\"").replace("2026-01", "2026-13")),
            "data[1].createdAt",
        ),
        (
            list(&customer("\"a\"").replacen('{', "{\"tags\":[\"a\",{}],", 1)),
            "data[1].tags[1]",
        ),
        ("{\"data\":{}}".to_owned(), "data"),
        ("[]".to_owned(), ""),
        ("{\"d\\u0061ta\":[7]}".to_owned(), "data[0]"),
    ] {
        let error = json::read::<ListCustomersResponse>(text.as_bytes()).unwrap_err();
        assert_eq!(error.path, path, "{error} in {text}");
    }
}

#[test]
fn decode_errors_inside_a_union_say_where() {
    let text = r#"{"data":[{"featureType":"static","config":1,"period":[]}]}"#;
    let error = json::read::<ListEntitlementsResponse>(text.as_bytes()).unwrap_err();
    assert_eq!(error.path, "data[0].period");
    let text = r#"{"data":[{"featureType":"boolean"}]}"#;
    let error = json::read::<ListEntitlementsResponse>(text.as_bytes()).unwrap_err();
    assert_eq!(error.path, "data[0].hasAccess");
}

#[test]
fn text_that_is_no_json_is_an_error() {
    for text in [
        "",
        "{",
        "<html>",
        "{\"data\":[]} x",
        "{\"data\":[\"\u{1}\"]}",
    ] {
        assert!(
            json::read::<ListCustomersResponse>(text.as_bytes()).is_err(),
            "{text}"
        );
    }
    let deep = "[".repeat(100_000);
    assert!(json::read::<Value>(deep.as_bytes()).is_err());
}

#[test]
fn pages_tell_whether_more_follow() {
    use crate::pagination::{More, Page};
    let page: ListCustomersResponse = read(r#"{"data":[],"pagination":{"total":7}}"#);
    assert_eq!(page.more(), More::Total(7));
    let page: ListCustomersResponse = read(r#"{"data":null}"#);
    assert_eq!((page.more(), page.items().len()), (More::Unknown, 0));
    let page: ListAccountsResponse = read(r#"{"data":[1],"done":false}"#);
    assert_eq!((page.more(), page.items().len()), (More::Follows, 1));
    assert_eq!(page.into_items(), [Value::from(1)]);
    let page: ListAccountsResponse = read(r#"{"done":true}"#);
    assert_eq!((page.more(), page.items().len()), (More::Last, 0));
    let page: InvoiceLineItemsResponse = read(r#"{"lineItems":[1],"nextPageToken":"t"}"#);
    assert_eq!(page.more(), More::Token("t"));
    let page: InvoiceLineItemsResponse = read(r#"{"lineItems":[]}"#);
    assert_eq!(page.more(), More::Last);
}
