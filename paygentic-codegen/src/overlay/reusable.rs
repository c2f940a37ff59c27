//! Overlay 1.2: an action may refer to a reusable one in `components.actions`, and states only where it applies.

use serde_json::{Map, Value};

/// The form of an action that refers to a reusable one.
pub(super) const REFERENCE: &str = "an action that refers to a reusable one has `$ref: '#/components/actions/NAME'` and a `target`";

/// The action that a reference stands for: the fields of the reusable one, with the target of the reference. The
/// description of the reference wins. An action without a reference is returned unchanged.
///
/// # Errors
///
/// The message, if there is no such reusable action or it is not a set of fields without a target.
pub(super) fn resolved(
    mut action: Map<String, Value>,
    overlay: &Map<String, Value>,
) -> Result<Map<String, Value>, String> {
    let Some(reference) = action.shift_remove("$ref") else {
        return Ok(action);
    };
    let name = reference.as_str().and_then(|text| text.strip_prefix("#/components/actions/"));
    let Some(name) = name.filter(|name| !name.contains('/')) else {
        return Err(format!("invalid reference {reference}"));
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    let reusable = overlay.get("components").and_then(|components| components.get("actions"));
    let Some(reusable) = reusable.and_then(|actions| actions.get(&name)) else {
        return Err(format!("no reusable action `{name}` in `components.actions`"));
    };
    let Some(fields) = reusable.get("fields").and_then(Value::as_object) else {
        return Err(format!("reusable action `{name}` has no `fields`"));
    };
    if fields.contains_key("target") {
        return Err(format!("reusable action `{name}` has a `target` of its own"));
    }
    let own = reusable.get("description").map(|text| ("description".to_owned(), text.clone()));
    let mut whole: Map<String, Value> = own.into_iter().collect();
    whole.extend(fields.clone());
    whole.extend(action);
    Ok(whole)
}
