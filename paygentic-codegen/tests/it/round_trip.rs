//! Nothing is lost on the way from a lowered document through `openapiv3` and back.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use paygentic_codegen::check::check;
use paygentic_codegen::{Source, contract, document, lower};
use serde_json::{Value, json};

#[test]
fn lowering_is_idempotent() {
    for (name, text) in fixtures() {
        let mut once = document::parse(&Source { name: &name, text: &text }).unwrap();
        lower::lower(&mut once);
        let mut twice = once.clone();
        lower::lower(&mut twice);
        assert_eq!(once, twice, "{name}");
    }
}

#[test]
fn a_3_0_document_is_unchanged() {
    let text =
        std::fs::read_to_string(folder("tests/fixtures-lower").join("plain-3-0.yaml")).unwrap();
    let before = document::parse(&Source { name: "plain", text: &text }).unwrap();
    let mut after = before.clone();
    lower::lower(&mut after);
    assert_eq!(before, after);
}

#[test]
fn nothing_is_lost_in_the_fixtures() {
    let fixtures = fixtures();
    assert_eq!(fixtures.len(), 3);
    for (name, text) in fixtures {
        let document = document::parse(&Source { name: &name, text: &text }).unwrap();
        nothing_is_lost(&name, document);
    }
}

#[test]
fn nothing_is_lost_in_the_published_documents() {
    let Some(folder) = std::env::var_os("PUBLISHED_SPECS") else {
        println!("skipped: PUBLISHED_SPECS does not name the folder of the published documents");
        return;
    };
    let documents = texts(Path::new(&folder), "json");
    assert!(!documents.is_empty());
    for (name, text) in documents {
        let published = document::parse(&Source { name: &name, text: &text }).unwrap();
        assert_eq!(check(&published).unwrap(), [], "{name}");
        nothing_is_lost(&name, published.clone());
        let mut stripped = published;
        contract::strip(&mut stripped);
        assert_eq!(check(&stripped).unwrap(), [], "{name}");
        nothing_is_lost(&name, stripped);
    }
}

fn nothing_is_lost(name: &str, mut document: Value) {
    check(&document).unwrap_or_else(|errors| panic!("{name}: {errors}"));
    lower::lower(&mut document);
    let typed = lower::typed(document.clone()).unwrap_or_else(|errors| panic!("{name}: {errors}"));
    let mut back = serde_json::to_value(typed).unwrap();
    without_defaults(&mut document);
    without_defaults(&mut back);
    if let Some(difference) = difference("#", &document, &back) {
        panic!("{name}: {difference}");
    }
}

/// Removes the defaults that `openapiv3` omits or spells out.
fn without_defaults(value: &mut Value) {
    const FALSE: [&str; 8] = [
        "required",
        "nullable",
        "readOnly",
        "writeOnly",
        "deprecated",
        "uniqueItems",
        "exclusiveMinimum",
        "exclusiveMaximum",
    ];
    const EMPTY: [&str; 6] = ["properties", "required", "tags", "parameters", "headers", "content"];
    let is_default = |key: &str, value: &Value| {
        (FALSE.contains(&key) && *value == false)
            || (EMPTY.contains(&key) && (*value == json!([]) || *value == json!({})))
            || (key == "style" && (*value == "form" || *value == "simple"))
            || (key == "description" && value.is_null())
    };
    match value {
        Value::Object(object) => {
            object.retain(|key, value| !is_default(key, value));
            object.values_mut().for_each(without_defaults);
        }
        Value::Array(list) => list.iter_mut().for_each(without_defaults),
        _ => {}
    }
}

/// The first location at which two values differ. Numbers are compared by value: `1` and `1.0` are equal.
fn difference(at: &str, a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let new = b.iter().find(|(key, _)| !a.contains_key(*key));
            let lost = a.iter().find_map(|(key, a)| match b.get(key) {
                Some(b) => difference(&format!("{at}/{key}"), a, b),
                None => Some(format!("lost {at}/{key}: {a}")),
            });
            lost.or_else(|| new.map(|(key, value)| format!("new {at}/{key}: {value}")))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(index, (a, b))| difference(&format!("{at}/{index}"), a, b))
        }
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => None,
        _ => (a != b).then(|| format!("changed {at}: {a} to {b}")),
    }
}

/// The maximum depth of a document, on the default stack of a thread.
#[test]
fn deep_schemas_are_read() {
    let mut schema = json!({"type": ["string", "null"]});
    for _ in 0..46 {
        schema = json!({"type": "object", "properties": {"inner": schema}});
    }
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "Deep", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Deep": schema}},
    });
    let text = text.to_string();
    let document = document::parse(&Source { name: "deep", text: &text }).unwrap();
    nothing_is_lost("deep", document);
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn fixtures() -> Vec<(String, String)> {
    texts(&folder("tests/fixtures-lower"), "yaml")
}

fn texts(folder: &Path, extension: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut texts: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect();
    texts.sort();
    texts
}
