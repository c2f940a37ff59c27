//! Locations in the published document: lowering moves some parts of a schema, but a finding must
//! point at the original.

use openapiv3::Schema;

use super::Location;

/// The published location of an entry of a list, which lowering may have moved.
pub(super) fn of_entry(holder: &Schema, at: &Location, key: &str, index: usize) -> Location {
    published(holder, at, &format!("{key}/{index}")).unwrap_or_else(|| at.key(key).index(index))
}

/// The published location of the `items` of an array schema.
pub(super) fn of_items(holder: &Schema, at: &Location) -> Location {
    published(holder, at, "items").unwrap_or_else(|| at.key("items"))
}

fn published(holder: &Schema, at: &Location, now: &str) -> Option<Location> {
    let moves = holder.schema_data.extensions.get("x-moved")?;
    let steps = moves.get(now)?.as_str()?.split('/');
    let steps = steps.filter(|step| !step.is_empty());
    Some(steps.fold(at.clone(), |at, step| at.key(step)))
}
