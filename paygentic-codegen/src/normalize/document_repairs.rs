//! Slips with one obvious meaning: keys with nothing under them, as YAML that is written by hand has them, and values of
//! another type than they should have, such as `version: 1.0` or, from PHP, `properties: []`.

use serde_json::{Map, Value, json};

use super::object_kinds::{Inside, ObjectKind};
use crate::diagnostic::Diagnostic;
use crate::location::LocationRef;

/// Keys under which `null` is a value, or the name of a type.
const VALUES: [&str; 5] = ["const", "default", "example", "examples", "type"];

/// Keys that hold true or false.
const FLAGS: [&str; 9] = [
    "allowEmptyValue",
    "allowReserved",
    "deprecated",
    "explode",
    "nullable",
    "readOnly",
    "required",
    "uniqueItems",
    "writeOnly",
];

/// Where parameters can be.
const PLACES: [&str; 4] = ["path", "query", "header", "cookie"];

/// Where Swagger 2.0 has what is a request body now.
const BODIES: [&str; 2] = ["body", "formdata"];

/// The type of a security scheme that cannot be recognised.
const INCOMPLETE: &str = "incomplete";

/// Maps of what cannot be referred to.
const MAPS: [&str; 3] = ["callbacks", "links", "variables"];

/// Reads what has one obvious meaning as what it means, and reports it.
pub(super) fn repair(document: &mut Value) -> Vec<Diagnostic> {
    let mut repairer = Repairer::default();
    if let Value::Object(root) = document {
        repairer.root(root);
    }
    repairer.value(document, ObjectKind::Document, &LocationRef::ROOT);
    repairer.findings
}

#[derive(Default)]
struct Repairer {
    findings: Vec<Diagnostic>,
}

impl Repairer {
    /// What only the document itself has.
    fn root(&mut self, root: &mut Map<String, Value>) {
        self.version(root);
        if !root.contains_key("info") {
            self.found(
                &LocationRef::ROOT,
                "the document has no `info`: title and version are unknown".to_owned(),
            );
            root.insert("info".to_owned(), json!({}));
        }
        if let Some(version) = root.get_mut("info").and_then(|info| info.get_mut("version")) {
            self.text(&LocationRef::ROOT.key("info").key("version"), version);
        }
        let at = LocationRef::ROOT.key("tags");
        for (index, tag) in items(root, "tags").enumerate() {
            if tag.is_string() {
                let named = json!({ "name": tag });
                self.read_as(&at.index(index), tag, named);
            }
        }
        self.without(root, "tags", "a tag without a name", |tag| tag.get("name").is_none());
        self.without(root, "servers", "a server without a `url`", |server| {
            server.is_null() || server.as_object().is_some_and(|it| !it.contains_key("url"))
        });
    }

    fn version(&mut self, root: &mut Map<String, Value>) {
        let at = LocationRef::ROOT.key("openapi");
        let Some(version) = root.get_mut("openapi") else {
            return;
        };
        self.text(&at, version);
        if version.as_str().is_some_and(|version| version.starts_with("3.2")) {
            let message = "OpenAPI 3.2 is read as 3.1: its new features are ignored";
            self.found(&at, message.to_owned());
        }
    }

    /// A text without quotes, of which YAML makes a number.
    fn text(&mut self, at: &LocationRef<'_>, value: &mut Value) {
        if value.is_number() {
            let text = value.to_string();
            self.read_as(at, value, text.into());
        }
    }

    /// Takes entries out of a list.
    fn without(
        &mut self,
        root: &mut Map<String, Value>,
        key: &str,
        what: &str,
        is_out: impl Fn(&Value) -> bool,
    ) {
        let at = LocationRef::ROOT.key(key);
        for (index, entry) in items(root, key).enumerate() {
            if is_out(entry) {
                self.found(&at.index(index), format!("invalid entry ({what}): it is skipped"));
            }
        }
        if let Some(Value::Array(list)) = root.get_mut(key) {
            list.retain(|entry| !is_out(entry));
        }
    }

    /// An object, or a list of such.
    fn value(&mut self, value: &mut Value, kind: ObjectKind, at: &LocationRef<'_>) {
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

    fn object(&mut self, object: &mut Map<String, Value>, kind: ObjectKind, at: &LocationRef<'_>) {
        let is_empty = |key: &str, value: &Value| {
            value.is_null() && !VALUES.contains(&key) && !key.starts_with("x-")
        };
        object.retain(|key, value| {
            let is_empty = is_empty(key, value);
            if is_empty {
                let message = format!("`{key}` has no value: it is skipped");
                self.found(&at.key(key), message);
            }
            !is_empty
        });
        match kind {
            ObjectKind::Parameter => self.parameter(object, at),
            ObjectKind::SecurityScheme => self.security_scheme(object, at),
            _ => {}
        }
        for (key, value) in object {
            let at = at.key(key);
            if let Some(reading) = reading(kind, key, value) {
                self.read_as(&at, value, reading);
            }
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

    /// A parameter whose location is missing or unknown belongs to a placeholder of its name, else to the query.
    fn parameter(&mut self, parameter: &mut Map<String, Value>, at: &LocationRef<'_>) {
        let Some(name) = parameter.get("name").and_then(Value::as_str) else { return };
        let given = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
        let lower = given.trim().to_ascii_lowercase();
        if PLACES.contains(&given) || BODIES.contains(&lower.as_str()) {
            return;
        }
        let in_path = at.pointer().contains(&format!("{{{name}}}"));
        let place = match lower.as_str() {
            known if PLACES.contains(&known) => known,
            _ if in_path => "path",
            _ => "query",
        };
        let message =
            format!("unknown location `{given}` of parameter `{name}`: it is read as `{place}`");
        let help = "write `in: path`, `query`, `header` or `cookie`";
        self.findings.push(Diagnostic::warning(at.pointer(), message, help));
        let place = Value::from(place);
        parameter.insert("in".to_owned(), place);
    }

    /// A security scheme that lacks a required key: what it is can mostly be seen from the others.
    fn security_scheme(&mut self, scheme: &mut Map<String, Value>, at: &LocationRef<'_>) {
        if scheme.contains_key("$ref") {
            return;
        }
        let has = |key: &str| scheme.get(key).is_some_and(Value::is_string);
        let kind = scheme.get("type").and_then(Value::as_str);
        let additions: &[(&str, &str)] = match kind {
            Some("http") if has("scheme") => return,
            Some("http") if has("bearerFormat") => &[("scheme", "bearer")],
            Some("apiKey") if has("name") && has("in") => return,
            Some("apiKey") if has("name") => &[("in", "header")],
            Some("http" | "apiKey") => &[("type", INCOMPLETE)],
            Some(_) => return,
            None if has("scheme") => &[("type", "http")],
            None if has("name") && has("in") => &[("type", "apiKey")],
            None if scheme.contains_key("flows") => &[("type", "oauth2")],
            None if has("openIdConnectUrl") => &[("type", "openIdConnect")],
            None => &[("type", INCOMPLETE)],
        };
        let read: Vec<String> =
            additions.iter().map(|(key, value)| format!("`{key}: {value}`")).collect();
        let message = if additions.contains(&("type", INCOMPLETE)) {
            "the security scheme lacks required keys: it is not sent".to_owned()
        } else {
            format!(
                "the security scheme lacks required keys: it is read with {}",
                read.join(" and ")
            )
        };
        let help = "add `type`, and `scheme` or `name` and `in`";
        self.findings.push(Diagnostic::warning(at.pointer(), message, help));
        for (key, value) in additions {
            scheme.insert((*key).to_owned(), Value::from(*value));
        }
    }

    fn entry(&mut self, value: &mut Value, kind: ObjectKind, at: &LocationRef<'_>) {
        if value.is_null() {
            self.found(at, "no value: it is skipped".to_owned());
            *value = json!({});
        } else if let Value::Object(object) = value {
            self.object(object, kind, at);
        }
    }

    fn read_as(&mut self, at: &LocationRef<'_>, value: &mut Value, reading: Value) {
        let message = format!("`{value}` is read as `{reading}`");
        self.findings.push(Diagnostic::warning(at.pointer(), message, "write it that way"));
        *value = reading;
    }

    fn found(&mut self, at: &LocationRef<'_>, message: String) {
        let help = "remove it, or give it a value";
        self.findings.push(Diagnostic::warning(at.pointer(), message, help));
    }
}

fn items<'v>(root: &'v mut Map<String, Value>, key: &str) -> impl Iterator<Item = &'v mut Value> {
    let list = root.get_mut(key).and_then(Value::as_array_mut);
    list.into_iter().flatten()
}

/// What a value of the wrong type stands for, if that is evident.
fn reading(kind: ObjectKind, key: &str, value: &Value) -> Option<Value> {
    match value {
        // PHP writes empty objects so.
        Value::Array(list) if list.is_empty() => {
            let is_map = matches!(kind.inside(key), Some(Inside::Each(_))) || MAPS.contains(&key);
            is_map.then(|| json!({}))
        }
        Value::String(text)
            if FLAGS.contains(&key) && ["true", "false"].contains(&text.as_str()) =>
        {
            Some((text == "true").into())
        }
        Value::String(_) => {
            let is_list = matches!(
                (kind, key),
                (ObjectKind::Schema, "required") | (ObjectKind::Operation, "tags")
            );
            is_list.then(|| json!([value]))
        }
        Value::Object(_) => {
            let is_list =
                matches!((kind, key), (ObjectKind::Document | ObjectKind::Operation, "security"));
            is_list.then(|| json!([value]))
        }
        _ => None,
    }
}
