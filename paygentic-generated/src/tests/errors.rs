use std::error::Error as _;
use std::time::Duration;

use serde_json::Value;

use super::mock::{client_of, customers, wait};
use crate::Error;
use crate::testing::{MockTransport, reply};
use crate::transport::TransportError;

fn failing(status: u16, body: &'static str) -> Error {
    wait(customers(&client_of(&MockTransport::replying(status, body))).get("cus_1")).unwrap_err()
}

fn with_header(name: &'static str, value: String) -> Error {
    let mock = MockTransport::new(move |_| {
        let mut response = reply(429, "{}");
        response.headers_mut().insert(name, value.parse().unwrap());
        Ok(response)
    });
    wait(customers(&client_of(&mock)).get("cus_1")).unwrap_err()
}

#[test]
fn an_error_contains_the_message_of_the_service() {
    let error = failing(
        409,
        r#"{"error":"conflict","code":"HAS_SUBSCRIPTIONS","message":"In use","blockers":["sub_1"]}"#,
    );
    assert_eq!(error.to_string(), "customers.get: 409 Conflict: In use");
    assert_eq!(error.operation(), Some("customers.get"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(409));
    assert_eq!((error.code(), error.message()), (Some("HAS_SUBSCRIPTIONS"), Some("In use")));
    assert!(error.is_conflict() && !error.is_not_found() && !error.is_timeout());
    assert_eq!(error.body_as::<Value>().unwrap()["blockers"][0], "sub_1");
    assert!(error.body_as::<Vec<String>>().is_err());
}

#[test]
fn validation_errors_are_kept_for_each_field() {
    let error = failing(
        400,
        r#"{"error":"validation_error","message":"Bad","errors":[
            {"field":"email","message":"is bad","code":"format"},{"field":"x","message":"y"},"text"]}"#,
    );
    assert!(error.is_bad_request());
    assert_eq!(error.code(), Some("validation_error"));
    let [email, x, text] = error.validation_errors() else { panic!("three") };
    assert_eq!((email.field.as_str(), email.code.as_deref()), ("email", Some("format")));
    assert_eq!((x.message.as_str(), &x.code), ("y", &None));
    assert_eq!(text.message, "text");
}

#[test]
fn an_error_with_any_other_body_has_status_and_text() {
    for body in ["", "<p>no</p>", "[]", "null", "{}", "{\"message\":7}", "\"text\"", "{\"mess"] {
        let error = failing(404, body);
        assert!(error.is_not_found(), "{body}");
        assert_eq!(error.to_string(), "customers.get: 404 Not Found");
        assert_eq!((error.body_text(), error.message()), (body.into(), None));
        assert!(error.validation_errors().is_empty());
    }
    assert_eq!(failing(400, r#"{"error":{"message":"inner"}}"#).message(), Some("inner"));
    // Status codes without a reason phrase, as some proxies send them.
    assert_eq!(failing(420, "").to_string(), "customers.get: 420");
}

#[test]
fn each_status_has_a_predicate() {
    assert!(failing(401, "").is_unauthorized());
    assert!(failing(403, "").is_forbidden());
    assert!(failing(429, "").is_rate_limited());
    assert!(failing(503, "").is_server_error());
    // Redirects are not followed, and do not count as success.
    assert_eq!(failing(302, "").status().unwrap(), 302);
}

#[test]
fn retry_after_is_read_as_seconds_and_as_date() {
    assert_eq!(with_header("retry-after", "3".into()).retry_after(), Some(Duration::from_secs(3)));
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(100);
    let date =
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&soon).unwrap();
    let wait = with_header("retry-after", date).retry_after().unwrap();
    assert!((95..=100).contains(&wait.as_secs()), "{wait:?}");
    let past = "Sun, 06 Nov 1994 08:49:37 GMT".to_owned();
    assert_eq!(with_header("retry-after", past).retry_after(), Some(Duration::ZERO));
    let other_forms = [
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Mon, 06 Nov 1994 08:49:37 GMT",
    ];
    for past in other_forms {
        let wait = with_header("retry-after", past.into()).retry_after();
        assert_eq!(wait, Some(Duration::ZERO), "{past}");
    }
    let at = |form: &str| {
        let then = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(100);
        let text = jiff::tz::TimeZone::UTC.to_datetime(then).strftime(form).to_string();
        with_header("retry-after", text).retry_after().unwrap().as_secs()
    };
    for form in ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"] {
        assert!((95..=100).contains(&at(form)), "{form}");
    }
    for (text, seconds) in [("00002", 2.0), ("1.5", 1.5), ("3, 3", 3.0), ("1, 4", 4.0), ("+2", 2.0)]
    {
        let wait = with_header("retry-after", text.into()).retry_after();
        assert_eq!(wait, Some(Duration::from_secs_f64(seconds)), "{text}");
    }
    for far in ["99999999999999999999999", "18446744073709551615"] {
        let wait = with_header("retry-after", far.into()).retry_after().unwrap();
        assert!(wait >= Duration::from_secs(u64::MAX), "{far}");
    }
    for bad in ["soon", "-1", "", "2s", "1.", ".", "3, soon", "2026-01-02T03:04:05Z", "0x10"] {
        let wait = with_header("retry-after", bad.into()).retry_after();
        assert_eq!(wait, Some(Duration::MAX), "{bad}");
    }
    assert_eq!(failing(429, "{}").retry_after(), None);
    assert_eq!(with_header("x-request-id", "req_1".into()).request_id(), Some("req_1"));
}

#[test]
fn an_unreadable_response_is_an_error_with_location_and_body() {
    let error = failing(200, r#"{"id":"cus_1","merchantId":7}"#);
    assert!(error.is_decode() && !error.is_server_error());
    assert_eq!(error.decode_path(), Some("merchantId"));
    assert_eq!(
        error.to_string(),
        "customers.get: cannot read the response: invalid type: an integer, expected a string at \
         `merchantId`",
    );
    assert_eq!(error.body_text(), r#"{"id":"cus_1","merchantId":7}"#);
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.source().is_some());
    assert!(failing(200, "").is_decode());
}

#[test]
fn transport_errors_are_distinguished() {
    let failing = |make: fn() -> TransportError| {
        wait(customers(&client_of(&MockTransport::new(move |_| Err(make())))).get("cus_1"))
            .unwrap_err()
    };
    let refused = failing(|| TransportError::connect("refused"));
    assert!(refused.is_connect() && !refused.is_timeout());
    assert_eq!(
        refused.to_string(),
        "customers.get: cannot connect to the server: refused (after 4 attempts)"
    );
    assert_eq!(refused.source().unwrap().source().unwrap().to_string(), "refused");
    let slow = failing(|| TransportError::timeout("slow"));
    assert!(slow.is_timeout() && !slow.is_connect());
    let both = failing(|| TransportError::connect_timeout("slow"));
    assert!(both.is_timeout() && both.is_connect());
    assert!(failing(|| TransportError::too_large(5)).to_string().contains("5 bytes"));
}

#[test]
fn causes_are_explained_and_contain_no_urls() {
    let failing = |cause: &'static str| {
        let make = move |_: &_| Err(TransportError::other(std::io::Error::other(cause)));
        wait(customers(&client_of(&MockTransport::new(make))).delete("cus_1"))
            .unwrap_err()
            .to_string()
    };
    for (cause, text) in [
        (
            "invalid peer certificate: UnknownIssuer",
            "certificate not trusted (invalid peer certificate: UnknownIssuer)",
        ),
        (
            "failed to lookup address information: Name or service not known",
            "unknown host (failed to lookup address information: Name or service not known)",
        ),
        (
            "no route for https://me:pw@api.example/v0/customers?email=a@b.example (now)",
            "no route for https://api.example (now)",
        ),
        (
            "tunnel error: proxy authorization required",
            "the proxy wants a user name and a password, or others (tunnel error: proxy \
             authorization required)",
        ),
        ("line\nFORGED \u{1b}[31m", "line\\nFORGED \\u{1b}[31m"),
    ] {
        let expected = format!(
            "exchange with the server failed: {text} (the request may have been carried out) (after 4 attempts)"
        );
        assert!(failing(cause).ends_with(&expected), "{}", failing(cause));
    }
    assert!(failing(Box::leak("x".repeat(9999).into_boxed_str())).len() < 700);
}

#[test]
fn debug_output_contains_the_messages_of_causes() {
    let make = || {
        let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        TransportError::connect(std::io::Error::other(refused))
    };
    let client = client_of(&MockTransport::new(move |_| Err(make())));
    let error = wait(customers(&client).delete("cus_1")).unwrap_err();
    let text = format!("{error:?}");
    let causes = r#"causes: ["cannot connect to the server", "connection refused"]"#;
    assert!(text.contains(causes), "{text}");
}

#[test]
fn errors_of_custom_types_do_not_repeat_values() {
    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code)]
    enum Color {
        Red,
    }
    for body in
        [r#""alice@example.com""#, r#"{"a":"alice@example.com"}"#, r#"["alice@example.com"]"#]
    {
        let error = failing(409, body);
        let errors = [
            error.body_as::<Color>().unwrap_err(),
            error.body_as::<std::net::IpAddr>().unwrap_err(),
            error.body_as::<Vec<Color>>().unwrap_err(),
        ];
        let text = format!("{errors:?} {} {}", errors[0], errors[1]);
        assert!(!text.contains("alice"), "{text}");
    }
}

#[test]
fn debug_output_contains_no_body() {
    let error = failing(400, r#"{"message":"Bad","email":"someone@example.com"}"#);
    assert!(!format!("{error:?}").contains("someone"), "{error:?}");
    assert!(format!("{error:?}").contains("400"));
}
