//! Error bodies: code, message and validation errors in the shapes that services commonly use.

use super::mock::{client_of, customers, wait};
use crate::Error;
use crate::testing::MockTransport;

fn failing(status: u16, body: &str) -> Error {
    let mock = MockTransport::replying(status, body.to_owned());
    wait(customers(&client_of(&mock)).get("cus_1")).unwrap_err()
}

/// The fields and their messages, in the order of the fields.
fn refused(error: &Error) -> Vec<(&str, &str)> {
    let errors = error.validation_errors().iter();
    let mut all: Vec<_> = errors.map(|e| (e.field.as_str(), e.message.as_str())).collect();
    all.sort_unstable();
    all
}

#[test]
fn validation_errors_are_read_in_every_common_shape() {
    let shapes: [(&str, &[(&str, &str)]); 18] = [
        (r#"{"message":"m","errors":[{"field":"a","message":"bad","code":"c"}]}"#, &[("a", "bad")]),
        (
            r#"{"message":"m","errors":["a is bad","b is bad",5]}"#,
            &[("", "a is bad"), ("", "b is bad")],
        ),
        (
            r#"{"message":"m","errors":{"email":["is bad","is old"]}}"#,
            &[("email", "is bad"), ("email", "is old")],
        ),
        (r#"{"message":"m","errors":{"email":"is bad"}}"#, &[("email", "is bad")]),
        (r#"{"message":"m","errors":{"email":{"message":"is bad"}}}"#, &[("email", "is bad")]),
        (r#"{"message":"m","details":{"email":["is bad"]}}"#, &[("email", "is bad")]),
        (r#"{"message":"m","details":[{"path":"a.b","message":"bad"}]}"#, &[("a.b", "bad")]),
        (
            r#"{"message":"m","details":{"errors":[{"field":"a","message":"bad"}]}}"#,
            &[("a", "bad")],
        ),
        (r#"{"message":"m","details":{"field":"a","reason":"bad"}}"#, &[("a", "bad")]),
        (
            r#"{"statusCode":400,"message":["email must be an email"],"error":"Bad Request"}"#,
            &[("", "email must be an email")],
        ),
        (
            r#"{"error":{"issues":[{"code":"invalid_type","path":["items",0,"price"],"message":"Required"}],"name":"ZodError"}}"#,
            &[("items[0].price", "Required")],
        ),
        (r#"{"error":{"fieldErrors":{"a":["x"]},"formErrors":[]}}"#, &[("a", "x")]),
        (
            r#"{"errors":[{"status":"422","title":"Invalid","detail":"is bad","source":{"pointer":"/data/items/0/name"}}]}"#,
            &[("data.items[0].name", "is bad")],
        ),
        (
            r#"{"detail":[{"loc":["body","x"],"msg":"field required","type":"missing"}]}"#,
            &[("body.x", "field required")],
        ),
        (
            r#"{"error":{"code":400,"details":[{"fieldViolations":[{"field":"a","description":"bad"}]}]}}"#,
            &[("a", "bad")],
        ),
        (
            r#"{"title":"Invalid","invalid-params":[{"name":"age","reason":"too low"}]}"#,
            &[("age", "too low")],
        ),
        (
            r#"{"errors":[{"property":"a","constraints":{"isInt":"a must be an integer"}}]}"#,
            &[("a", "a must be an integer")],
        ),
        (r#"[{"field":"a","message":"bad"}]"#, &[("a", "bad")]),
    ];
    for (body, expected) in shapes {
        assert_eq!(refused(&failing(422, body)), expected, "{body}");
    }
    let code = failing(400, shapes[0].0).validation_errors()[0].code.clone();
    assert_eq!(code.as_deref(), Some("c"));
}

#[test]
fn details_without_fields_are_not_validation_errors() {
    let blockers = r#"{"error":"conflict","message":"In use","details":{"blockers":["sub_1"]}}"#;
    let error = failing(409, blockers);
    assert_eq!((refused(&error), error.code()), (vec![], Some("conflict")));
    let request = r#"{"message":"m","details":{"requestId":"req_1","attempt":3}}"#;
    assert_eq!(refused(&failing(400, request)), []);
}

#[test]
fn code_and_message_are_read_from_all_common_locations() {
    for (body, code, message) in [
        (r#"{"code":17,"message":["x","y"]}"#, Some("17"), Some("x; y")),
        (r#"{"error":"Customer not found"}"#, None, Some("Customer not found")),
        (r#"{"error":"not_found"}"#, Some("not_found"), None),
        (r#"{"error":{"code":"c","message":"m"},"type":"error"}"#, Some("c"), Some("m")),
        (r#"{"error":["a is bad"],"errors":"x"}"#, None, Some("x")),
        (r#"{"errors":[{"code":"c","detail":"d"}]}"#, Some("c"), Some("d")),
        (r#"{"error":"invalid_grant","error_description":"m"}"#, Some("invalid_grant"), Some("m")),
        ("\u{feff}{\"message\":\"m\"}", None, Some("m")),
        // A number as represented by `serde_json` with the feature `arbitrary_precision`.
        (
            r#"{"code":{"$serde_json::private::Number":"1001"},"message":"m"}"#,
            Some("1001"),
            Some("m"),
        ),
        (r#"{"code":{"$serde_json::private::Number":"x"},"message":"m"}"#, None, Some("m")),
        // Everything before a syntax error is read.
        (r#"{"code":"c","message":"m","rest":[1,{"#, Some("c"), Some("m")),
    ] {
        let error = failing(422, body);
        assert_eq!((error.code(), error.message()), (code, message), "{body}");
    }
}

#[test]
fn the_error_message_names_the_first_invalid_field() {
    for (body, text) in [
        (
            r#"{"message":"Invalid","errors":[{"field":"merchantId","message":"must match pattern ^org_"},
                {"field":"a","message":"x"},{"field":"b","message":"y"}]}"#,
            "merchantId must match pattern ^org_ (and 2 more)",
        ),
        (r#"{"message":"Invalid","errors":[{"field":"a","message":"Required"}]}"#, "a: Required"),
        (r#"{"message":"Invalid","errors":[{"field":"a","message":"a is bad"}]}"#, "a is bad"),
        (r#"{"message":"Invalid","errors":["a is bad"]}"#, "Invalid: a is bad"),
        (r#"{"message":["a is bad","b is bad"],"error":"Bad Request"}"#, "a is bad (and 1 more)"),
        (r#"{"message":"Invalid"}"#, "Invalid"),
    ] {
        let error = failing(400, body);
        assert_eq!(error.to_string(), format!("customers.get: 400 Bad Request: {text}"));
    }
}

#[test]
fn a_hostile_error_body_is_cheap_to_read() {
    let many = |piece: &str| format!("[{}0]", piece.repeat(200_000));
    let bodies = [
        many("0,"),
        many("[],"),
        many("{\"\":0},"),
        many("\"\","),
        "[".repeat(900_000),
        format!("{{\"errors\":{}}}", many("{\"field\":\"a\",\"message\":\"b\"},")),
        format!("{{\"errors\":{}}}", many("\"text\",")),
        format!("{{\"message\":\"{}\"}}", "m".repeat(900_000)),
    ];
    for body in bodies {
        let error = failing(400, &body);
        assert!(error.validation_errors().len() <= 100);
        assert!(error.message().unwrap_or_default().len() < 10_000);
        assert!(error.to_string().len() < 1000 && format!("{error:?}").len() < 2000);
    }
}

#[test]
fn a_lone_surrogate_does_not_hide_the_message() {
    let error = failing(400, "\u{feff}{\"hint\":\"x\\ud83d\",\"message\":\"too \\ude00 long\"}");
    assert_eq!(error.message(), Some("too \u{fffd} long"));
}
