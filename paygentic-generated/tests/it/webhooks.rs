//! Webhook deliveries: which are accepted, and which are rejected.

// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use paygentic_generated::models::{CustomerId, Plan};
use paygentic_generated::webhooks::{Verifier, WebhookError, WebhookEvent, WebhookEventType};
use paygentic_generated::{Decimal, Timestamp, testing};
use serde_json::{Value, json};

/// The message that the documentation of Standard Webhooks signs, with its signature.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY: &[u8] = br#"{"eventType":"customer.created.v0","eventId":"evt_9","timestamp":"2026-01-01T11:59:58.5Z","data":{"id":"cus_1","fee":1.10}}"#;
const OTHER_SECRET: &str = "whsec_b3RoZXIgc2VjcmV0LCBxdWl0ZSBhbm90aGVy";

fn now() -> Timestamp {
    "2026-01-01T12:00:00Z".parse().unwrap()
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn by(secret: &str) -> Verifier {
    Verifier::new(secret).unwrap().clock(now)
}

fn signed() -> HeaderMap {
    by(SECRET).sign("msg_1", now(), BODY).unwrap()
}

fn verify(headers: &HeaderMap, body: &[u8]) -> Result<WebhookEvent, WebhookError> {
    by(SECRET).verify(headers, body)
}

/// The headers with one replaced.
fn with(name: &'static str, value: &str) -> HeaderMap {
    let mut headers = signed();
    headers.insert(name, HeaderValue::from_str(value).unwrap());
    headers
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers[name].to_str().unwrap()
}

/// An event with only this body.
fn event(body: &Value) -> Result<WebhookEvent, WebhookError> {
    let body = body.to_string();
    let headers = by(SECRET).sign("msg_1", now(), body.as_bytes()).unwrap();
    verify(&headers, body.as_bytes())
}

#[test]
fn a_delivery_becomes_an_event() {
    let event = verify(&signed(), BODY).unwrap();
    assert_eq!(event.id(), "msg_1");
    assert_eq!(event.sent_at(), now());
    assert_eq!(event.event_type(), &WebhookEventType::CustomerCreatedV0);
    assert_eq!(event.event_id(), Some("evt_9"));
    assert_eq!(event.timestamp().unwrap().to_string(), "2026-01-01T11:59:58.5Z");
    assert_eq!(event.data::<Value>().unwrap()["id"], "cus_1");
    assert_eq!(event.data_json(), r#"{"id":"cus_1","fee":1.10}"#);
}

/// The test vector in the documentation of Svix about manual verification.
#[test]
fn the_published_test_vector_has_the_published_signature() {
    let at = Timestamp::from_second(1_614_265_330).unwrap();
    let verifier = Verifier::new(SECRET).unwrap().clock(move || at);
    let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    let headers = verifier.sign(id, at, br#"{"test": 2432232314}"#).unwrap();
    let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    assert_eq!(text(&headers, "svix-signature"), signature);
}

#[test]
fn data_is_read_into_types_and_keeps_the_digits() {
    let plan: Plan = testing::sample();
    let sent = event(&json!({"eventType": "x", "data": plan})).unwrap();
    assert_eq!(sent.data::<Plan>().unwrap(), plan);

    #[derive(serde::Deserialize)]
    struct Data {
        id: CustomerId,
        fee: Decimal,
    }
    let data: Data = verify(&signed(), BODY).unwrap().data().unwrap();
    assert_eq!((data.id.as_str(), data.fee.to_string().as_str()), ("cus_1", "1.10"));

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code)]
    struct Other {
        id: u8,
    }
    let error = event(&json!({"eventType": "x", "data": {"id": "Jane"}}))
        .unwrap()
        .data::<Other>()
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("in `data`") && message.contains("at `id`") && !message.contains("Jane"),
        "{message}"
    );
}

#[test]
fn unknown_and_missing_fields_do_not_make_an_event_unreadable() {
    let new = event(&json!({"eventType": "invoice.paid.v1", "more": [1]})).unwrap();
    assert_eq!(new.event_type(), &WebhookEventType::Unknown("invoice.paid.v1".into()));
    assert_eq!(new.event_type().as_str(), "invoice.paid.v1");
    assert_eq!((new.event_id(), new.timestamp(), new.data_json()), (None, None, "null"));
    assert_eq!(new.data::<Option<Value>>().unwrap(), None);
    let odd = event(&json!({"eventType": "x", "eventId": null, "timestamp": "yesterday"})).unwrap();
    assert_eq!((odd.event_id(), odd.timestamp()), (None, None));
    for timestamp in [json!(1_767_268_798), json!(-1.5), json!({}), json!([1]), json!(true)] {
        let odd = event(&json!({"eventType": "x", "eventId": 7, "timestamp": timestamp})).unwrap();
        assert_eq!((odd.event_id(), odd.timestamp()), (Some("7"), None), "{timestamp}");
    }
}

#[test]
fn alternative_header_names_are_accepted_but_not_mixed() {
    let svix = signed();
    let renamed = |names: &[&str]| -> HeaderMap {
        let entries = svix.iter().map(|(name, value)| {
            let part = name.as_str().trim_start_matches("svix-");
            let is_renamed = names.contains(&part);
            let name = if is_renamed { format!("webhook-{part}") } else { name.to_string() };
            (HeaderName::try_from(name).unwrap(), value.clone())
        });
        entries.collect()
    };
    assert_eq!(verify(&renamed(&["id", "timestamp", "signature"]), BODY).unwrap().id(), "msg_1");
    for (part, name) in
        [("id", "svix-id"), ("timestamp", "svix-timestamp"), ("signature", "svix-signature")]
    {
        let error = verify(&renamed(&[part]), BODY).unwrap_err();
        assert_eq!(error, WebhookError::MissingHeader(name));
    }
    // A complete second set of headers does not replace the first.
    let mut both = by(OTHER_SECRET).sign("msg_2", now(), BODY).unwrap();
    both.extend(renamed(&["id", "timestamp", "signature"]));
    assert_eq!(verify(&both, BODY).unwrap_err(), WebhookError::NoSignatureMatches);
}

#[test]
fn one_matching_secret_and_one_matching_signature_are_enough() {
    let either = by(OTHER_SECRET).or_secret(SECRET).unwrap();
    assert!(either.verify(&signed(), BODY).is_ok());
    assert_eq!(
        by(OTHER_SECRET).verify(&signed(), BODY).unwrap_err(),
        WebhookError::NoSignatureMatches
    );
    // The first one signs.
    let by_other = either.sign("msg_1", now(), BODY).unwrap();
    assert!(by(OTHER_SECRET).verify(&by_other, BODY).is_ok());

    let ours = signed();
    let list = format!(
        "v1a,xxxx v1,???? {} {}",
        text(&by_other, "svix-signature"),
        text(&ours, "svix-signature")
    );
    assert!(verify(&with("svix-signature", &list), BODY).is_ok());
}

#[test]
fn a_changed_byte_is_detected() {
    for at in 0..BODY.len() {
        for bit in [0x01, 0x20, 0x80] {
            let mut body = BODY.to_vec();
            body[at] ^= bit;
            assert_eq!(
                verify(&signed(), &body).unwrap_err(),
                WebhookError::NoSignatureMatches,
                "{at}"
            );
        }
        let cut = &BODY[..at];
        assert_eq!(verify(&signed(), cut).unwrap_err(), WebhookError::NoSignatureMatches);
    }
    let longer = [BODY, b" "].concat();
    assert_eq!(verify(&signed(), &longer).unwrap_err(), WebhookError::NoSignatureMatches);
    // The signature too: no character can be replaced by another.
    let right = text(&signed(), "svix-signature").to_owned();
    for at in 3..right.len() {
        for other in ["A", "B", "/", "=", "-", "."] {
            let mut wrong = right.clone();
            wrong.replace_range(at..=at, other);
            if wrong != right {
                assert!(verify(&with("svix-signature", &wrong), BODY).is_err(), "{wrong}");
            }
        }
        assert!(verify(&with("svix-signature", &right[..at]), BODY).is_err());
    }
}

#[test]
fn the_id_and_the_time_are_signed() {
    let no_match = WebhookError::NoSignatureMatches;
    assert_eq!(verify(&with("svix-id", "msg_2"), BODY).unwrap_err(), no_match);
    let later = (now().as_second() + 1).to_string();
    assert_eq!(verify(&with("svix-timestamp", &later), BODY).unwrap_err(), no_match);
    // The headers of one message with the body of another.
    let other = br#"{"eventType":"x"}"#;
    let others = by(SECRET).sign("msg_2", now(), other).unwrap();
    assert_eq!(verify(&others, BODY).unwrap_err(), no_match);
    assert_eq!(verify(&signed(), other).unwrap_err(), no_match);
    // The same number with other digits is a different text.
    let padded = format!("0{}", now().as_second());
    assert_eq!(verify(&with("svix-timestamp", &padded), BODY).unwrap_err(), no_match);
}

#[test]
fn signatures_of_other_versions_are_ignored() {
    let right = text(&signed(), "svix-signature").to_owned();
    let code = right.trim_start_matches("v1,");
    for version in ["v0", "v1a", "v2", "V1", "v1 ", "", " v1", "v1,v1"] {
        let error = verify(&with("svix-signature", &format!("{version},{code}")), BODY);
        // A space ends an entry: the rest is an entry of our version.
        if version == " v1" {
            assert!(error.is_ok());
        } else {
            assert_eq!(error.unwrap_err(), WebhookError::NoSignatureMatches, "{version}");
        }
    }
    for broken in ["v1,", "v1,AAAA", "v1,!", &right[..right.len() - 1], &right[..20]] {
        assert_eq!(
            verify(&with("svix-signature", broken), BODY).unwrap_err(),
            WebhookError::NoSignatureMatches
        );
    }
}

#[test]
fn missing_malformed_and_duplicate_headers_are_named() {
    for name in ["svix-id", "svix-timestamp", "svix-signature"] {
        let mut headers = signed();
        headers.remove(name);
        assert_eq!(verify(&headers, BODY).unwrap_err(), WebhookError::MissingHeader(name));

        let mut headers = signed();
        let again = headers[name].clone();
        headers.append(name, again);
        assert_eq!(verify(&headers, BODY).unwrap_err(), WebhookError::InvalidHeader(name));

        let mut headers = signed();
        headers.insert(name, HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(verify(&headers, BODY).unwrap_err(), WebhookError::InvalidHeader(name));
    }
    assert_eq!(
        verify(&HeaderMap::new(), BODY).unwrap_err(),
        WebhookError::MissingHeader("svix-id")
    );
    let malformed = [
        ("svix-id", ""),
        ("svix-id", "msg 1"),
        ("svix-id", "msg.1"),
        ("svix-timestamp", ""),
        ("svix-timestamp", "-1"),
        ("svix-timestamp", "+1767268800"),
        ("svix-timestamp", "1767268800.5"),
        ("svix-timestamp", "now"),
        ("svix-timestamp", "99999999999999999999"),
        ("svix-timestamp", "9999999999999"),
        ("svix-signature", ""),
        ("svix-signature", "v1"),
        ("svix-signature", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ];
    for (name, value) in malformed {
        let error = verify(&with(name, value), BODY).unwrap_err();
        assert_eq!(
            (&error, error.status()),
            (&WebhookError::InvalidHeader(name), StatusCode::BAD_REQUEST)
        );
    }
}

#[test]
fn messages_outside_the_time_window_are_refused() {
    let at = |time: Timestamp| by(SECRET).sign("msg_1", time, BODY).unwrap();
    let at_the_edge = [now() - seconds(300), now() + seconds(300)];
    assert!(at_the_edge.iter().all(|time| verify(&at(*time), BODY).is_ok()));
    let refused = |time| verify(&at(time), BODY).unwrap_err();
    assert_eq!(refused(now() - seconds(301)), WebhookError::TooOld);
    assert_eq!(refused(now() + seconds(301)), WebhookError::TooNew);
    assert_eq!(refused(Timestamp::UNIX_EPOCH), WebhookError::TooOld);

    let strict = by(SECRET).tolerance(seconds(10));
    assert_eq!(strict.verify(&at(now() - seconds(11)), BODY).unwrap_err(), WebhookError::TooOld);
    assert!(strict.verify(&at(now() - seconds(10)), BODY).is_ok());
    let patient = by(SECRET).tolerance(Duration::MAX);
    assert!(patient.verify(&at(Timestamp::UNIX_EPOCH), BODY).is_ok());
    // The system clock is used unless another is set.
    let unset = Verifier::new(SECRET).unwrap();
    assert_eq!(
        unset.verify(&at(now() - seconds(1_000_000_000)), BODY).unwrap_err(),
        WebhookError::TooOld
    );
    assert!(unset.verify(&at(Timestamp::now()), BODY).is_ok());
}

#[test]
fn invalid_secrets_are_rejected_and_not_printed() {
    for secret in [
        "",
        " ",
        "whsec_",
        "whsec_ ",
        "whsec_====",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_not base64",
        "whpk_AAAA",
    ] {
        let error = Verifier::new(secret).unwrap_err();
        assert_eq!(
            (&error, error.status()),
            (&WebhookError::InvalidSecret, StatusCode::INTERNAL_SERVER_ERROR)
        );
        assert!(by(SECRET).or_secret(secret).is_err());
        let text = secret.trim().trim_start_matches("whsec_").trim();
        assert!(text.is_empty() || !error.to_string().contains(text));
    }
    // With a line break from a file, without padding, and without the prefix.
    for secret in [
        "whsec_b3RoZXIgc2VjcmV0LCBxdWl0ZSBhbm90aGVyIQ==\n",
        "whsec_b3RoZXIgc2VjcmV0LCBxdWl0ZSBhbm90aGVyIQ",
        "b3RoZXIgc2VjcmV0LCBxdWl0ZSBhbm90aGVyIQ==",
    ] {
        let by_whole = by("whsec_b3RoZXIgc2VjcmV0LCBxdWl0ZSBhbm90aGVyIQ==");
        assert!(by_whole.verify(&by(secret).sign("msg_1", now(), BODY).unwrap(), BODY).is_ok());
    }
    let shown = format!("{:?}", by(SECRET));
    assert!(!shown.contains("MfKQ9r8G") && !shown.contains("whsec"), "{shown}");
}

#[test]
fn signed_bodies_that_are_not_events_are_refused() {
    let refused = |body: &[u8]| {
        let headers = by(SECRET).sign("msg_1", now(), body).unwrap();
        let error = verify(&headers, body).unwrap_err();
        assert_eq!(error.status(), StatusCode::BAD_REQUEST);
        let WebhookError::InvalidEvent(problem) = error else { panic!("{error}") };
        problem
    };
    for body in [
        &b""[..],
        b"null",
        b"[]",
        b"\"x\"",
        b"{",
        b"{}",
        b"\xff",
        br#"{"eventType":null}"#,
        br#"{"eventType":1}"#,
        br#"{"eventType":"x","eventId":{}}"#,
    ] {
        refused(body);
    }
    assert!(refused(b"{}").contains("eventType"));
    let personal = refused(br#"{"eventType": {"name": "Jane Doe"}}"#);
    assert!(!personal.contains("Jane"), "{personal}");
    let deep = format!(r#"{{"eventType":"x","data":{}"#, "[".repeat(100_000));
    refused(deep.as_bytes());
}

#[test]
fn long_bodies_are_refused_before_they_are_read() {
    let long = vec![b' '; 8 * 1024 * 1024 + 1];
    let error = verify(&signed(), &long).unwrap_err();
    assert_eq!(
        (&error, error.status()),
        (&WebhookError::TooLong { limit: 8 << 20 }, StatusCode::PAYLOAD_TOO_LARGE)
    );
    let short = by(SECRET).max_body(10);
    assert_eq!(short.verify(&signed(), BODY).unwrap_err(), WebhookError::TooLong { limit: 10 });
    assert!(by(SECRET).max_body(BODY.len()).verify(&signed(), BODY).is_ok());
}

#[test]
fn debug_output_of_an_event_contains_no_customer_data() {
    let shown = format!("{:?}", verify(&signed(), BODY).unwrap());
    assert!(shown.contains("msg_1") && !shown.contains("cus_1"), "{shown}");
}

#[test]
fn invalid_ids_and_times_are_not_signed() {
    for id in ["", "a.b", "a b", "a\n", "é"] {
        assert_eq!(
            by(SECRET).sign(id, now(), BODY).unwrap_err(),
            WebhookError::InvalidHeader("svix-id")
        );
    }
    let early = Timestamp::UNIX_EPOCH - seconds(1);
    assert_eq!(
        by(SECRET).sign("msg_1", early, BODY).unwrap_err(),
        WebhookError::InvalidHeader("svix-timestamp")
    );
}

#[test]
fn messages_say_what_to_check() {
    let (early, late) = (now() - seconds(3600), now() + seconds(3600));
    for (problem, advice) in [
        (by(SECRET).verify(&by(SECRET).sign("msg_1", early, BODY).unwrap(), BODY), "the clock"),
        (by(SECRET).verify(&by(SECRET).sign("msg_1", late, BODY).unwrap(), BODY), "the clock"),
        (by(OTHER_SECRET).verify(&signed(), BODY), "check the secret"),
        (verify(&signed(), b"{}"), "the body exactly as received"),
    ] {
        let message = problem.unwrap_err().to_string();
        assert!(message.contains(advice), "{message}");
    }
}

#[test]
fn the_documentation_lists_all_known_types() {
    let (source, page) =
        (include_str!("../../src/webhooks/event_type.rs"), include_str!("../../docs/webhooks.md"));
    let mut count = 0;
    for line in source.lines().filter_map(|line| line.trim().strip_suffix("\",")) {
        let (variant, name) = line.split_once(" = \"").unwrap();
        assert!(page.contains(&format!("| `{name}` | `{variant}` |")), "{name}");
        count += 1;
    }
    assert!(count > 0);
}
