//! Checks the metadata of a document: title, licence, servers, tags, links to documentation.

use serde_json::{Map, Value};

use super::shape::{AllowedKey, ValueKind, may, must};
use super::{Checker, list, map};
use crate::location::LocationRef;

const INFO: &[AllowedKey] = &[
    may("title", ValueKind::Text),
    may("version", ValueKind::Text),
    may("summary", ValueKind::Text),
    may("description", ValueKind::Text),
    may("termsOfService", ValueKind::Text),
    may("contact", ValueKind::Object),
    may("license", ValueKind::Object),
];

const CONTACT: &[AllowedKey] =
    &[may("name", ValueKind::Text), may("url", ValueKind::Text), may("email", ValueKind::Text)];

const LICENSE: &[AllowedKey] = &[
    may("name", ValueKind::Text),
    may("url", ValueKind::Text),
    may("identifier", ValueKind::Text),
];

const SERVER: &[AllowedKey] = &[
    must("url", ValueKind::Text),
    may("description", ValueKind::Text),
    may("variables", ValueKind::Object),
    // A key of OpenAPI 3.2.
    may("name", ValueKind::Text),
];

const SERVER_VARIABLE: &[AllowedKey] = &[
    may("default", ValueKind::Any),
    may("enum", ValueKind::List),
    may("description", ValueKind::Text),
];

const TAG: &[AllowedKey] = &[
    must("name", ValueKind::Text),
    may("description", ValueKind::Text),
    may("externalDocs", ValueKind::Object),
];

const EXTERNAL_DOCS: &[AllowedKey] =
    &[must("url", ValueKind::Text), may("description", ValueKind::Text)];

impl<'d> Checker<'d> {
    pub(super) fn metadata(&mut self, root: &'d Map<String, Value>, at: &LocationRef<'_>) {
        self.part(root, "info", at, "`info`", INFO);
        if let Some(info) = map(root, "info") {
            self.part(info, "contact", &at.key("info"), "a contact", CONTACT);
            self.part(info, "license", &at.key("info"), "a licence", LICENSE);
        }
        self.servers(root, at);
        for (index, tag) in list(root, "tags").iter().enumerate() {
            let (tags, what) = (at.key("tags"), "a tag");
            let at = tags.index(index);
            if let Some(tag) = self.shape(tag, &at, what, TAG) {
                self.external_docs(tag, &at);
            }
        }
        self.external_docs(root, at);
    }

    /// Checks the object under a key, if there is one.
    fn part(
        &mut self,
        object: &'d Map<String, Value>,
        key: &'static str,
        at: &LocationRef<'_>,
        what: &str,
        fields: &[AllowedKey],
    ) {
        // A value that is not an object has been reported with its parent.
        if let Some(value) = object.get(key).filter(|value| value.is_object()) {
            self.shape(value, &at.key(key), what, fields);
        }
    }

    pub(super) fn external_docs(&mut self, object: &'d Map<String, Value>, at: &LocationRef<'_>) {
        self.part(object, "externalDocs", at, "`externalDocs`", EXTERNAL_DOCS);
    }

    /// Checks the servers of the document, of a path or of an operation.
    pub(super) fn servers(&mut self, holder: &'d Map<String, Value>, at: &LocationRef<'_>) {
        let at = at.key("servers");
        for (index, server) in list(holder, "servers").iter().enumerate() {
            self.server(server, &at.index(index));
        }
    }

    fn server(&mut self, server: &'d Value, at: &LocationRef<'_>) {
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
            self.server_variable(variable, &at);
        }
    }

    /// Checks the values of a variable: strings, or scalars that can be written as strings.
    fn server_variable(&mut self, variable: &'d Map<String, Value>, at: &LocationRef<'_>) {
        let is_scalar =
            |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
        match variable.get("default") {
            None if list(variable, "enum").iter().any(is_scalar) => {
                let message =
                    "the server variable has no `default`: the first value of `enum` is used";
                self.warning(at, message, "add it");
            }
            None => {
                let message = "the server variable has no `default`";
                self.warning(at, message, "add it; without it, the server is not used");
            }
            Some(Value::String(_)) => {}
            Some(default) if is_scalar(default) => {
                let message =
                    format!("the default of a server variable must be a string, but is {default}");
                self.warning(&at.key("default"), message, "write it in quotes");
            }
            Some(_) => self.error(
                &at.key("default"),
                "the default of a server variable must be a string",
                "make it a string",
            ),
        }
        for (index, value) in list(variable, "enum").iter().enumerate() {
            if !is_scalar(value) {
                let enums = at.key("enum");
                self.error(
                    &enums.index(index),
                    "a value of a server variable must be a string",
                    "make it a string",
                );
            }
        }
    }
}
