//! Removes from the overlay what matches nothing in a new document, so that a removed field does not
//! stop an update.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail, ensure};
use paygentic_codegen::Diagnostic;
use serde_json::Value;

use super::yaml_text::{Step, without};

/// An overlay that fits the new document.
#[derive(Debug)]
pub struct Pruned {
    /// Its text.
    pub text: String,
    /// What was removed, one text each.
    pub dropped: Vec<String>,
}

/// The overlay without the parts that the warnings of a lenient run point at. Comments and formatting of everything
/// else are kept.
pub fn prune(name: &str, text: &str, warnings: &[Diagnostic]) -> Result<Pruned> {
    let before: Value =
        serde_yaml::from_str(text).with_context(|| format!("cannot read {name}"))?;
    let stale = stale(name, &before, warnings);
    let dropped: Vec<String> = stale.iter().map(|part| describe(&before, part)).collect();
    let places = widest(&before, stale);
    let list = || format!("\n  {}", dropped.join("\n  "));
    let pruned = match without(text, &places) {
        Ok(pruned) => pruned,
        Err(place) => bail!(
            "cannot remove {} from {name}: it is not written in block style; remove by hand what no longer matches anything:{}",
            pointer(&place),
            list()
        ),
    };
    let after: Option<Value> = serde_yaml::from_str(&pruned).ok();
    ensure!(
        after == Some(value_without(before, &places)),
        "cannot remove from {name} what no longer matches anything without changing something else; remove it by hand:{}",
        list()
    );
    Ok(Pruned { text: pruned, dropped })
}

/// The parts of the overlay that the warnings are about.
fn stale(name: &str, overlay: &Value, warnings: &[Diagnostic]) -> BTreeSet<Vec<Step>> {
    let actions = format!("{name}#/actions/");
    let mut found = BTreeSet::new();
    for warning in warnings {
        if let Some(index) = warning.pointer.strip_prefix(&actions) {
            let index = index.parse().map(Step::Index);
            found.extend(index.map(|index| vec![Step::Key("actions".to_owned()), index]));
        } else if let Some(key) = warning.pointer.strip_prefix("#/x-docs/") {
            found.extend(documentation(overlay, key));
        }
    }
    found
}

/// Everywhere in the actions that documentation for this section and key is given.
fn documentation(overlay: &Value, pointer: &str) -> Vec<Vec<Step>> {
    let tokens = pointer.split('/');
    let keys: Vec<String> = ["update", "x-docs"]
        .into_iter()
        .map(str::to_owned)
        .chain(tokens.map(|token| token.replace("~1", "/").replace("~0", "~")))
        .collect();
    let actions = overlay["actions"].as_array().into_iter().flatten();
    let holds =
        |action: &Value| keys.iter().try_fold(action, |value, key| value.get(key)).is_some();
    let place = |index| {
        [Step::Key("actions".to_owned()), Step::Index(index)]
            .into_iter()
            .chain(keys.iter().cloned().map(Step::Key))
            .collect()
    };
    actions.enumerate().filter(|(_, action)| holds(action)).map(|(index, _)| place(index)).collect()
}

/// The same parts, with a map or list that would become empty removed as a whole.
fn widest(overlay: &Value, mut parts: BTreeSet<Vec<Step>>) -> Vec<Vec<Step>> {
    let mut depth = parts.iter().map(Vec::len).max().unwrap_or_default();
    while depth > 1 {
        let parents: BTreeSet<Vec<Step>> = parts
            .iter()
            .filter(|part| part.len() == depth)
            .map(|part| part[..depth - 1].to_vec())
            .collect();
        for parent in parents {
            let inside = parts
                .iter()
                .filter(|part| part.len() == depth && part.starts_with(&parent))
                .count();
            let emptied = size(at(overlay, &parent)) == inside;
            // An action without its `update` would be invalid.
            let is_update = parent.last() == Some(&Step::Key("update".to_owned()));
            if emptied && parent.len() > 1 {
                let whole = if is_update { &parent[..2] } else { &parent[..] }.to_vec();
                parts.retain(|part| !part.starts_with(&whole));
                parts.insert(whole);
            }
        }
        depth -= 1;
    }
    parts.into_iter().collect()
}

fn at<'a>(value: &'a Value, place: &[Step]) -> Option<&'a Value> {
    place.iter().try_fold(value, |value, step| match step {
        Step::Index(index) => value.get(index),
        Step::Key(key) => value.get(key),
    })
}

fn size(value: Option<&Value>) -> usize {
    match value {
        Some(Value::Object(map)) => map.len(),
        Some(Value::Array(list)) => list.len(),
        _ => 0,
    }
}

fn value_without(mut value: Value, places: &[Vec<Step>]) -> Value {
    // From the end, so that the indices of the remaining places stay valid.
    for place in places.iter().rev() {
        let Some((last, parents)) = place.split_last() else {
            continue;
        };
        let parent = parents.iter().try_fold(&mut value, |value, step| match step {
            Step::Index(index) => value.get_mut(index),
            Step::Key(key) => value.get_mut(key),
        });
        match (parent, last) {
            (Some(Value::Object(map)), Step::Key(key)) => drop(map.shift_remove(key)),
            (Some(Value::Array(list)), Step::Index(index)) if *index < list.len() => {
                drop(list.remove(*index));
            }
            _ => {}
        }
    }
    value
}

/// The name of a part in reports.
fn describe(overlay: &Value, part: &[Step]) -> String {
    let value = at(overlay, part);
    match part.last() {
        Some(Step::Key(key)) => format!("the documentation of `{key}`"),
        _ => {
            let text = |key| value.and_then(|action| action[key].as_str());
            format!(
                "the action on `{}` ({})",
                text("target").unwrap_or_default(),
                text("description").unwrap_or_default()
            )
        }
    }
}

fn pointer(place: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Index(index) => format!("/{index}"),
        Step::Key(key) => format!("/{key}"),
    };
    place.iter().map(step).collect()
}
