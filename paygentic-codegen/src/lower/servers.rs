//! Lowers servers: `openapiv3` requires the default of every variable to be a string.

use serde_json::{Map, Value};

/// Lowers the servers of the document, of a path or of an operation.
pub(super) fn servers(holder: &mut Map<String, Value>) {
    let servers = holder.get_mut("servers").and_then(Value::as_array_mut);
    for server in servers.into_iter().flatten().filter_map(Value::as_object_mut) {
        // A key of OpenAPI 3.2.
        if let Some(name) = server.shift_remove("name") {
            server.insert("x-server-id".to_owned(), name);
        }
        let variables = server.get_mut("variables").and_then(Value::as_object_mut);
        let mut undefined = Vec::new();
        for (name, variable) in variables.into_iter().flatten() {
            if !variable.as_object_mut().is_some_and(self::variable) {
                undefined.push(name.clone());
            }
        }
        if let Some(variables) = server.get_mut("variables").and_then(Value::as_object_mut) {
            variables.retain(|name, _| !undefined.contains(name));
        }
    }
}

/// Sets the default of a variable; returns false if no default can be found.
fn variable(variable: &mut Map<String, Value>) -> bool {
    if let Some(values) = variable.get_mut("enum").and_then(Value::as_array_mut) {
        values.iter_mut().for_each(text);
    }
    let first = variable.get("enum").and_then(|values| values.get(0)).cloned();
    match (variable.get_mut("default"), first) {
        (Some(default), _) => text(default),
        (None, Some(first)) => drop(variable.insert("default".to_owned(), first)),
        (None, None) => return false,
    }
    true
}

fn text(value: &mut Value) {
    if value.is_number() || value.is_boolean() {
        *value = Value::String(value.to_string());
    }
}
