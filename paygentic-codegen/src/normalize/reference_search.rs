//! Finds the references that do not name a component directly, and the ids and anchors that they may use instead.

use std::collections::HashMap;

use serde_json::Value;

use super::object_kinds::{Inside, ObjectKind};

/// The keys from the root of the document.
pub(super) type Keys = Vec<String>;

/// A reference that must be resolved.
#[derive(Clone, Debug)]
pub(super) struct FoundReference {
    /// The object that contains it.
    pub holder: Keys,
    /// Its key in that object.
    pub key: String,
    /// The kind of its target.
    pub kind: ObjectKind,
    pub target: String,
    /// The number of keys of the holder that lead to the outermost schema around it.
    pub schema: usize,
    /// The same for the schemas around it that have an `$id`, the outermost first.
    pub resources: Vec<usize>,
}

/// The ids and anchors by which schemas can be referred to.
#[derive(Debug, Default)]
pub(super) struct SchemaNames {
    pub ids: HashMap<String, Keys>,
    pub anchors: HashMap<String, Vec<Keys>>,
}

/// Walks a document by the kinds of its objects.
pub(super) struct ReferenceSearch<'d> {
    document: &'d Value,
    pub found: Vec<FoundReference>,
    pub names: SchemaNames,
    keys: Keys,
    schema: Option<usize>,
    resources: Vec<usize>,
}

impl<'d> ReferenceSearch<'d> {
    pub(super) fn new(document: &'d Value) -> Self {
        Self {
            document,
            found: Vec::new(),
            names: SchemaNames::default(),
            keys: Vec::new(),
            schema: None,
            resources: Vec::new(),
        }
    }

    /// Walks the object at a location.
    pub(super) fn walk(&mut self, keys: &[String], value: &'d Value, kind: ObjectKind) {
        self.keys = keys.to_vec();
        self.schema = None;
        self.resources.clear();
        self.value(value, kind);
    }

    /// An object, or a list of such.
    fn value(&mut self, value: &'d Value, kind: ObjectKind) {
        match value {
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    self.inside(&index.to_string(), |this| this.object(value, kind));
                }
            }
            value => self.object(value, kind),
        }
    }

    fn inside(&mut self, key: &str, walk: impl FnOnce(&mut Self)) {
        self.keys.push(key.to_owned());
        walk(self);
        self.keys.pop();
    }

    fn object(&mut self, value: &'d Value, kind: ObjectKind) {
        let Some(object) = value.as_object() else {
            return;
        };
        let (schema, resources) = (self.schema, self.resources.len());
        if kind == ObjectKind::Schema {
            self.schema.get_or_insert(self.keys.len());
            self.named(value);
        }
        for key in ["$ref", "$dynamicRef", "$recursiveRef"] {
            self.reference(value.get(key), key, kind);
        }
        let discriminator = object.get("discriminator").filter(|_| kind == ObjectKind::Schema);
        let mapping = discriminator.and_then(|it| it.get("mapping")?.as_object());
        let schemas = self.document.get("components").and_then(|all| all.get("schemas"));
        let is_name = |target: &&Value| {
            let target = target.as_str().unwrap_or_default();
            schemas.is_some_and(|schemas| schemas.get(target).is_some())
        };
        let mapping = mapping.into_iter().flatten();
        for (name, target) in mapping.filter(|(_, target)| !is_name(target)) {
            self.inside("discriminator", |this| {
                this.inside("mapping", |this| this.reference(Some(target), name, kind));
            });
        }
        for (key, value) in object {
            match kind.inside(key) {
                Some(Inside::One(inner)) => self.inside(key, |this| this.value(value, inner)),
                Some(Inside::Each(inner)) => self.inside(key, |this| {
                    for (name, value) in value.as_object().into_iter().flatten() {
                        this.inside(name, |this| this.object(value, inner));
                    }
                }),
                None => {}
            }
        }
        self.schema = schema;
        self.resources.truncate(resources);
    }

    /// Records the id and the anchors of a schema.
    fn named(&mut self, schema: &Value) {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        if let Some(id) = text("$id").or_else(|| text("id").filter(|id| id.contains("://"))) {
            self.resources.push(self.keys.len());
            let id = id.trim_end_matches('#').to_owned();
            self.names.ids.entry(id).or_insert(self.keys.clone());
        }
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(anchor) = text(key) {
                let known = self.names.anchors.entry(anchor.to_owned()).or_default();
                known.push(self.keys.clone());
            }
        }
    }

    fn reference(&mut self, target: Option<&Value>, key: &str, kind: ObjectKind) {
        let Some(target) = target.and_then(Value::as_str) else {
            return;
        };
        let is_plain = key != "$dynamicRef"
            && key != "$recursiveRef"
            && kind != ObjectKind::PathItem
            && self.is_plain(target, kind);
        if !is_plain {
            self.found.push(FoundReference {
                holder: self.keys.clone(),
                key: key.to_owned(),
                kind,
                target: target.to_owned(),
                schema: self.schema.unwrap_or(self.keys.len()),
                resources: self.resources.clone(),
            });
        }
    }

    /// Whether a reference names a component directly.
    fn is_plain(&self, target: &str, kind: ObjectKind) -> bool {
        let Some(section) = kind.section() else {
            return false;
        };
        let name = target
            .strip_prefix("#/components/")
            .and_then(|rest| rest.strip_prefix(section)?.strip_prefix('/'));
        name.is_some_and(|name| {
            let section = self.document.get("components").and_then(|all| all.get(section));
            !name.contains(['~', '%']) && section.is_some_and(|all| all.get(name).is_some())
        })
    }
}
