//! Keys with nothing under them, as YAML that is written by hand has them: `parameters:` and then nothing.

use serde_json::{Map, Value, json};

use super::kinds::{Inside, Kind};
use crate::diagnostic::Diagnostic;
use crate::place::At;

/// Keys under which `null` is a value, or the name of a type.
const VALUES: [&str; 6] = ["const", "default", "enum", "example", "examples", "type"];

/// Takes out the keys that hold nothing, and makes an empty object of an entry that does.
pub(super) fn mend(document: &mut Value) -> Vec<Diagnostic> {
    let mut mender = Mender::default();
    mender.value(document, Kind::Document, &At::ROOT);
    mender.findings
}

#[derive(Default)]
struct Mender {
    findings: Vec<Diagnostic>,
}

impl Mender {
    /// An object, or a list of such.
    fn value(&mut self, value: &mut Value, kind: Kind, at: &At<'_>) {
        match value {
            Value::Array(list) => {
                for (index, value) in list.iter_mut().enumerate() {
                    self.entry(value, kind, &at.index(index));
                }
            }
            Value::Object(object) => self.object(object, kind, at),
            _ => {}
        }
    }

    fn object(&mut self, object: &mut Map<String, Value>, kind: Kind, at: &At<'_>) {
        let is_empty = |key: &str, value: &Value| {
            value.is_null() && !VALUES.contains(&key) && !key.starts_with("x-")
        };
        object.retain(|key, value| {
            let is_empty = is_empty(key, value);
            if is_empty {
                let message = format!("there is nothing under `{key}`: it is left out");
                self.found(&at.key(key), message);
            }
            !is_empty
        });
        for (key, value) in object {
            let at = at.key(key);
            match kind.inside(key) {
                Some(Inside::One(inner)) => self.value(value, inner, &at),
                Some(Inside::Each(inner)) => {
                    for (name, value) in value.as_object_mut().into_iter().flatten() {
                        if !name.starts_with("x-") {
                            self.entry(value, inner, &at.key(name));
                        }
                    }
                }
                None => {}
            }
        }
    }

    fn entry(&mut self, value: &mut Value, kind: Kind, at: &At<'_>) {
        if value.is_null() {
            self.found(
                at,
                "there is nothing under this: it says nothing".to_owned(),
            );
            *value = json!({});
        } else if let Value::Object(object) = value {
            self.object(object, kind, at);
        }
    }

    fn found(&mut self, at: &At<'_>, message: String) {
        let help = "take it out, or say what it is";
        self.findings
            .push(Diagnostic::warning(at.pointer(), message, help));
    }
}
