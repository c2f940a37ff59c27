//! Deliveries signed by the Svix library are accepted, and it accepts ours. Run with `.ci/svix`.

// Clippy allows them in tests, but not in what tests call.
#![allow(clippy::unwrap_used)]

use http::{HeaderMap, HeaderValue};
use paygentic_generated::Timestamp;
use paygentic_generated::webhooks::{Verifier, WebhookError};
use serde_json::{Value, json};

use crate::svix_library as svix;

const SECRETS: [&str; 3] = [
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    // Longer than the block of the hash.
    "whsec_/////////////////////////////////////////////////////////////////////////////////////////////////////w==",
];

const BODIES: [&str; 4] = [
    r#"{"eventType":"customer.created.v0","data":{}}"#,
    "{\n  \"eventType\" : \"source.activated.v0\",\r\n \"data\": {\"name\": \"Zo\\u00eb Ünal 🎉\"} }\n",
    r#"{"eventType":"a.b.c","eventId":"1.2.3","timestamp":"2026-01-01T00:00:00Z","data":[1.10]}"#,
    "{\"eventType\":\"x\",\"data\":\"\u{2028}\u{7f}\"}",
];

/// Every secret with every body.
fn deliveries() -> impl Iterator<Item = (&'static str, String, &'static str)> {
    let pairs = SECRETS.iter().flat_map(|secret| BODIES.map(|body| (*secret, body)));
    pairs.enumerate().map(|(number, (secret, body))| (secret, format!("msg_{number}"), body))
}

#[test]
fn deliveries_signed_by_svix_are_accepted() {
    let now = Timestamp::now();
    let question = |(secret, id, body)| json!({"secret": secret, "id": id, "timestamp": now.as_second(), "body": body});
    let questions: Vec<Value> = deliveries().map(question).collect();
    let Some(signatures) = svix::run_svix(&questions) else {
        return;
    };
    for ((secret, id, body), signature) in deliveries().zip(signatures) {
        let mut headers = HeaderMap::new();
        headers.insert("svix-id", HeaderValue::from_str(&id).unwrap());
        headers.insert("svix-timestamp", now.as_second().into());
        headers.insert("svix-signature", HeaderValue::from_str(&signature).unwrap());
        let verifier = Verifier::new(secret).unwrap();
        assert_eq!(verifier.verify(&headers, body.as_bytes()).unwrap().id(), id);
        let forged = format!("{body} ");
        let error = verifier.verify(&headers, forged.as_bytes()).unwrap_err();
        assert_eq!(error, WebhookError::NoSignatureMatches);
        // The headers are identical.
        assert_eq!(verifier.sign(&id, now, body.as_bytes()).unwrap(), headers);
    }
}

#[test]
fn svix_accepts_our_signatures() {
    let question = |(secret, id, body): (&str, String, &str)| {
        let verifier = Verifier::new(secret).unwrap();
        let signed = verifier.sign(&id, Timestamp::now(), body.as_bytes()).unwrap();
        let headers: Value = signed
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().into()))
            .collect::<serde_json::Map<_, _>>()
            .into();
        [
            json!({"secret": secret, "headers": headers, "body": body}),
            json!({"secret": secret, "headers": headers, "body": format!("{body} ")}),
        ]
    };
    let questions: Vec<Value> = deliveries().flat_map(question).collect();
    let Some(verdicts) = svix::run_svix(&questions) else {
        return;
    };
    for pair in verdicts.chunks(2) {
        assert_eq!(pair[0], "verified");
        assert!(pair[1].starts_with("refused"), "{}", pair[1]);
    }
}
