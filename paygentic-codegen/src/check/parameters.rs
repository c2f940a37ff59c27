//! Checks parameters: their location, their style, and that they match the placeholders of the path.

use serde_json::{Map, Value};

use super::shape::{AllowedKey, ValueKind, may, must};
use super::{Checker, list, map, text};
use crate::document::media;
use crate::location::LocationRef;
use crate::lower::styles;
use crate::normalize::SKIPPED;

pub(super) const PARAMETER: &[AllowedKey] = &[
    must("name", ValueKind::Text),
    must("in", ValueKind::Text),
    may("required", ValueKind::Flag),
    may("schema", ValueKind::Any),
    may("description", ValueKind::Text),
    may("example", ValueKind::Any),
    may("examples", ValueKind::Object),
    may("deprecated", ValueKind::Flag),
    may("style", ValueKind::Text),
    may("explode", ValueKind::Flag),
    may("allowReserved", ValueKind::Flag),
    may("allowEmptyValue", ValueKind::Flag),
    may("content", ValueKind::Object),
];

/// The location and the name of a parameter, which together identify it.
type Key<'d> = (&'d str, &'d str);

impl<'d> Checker<'d> {
    /// Checks a parameter of a list or of the components.
    pub(super) fn parameter(&mut self, value: &'d Value, at: &LocationRef<'_>) {
        if self.is_reference(value, at, "parameters") || value.get(SKIPPED).is_some() {
            return;
        }
        let Some(parameter) = self.shape(value, at, "a parameter", PARAMETER) else {
            return;
        };
        let (Some(name), Some(location)) = (text(parameter, "name"), text(parameter, "in")) else {
            return;
        };
        let what = format!("{location} parameter `{name}`");
        match location {
            "query" | "path" | "header" | "cookie" => {
                self.style(parameter, at, location, &what);
                self.parameter_schema(parameter, at, &what);
            }
            other => {
                let help = "use `path`, `query`, `header` or `cookie`";
                self.error(
                    &at.key("in"),
                    format!("unsupported location `{other}` of parameter `{name}`"),
                    help,
                );
            }
        }
        match location {
            "header" => self.header_name(name, at, &what),
            "cookie" if !media::is_token(name) => self.no_name(location, at, &what),
            _ => {}
        }
    }

    fn no_name(&mut self, location: &str, at: &LocationRef<'_>, what: &str) {
        let message = format!("{what} is skipped: the name is not valid for a {location}");
        self.warning(&at.key("name"), message, "use letters, digits and `-`");
    }

    fn header_name(&mut self, name: &str, at: &LocationRef<'_>, what: &str) {
        if !media::is_token(name) {
            return self.no_name("header", at, what);
        }
        let help = match name.to_ascii_lowercase().as_str() {
            "accept" | "content-type" => "the client sets this header itself",
            "authorization" if self.has_security() => {
                "OpenAPI leaves this header to `security`: the client sends what operations require; where they \
                 require nothing, callers set it with `Call::header`"
            }
            "authorization" => {
                "OpenAPI leaves this header to `security`, and the document requires nothing: add a security \
                 scheme and `security` with an overlay action, or set it with `Call::header`"
            }
            _ => return,
        };
        self.warning(at, format!("{what} is skipped"), help);
    }

    fn style(
        &mut self,
        parameter: &'d Map<String, Value>,
        at: &LocationRef<'_>,
        location: &str,
        what: &str,
    ) {
        let possible = styles(location);
        if let Some(style) = text(parameter, "style").filter(|style| !possible.contains(style)) {
            let default = possible.first().copied().unwrap_or_default();
            let message = format!(
                "unsupported `style: {style}` of {what}: it is sent with `style: {default}`"
            );
            let help = format!("use one of: {}", possible.join(", "));
            self.warning(&at.key("style"), message, help);
        }
    }

    /// Checks the schema of a parameter, or that of its media type.
    fn parameter_schema(
        &mut self,
        parameter: &'d Map<String, Value>,
        at: &LocationRef<'_>,
        what: &str,
    ) {
        let content = map(parameter, "content");
        match content.and_then(|content| content.iter().next()) {
            Some((name, media_type)) => {
                let content = at.key("content");
                self.schema_or_text(media_type.get("schema"), &content.key(name), what);
            }
            None => self.schema_or_text(parameter.get("schema"), at, what),
        }
    }

    fn schema_or_text(&mut self, schema: Option<&'d Value>, at: &LocationRef<'_>, what: &str) {
        match schema {
            Some(schema) => self.schema(schema, &at.key("schema")),
            None => self.warning(
                at,
                format!("{what} has no `schema`: it is read as a string"),
                "add one, such as `schema: {type: string}`",
            ),
        }
    }

    /// Checks a list of parameters, and returns their keys. Each may occur once.
    pub(super) fn parameters(
        &mut self,
        holder: &'d Map<String, Value>,
        at: &LocationRef<'_>,
    ) -> Vec<Key<'d>> {
        let at = at.key("parameters");
        let mut keys = Vec::new();
        for (index, value) in list(holder, "parameters").iter().enumerate() {
            let at = at.index(index);
            self.parameter(value, &at);
            let resolved = self.resolved("parameters", value);
            let Some(key) = key(resolved).filter(|_| resolved.get(SKIPPED).is_none()) else {
                continue;
            };
            if keys.contains(&key) {
                let message =
                    format!("duplicate {} parameter `{}`: this declaration is used", key.0, key.1);
                self.warning(&at, message, "remove one of the declarations");
            }
            keys.push(key);
        }
        keys
    }

    /// The names in the placeholders of a path.
    pub(super) fn placeholders(&mut self, path: &'d str, at: &LocationRef<'_>) -> Vec<&'d str> {
        const HELP: &str = "write placeholders as `{name}`, each name once";
        let mut names = Vec::new();
        let mut rest = path;
        while let Some(start) = rest.find(['{', '}']) {
            let inner = rest[start..].strip_prefix('{');
            let Some((name, after)) = inner.and_then(|inner| inner.split_once('}')) else {
                self.error(at, format!("unbalanced brace in the path `{path}`"), HELP);
                break;
            };
            if name.is_empty() || name.contains(['{', '/']) {
                self.error(
                    at,
                    format!("invalid placeholder `{{{name}}}` in the path `{path}`"),
                    HELP,
                );
            } else if names.contains(&name) {
                let message = format!(
                    "duplicate placeholder `{{{name}}}` in the path `{path}`: each becomes an argument"
                );
                self.warning(at, message, HELP);
            } else {
                names.push(name);
            }
            rest = after;
        }
        names
    }

    /// Checks that the placeholders and the path parameters of an operation match one to one.
    pub(super) fn template(
        &mut self,
        placeholders: &[&str],
        shared: &[Key<'_>],
        own: &[Key<'_>],
        at: &LocationRef<'_>,
    ) {
        for name in placeholders {
            if !shared.iter().chain(own).any(|key| *key == ("path", *name)) {
                let message = format!(
                    "no parameter is declared for the placeholder `{{{name}}}`: it is read as a string"
                );
                self.warning(at, message, format!("declare a parameter `{name}` with `in: path`"));
            }
        }
        self.without_placeholder(placeholders, own, at);
    }

    /// Warns about path parameters without a placeholder in the path.
    pub(super) fn without_placeholder(
        &mut self,
        placeholders: &[&str],
        keys: &[Key<'_>],
        at: &LocationRef<'_>,
    ) {
        for (location, name) in keys {
            if *location == "path" && !placeholders.contains(name) {
                let message =
                    format!("no placeholder in the path for parameter `{name}`: it is not sent");
                self.warning(
                    at,
                    message,
                    format!("add `{{{name}}}` to the path, or remove the parameter"),
                );
            }
        }
    }
}

fn key(parameter: &Value) -> Option<Key<'_>> {
    Some((parameter.get("in")?.as_str()?, parameter.get("name")?.as_str()?))
}
