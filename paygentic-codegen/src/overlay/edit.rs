//! Finds places in a document, and changes what is there.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::Misfit;

/// One step from a value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Index(usize),
    Key(String),
}

/// The steps from the root to a value. A value sorts before everything inside it.
pub(super) type Place = Vec<Step>;

/// Everything that the query selects, each once.
pub(super) fn places(document: &Value, query: &JsonPath) -> Vec<Place> {
    let mut found = query.query_located(document);
    found.dedup_in_place();
    let step = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Step::Key((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    };
    found.locations().map(|location| location.iter().map(step).collect()).collect()
}

/// Removes the value at a place from the object or list that holds it.
pub(super) fn remove(document: &mut Value, place: &[Step]) -> Result<(), Misfit> {
    let Some((last, parents)) = place.split_last() else {
        return Err(Misfit::new("removes the whole document", "select something inside it"));
    };
    match (find(document, parents), last) {
        (Some(Value::Object(object)), Step::Key(key)) => {
            object.shift_remove(key);
        }
        (Some(Value::Array(list)), Step::Index(index)) if *index < list.len() => {
            list.remove(*index);
        }
        _ => {}
    }
    Ok(())
}

/// Merges into the value at a place: into an object, or as one more entry of a list.
pub(super) fn update(document: &mut Value, place: &[Step], update: &Value) -> Result<(), Misfit> {
    match (find(document, place), update) {
        (Some(Value::Array(list)), update) => list.push(update.clone()),
        (Some(target @ Value::Object(_)), Value::Object(_)) => merge(target, update),
        (Some(Value::Object(_)), _) => {
            return Err(Misfit::new(
                "updates an object with something else",
                "give the keys and values to merge into it",
            ));
        }
        _ => {
            return Err(Misfit::new(
                "updates a single value",
                "select the object that holds it, and name its key in the update",
            ));
        }
    }
    Ok(())
}

/// The value at a place.
pub(super) fn get<'a>(document: &'a Value, place: &[Step]) -> Option<&'a Value> {
    place.iter().try_fold(document, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

fn find<'a>(document: &'a mut Value, place: &[Step]) -> Option<&'a mut Value> {
    place.iter().try_fold(document, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
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
