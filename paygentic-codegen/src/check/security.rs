//! Checks security schemes and requirements. Which of them the client sends is decided in the model.

use serde_json::{Map, Value};

use super::shape::{AllowedKey, ValueKind, found, may, must};
use super::{Checker, list, map, text};
use crate::location::LocationRef;
use crate::lower::METHODS;

pub(super) const SCHEME: &[AllowedKey] = &[
    must("type", ValueKind::Text),
    may("description", ValueKind::Text),
    may("name", ValueKind::Text),
    may("in", ValueKind::Text),
    may("scheme", ValueKind::Text),
    may("bearerFormat", ValueKind::Text),
    may("flows", ValueKind::Object),
    may("openIdConnectUrl", ValueKind::Text),
    may("deprecated", ValueKind::Flag),
];

const FLOWS: &[AllowedKey] = &[
    may("implicit", ValueKind::Object),
    may("password", ValueKind::Object),
    may("clientCredentials", ValueKind::Object),
    may("authorizationCode", ValueKind::Object),
    may("deviceAuthorization", ValueKind::Object),
];

const FLOW: &[AllowedKey] = &[
    may("authorizationUrl", ValueKind::Text),
    may("deviceAuthorizationUrl", ValueKind::Text),
    may("tokenUrl", ValueKind::Text),
    may("refreshUrl", ValueKind::Text),
    may("scopes", ValueKind::Object),
];

impl<'d> Checker<'d> {
    pub(super) fn security_scheme(&mut self, value: &'d Value, at: &LocationRef<'_>) {
        if value.get("$ref").is_some() {
            // The target is checked at its own location, and its existence together with the cycles.
            let target = value.get("$ref").and_then(Value::as_str);
            let target = target.and_then(|target| self.document.pointer(target.strip_prefix('#')?));
            if target.is_none() {
                let message = "the reference does not point to a security scheme";
                self.error(&at.key("$ref"), message, "write the scheme here");
            }
            return;
        }
        let Some(scheme) = self.shape(value, at, "a security scheme", SCHEME) else {
            return;
        };
        let needed: &[&str] = match text(scheme, "type") {
            Some("http") => &["scheme"],
            Some("apiKey") => &["name", "in"],
            Some(kind @ ("oauth2" | "openIdConnect")) => {
                let message = format!(
                    "`{kind}` is read as a bearer token, which callers must obtain themselves"
                );
                self.warning(at, message, "");
                &[]
            }
            Some("basic") => {
                let help = "write `type: http` and `scheme: basic`";
                self.warning(
                    &at.key("type"),
                    "`type: basic` is read as HTTP basic authentication",
                    help,
                );
                &[]
            }
            // The model reports other types where operations require them.
            _ => &[],
        };
        for key in needed.iter().filter(|key| !scheme.contains_key(**key)) {
            self.error(at, format!("the security scheme has no `{key}`"), "add it");
        }
        if let Some(flows) = scheme.get("flows").filter(|flows| flows.is_object()) {
            self.flows(flows, &at.key("flows"));
        }
    }

    /// Checks the flows of OAuth 2. No code is generated for them, but they are checked anyway.
    fn flows(&mut self, flows: &'d Value, at: &LocationRef<'_>) {
        let Some(flows) = self.shape(flows, at, "`flows`", FLOWS) else {
            return;
        };
        for (name, flow) in flows.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let at = at.key(name);
            let Some(flow) = self.shape(flow, &at, "a flow", FLOW) else {
                continue;
            };
            for (scope, text) in map(flow, "scopes").into_iter().flatten() {
                self.kind(text, &at.key("scopes").key(scope), scope, ValueKind::Text);
            }
        }
    }

    /// Whether anything in the document requires a security scheme.
    pub(super) fn has_security(&self) -> bool {
        let requires = |holder: &Value| {
            let requirements = holder.get("security").and_then(Value::as_array);
            requirements.is_some_and(|all| all.iter().any(|one| *one != Value::Object(Map::new())))
        };
        let paths = self.document.get("paths").and_then(Value::as_object);
        let mut items = paths.into_iter().flat_map(Map::values);
        requires(self.document)
            || items.any(|item| METHODS.iter().filter_map(|method| item.get(method)).any(requires))
    }

    /// Checks the security requirements of the document and of its operations.
    pub(super) fn security(&mut self, root: &'d Map<String, Value>) {
        let at = LocationRef::ROOT;
        self.requirements(list(root, "security"), &at.key("security"));
        let paths = at.key("paths");
        for (path, item) in map(root, "paths").into_iter().flatten() {
            let item_at = paths.key(path);
            for method in METHODS {
                let Some(operation) = item.get(method).and_then(Value::as_object) else {
                    continue;
                };
                let at = item_at.key(method);
                let at = match text(operation, "operationId") {
                    Some(id) => at.in_operation(id),
                    None => at,
                };
                self.requirements(list(operation, "security"), &at.key("security"));
            }
        }
    }

    /// Checks a list of requirements, one of which must be met. An empty list or an empty entry requires nothing.
    fn requirements(&mut self, requirements: &'d [Value], at: &LocationRef<'_>) {
        for (index, requirement) in requirements.iter().enumerate() {
            let at = at.index(index);
            let Some(requirement) = self.object(requirement, &at, "a security requirement") else {
                continue;
            };
            for (name, scopes) in requirement {
                if self.component("securitySchemes", name).is_none() {
                    let message = format!("unknown security scheme `{name}`");
                    let help = "add it to `components.securitySchemes`; until then this alternative is skipped";
                    self.warning(&at.key(name), message, help);
                }
                if !scopes.as_array().is_some_and(|scopes| scopes.iter().all(Value::is_string)) {
                    let message = format!(
                        "the scopes of `{name}` must be a list of strings, but are {}",
                        found(scopes)
                    );
                    self.error(&at.key(name), message, "write `[]` if there are none");
                }
            }
        }
    }
}
