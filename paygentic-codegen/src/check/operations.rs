//! Checks paths and operations, especially the ids that methods are named after.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::shape::{AllowedKey, ValueKind, may};
use super::{Checker, list, map, text};
use crate::diagnostic::{Diagnostic, listed};
use crate::location::LocationRef;
use crate::lower::{METHODS, derived_operation_id, sent_path};

pub(super) const PATH_ITEM: &[AllowedKey] = &[
    may("get", ValueKind::Object),
    may("put", ValueKind::Object),
    may("post", ValueKind::Object),
    may("delete", ValueKind::Object),
    may("options", ValueKind::Object),
    may("head", ValueKind::Object),
    may("patch", ValueKind::Object),
    may("trace", ValueKind::Object),
    may("parameters", ValueKind::List),
    may("summary", ValueKind::Text),
    may("description", ValueKind::Text),
    may("servers", ValueKind::List),
    may("$ref", ValueKind::Any),
];

pub(super) const OPERATION: &[AllowedKey] = &[
    may("operationId", ValueKind::Text),
    may("tags", ValueKind::List),
    may("summary", ValueKind::Text),
    may("description", ValueKind::Text),
    may("externalDocs", ValueKind::Object),
    may("parameters", ValueKind::List),
    may("requestBody", ValueKind::Object),
    may("responses", ValueKind::Object),
    may("deprecated", ValueKind::Flag),
    may("security", ValueKind::List),
    may("callbacks", ValueKind::Object),
    may("servers", ValueKind::List),
];

/// The operations seen so far.
#[derive(Default)]
struct Seen {
    /// The location of the first operation with each id.
    ids: HashMap<String, String>,
    /// The operations without an id.
    without_id: Vec<OperationWithoutId>,
}

/// An operation that has no id.
struct OperationWithoutId {
    pointer: String,
    /// The id that is derived for it.
    id: String,
    /// Its method and path.
    description: String,
}

impl<'d> Checker<'d> {
    pub(super) fn paths(&mut self, paths: &'d Map<String, Value>, at: &LocationRef<'_>) {
        let mut seen = Seen::default();
        for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
            let at = at.key(path);
            let sent = sent_path(path);
            if sent != *path {
                let message = format!("invalid path `{path}`: requests are sent to `{sent}`");
                let help =
                    "start the path with `/`, and percent-encode characters that URLs do not allow";
                self.warning(&at, message, help);
            }
            self.path_item(path, item, &at, &mut seen);
        }
        self.without_id(&seen.without_id);
    }

    /// Reports all operations without an id in one finding: usually either all operations have one, or none.
    fn without_id(&mut self, operations: &[OperationWithoutId]) {
        let Some(first) = operations.first() else {
            return;
        };
        let (message, help) = match operations {
            [only] => (
                format!(
                    "the operation has no `operationId`: `{}` is derived from its path",
                    only.id
                ),
                "add one: the method is named after it",
            ),
            several => {
                let message = format!(
                    "{} operations have no `operationId`: ids such as `{}` are derived from the paths: {}",
                    several.len(),
                    first.id,
                    listed(several.iter().map(|operation| operation.description.as_str()))
                );
                (message, "add one to each: the methods are named after them")
            }
        };
        let finding = Diagnostic::warning(first.pointer.as_str(), message, help);
        self.findings.push(finding.in_operation(first.id.as_str()));
    }

    fn path_item(&mut self, path: &'d str, item: &'d Value, at: &LocationRef<'_>, seen: &mut Seen) {
        let Some(item) = self.shape(item, at, "a path", PATH_ITEM) else {
            return;
        };
        // References that can be resolved have been inlined before.
        if let Some(target) = item.get("$ref") {
            let message = format!("unresolved reference {target} of a path");
            let help = "write the operations of the path here";
            self.error(&at.key("$ref"), message, help);
        }
        self.servers(item, at);
        let placeholders = self.placeholders(path, at);
        let shared = self.parameters(item, at);
        self.without_placeholder(&placeholders, &shared, &at.key("parameters"));
        for method in METHODS {
            let Some(operation) = item.get(method).and_then(Value::as_object) else {
                continue;
            };
            let at = at.key(method);
            let derived;
            let id = match text(operation, "operationId") {
                Some(id) => id,
                None => {
                    derived = derived_operation_id(method, path);
                    derived.as_str()
                }
            };
            let at = at.in_operation(id);
            if !operation.contains_key("operationId") {
                seen.without_id.push(OperationWithoutId {
                    pointer: at.pointer(),
                    id: id.to_owned(),
                    description: format!("{} {path}", method.to_uppercase()),
                });
            } else {
                self.letters(id, &at);
            }
            self.distinct_id(id, &at, seen);
            self.operation(operation, item.get(method).unwrap_or_default(), &at);
            let own = self.parameters(operation, &at);
            self.template(&placeholders, &shared, &own, &at);
        }
    }

    /// Warns about an id without a letter, which cannot become a name.
    fn letters(&mut self, id: &str, at: &LocationRef<'_>) {
        if !id.contains(|c: char| c.is_ascii_alphabetic()) {
            let message = format!("invalid operationId `{id}`: it contains no letter");
            self.warning(&at.key("operationId"), message, "give the operation a name");
        }
    }

    /// Warns about an id that another operation already has.
    fn distinct_id(&mut self, id: &str, at: &LocationRef<'_>, seen: &mut Seen) {
        if let Some(other) = seen.ids.get(id) {
            let message = format!("duplicate operationId `{id}`: it is already used by {other}");
            self.warning(&at.key("operationId"), message, "give each operation a unique id");
        } else {
            seen.ids.insert(id.to_owned(), at.pointer());
        }
    }

    fn operation(
        &mut self,
        operation: &'d Map<String, Value>,
        value: &'d Value,
        at: &LocationRef<'_>,
    ) {
        self.shape(value, at, "an operation", OPERATION);
        self.servers(operation, at);
        self.texts(list(operation, "tags"), &at.key("tags"), "a tag");
        self.external_docs(operation, at);
        if map(operation, "callbacks").is_some_and(|callbacks| !callbacks.is_empty()) {
            self.note(&at.key("callbacks"), "no code is generated for callbacks", "");
        }
        if let Some(body) = operation.get("requestBody").filter(|body| body.is_object()) {
            self.request_body(body, &at.key("requestBody"));
        }
        match map(operation, "responses") {
            Some(responses) => self.responses(responses, &at.key("responses")),
            None => self.no_success(at),
        }
    }
}
