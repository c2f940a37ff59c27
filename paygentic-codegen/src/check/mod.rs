//! Checks a document before anything is generated, and rejects what the generator cannot support.
//!
//! Every key of the document is known here, is an extension, or is reported; nothing is ignored
//! silently. All findings of a document come in one run.

mod bodies;
mod cycles;
mod keywords;
mod metadata;
mod operations;
mod parameters;
mod references;
mod schemas;
mod security;
mod shape;
mod unions;

use serde_json::{Map, Value};

pub(crate) use self::cycles::{SECTIONS as CYCLIC_SECTIONS, circular};
pub(crate) use self::keywords::is_skippable;
pub(crate) use self::references::component_name as referenced_component;
pub(crate) use self::schemas::only_requires;
pub(crate) use self::shape::{ValueKind, closest};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::location::LocationRef;
use crate::normalize::ObjectKind;
use shape::{AllowedKey, may, must};

/// Checks a document after the overlay and before it is lowered, and returns the warnings.
///
/// # Errors
///
/// Everything that is invalid or not supported, with its location and what to do.
pub fn check(document: &Value) -> Result<Vec<Diagnostic>, Diagnostics> {
    Diagnostics(examine(document).findings).into_result()
}

/// The findings of [`check`], and whether the later stages can process the document anyway.
pub(crate) struct Examined {
    pub findings: Vec<Diagnostic>,
    /// False if a definition is circular, because code that follows it would never terminate.
    pub is_readable: bool,
}

pub(crate) fn examine(document: &Value) -> Examined {
    let mut checker = Checker { document, findings: Vec::new(), is_readable: true };
    checker.root();
    Examined { findings: checker.findings, is_readable: checker.is_readable }
}

/// Walks the document and collects findings.
struct Checker<'d> {
    document: &'d Value,
    findings: Vec<Diagnostic>,
    is_readable: bool,
}

const ROOT: &[AllowedKey] = &[
    must("openapi", ValueKind::Text),
    must("info", ValueKind::Object),
    may("jsonSchemaDialect", ValueKind::Text),
    may("servers", ValueKind::List),
    may("paths", ValueKind::Object),
    may("webhooks", ValueKind::Object),
    may("components", ValueKind::Object),
    may("security", ValueKind::List),
    may("tags", ValueKind::List),
    may("externalDocs", ValueKind::Object),
];

const COMPONENTS: &[AllowedKey] = &[
    may("schemas", ValueKind::Object),
    may("responses", ValueKind::Object),
    may("parameters", ValueKind::Object),
    may("examples", ValueKind::Object),
    may("requestBodies", ValueKind::Object),
    may("headers", ValueKind::Object),
    may("securitySchemes", ValueKind::Object),
    may("links", ValueKind::Object),
    may("callbacks", ValueKind::Object),
    may("pathItems", ValueKind::Object),
];

/// The kind of value that a key of an object must have, if the key is known.
pub(crate) fn value_kind(kind: ObjectKind, key: &str) -> Option<ValueKind> {
    let keys = match kind {
        ObjectKind::Document => ROOT,
        ObjectKind::Components => COMPONENTS,
        ObjectKind::PathItem => operations::PATH_ITEM,
        ObjectKind::Operation => operations::OPERATION,
        ObjectKind::Parameter => parameters::PARAMETER,
        ObjectKind::Header => bodies::HEADER,
        ObjectKind::RequestBody => bodies::REQUEST_BODY,
        ObjectKind::Response => bodies::RESPONSE,
        ObjectKind::MediaType => bodies::MEDIA_TYPE,
        ObjectKind::Encoding => bodies::ENCODING,
        ObjectKind::SecurityScheme => security::SCHEME,
        ObjectKind::Schema => return keywords::known(key),
        _ => return None,
    };
    keys.iter().find(|allowed| allowed.key == key).map(|allowed| allowed.kind)
}

impl<'d> Checker<'d> {
    fn error(&mut self, at: &LocationRef<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::error(at.pointer(), message, help), at);
    }

    fn warning(
        &mut self,
        at: &LocationRef<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(Diagnostic::warning(at.pointer(), message, help), at);
    }

    fn note(&mut self, at: &LocationRef<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::note(at.pointer(), message, help), at);
    }

    fn report(&mut self, finding: Diagnostic, at: &LocationRef<'_>) {
        self.findings.push(match at.operation() {
            Some(id) => finding.in_operation(id),
            None => finding,
        });
    }

    fn root(&mut self) {
        let at = LocationRef::ROOT;
        let Some(root) = self.shape(self.document, &at, "the document", ROOT) else {
            return;
        };
        let content = ["paths", "webhooks", "components"];
        if !content.iter().any(|key| root.contains_key(*key)) {
            let message = "the document has no `paths`: there is nothing to generate";
            self.error(&at, message, "check that this is the right file");
        }
        self.metadata(root, &at);
        self.dialect(root, &at);
        if map(root, "webhooks").is_some_and(|webhooks| !webhooks.is_empty()) {
            let at = at.key("webhooks");
            self.note(&at, "no code is generated for webhooks", "");
        }
        if let Some(components) = root.get("components").filter(|value| value.is_object()) {
            self.components(components, &at.key("components"));
        }
        if let Some(paths) = map(root, "paths") {
            self.paths(paths, &at.key("paths"));
        }
        self.security(root);
        self.chains();
    }

    fn dialect(&mut self, object: &'d Map<String, Value>, at: &LocationRef<'_>) {
        const KNOWN: [&str; 2] = [
            "https://spec.openapis.org/oas/3.1/dialect/",
            "https://json-schema.org/draft/2020-12/",
        ];
        for key in ["jsonSchemaDialect", "$schema"] {
            let Some(dialect) = object.get(key).and_then(Value::as_str) else {
                continue;
            };
            if !KNOWN.iter().any(|known| dialect.starts_with(known)) {
                let message = format!(
                    "unsupported dialect `{dialect}` in `{key}`: schemas are read as JSON Schema draft 2020-12"
                );
                self.warning(
                    &at.key(key),
                    message,
                    "check that the schemas mean the same in that draft",
                );
            }
        }
    }

    fn components(&mut self, components: &'d Value, at: &LocationRef<'_>) {
        let Some(components) = self.shape(components, at, "`components`", COMPONENTS) else {
            return;
        };
        for (section, entries) in components {
            let at = at.key(section);
            for (name, value) in entries.as_object().into_iter().flatten() {
                let at = at.key(name);
                self.component_name(name, &at);
                match section.as_str() {
                    "schemas" => self.schema(value, &at),
                    "responses" => self.response(value, &at),
                    "parameters" => self.parameter(value, &at),
                    "requestBodies" => self.request_body(value, &at),
                    "headers" => self.header(value, &at),
                    "securitySchemes" => self.security_scheme(value, &at),
                    _ => {}
                }
            }
            match section.as_str() {
                "links" | "callbacks" => {
                    self.note(&at, format!("no code is generated for `{section}`"), "");
                }
                "pathItems" => {
                    let message = "`pathItems`: code is generated for those that `paths` refers to";
                    self.note(&at, message, "");
                }
                _ => {}
            }
        }
    }

    fn component_name(&mut self, name: &str, at: &LocationRef<'_>) {
        let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if name.is_empty() || !name.chars().all(valid) {
            let message = format!("invalid component name `{name}`: it is used as it is");
            self.warning(
                at,
                message,
                "use letters, digits, `.`, `-` and `_`, also in references to it",
            );
        }
    }
}

/// The list under a key, empty if there is none or it is something else.
fn list<'d>(object: &'d Map<String, Value>, key: &str) -> &'d [Value] {
    object.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The object under a key.
fn map<'d>(object: &'d Map<String, Value>, key: &str) -> Option<&'d Map<String, Value>> {
    object.get(key).and_then(Value::as_object)
}

/// The string under a key.
fn text<'d>(object: &'d Map<String, Value>, key: &str) -> Option<&'d str> {
    object.get(key).and_then(Value::as_str)
}
