//! The report of a difference. Each case of `diff/cases.yaml` changes `diff/base.yaml` with overlay actions.
#![allow(clippy::unwrap_used, clippy::panic)]

mod models;

use std::fs;
use std::path::Path;

use indexmap::IndexMap;
use paygentic_codegen::Model;
use paygentic_codegen::diff::{Text, diff};
use serde_json::{Value, json};

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff").join(name)).unwrap()
}

fn model(actions: &Value) -> Model {
    let document = read("base.yaml");
    let mut actions = actions.clone();
    for action in actions.as_array_mut().unwrap() {
        action["description"] = json!("A change.");
    }
    let overlay =
        json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1" }, "actions": actions });
    models::model(&document, Some(&overlay.to_string()))
}

fn cases() -> IndexMap<String, Value> {
    serde_yaml::from_str(&read("cases.yaml")).unwrap()
}

#[test]
fn every_kind_of_change_is_reported_with_its_verdicts() {
    let before = model(&json!([]));
    let schema = serde_json::from_str(include_str!("../schemas/diff.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for (name, actions) in cases() {
        let after = model(&actions);
        let difference = diff(&before, &after).unwrap();
        let reported = difference.to_json().unwrap();
        let faults: Vec<_> = schema.iter_errors(&reported).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let mut changes = reported["changes"].as_array().unwrap().iter();
        let breaks = changes.any(|change| change["rust"] == "breaking");
        assert_eq!(reported["rust"] == "breaking", breaks, "{name}");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("diff/snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, Text(&difference).to_string()));
    }
}

#[test]
fn the_report_of_two_merged_types_is_deterministic() {
    let inline = |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" }, "x": { "type": "string" } } });
    let fields = |first: Value, second: Value| json!({ "first": first, "second": second });
    let parcel = "$.components.schemas.Parcel.properties";
    let before = model(&json!([{ "target": parcel, "update": fields(inline("a"), inline("b")) }]));
    let one = json!({ "$ref": "#/components/schemas/Place" });
    let after = model(&json!([
        { "target": "$.components.schemas", "update": { "Place": inline("c") } },
        { "target": parcel, "update": fields(one.clone(), one) },
    ]));
    let rendered = || Text(&diff(&before, &after).unwrap()).to_string();
    let first = rendered();
    // The iteration order of a hash map differs each time.
    (0..16).for_each(|_| assert_eq!(rendered(), first));
    assert!(!first.contains("renamed"), "{first}");
    assert!(first.contains("ParcelFirst, ParcelSecond removed"), "{first}");
}
