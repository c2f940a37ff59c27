//! Locates values in a document and edits them.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::TargetMismatch;

/// One step from a value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PathStep {
    Index(usize),
    Key(String),
}

/// The steps from the root to a value. A value sorts before everything inside it.
pub(super) type TargetPath = Vec<PathStep>;

/// The paths of all values that a query selects, without duplicates.
pub(super) fn paths(document: &Value, query: &JsonPath) -> Vec<TargetPath> {
    let mut found = query.query_located(document);
    found.dedup_in_place();
    let step = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => PathStep::Key((*name).to_owned()),
        PathElement::Index(index) => PathStep::Index(*index),
    };
    found.locations().map(|location| location.iter().map(step).collect()).collect()
}

/// Removes the value at a path from the object or list that holds it.
pub(super) fn remove(document: &mut Value, path: &[PathStep]) -> Result<(), TargetMismatch> {
    let Some((last, parents)) = path.split_last() else {
        return Err(TargetMismatch::new(
            "removes the whole document",
            "select something inside it",
        ));
    };
    match (find(document, parents), last) {
        (Some(Value::Object(object)), PathStep::Key(key)) => {
            object.shift_remove(key);
        }
        (Some(Value::Array(list)), PathStep::Index(index)) if *index < list.len() => {
            list.remove(*index);
        }
        _ => {}
    }
    Ok(())
}

/// Merges into the value at a path: into an object, or as one more entry of a list. In overlay 1.1 a list is
/// concatenated with a list, and a single value is replaced by one.
pub(super) fn update(
    document: &mut Value,
    path: &[PathStep],
    update: &Value,
    is_1_1: bool,
) -> Result<(), TargetMismatch> {
    let is_single = |value: &Value| !value.is_object() && !value.is_array();
    match (find(document, path), update) {
        (Some(Value::Array(list)), Value::Array(more)) if is_1_1 => list.extend_from_slice(more),
        (Some(target), update) if is_1_1 && is_single(target) && is_single(update) => {
            target.clone_from(update);
        }
        (Some(Value::Array(list)), update) => list.push(update.clone()),
        (Some(target @ Value::Object(_)), Value::Object(_)) => merge(target, update),
        (Some(Value::Object(_)), _) => {
            return Err(TargetMismatch::new(
                "updates an object with a value that is not an object",
                "use an object whose keys are merged into the target",
            ));
        }
        _ => {
            return Err(TargetMismatch::new(
                "updates a single value",
                "select the object that holds it, and name its key in the update",
            ));
        }
    }
    Ok(())
}

/// The value at a path.
pub(super) fn get<'a>(document: &'a Value, path: &[PathStep]) -> Option<&'a Value> {
    path.iter().try_fold(document, |value, step| match step {
        PathStep::Key(key) => value.get(key),
        PathStep::Index(index) => value.get(index),
    })
}

fn find<'a>(document: &'a mut Value, path: &[PathStep]) -> Option<&'a mut Value> {
    path.iter().try_fold(document, |value, step| match step {
        PathStep::Key(key) => value.get_mut(key),
        PathStep::Index(index) => value.get_mut(index),
    })
}

/// Objects are merged key by key, lists are appended, everything else is replaced.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (key, value) in update {
                match target.get_mut(key) {
                    Some(old) => merge(old, value),
                    None => {
                        target.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(target), Value::Array(update)) => target.extend_from_slice(update),
        (target, update) => *target = update.clone(),
    }
}
