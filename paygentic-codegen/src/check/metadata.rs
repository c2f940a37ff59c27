//! What a document says about itself: title, licence, servers, tags, links to documentation.

use serde_json::{Map, Value};

use super::shape::{Field, Kind, may, must};
use super::{Checker, list, map};
use crate::place::At;

const INFO: &[Field] = &[
    may("title", Kind::Text),
    may("version", Kind::Text),
    may("summary", Kind::Text),
    may("description", Kind::Text),
    may("termsOfService", Kind::Text),
    may("contact", Kind::Object),
    may("license", Kind::Object),
];

const CONTACT: &[Field] = &[
    may("name", Kind::Text),
    may("url", Kind::Text),
    may("email", Kind::Text),
];

const LICENSE: &[Field] = &[
    may("name", Kind::Text),
    may("url", Kind::Text),
    may("identifier", Kind::Text),
];

const SERVER: &[Field] = &[
    must("url", Kind::Text),
    may("description", Kind::Text),
    may("variables", Kind::Object),
];

const SERVER_VARIABLE: &[Field] = &[
    must("default", Kind::Text),
    may("enum", Kind::List),
    may("description", Kind::Text),
];

const TAG: &[Field] = &[
    must("name", Kind::Text),
    may("description", Kind::Text),
    may("externalDocs", Kind::Object),
];

const EXTERNAL_DOCS: &[Field] = &[must("url", Kind::Text), may("description", Kind::Text)];

impl<'d> Checker<'d> {
    pub(super) fn metadata(&mut self, root: &'d Map<String, Value>, at: &At<'_>) {
        self.part(root, "info", at, "`info`", INFO);
        if let Some(info) = map(root, "info") {
            self.part(info, "contact", &at.key("info"), "a contact", CONTACT);
            self.part(info, "license", &at.key("info"), "a licence", LICENSE);
        }
        for (index, server) in list(root, "servers").iter().enumerate() {
            self.server(server, &at.key("servers").index(index));
        }
        for (index, tag) in list(root, "tags").iter().enumerate() {
            let (tags, what) = (at.key("tags"), "a tag");
            let at = tags.index(index);
            if let Some(tag) = self.shape(tag, &at, what, TAG) {
                self.external_docs(tag, &at);
            }
        }
        self.external_docs(root, at);
    }

    /// The object under a key, if there is one.
    fn part(
        &mut self,
        object: &'d Map<String, Value>,
        key: &'static str,
        at: &At<'_>,
        what: &str,
        fields: &[Field],
    ) {
        // That it is an object has been checked with the rest of its holder.
        if let Some(value) = object.get(key).filter(|value| value.is_object()) {
            self.shape(value, &at.key(key), what, fields);
        }
    }

    pub(super) fn external_docs(&mut self, object: &'d Map<String, Value>, at: &At<'_>) {
        self.part(object, "externalDocs", at, "`externalDocs`", EXTERNAL_DOCS);
    }

    fn server(&mut self, server: &'d Value, at: &At<'_>) {
        let Some(server) = self.shape(server, at, "a server", SERVER) else {
            return;
        };
        let variables = at.key("variables");
        for (name, variable) in map(server, "variables").into_iter().flatten() {
            let at = variables.key(name);
            let Some(variable) = self.shape(variable, &at, "a server variable", SERVER_VARIABLE)
            else {
                continue;
            };
            self.texts(
                list(variable, "enum"),
                &at.key("enum"),
                "a value of a server variable",
            );
        }
    }
}
