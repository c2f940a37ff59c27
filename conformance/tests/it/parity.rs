//! Which differences between requests the suite `parity` allows.

use paygentic_conformance::suites::parity::form::compare_requests;
use serde_json::json;

const KEY: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

#[test]
fn only_intended_differences_are_allowed() {
    let request = json!({
        "method": "POST", "path": ["", "v0", "x"], "query": [["limit", "5"]],
        "headers": {"accept": "application/json"},
        "body": {"n": 1, "list": [1, {"at": null}], "t": "2026-01-01T00:00:00.123456Z"},
    });
    let key = |key| ("/headers", json!({"accept": "application/json", "idempotency-key": key}));
    for ((pointer, value), expected) in [
        (("/body/n", json!(1.0)), Some(true)),
        (("/query/0/1", json!("5.0")), Some(true)),
        (("/body/t", json!("2026-01-01T02:00:00.123456789+02:00")), Some(false)),
        (("/body/t", json!("2026-01-01T00:00:00.123457Z")), None),
        (("/method", json!("PUT")), None),
        (("/path/2", json!("y")), None),
        (("/path", json!(["", "v0", "x", ""])), None),
        (("/query", json!([["limit", "5"], ["limit", "5"]])), None),
        (("/query", json!([])), None),
        (("/headers/accept", json!("*/*")), None),
        (("/body/n", json!("1")), None),
        (("/body/list/1", json!({})), None),
        (("/body/list", json!([1])), None),
        (("/body", json!(null)), None),
        (key(KEY), Some(false)),
        (key("k"), None),
    ] {
        let mut changed = request.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        assert_eq!(compare_requests(&request, &changed).ok(), expected, "{pointer} {changed}");
        // What Python sends must not be missing.
        if expected != Some(true) && !pointer.ends_with("/t") {
            assert!(compare_requests(&changed, &request).is_err(), "{pointer}");
        }
    }
}
