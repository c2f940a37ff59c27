//! Repairs faults with one evident meaning: keys without a value, which occur in hand-written YAML; values of the wrong
//! type, such as `version: 1.0` or, from PHP, `properties: []`; and leftovers of Swagger 2.0. They are common in real
//! documents, and must not stop an update.

mod bodies;
mod parameters;
mod readings;
mod responses;
mod root;
mod security;
mod servers;

use serde_json::{Map, Value, json};

use self::bodies::BodyParameters;
use self::readings::Fit;
use super::object_kinds::{Inside, ObjectKind};
use super::relocations::Relocations;
use crate::diagnostic::Diagnostic;
use crate::location::LocationRef;

/// Keys under which `null` is a value, or the name of a type.
const VALUES: [&str; 5] = ["const", "default", "example", "examples", "type"];

/// Repairs faults with one evident meaning, and reports them.
pub(super) fn repair(document: &mut Value, relocations: &mut Relocations) -> Vec<Diagnostic> {
    let mut repairer = Repairer::default();
    if let Value::Object(root) = document {
        repairer.object_types(root, ObjectKind::Document, &LocationRef::ROOT);
        repairer.root(root);
    }
    repairer.bodies = bodies::of_components(document);
    repairer.value(document, ObjectKind::Document, &LocationRef::ROOT);
    for (now, published) in repairer.moves {
        relocations.add(now, published);
    }
    repairer.findings
}

#[derive(Default)]
struct Repairer {
    findings: Vec<Diagnostic>,
    /// Moved values: the current and the published location of each.
    moves: Vec<(String, String)>,
    bodies: BodyParameters,
    /// The parameters of the path that describe request bodies.
    path_bodies: Vec<(Map<String, Value>, String)>,
}

impl Repairer {
    /// Removes entries from a list, and reports them.
    fn without(
        &mut self,
        holder: &mut Map<String, Value>,
        key: &str,
        at: &LocationRef<'_>,
        what: &str,
        is_invalid: impl Fn(&Value) -> bool,
    ) {
        for (index, entry) in items(holder, key).enumerate() {
            if is_invalid(entry) {
                self.found(&at.index(index), format!("invalid entry ({what}): it is skipped"));
            }
        }
        if let Some(Value::Array(list)) = holder.get_mut(key) {
            list.retain(|entry| !is_invalid(entry));
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
        if kind != ObjectKind::Document {
            self.object_types(object, kind, at);
        }
        self.repair(object, kind, at);
        for (key, value) in object {
            let at = at.key(key);
            match kind.inside(key) {
                Some(Inside::One(ObjectKind::Parameter)) if !value.is_array() => {}
                Some(Inside::One(inner)) => self.value(value, inner, &at),
                Some(Inside::Each(inner)) => {
                    for (name, value) in value.as_object_mut().into_iter().flatten() {
                        if !name.starts_with("x-") || !kind.has_extensions_in(key) {
                            self.entry(value, inner, &at.key(name));
                        }
                    }
                }
                None => {}
            }
        }
        if kind == ObjectKind::PathItem {
            self.path_bodies.clear();
        }
    }

    /// Repairs keys without a value, and values of the wrong type.
    fn object_types(
        &mut self,
        object: &mut Map<String, Value>,
        kind: ObjectKind,
        at: &LocationRef<'_>,
    ) {
        object.retain(|key, value| {
            if value.is_null() && !VALUES.contains(&key.as_str()) && !key.starts_with("x-") {
                self.found(&at.key(key), format!("`{key}` has no value: it is skipped"));
                return false;
            }
            match readings::fit(kind, key, value) {
                Fit::AsIs => {}
                Fit::ReadAs(reading) => self.read_as(&at.key(key), value, reading),
                Fit::Skipped(expected) => {
                    let message = format!("`{key}` must be {expected}: it is skipped");
                    self.found(&at.key(key), message);
                    return false;
                }
            }
            true
        });
    }

    /// Applies the repairs for a kind of object.
    fn repair(&mut self, object: &mut Map<String, Value>, kind: ObjectKind, at: &LocationRef<'_>) {
        match kind {
            ObjectKind::Document => {
                self.path_items(object);
                self.servers(object, at);
                self.requirements(object, at);
            }
            ObjectKind::PathItem => {
                self.servers(object, at);
                self.query_placeholders(object, at);
                self.path_bodies = self.take_bodies(object, at);
            }
            ObjectKind::Operation => {
                self.servers(object, at);
                self.requirements(object, at);
                let mut bodies = self.path_bodies.clone();
                bodies.extend(self.take_bodies(object, at));
                self.body_of(object, bodies, at);
                self.tags(object, at);
                self.only_default(object, at);
            }
            ObjectKind::Parameter => self.parameter(object, at),
            ObjectKind::RequestBody => self.any_content(object, at),
            ObjectKind::Response => self.response(object, at),
            ObjectKind::MediaType => self.media_type(object, at),
            ObjectKind::SecurityScheme => self.security_scheme(object, at),
            _ => {}
        }
    }

    /// Removes paths that are not objects.
    fn path_items(&mut self, root: &mut Map<String, Value>) {
        let at = LocationRef::ROOT.key("paths");
        let Some(Value::Object(paths)) = root.get_mut("paths") else { return };
        paths.retain(|path, item| {
            let is_readable = item.is_object() || item.is_null() || path.starts_with("x-");
            if !is_readable {
                self.found(&at.key(path), "a path must be an object: it is skipped".to_owned());
            }
            is_readable
        });
    }

    /// Repairs tags that are not strings.
    fn tags(&mut self, operation: &mut Map<String, Value>, at: &LocationRef<'_>) {
        let at = at.key("tags");
        for (index, tag) in items(operation, "tags").enumerate() {
            let meant = match tag {
                Value::Object(named) => named.get("name").filter(|name| name.is_string()).cloned(),
                Value::Number(_) | Value::Bool(_) => Some(tag.to_string().into()),
                _ => None,
            };
            if let Some(meant) = meant {
                self.read_as(&at.index(index), tag, meant);
            }
        }
    }

    fn entry(&mut self, value: &mut Value, kind: ObjectKind, at: &LocationRef<'_>) {
        if value.is_null() {
            self.found(at, "no value: it is skipped".to_owned());
            *value = json!({});
        }
        if let Some(reading) = readings::entry(kind, value) {
            self.read_as(at, value, reading);
        }
        if let Value::Object(object) = value {
            self.object(object, kind, at);
        }
    }

    fn read_as(&mut self, at: &LocationRef<'_>, value: &mut Value, reading: Value) {
        let message = format!("{} is read as {}", shown(value), shown(&reading));
        self.findings.push(Diagnostic::warning(at.pointer(), message, "write it that way"));
        *value = reading;
    }

    fn moved(&mut self, now: &LocationRef<'_>, published: String) {
        self.moves.push((now.pointer(), published));
    }

    fn found(&mut self, at: &LocationRef<'_>, message: String) {
        let help = "remove it, or give it a value";
        self.findings.push(Diagnostic::warning(at.pointer(), message, help));
    }
}

/// A value in a message: a long one by its type.
fn shown(value: &Value) -> String {
    const MAX_LENGTH: usize = 80;
    let text = value.to_string();
    match value {
        Value::Array(_) if text.len() > MAX_LENGTH => "a list".to_owned(),
        Value::Object(_) if text.len() > MAX_LENGTH => "an object".to_owned(),
        _ => format!("`{text}`"),
    }
}

fn items<'v>(root: &'v mut Map<String, Value>, key: &str) -> impl Iterator<Item = &'v mut Value> {
    let list = root.get_mut(key).and_then(Value::as_array_mut);
    list.into_iter().flatten()
}
