//! Where the parts of a schema are in the document as published: lowering moves some of them, and a finding must
//! point at what its author wrote.

use openapiv3::Schema;

use super::Location;

/// Where an entry of a list stands in the document as published, which lowering may have moved.
pub(super) fn of_entry(holder: &Schema, at: &Location, key: &str, index: usize) -> Location {
    published(holder, at, &format!("{key}/{index}")).unwrap_or_else(|| at.key(key).index(index))
}

/// Where the schema of entries stands in the document as published.
pub(super) fn of_items(holder: &Schema, at: &Location) -> Location {
    published(holder, at, "items").unwrap_or_else(|| at.key("items"))
}

fn published(holder: &Schema, at: &Location, now: &str) -> Option<Location> {
    let moves = holder.schema_data.extensions.get("x-moved")?;
    let steps = moves.get(now)?.as_str()?.split('/');
    let steps = steps.filter(|step| !step.is_empty());
    Some(steps.fold(at.clone(), |at, step| at.key(step)))
}
