//! Repairs the root of a document: version, title, tags.

use serde_json::{Map, Value, json};

use super::{Repairer, items};
use crate::location::LocationRef;

impl Repairer {
    pub(super) fn root(&mut self, root: &mut Map<String, Value>) {
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
        self.without(root, "tags", &at, "a tag without a name", |tag| tag.get("name").is_none());
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

    /// An unquoted string that YAML reads as a number.
    fn text(&mut self, at: &LocationRef<'_>, value: &mut Value) {
        if value.is_number() {
            let text = value.to_string();
            self.read_as(at, value, text.into());
        }
    }
}
