//! The JSON form of a difference is what its schema promises.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use paygentic_codegen::diff::diff;
use paygentic_codegen::{Input, Model, OverlayMode, Source, generate};
use serde_json::Value;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

fn model(document: &Value) -> Model {
    let text = document.to_string();
    let document = Source { name: "contract", text: &text };
    let input = Input { document, overlay: None, overlay_mode: OverlayMode::Lenient };
    generate(&input).unwrap_or_else(|found| panic!("{found}")).model
}

#[test]
fn a_difference_is_valid_by_its_schema() {
    let schema: Value = serde_json::from_str(&read("paygentic-codegen/schemas/diff.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let contract: Value = serde_yaml::from_str(&read("spec/openapi.yaml")).unwrap();
    let mut smaller = contract.clone();
    let schemas = smaller["components"]["schemas"].as_object_mut().unwrap();
    // A change of each kind: types, fields and enums lose a part each.
    for (name, schema) in schemas.iter_mut() {
        // Other enums without their last value are called like one that there is.
        let keys = if name.ends_with("Status") { ["enum", "required"] } else { ["required"; 2] };
        for key in keys {
            if let Some(list) =
                schema.get_mut(key).and_then(Value::as_array_mut).filter(|list| list.len() > 2)
            {
                list.pop();
            }
        }
        if let Some(properties) = schema
            .get_mut("properties")
            .and_then(Value::as_object_mut)
            .filter(|_| name.starts_with('P'))
        {
            let last = properties.keys().next_back().cloned();
            last.and_then(|last| properties.remove(&last));
        }
    }
    smaller["paths"].as_object_mut().unwrap().remove("/v0/plans/{id}/versions");
    let (contract, smaller) = (model(&contract), model(&smaller));
    for (old, new) in [(&contract, &smaller), (&smaller, &contract), (&contract, &contract)] {
        let reported = diff(old, new).unwrap().to_json().unwrap();
        if let Err(error) = schema.validate(&reported) {
            panic!("{}: {error}", error.instance_path());
        }
        let breaks = reported["changes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|change| change["rust"] == "breaking");
        assert_eq!(reported["rust"] == "breaking", breaks);
    }
}
