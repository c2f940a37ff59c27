//! The order of keys in a document is not part of the interface: sorting or reversing the keys of the contract makes no
//! difference to programs.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::pinned::{read, sdk};
use paygentic_codegen::diff::diff;
use serde_json::{Map, Value};

type Entries = Vec<(String, Value)>;

/// The value with the keys of all objects in another order.
fn reordered(value: Value, order: fn(&mut Entries)) -> Value {
    match value {
        Value::Object(entries) => {
            let entries = entries.into_iter();
            let mut entries: Vec<_> =
                entries.map(|(key, value)| (key, reordered(value, order))).collect();
            order(&mut entries);
            Value::Object(Map::from_iter(entries))
        }
        Value::Array(items) => items.into_iter().map(|item| reordered(item, order)).collect(),
        other => other,
    }
}

#[test]
fn the_order_of_keys_has_no_effect() {
    let text = read("openapi.yaml");
    let document: Value = serde_yaml::from_str(&text).unwrap();
    let before = sdk(&text).model;
    let sorted: fn(&mut Entries) = |entries| entries.sort_by(|one, other| one.0.cmp(&other.0));
    let turned: fn(&mut Entries) = |entries| entries.reverse();
    for order in [sorted, turned] {
        let after = sdk(&reordered(document.clone(), order).to_string()).model;
        let difference = diff(&before, &after).unwrap();
        let titles: Vec<String> = difference.changes.iter().map(|change| change.title()).collect();
        assert_eq!(titles, [""; 0]);
    }
}
