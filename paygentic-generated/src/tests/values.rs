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
fn whole_numbers_are_integers_in_any_notation() {
    for (text, number) in [
        ("10", 10),
        ("10.0", 10),
        ("1e1", 10),
        ("-0.0", 0),
        ("-9e18", -9_000_000_000_000_000_000),
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("90071992547409930e-1", 9_007_199_254_740_993),
        ("0e99999999999999999999", 0),
        ("0.0001e4", 1),
    ] {
        assert_eq!(read::<i64>(text), number, "{text}");
    }
    assert_eq!(read::<i64>("9223372036854775807"), i64::MAX);
    for text in [
        "10.5",
        "1e19",
        "9223372036854775808",
        "9.3e18",
        "1e30",
        "1e999999999",
        "9007199254740993.5",
        "1e-1",
        "\"1\"",
        "true",
        "null",
    ] {
        refusal::<i64>(text);
    }
}

#[test]
fn a_float_is_the_nearest_to_its_decimal_text() {
    for text in
        ["0.30000000000000004", "51.24817837550540", "31.245270191439438", "1e23", "4.9e-324"]
    {
        assert_eq!(read::<f64>(text), text.parse::<f64>().unwrap(), "{text}");
    }
}

#[test]
fn open_enums_keep_unknown_values() {
    let kinds: Vec<CustomerType> = from_str(r#"["person","company","robot","Unknown"]"#).unwrap();
    assert_eq!(kinds[0], CustomerType::Person);
    assert_eq!(kinds[2], CustomerType::Unknown("robot".into()));
    assert_eq!(kinds[2], "robot");
    assert_eq!(to_string(&kinds).unwrap(), r#"["person","company","robot","Unknown"]"#);
    assert_eq!(CustomerType::from("person"), CustomerType::Person);
    assert_eq!(CustomerType::Company.to_string(), "company");
}

#[test]
fn ids_are_not_validated() {
    let id: CustomerId = from_str(r#""anything at all""#).unwrap();
    assert_eq!(id, "anything at all");
    assert_eq!(format!("{id:?}"), r#"CustomerId("anything at all")"#);
    assert_eq!(CustomerId::from(&id).into_string(), "anything at all");
    assert!(from_str::<CustomerId>("1").is_err());
}

#[test]
fn rfc_3339_timestamps_are_read_in_every_form() {
    for (text, expected) in [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02t03:04:05z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05.5+02:00", "2026-01-02T01:04:05.5Z"),
        ("2026-01-02T03:04:05.1234567891234-05:30", "2026-01-02T08:34:05.123456789Z"),
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
        "9999-12-31T23:59:59+02:00",
        "9999-12-31T00:00:00-08:00",
    ] {
        assert_eq!(read::<Timestamp>(&format!("\"{never}\"")), Timestamp::MAX, "{never}");
    }
    // Times that can be represented are exact, up to the maximum.
    for (text, expected) in [
        ("9999-12-31T00:00:00+05:00", "9999-12-30T19:00:00Z"),
        ("9999-12-30T22:00:00Z", "9999-12-30T22:00:00Z"),
        ("9999-12-31T12:00:00+14:00", "9999-12-30T22:00:00Z"),
        ("9999-12-30T20:00:00-02:00", "9999-12-30T22:00:00Z"),
        ("2016-12-31T15:59:60-08:00", "2016-12-31T23:59:59Z"),
        ("2026-01-02T03:04:60.5Z", "2026-01-02T03:04:59.5Z"),
    ] {
        let timestamp: Timestamp = read(&format!("\"{text}\""));
        assert_eq!(timestamp.to_string(), expected, "{text}");
    }
    for bad in [
        "9999-12-31T25:00:00Z",
        "9999-12-31T23:59:59+25:00",
        "9999-12-31T23:59:59",
        "9999-12-31T23:59:59Zzz",
        "2026-01-02T03:04:05+25:00",
        "2026-01-02T03:04:05-24:00",
        "2026-01-02T03:04:05+02:60",
        "2026-01-02T03:04:61Z",
        "2026-01-02T24:00:00Z",
    ] {
        let refusal = refusal::<Timestamp>(&format!("\"{bad}\""));
        assert!(refusal.contains("a date and time"), "{bad}: {refusal}");
        // The text is not repeated: it may be personal data.
        assert!(!refusal.contains(bad), "{refusal}");
    }
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
    assert_eq!(format!("{:?}", read::<Decimal>(r#""1\u001b[31m""#)), r"Decimal(1\u{1b}[31m)");
    assert!("1\n2".parse::<Decimal>().unwrap_err().to_string().contains(r"`1\n2`"));
    assert_eq!(to_string(&Decimal::new(5, 3)).unwrap(), "\"0.005\"");
    assert_eq!(Decimal::new(-5, 0), Decimal::from(-5));
    assert_eq!("-0.00".parse::<Decimal>().unwrap(), Decimal::ZERO);
    for bad in [
        "",
        "-",
        ".",
        "+",
        "e5",
        ".e5",
        "1e",
        "1e+",
        "1e5.0",
        "1,5",
        "1_000",
        "--1",
        "+-1",
        "NaN",
        " 1",
        "1 ",
        "0x1",
        "\u{661}",
        "1e1234567890123456789",
    ] {
        assert!(bad.parse::<Decimal>().is_err(), "{bad}");
        assert!(!read::<Decimal>(&format!("\"{bad}\"")).is_number(), "{bad}");
    }
}

#[test]
fn decimals_compare_by_value_in_every_form() {
    let equal = [
        ["9.11e-7", "0.000000911", "911E-9", "+.911e-6"],
        ["1E+2", "100", "100.00", "0.0001e6"],
        ["+5", "5", "5.", "0.5e1"],
        [".5", "0.5", "00.500", "5e-1"],
        ["0", "-0", "0e999999999", "-.0e-5"],
        ["1e999999999", "10e999999998", "0.1e1000000000", "1.0E+0999999999"],
    ];
    for same in equal {
        let same = same.map(|text| text.parse::<Decimal>().unwrap());
        assert_eq!(HashSet::from(same.clone()).len(), 1, "{same:?}");
        for other in &same {
            assert_eq!((other, other.cmp(&same[0])), (&same[0], std::cmp::Ordering::Equal));
        }
    }
    let ascending = [
        "-1e999999999",
        "-1000000",
        "-1",
        "-1e-7",
        "-1e-999999999",
        "0",
        "1e-999999999",
        "9.11e-7",
        "0.5",
        "1.00",
        "+5",
        "1E+2",
        "101",
        "1e999999998",
        "1e999999999",
    ];
    let ascending = ascending.map(|text| text.parse::<Decimal>().unwrap());
    for (index, one) in ascending.iter().enumerate() {
        for (other_index, other) in ascending.iter().enumerate() {
            assert_eq!(one.cmp(other), index.cmp(&other_index), "{one} {other}");
        }
    }
    assert!(read::<Decimal>("\"n/a\"") > ascending[14]);
    assert_eq!(Decimal::new(1, 70_000), "1e-70000".parse().unwrap());
    assert_eq!(Decimal::new(-15, 101), "-1.5e-100".parse().unwrap());
    assert_eq!(Decimal::new(1, u32::MAX).as_str(), "1e-4294967295");
}

#[test]
fn decimals_that_are_json_numbers_keep_their_digits() {
    for text in [
        "1.10",
        "12345678901234567.89",
        "18446744073709551616",
        "0.12345678901234567890",
        "1e400",
        "-0.0",
        "1E+2",
    ] {
        assert_eq!(read::<Decimal>(text).as_str(), text);
        let through_value: Result<Decimal, _> = serde_json::from_value(from_str("1.5").unwrap());
        assert_eq!(through_value.unwrap().as_str(), "1.5");
    }
    assert_eq!(read::<Decimal>("\"1\\u002e5\"").as_str(), "1.5");
    for bad in ["null", "true", "[1]", "{\"a\":1}", "{\"$serde_json::private::Number\":\"1\"}"] {
        assert!(refusal::<Decimal>(bad).starts_with("invalid type"), "{bad}");
    }
}

#[test]
fn decimals_are_read_from_any_deserializer() {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, MapDeserializer};
    type Plain<T> = Result<T, Error>;
    // Not through a float: `serde_json` passes the text.
    assert_eq!(from_str::<Decimal>(" 1.10 ").unwrap().as_str(), "1.10");
    assert_eq!(serde_json::from_slice::<Decimal>(b"1.10").unwrap().as_str(), "1.10");
    assert_eq!(serde_json::from_reader::<_, Decimal>(&b"1.10"[..]).unwrap().as_str(), "1.10");
    let plain: Plain<Decimal> = Deserialize::deserialize(1.5_f64.into_deserializer());
    assert_eq!(plain.unwrap().as_str(), "1.5");
    let plain: Plain<Decimal> = Deserialize::deserialize("1.10".into_deserializer());
    assert_eq!(plain.unwrap().as_str(), "1.10");
    // As with the feature `arbitrary_precision` of `serde_json`, inside types with `flatten`.
    let number = MapDeserializer::new([("$serde_json::private::Number", "1.10")].into_iter());
    let plain: Plain<Decimal> = Deserialize::deserialize(number);
    assert_eq!(plain.unwrap().as_str(), "1.10");
    let entries = MapDeserializer::new([("from", 1.0), ("to", 2.0)].into_iter());
    let plain: Plain<RuleConditionValue> = Deserialize::deserialize(entries);
    assert!(matches!(plain.unwrap(), RuleConditionValue::Range(_)));
    let yaml: Vec<RuleConditionValue> = serde_yaml::from_str("[a, 1, {from: 1, to: 2}]").unwrap();
    assert!(matches!(
        yaml[..],
        [RuleConditionValue::Text(_), RuleConditionValue::Number(_), RuleConditionValue::Range(_)]
    ));
}

#[test]
fn free_form_numbers_are_exact_or_refused_with_their_location() {
    let exact = r#"{"pricing":1,"data":{"a":18446744073709551615,"b":[-9223372036854775808,0.1,1e30,1.5e300],"c":"99999999999999999999"}}"#;
    let read_back: Priced = read(exact);
    assert_eq!(read_back.data["a"], u64::MAX);
    assert_eq!(serde_json::to_value(&read_back).unwrap(), from_str::<Value>(exact).unwrap());
    for (number, is_wrong) in [
        ("123456789012345678901234567890", true),
        ("12345678901234567.89", true),
        ("18446744073709551616.5", true),
        ("9007199254740993.0", true),
        ("0.10000000000000001", true),
        ("100000000000000000000", false),
        ("79250546094122.12", false),
        ("0.30000000000000004", false),
        ("51.24817837550540", false),
        ("1.7976931348623157e308", false),
        ("5e-324", false),
        ("2.3e-324", true),
    ] {
        let text =
            format!(r#"{{"pricing":1,"data":{{"s\"1":"\\","a":[{{}},{{"wei":{number}}}]}}}}"#);
        let read = json::read::<Priced>(text.as_bytes());
        assert_eq!(read.is_err(), is_wrong, "{number}");
        if let Err(error) = read {
            assert_eq!(error.path, "data.a[1].wei");
            assert!(error.to_string().contains("without loss"), "{error}");
        }
        let text = format!(r#"{{"pricing":{{"new":[{number}]}}}}"#);
        let read = json::read::<Priced>(text.as_bytes());
        assert_eq!(
            read.map_err(|error| error.path).err().as_deref(),
            is_wrong.then_some("pricing.new[0]")
        );
    }
}

#[cfg(feature = "rust_decimal")]
#[test]
fn rust_decimal_converts_from_every_form_that_it_can_represent() {
    let convert =
        |text: &str| rust_decimal::Decimal::try_from(&read::<Decimal>(&format!("\"{text}\"")));
    for (text, expected) in [
        ("9.11e-7", "0.000000911"),
        ("1E+2", "100"),
        ("+5", "5"),
        (".5", "0.5"),
        ("1.50", "1.50"),
        ("-12.5e1", "-125"),
        ("0e99", "0"),
    ] {
        assert_eq!(convert(text).unwrap().to_string(), expected, "{text}");
    }
    for text in [
        "1e40",
        "1e999999999",
        "1e-999999999",
        "1e-29",
        "0.12345678901234567890123456789012",
        "n/a",
        "",
        "1_000",
    ] {
        assert!(convert(text).is_err(), "{text}");
    }
}

#[test]
fn decimals_are_ordered_as_numbers() {
    let mut numbers: Vec<Decimal> = ["10", "-10", "9.99", "0", "n/a", "-9.5", "9.1", "0.05"]
        .map(|text| read(&format!("\"{text}\"")))
        .into();
    numbers.sort();
    let texts: Vec<_> = numbers.iter().map(Decimal::as_str).collect();
    assert_eq!(texts, ["-10", "-9.5", "0", "0.05", "9.1", "9.99", "10", "n/a"]);
}

#[test]
fn a_date_is_a_calendar_date_and_nothing_else() {
    assert_eq!(read::<Date>("\"1990-06-19\"").to_string(), "1990-06-19");
    for text in [
        "1990-06-19T23:30:00-05:00",
        "1990-06-19T23:30:00",
        "1990-06-19T00:00:00Z",
        "1990-06-19 ",
        "19900619",
        "1990-W25-2",
        "1990-06-31",
        "",
    ] {
        let refusal = refusal::<Date>(&format!("\"{text}\""));
        assert!(refusal.contains("expected a date"), "{text}: {refusal}");
    }
}

#[test]
fn durations_keep_their_text() {
    assert_eq!(read::<IsoDuration>("\"P1Y2M3DT4H\"").as_str(), "P1Y2M3DT4H");
    assert_eq!(read::<IsoDuration>("\"monthly\"").as_str(), "monthly");
    let forged = read::<IsoDuration>(&format!("\"x\\n\\u001b[31m{}\"", "y".repeat(1000)));
    let message = forged.to_span().unwrap_err().to_string();
    assert!(message.contains("`x\\n\\u{1b}[31my") && message.len() < 700, "{message}");
    for bad in ["1 day", "", "7", "P", "monthly"] {
        assert!(bad.parse::<IsoDuration>().is_err(), "{bad}");
    }
    assert_eq!(IsoDuration::from(Duration::from_secs(90)).as_str(), "PT90S");
    assert_eq!(IsoDuration::from(Duration::from_millis(1500)).as_str(), "PT1.5S");
    assert_eq!(IsoDuration::weeks(2).to_span().unwrap().get_weeks(), 2);
}

#[test]
fn decode_errors_have_a_location() {
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
        (list(&customer("\"a\"").replace("\"1\"", "[1]")), "data[1].balance"),
        (list(&customer("\"a\"").replace("2026-01", "2026-13")), "data[1].createdAt"),
        (list(&customer("\"a\"").replacen('{', "{\"tags\":[\"a\",{}],", 1)), "data[1].tags[1]"),
        ("{\"data\":{}}".to_owned(), "data"),
        ("[]".to_owned(), ""),
        ("{\"d\\u0061ta\":[7]}".to_owned(), "data[0]"),
    ] {
        let error = json::read::<ListCustomersResponse>(text.as_bytes()).unwrap_err();
        assert_eq!(error.path, path, "{error} in {text}");
    }
}

#[test]
fn decode_errors_inside_a_union_have_a_location() {
    let text = r#"{"data":[{"featureType":"static","config":1,"period":[]}]}"#;
    let error = json::read::<ListEntitlementsResponse>(text.as_bytes()).unwrap_err();
    assert_eq!(error.path, "data[0].period");
    for (text, path) in [
        (r#"{"pricing":1,"kind":{"object":"flat","price":[]}}"#, "kind.price"),
        (r#"{"kind":{"price":true,"object":"flat"},"pricing":1}"#, "kind.price"),
        (r#"{"kind":{"object":"flat"} , "pricing":1}"#, "kind.price"),
        (r#"{"kind":null}"#, "pricing"),
        (r#"{"kind":{"object":"flat", }}"#, "kind"),
    ] {
        assert_eq!(json::read::<Priced>(text.as_bytes()).unwrap_err().path, path, "{text}");
    }
    let text = r#"{"data":[{"featureType":"boolean"}]}"#;
    let error = json::read::<ListEntitlementsResponse>(text.as_bytes()).unwrap_err();
    assert_eq!(error.path, "data[0].hasAccess");
}

#[test]
fn text_that_is_not_json_is_an_error() {
    for text in ["", "{", "<html>", "{\"data\":[]} x", "{\"data\":[\"\u{1}\"]}"] {
        assert!(json::read::<ListCustomersResponse>(text.as_bytes()).is_err(), "{text}");
    }
    let deep = "[".repeat(100_000);
    assert!(json::read::<Value>(deep.as_bytes()).is_err());
}

#[test]
fn pages_report_whether_more_follow() {
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
