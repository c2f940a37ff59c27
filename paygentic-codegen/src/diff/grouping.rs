//! Prepares changes for reports: merges equal changes of several items, and sorts all of them by resource.

use indexmap::IndexMap;

use super::change::{Change, Subject};
use super::pending_change::JudgedChange;
use crate::model::{Model, TypeDef};

/// The group of changes to the client as a whole.
const CLIENT: &str = "client";
/// The group of changes that concern several resources, or none.
const SHARED: &str = "shared";

/// Changes below the resource that they belong to, in their order, for the text and the Markdown report.
pub(super) fn by_resource<'d>(
    changes: impl IntoIterator<Item = &'d Change>,
) -> Vec<(&'d str, Vec<&'d Change>)> {
    let mut all: IndexMap<&str, Vec<&Change>> = IndexMap::new();
    for change in changes {
        all.entry(&change.resource).or_default().push(change);
    }
    all.into_iter().collect()
}

/// All changes in the order in which they are reported.
pub(super) fn grouped(found: Vec<JudgedChange>, old: &Model, new: &Model) -> Vec<Change> {
    let mut merged: IndexMap<String, Change> = IndexMap::new();
    for JudgedChange { mut change, member } in found {
        change.resource = match change.subject {
            // Changes of types are merged within one resource only.
            Subject::Type => resource(&change, old, new),
            _ => String::new(),
        };
        // Only the location and the type may differ.
        let items = std::mem::take(&mut change.items);
        let places = std::mem::take(&mut change.places);
        let basis = std::mem::take(&mut change.basis);
        let key = format!("{member} {change:?}");
        let first = Change { basis: basis.clone(), ..change };
        let change = merged.entry(key).or_insert(first);
        change.basis.merge(&basis);
        change.items.extend(items);
        change.places.extend(places);
    }
    let mut changes: Vec<Change> = merged.into_values().collect();
    for change in &mut changes {
        change.places.sort();
        change.places.dedup();
        change.resource = resource(change, old, new);
    }
    let position = |model: &Model, name: &str| {
        let names = model.resources.iter().map(|resource| resource.path.join("."));
        names.into_iter().position(|other| other == name)
    };
    let order = |change: &Change| match change.resource.as_str() {
        CLIENT => (0, 0),
        SHARED => (1, 0),
        name => match position(new, name) {
            Some(index) => (2, index),
            // Removed items come last.
            None => (3, position(old, name).unwrap_or_default()),
        },
    };
    changes.sort_by_key(|change| {
        (order(change), change.concern().rank(), change.subject, change.action)
    });
    changes
}

/// The top-level resource that a change belongs to.
fn resource(change: &Change, old: &Model, new: &Model) -> String {
    if change.subject == Subject::Service {
        return CLIENT.to_owned();
    }
    let of_places = change.places.iter().map(|place| first(&place.operation));
    let mut names: Vec<String> = of_places.collect();
    if names.is_empty() {
        let of_item = |item: &String| {
            let name = item.split("::").next().unwrap_or_default();
            definition(new, name).or_else(|| definition(old, name)).map(|def| def.resources.clone())
        };
        names = change.items.iter().filter_map(of_item).flatten().collect();
    }
    names.sort();
    names.dedup();
    match names.as_slice() {
        [only] => only.clone(),
        _ => SHARED.to_owned(),
    }
}

fn first(operation: &str) -> String {
    operation.split('.').next().unwrap_or_default().to_owned()
}

fn definition<'m>(model: &'m Model, name: &str) -> Option<&'m TypeDef> {
    model.types.iter().find(|def| def.name == name)
}
