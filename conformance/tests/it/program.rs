//! The program: what it reads, and what it prints.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

#[test]
fn every_line_is_answered_in_its_turn_and_a_bad_one_stops_nothing() {
    let input = b"{\"id\": 1, \"operation\": \"deleteCustomer\", \"direction\": \"response\", \"json\": null}\n\
        \n\xff\xfe\r\n\
        {\"id\": [2], \"operation\": \"getCustomer\", \"direction\": \"response\", \"status\": 418, \"json\": 1e2}";
    let mut child = Command::new(env!("CARGO_BIN_EXE_paygentic-conformance"))
        .args(["roundtrip", "--cases", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0], json!({"id": 1, "ok": true, "out": null}));
    assert!(answers[1]["error"].as_str().unwrap().contains("line 3"));
    assert_eq!(answers[2], json!({"id": [2], "ok": true, "out": 100.0}));
}
