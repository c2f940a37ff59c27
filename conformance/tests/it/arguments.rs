//! The arguments of a case.

use paygentic_conformance::arguments::Arguments;
use paygentic_conformance::{case, operation};
use paygentic_generated::Client;

/// What the suites prove of requests depends on it.
#[test]
fn a_case_that_does_not_fit_the_operation_is_refused() {
    let client = Client::builder().token("t").build().unwrap();
    let refused = |case: &str| {
        let case: case::Call = serde_json::from_str(case).unwrap();
        let operation = operation::find(&case.operation).unwrap();
        let prepared = (operation.call)(&client, &mut Arguments::new(&case, None));
        prepared.err().map(|error| error.to_string()).unwrap_or_default()
    };
    let path = r#"{"operation": "getCustomer", "path": {"id": "cus_1"}"#;
    assert_eq!(refused(&format!("{path}}}")), "");
    assert!(refused(&format!(r#"{path}, "query": {{"id": "cus_1"}}}}"#)).contains("`id`"));
    assert!(refused(&format!(r#"{path}, "body": {{}}}}"#)).contains("no request body"));
    assert!(refused(r#"{"operation": "getCustomer", "path": {"id": 1}}"#).contains("wrong"));
    assert!(refused(r#"{"operation": "getCustomer"}"#).contains("is missing"));
}
