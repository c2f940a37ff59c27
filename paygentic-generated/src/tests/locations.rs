//! Types of the caller: errors have the location of a value that cannot be read, and do not repeat the value.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::sample::Customer;
use crate::json::{self, DecodeError};

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Point,
    Circle(f64),
    Box { width: u8 },
    Line(i8, i8),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[allow(dead_code)]
enum Either {
    Number(u8),
    Pair(u8, u8),
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DecodeError> {
    json::read_as(text.as_bytes())
}

fn refusal<T: serde::de::DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    read::<T>(text).unwrap_err().to_string()
}

#[test]
fn numbers_are_read_as_any_type() {
    assert_eq!(read::<u64>("18446744073709551615").unwrap(), u64::MAX);
    assert_eq!(read::<i64>("-9223372036854775808").unwrap(), i64::MIN);
    assert_eq!(read::<i128>("-18446744073709551616").unwrap(), -18_446_744_073_709_551_616);
    assert_eq!(read::<u128>(&u128::MAX.to_string()).unwrap(), u128::MAX);
    assert_eq!(read::<f64>("18446744073709551616").unwrap(), 18_446_744_073_709_551_616.0);
    assert_eq!(read::<f64>("1e2").unwrap(), 100.0);
    assert!(read::<f64>("-0").unwrap().is_sign_negative());
    assert_eq!(read::<Vec<f32>>("[1, 2.5]").unwrap(), [1.0, 2.5]);
    assert_eq!(read::<Option<char>>("\"x\"").unwrap(), Some('x'));
    assert_eq!(refusal::<f64>("1e999"), "number out of range");
    assert_eq!(refusal::<u8>("-1"), "invalid value: an integer, expected u8");
    assert_eq!(
        refusal::<Vec<u8>>("[1,\"5ecret\"]"),
        "invalid type: a string, expected u8 at `[1]`"
    );
}

#[test]
fn enums_are_read_as_serde_writes_them() {
    let text = r#"["point",{"circle":1},{"box":{"width":2}},{"line":[3,-4]}]"#;
    let shapes = [Shape::Point, Shape::Circle(1.0), Shape::Box { width: 2 }, Shape::Line(3, -4)];
    assert_eq!(read::<Vec<Shape>>(text).unwrap(), shapes);
    assert_eq!(
        refusal::<Vec<Shape>>(r#"[{"box":{"width":"5ecret"}}]"#),
        "invalid type: a string, expected u8 at `[0].box.width`"
    );
    assert_eq!(
        refusal::<Vec<Shape>>(r#"["5ecret"]"#),
        "unknown variant, expected one of `point`, `circle`, `box`, `line` at `[0]`"
    );
    assert!(read::<Shape>(r#"{"point":null,"circle":1}"#).is_err());
}

#[test]
fn keys_are_read_as_any_type() {
    let map = read::<BTreeMap<i32, bool>>(r#"{"-7":true,"\u0038":false}"#).unwrap();
    assert_eq!(map, BTreeMap::from([(-7, true), (8, false)]));
    assert_eq!(
        refusal::<BTreeMap<i32, bool>>(r#"{"5ecret":true}"#),
        "invalid type: a string, expected i32"
    );
    assert_eq!(
        refusal::<BTreeMap<String, Vec<bool>>>(r#"{"a":[true],"\u0062":[false,1]}"#),
        "invalid type: an integer, expected a boolean at `b[1]`"
    );
}

#[test]
fn messages_of_custom_types_are_not_repeated() {
    let either = refusal::<BTreeMap<String, Either>>(r#"{"a":1,"b":"5ecret"}"#);
    assert_eq!(either, "the value is not one of the type at `b`");
}

#[test]
fn a_location_spans_generated_and_custom_types() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Mine {
        customers: Vec<Customer>,
    }
    let error = read::<Mine>(r#"{"customers":[{"id":"a"}]}"#).unwrap_err();
    assert!(error.path.starts_with("customers[0]."), "{error}");
    assert!(error.to_string().starts_with("missing field `"), "{error}");
    let error = read::<Mine>(r#"{"customers":[{"id":"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "it is not JSON: EOF while parsing a value at line 1 column 20, in `customers[0]`"
    );
    // An error that was created outside of a reader leaves no state behind.
    assert!(serde_json::from_str::<Mine>(r#"{"customers":[{"id":7}]}"#).is_err());
    assert_eq!(refusal::<Either>("[]"), "the value is not one of the type");
}
