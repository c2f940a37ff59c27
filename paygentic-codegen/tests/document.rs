//! Reading a document: what is accepted, and what is reported about everything else.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;

use paygentic_codegen::{Source, document};

fn parse(text: &str) -> Result<serde_json::Value, String> {
    let source = Source { name: "api.yaml", text };
    document::parse(&source).map_err(|errors| errors.to_string())
}

fn refusal(text: &str) -> String {
    parse(text).unwrap_err()
}

#[test]
fn json_and_yaml_parse_to_the_same_value() {
    let json = parse(r#"{"openapi": "3.1.0", "a": [1, -2, 0.5, true, null, "x"]}"#).unwrap();
    let yaml = parse("openapi: 3.1.0\na: [1, -2, 0.5, true, null, x]").unwrap();
    assert_eq!(json, yaml);
    assert_eq!(json, parse("{openapi: 3.1.0, a: [1, -2, 0.5, true, null, x]}").unwrap());
    assert_eq!(json, parse(&format!("\u{feff}{json}")).unwrap());
}

#[test]
fn yaml_strings_stay_strings_and_keys_become_strings() {
    let document =
        parse("openapi: 3.0.3\nx: {200: {}, on: no, date: 2026-08-06, big: 18446744073709551615}");
    let x = &document.unwrap()["x"];
    assert!(x["200"].is_object());
    assert_eq!(x["on"], "no");
    assert_eq!(x["date"], "2026-08-06");
    assert_eq!(x["big"], 18_446_744_073_709_551_615_u64);
}

#[test]
fn yaml_aliases_are_expanded() {
    let document = parse("openapi: 3.0.3\na: &a {b: 1}\nc: *a").unwrap();
    assert_eq!(document["c"]["b"], 1);
}

#[test]
fn keys_keep_their_order() {
    let document = parse("openapi: 3.0.3\nz: 1\na: 2").unwrap();
    let keys: Vec<_> = document.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["openapi", "z", "a"]);
}

#[test]
fn both_openapi_versions_are_accepted() {
    for version in ["3.0.0", "3.0.4", "3.1.0", "3.1.1"] {
        assert!(parse(&format!("openapi: {version}")).is_ok(), "{version}");
    }
}

#[test]
fn invalid_documents_are_refused() {
    let cases = [
        ("empty", ""),
        ("blank", " \n\t\n"),
        ("web page", "\n<!DOCTYPE html><html></html>"),
        ("cut off json", "{\"openapi\": \"3.1.0\",\n \"paths\": {\"/a"),
        ("cut off yaml", "openapi: 3.1.0\npaths:\n  \"/a: {}\n"),
        ("broken json", "{\"openapi\": \"3.1.0\",\n \"paths\": }"),
        ("broken yaml", "openapi: 3.1.0\npaths: {a: b: c}\n"),
        ("text after the end", "{\"openapi\": \"3.1.0\"} x: 1"),
        ("two documents", "openapi: 3.1.0\n---\nopenapi: 3.1.0\n"),
        ("key twice in json", "{\"openapi\": \"3.1.0\",\n \"a\": {\"b\": 1,\n \"b\": 2}}"),
        ("key twice in yaml", "openapi: 3.1.0\na:\n  b: 1\n  b: 2\n"),
        ("merge key", "openapi: 3.1.0\na: &a {b: 1}\nc: {<<: *a}\n"),
        ("not a number", "openapi: 3.1.0\na: .nan\n"),
        ("tag", "openapi: 3.1.0\na: !secret b\n"),
        ("unknown alias", "openapi: 3.1.0\na: *b\n"),
        ("list", "[]"),
        ("text", "hello"),
        ("no version", "info: {title: x}"),
        ("swagger", "swagger: '2.0'\npaths: {}"),
        ("version 4", "openapi: 4.0.0"),
        ("version 2", "openapi: '2.0'"),
        ("version as a number", "openapi: 4"),
        ("version with words", "openapi: 3.1.0-beta"),
    ];
    let mut report = String::new();
    for (name, text) in cases {
        writeln!(report, "# {name}\n{}\n", refusal(text)).unwrap();
    }
    insta::assert_snapshot!(report);
}

#[test]
fn deep_documents_are_refused() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&format!("{{\"openapi\": \"3.1.0\", \"a\": {}}}", nested(99))).is_ok());
    let json = refusal(&format!("{{\"openapi\": \"3.1.0\", \"a\": {}}}", nested(100)));
    assert!(json.contains("nesting exceeds the limit of 100 levels"), "{json}");
    let yaml = refusal(&format!("openapi: 3.1.0\na: {}", nested(100)));
    assert!(yaml.contains("nesting exceeds the limit of 100 levels"), "{yaml}");
    for depth in [200, 5_000] {
        assert!(parse(&nested(depth)).is_err());
        assert!(parse(&format!("a: {}", nested(depth))).is_err());
    }
}

#[test]
fn large_documents_are_refused() {
    let text = format!("openapi: 3.1.0\na: {}", "x".repeat(document::MAX_BYTES));
    assert!(refusal(&text).contains("bytes, the limit is 67108864"));
}

/// Each level contains the previous one nine times: a few hundred bytes would become gigabytes.
#[test]
fn alias_bombs_are_refused_quickly() {
    let mut text = "openapi: 3.1.0\na0: &a0 lol\n".to_owned();
    for level in 1..=12 {
        let entries = format!("*a{}, ", level - 1).repeat(9);
        writeln!(text, "a{level}: &a{level} [{entries}]").unwrap();
    }
    let start = std::time::Instant::now();
    assert!(parse(&text).is_err());
    assert!(start.elapsed().as_secs() < 5);

    let long = "x".repeat(1 << 20);
    let aliases = "*a, ".repeat(1 << 18);
    let refused = refusal(&format!("openapi: 3.1.0\na: &a {long}\nb: [{aliases}]"));
    assert!(refused.contains("too large once its aliases are expanded"), "{refused}");
    assert!(parse("openapi: 3.1.0\na: &a [*a]").is_err());
}

#[test]
fn numbers_beyond_64_bits_are_read_from_yaml_as_from_json() {
    let yaml =
        "openapi: 3.1.0\nx: [-9223372036854776000, 18446744073709552000, 40000000000000000000000]";
    let json = r#"{"openapi": "3.1.0", "x": [-9223372036854776000, 18446744073709552000, 40000000000000000000000]}"#;
    let read = |text: &str| document::parse(&Source { name: "api", text }).unwrap();
    assert_eq!(read(yaml), read(json));
    assert_eq!(read(yaml)["x"][2], 4e22);
}
