//! Repairs the servers of a document, a path or an operation: bare URLs, and variables without a usable default.

use serde_json::{Map, Value, json};

use super::readings::map_of;
use super::{Repairer, items};
use crate::location::LocationRef;

impl Repairer {
    pub(super) fn servers(&mut self, holder: &mut Map<String, Value>, at: &LocationRef<'_>) {
        if !holder.contains_key("servers") {
            return;
        }
        let at = at.key("servers");
        for (index, server) in items(holder, "servers").enumerate() {
            let at = at.index(index);
            if server.is_string() {
                let meant = json!({ "url": server });
                self.read_as(&at, server, meant);
            }
            let list = server.get("variables").and_then(Value::as_array);
            if let Some(entries) = list.and_then(|list| map_of(list, true)) {
                self.read_as(
                    &at.key("variables"),
                    &mut server["variables"],
                    Value::Object(entries),
                );
            }
            if let Some(Value::Object(variables)) = server.get_mut("variables") {
                let at = at.key("variables");
                for (name, variable) in variables {
                    self.variable(variable, &at.key(name));
                }
            }
        }
        self.without(holder, "servers", &at, "a server without a `url`", |server| {
            server.is_null() || server.as_object().is_some_and(|it| !it.contains_key("url"))
        });
    }

    fn variable(&mut self, variable: &mut Value, at: &LocationRef<'_>) {
        if variable.is_string() || variable.is_number() {
            let meant = json!({ "default": variable });
            self.read_as(at, variable, meant);
        }
        let Some(variable) = variable.as_object_mut() else { return };
        let Some(default) = variable.get_mut("default") else { return };
        let at = at.key("default");
        match default {
            Value::Array(list) if list.first().is_some_and(Value::is_string) => {
                let first = list[0].clone();
                self.read_as(&at, default, first);
            }
            Value::Array(_) | Value::Object(_) => {
                self.found(&at, "the default is not a string: it is skipped".to_owned());
                variable.shift_remove("default");
            }
            _ => {}
        }
    }
}
