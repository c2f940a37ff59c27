//! No part of the contract changes without being reported: one keyword at a time is changed, at locations throughout the
//! newest contract, and the diff must report something about the operation or the type of that location.
//!
//! A debug build, such as that of `cargo test`, tries some locations; `REPORTED` says how many. The suite `reported` of
//! `cargo xtask conformance` tries more.
#![allow(clippy::unwrap_used, clippy::panic)]

mod reporting;
#[path = "../../conformance/src/walk.rs"]
mod walk;

use std::collections::BTreeMap;
use std::{env, thread};

use paygentic_codegen::diff::{Diff, diff};
use paygentic_codegen::{Generated, Input, OverlayMode, Source, generate};
use reporting::{say, summary};
use serde_json::{Value, json};
use walk::{changed, put};
use xtask::generate::pinned;
use xtask::repository::Repository;

/// How many locations are tried for each kind of change.
const MANY: usize = 25;
const FEW: usize = 1;

/// Changes the value at a location; `None` if it is of another kind.
type Change = fn(&str, &Value) -> Option<Value>;

/// Every kind of change: its name, and the function that changes the object with the keyword.
const CHANGES: &[(&str, Change)] = &[
    ("an enum value removed", |_, object| {
        with(object, "enum", |values| {
            let values: Vec<&Value> =
                values.as_array()?.iter().filter(|value| !value.is_null()).collect();
            fewer(&json!(values))
        })
    }),
    ("a bound tightened", |_, object| {
        let bounds = ["maximum", "maxLength", "maxItems"];
        let bound =
            bounds.iter().find(|bound| object[**bound].as_i64().is_some_and(|bound| bound > 1))?;
        with(object, bound, |bound| Some(json!(bound.as_i64()? - 1)))
    }),
    ("a bound added", |_, object| {
        is_schema(object, "string").then_some(())?;
        (object["format"].is_null() && object["enum"].is_null() && object["maxLength"].is_null())
            .then_some(())?;
        Some(put(object, "maxLength", json!(7777)))
    }),
    ("a default changed", |_, object| {
        with(object, "default", |default| match default {
            Value::Bool(flag) => Some(json!(!flag)),
            Value::Number(number) => Some(json!(number.as_i64()? + 1)),
            _ => None,
        })
    }),
    ("a pattern changed", |_, object| with(object, "pattern", |_| Some(json!("^other[0-9]{3}$")))),
    ("a format removed", |_, object| {
        object["format"]
            .as_str()
            .filter(|format| ["date-time", "email", "uri", "date"].contains(format))?;
        without(object, "format")
    }),
    ("a property no longer required", |_, object| with(object, "required", fewer)),
    ("a property removed", |pointer, object| {
        is_properties(pointer, object).then_some(())?;
        let name = object.as_object()?.keys().next_back()?.clone();
        without(object, &name)
    }),
    ("a property added", |pointer, object| {
        is_properties(pointer, object).then_some(())?;
        Some(put(object, "brandNew", json!({ "type": "string" })))
    }),
    ("a string changed to an integer", |_, object| {
        is_schema(object, "string").then_some(())?;
        Some(json!({ "type": "integer" }))
    }),
    ("null allowed", |pointer, object| {
        // Parameters cannot be null, so this has no effect.
        if pointer.contains("/parameters/") {
            return None;
        }
        (is_schema(object, "string") && object["enum"].is_null() && object["nullable"].is_null())
            .then_some(())?;
        Some(put(object, "nullable", json!(true)))
    }),
    ("an operation deprecated", |_, object| {
        object["operationId"].is_string().then(|| put(object, "deprecated", json!(true)))
    }),
    ("an operation renamed", |_, object| {
        with(object, "operationId", |_| Some(json!("somethingElse")))
    }),
    ("security removed", |_, object| {
        object["operationId"].is_string().then(|| put(object, "security", json!([])))
    }),
    ("a response removed", |pointer, object| {
        pointer.ends_with("/responses").then_some(())?;
        let status = object.as_object()?.keys().find(|status| status.starts_with('4'))?.clone();
        without(object, &status)
    }),
    ("a parameter required", |_, object| {
        (object["in"] == "query" && object["required"] != true)
            .then(|| put(object, "required", json!(true)))
    }),
    ("a parameter renamed", |_, object| {
        (object["in"] == "query").then(|| put(object, "name", json!("brandNew")))
    }),
    ("an alternative removed", |_, object| with(object, "oneOf", fewer)),
];

#[test]
fn every_changed_keyword_is_reported() {
    let default = if cfg!(debug_assertions) { FEW } else { MANY };
    let count = env::var("REPORTED").map_or(default, |count| count.parse().unwrap());
    let ((_, text), _) = pinned(&Repository::find().unwrap()).unwrap();
    let contract: Value = serde_json::from_str(&text).unwrap();
    let before = generated(&contract).unwrap();
    let (mut failures, mut cases) = (Vec::new(), Vec::new());
    let mut figures: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (name, change) in CHANGES {
        let locations = changed(&contract, *change);
        assert!(!locations.is_empty(), "{name}: the contract has no such location");
        // Spread over the document.
        for (pointer, changed) in
            locations.iter().step_by((locations.len() / count).max(1)).take(count)
        {
            cases.push((*name, pointer.clone(), changed.clone()));
        }
    }
    for (name, outcome) in outcomes(&contract, &before, &cases) {
        let column = usize::from(outcome == Outcome::Refused);
        figures.entry(name).or_default()[column] += 1;
        if let Outcome::Failed(why) = outcome {
            failures.push(why);
        }
    }
    for (name, [tried, refused]) in &figures {
        say(&format!("{name:36} {tried:4} tried {refused:4} refused"));
    }
    failures.iter().for_each(|failure| say(failure));
    let tried: usize = figures.values().map(|[tried, _]| tried).sum();
    let failed = failures.len();
    summary("reported", before.counts.operations, (tried - failed, 0, failed), None);
    assert_eq!(failed, 0, "see above");
}

/// The name of a change, a location, and the changed value there.
type Case = (&'static str, String, Value);

/// The outcome of one changed location.
#[derive(PartialEq)]
enum Outcome {
    Reported,
    /// The generator refuses the changed document, so there is no difference.
    Refused,
    Failed(String),
}

/// The outcome of each case. At least two run at a time, more if the machine has more cores.
fn outcomes(contract: &Value, before: &Generated, cases: &[Case]) -> Vec<(&'static str, Outcome)> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let start = |first| {
            let own = cases.iter().skip(first).step_by(threads);
            let judge = |case: &Case| (case.0, outcome(contract, before, case));
            scope.spawn(move || own.map(judge).collect::<Vec<_>>())
        };
        let workers: Vec<_> = (0..threads).map(start).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

fn outcome(contract: &Value, before: &Generated, (name, pointer, changed): &Case) -> Outcome {
    let mut document = contract.clone();
    *document.pointer_mut(pointer).unwrap() = changed.clone();
    let Some(after) = generated(&document) else { return Outcome::Refused };
    let difference = diff(&before.model, &after.model).unwrap();
    if difference.changes.is_empty() {
        return Outcome::Failed(format!("{name} at {pointer}: nothing is reported"));
    }
    if is_about(&difference, pointer, before, &after) {
        return Outcome::Reported;
    }
    let reported: Vec<String> = difference.changes.iter().map(|change| change.title()).collect();
    let reported = reported.join("; ");
    Outcome::Failed(format!("{name} at {pointer}: something else is reported: {reported}"))
}

/// Generates without the overlay, which would revert some changes.
fn generated(document: &Value) -> Option<Generated> {
    let text = document.to_string();
    let document = Source { name: "contract", text: &text };
    generate(&Input { document, overlay: None, overlay_mode: OverlayMode::Lenient }).ok()
}

/// Whether a change is reported for the operation, or for a type of the component, at a location.
fn is_about(difference: &Diff, pointer: &str, before: &Generated, after: &Generated) -> bool {
    let mut parts = pointer.split('/').skip(1);
    let (section, kind, name) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let reported =
        || difference.changes.iter().flat_map(|change| change.items.iter().chain(&change.old));
    if section == Some("components") {
        let home = format!("#/components/{}/{name}", kind.unwrap_or_default());
        let types = before.model.types.iter().chain(&after.model.types);
        let mut own =
            types.filter(|def| def.pointer == home || def.pointer.starts_with(&format!("{home}/")));
        let has_types = own.clone().next().is_some();
        let is_reported = |name: &str| {
            reported().any(|item| item == name || item.starts_with(&format!("{name}::")))
        };
        // A component that is not a type is reported where it is used.
        return !has_types
            || own.any(|def| is_reported(&def.name))
            || difference.changes.iter().any(|change| !change.places.is_empty());
    }
    let path = format!("/{}", kind.unwrap_or_default().trim_start_matches("~1").replace("~1", "/"));
    let operations = before.model.operations();
    let mut of_path = operations.iter().filter(|operation| operation.path == path);
    section != Some("paths")
        || of_path.any(|operation| {
            let placed = |change: &paygentic_codegen::diff::Change| {
                change.places.iter().any(|place| place.operation == operation.name)
            };
            difference.changes.iter().any(placed)
                || reported().any(|item| {
                    *item == operation.name || item.starts_with(&format!("{}::", operation.name))
                })
        })
}

/// A property can be called `properties` too.
fn is_properties(pointer: &str, object: &Value) -> bool {
    let is_schema = |value: &Value| value.is_object();
    pointer.ends_with("/properties")
        && object.as_object().is_some_and(|object| object.values().all(is_schema))
}

fn is_schema(object: &Value, json: &str) -> bool {
    object["type"] == json && object["in"].is_null()
}

fn with(object: &Value, key: &str, change: impl Fn(&Value) -> Option<Value>) -> Option<Value> {
    let changed = change(object.get(key)?)?;
    Some(put(object, key, changed))
}

fn without(object: &Value, key: &str) -> Option<Value> {
    let mut object = object.clone();
    object.as_object_mut()?.remove(key);
    Some(object)
}

/// The list without its last element, if one is left.
fn fewer(list: &Value) -> Option<Value> {
    let list = list.as_array()?;
    let (_, rest) = list.split_last()?;
    (!rest.is_empty()).then(|| json!(rest))
}
