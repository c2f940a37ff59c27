//! Takes one line through a door.

use paygentic_conformance::case::Case;
use paygentic_conformance::report::Report;
use paygentic_conformance::{call as calls, roundtrip as roundtrips};
use paygentic_generated::testing::MockTransport;
use paygentic_generated::{Client, RetryPolicy};
use serde_json::Value;

pub(crate) fn with_transport(mock: &MockTransport) -> Client {
    Client::builder()
        .token("t")
        .retries(RetryPolicy::never())
        .transport(mock.clone())
        .build()
        .unwrap()
}

/// What is printed for a call.
pub(crate) fn call(client: &Client, line: &str) -> Value {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let report = match Case::<paygentic_conformance::case::Call>::read(line.as_bytes(), 1) {
        Ok(case) => Report::new(case.id, runtime.block_on(calls::call(client, &case.inner))),
        Err(unread) => Report::new(unread.id, Err(unread.failure)),
    };
    serde_json::to_value(&report).unwrap()
}

/// What is printed for a roundtrip.
pub(crate) fn roundtrip(line: &str) -> Value {
    let report = match Case::<paygentic_conformance::case::Roundtrip>::read(line.as_bytes(), 1) {
        Ok(case) => Report::new(case.id, roundtrips::roundtrip(&case.inner)),
        Err(unread) => Report::new(unread.id, Err(unread.failure)),
    };
    serde_json::to_value(&report).unwrap()
}
