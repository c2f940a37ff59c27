//! Sends calls to Prism, the mock server that `.ci/prism` starts.

use std::env;
use std::io::{Write, stderr};
use std::sync::Once;

use http::HeaderMap;
use paygentic_generated::{Call, Client, Environment};
use serde::Serialize;
use serde_json::Value;

use super::{contract, lost};

/// A client of Prism, or one that is not going to send anything.
pub(crate) fn client() -> Client {
    let environment = url().map_or_else(Environment::default, Environment::Custom);
    Client::new(environment, "sk_test_1").unwrap()
}

/// Where Prism is; says once that it is not there.
pub(crate) fn url() -> Option<String> {
    static HINT: Once = Once::new();
    let url = env::var("PRISM_URL").ok();
    if url.is_none() {
        HINT.call_once(|| {
            // Not `eprintln!`, whose output is not shown for tests that pass.
            let _ = writeln!(
                stderr(),
                "PRISM_URL is not set: requests are compared with the contract, but not sent. To \
                 send them: .ci/prism cargo test -p paygentic-generated --test prism"
            );
        });
    }
    url
}

/// Asserts that the call is as in the contract, that Prism finds nothing wrong with it and answers
/// with this status, and that nothing of the answer is lost in the value; gives the value.
///
/// Without Prism, only the first, and there is no value.
pub(crate) async fn exchange<T: Serialize>(call: Call<'_, Client, T>, status: u16) -> Option<T> {
    contract::assert_valid(&call);
    url()?;
    let name = call.operation();
    // Some operations have several successful answers; Prism then gives the asked one.
    let call = call.header("Prefer", &format!("code={status}"));
    let response = match call.with_response().await {
        Ok(response) => response,
        Err(error) => {
            let found = error.headers().map(request_violations);
            panic!("{error:?}\nviolations: {found:#?}\nbody: {}", error.body_text())
        }
    };
    let violations = request_violations(response.headers());
    assert!(violations.is_empty(), "{name}: {violations:#?}");
    assert_eq!(response.status(), status, "{name}");
    if !response.body().is_empty() {
        let received: Value = serde_json::from_slice(response.body()).unwrap();
        let kept = serde_json::to_value(response.value()).unwrap();
        let lost = lost(&received, &kept, "");
        assert!(lost.is_empty(), "{name} loses {lost:#?} of {received:#}");
    }
    Some(response.into_value())
}

/// What Prism found wrong with the request. It lists its own answers' faults too: it makes up ids
/// such as `string`.
pub(crate) fn request_violations(headers: &HeaderMap) -> Vec<Value> {
    let Some(header) = headers.get("sl-violations") else {
        return Vec::new();
    };
    let mut violations: Vec<Value> = serde_json::from_slice(header.as_bytes()).unwrap();
    violations.retain(|violation| violation["location"][0] != "response");
    violations
}
