//! The program: what it reads, what it prints where, and how it exits.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_paygentic-conformance"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// The lines that it prints.
fn reports(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_line_is_answered_in_its_turn_and_a_bad_one_stops_nothing() {
    let input = b"{\"id\": 1, \"operation\": \"deleteCustomer\", \"direction\": \"response\", \"json\": null}\n\
        \n\xff\xfe\r\n\
        {\"id\": [2], \"operation\": \"getCustomer\", \"direction\": \"response\", \"status\": 418, \"json\": 1e2}";
    let output = run(&["roundtrip", "--cases", "-"], input);
    assert_eq!(output.status.code(), Some(0));
    let reports = reports(&output);
    assert_eq!(reports.len(), 3);
    assert_eq!(reports[0], json!({"id": 1, "ok": true, "out": null}));
    assert_eq!(reports[1]["error"]["line"], 3);
    assert_eq!(reports[2], json!({"id": [2], "ok": true, "out": 100.0}));
}

#[test]
fn a_server_that_is_not_there_is_an_error_of_each_case() {
    let input = b"{\"id\": 1, \"operation\": \"getCustomer\", \"path\": {\"id\": \"cus_1\"}}\n";
    let arguments = ["call", "--base-url", "http://127.0.0.1:1", "--cases", "-"];
    let output = run(&arguments, input);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(reports(&output)[0]["error"]["kind"], "connect");
}

#[test]
fn what_cannot_be_run_at_all_exits_with_1() {
    for arguments in [
        &["roundtrip", "--cases", "/nowhere/cases.jsonl"][..],
        &["call", "--base-url", "ftp://example", "--cases", "-"],
    ] {
        let output = run(arguments, b"");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(output.stdout.is_empty());
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn operations_are_listed() {
    let output = run(&["operations"], b"");
    let found = reports(&output);
    let summary = json!({"operation": "deleteCustomer", "request": false, "errors": ["401", "403", "404", "409", "500"]});
    assert!(found.contains(&summary), "{found:?}");
}
