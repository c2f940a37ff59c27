//! Parameters: where they stand, how they are written, and the placeholders of paths.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::shape::{Field, Kind, may, must};
use super::{Checker, list, text};
use crate::document::media;
use crate::place::At;

const PARAMETER: &[Field] = &[
    must("name", Kind::Text),
    must("in", Kind::Text),
    may("required", Kind::Flag),
    may("schema", Kind::Any),
    may("description", Kind::Text),
    may("example", Kind::Any),
    may("examples", Kind::Object),
    may("deprecated", Kind::Flag),
    may("style", Kind::Text),
    may("explode", Kind::Flag),
    may("allowReserved", Kind::Flag),
    may("allowEmptyValue", Kind::Flag),
    may("content", Kind::Object),
];

/// The place and name of a parameter, which together are what makes it one of its own.
type Key<'d> = (&'d str, &'d str);

impl<'d> Checker<'d> {
    /// A parameter, on its own or in a list.
    pub(super) fn parameter(&mut self, value: &'d Value, at: &At<'_>) {
        if self.is_reference(value, at, "parameters") {
            return;
        }
        let Some(parameter) = self.shape(value, at, "a parameter", PARAMETER) else {
            return;
        };
        let (Some(name), Some(place)) = (text(parameter, "name"), text(parameter, "in")) else {
            return;
        };
        let what = format!("{place} parameter `{name}`");
        match place {
            "query" | "path" | "header" => {
                self.style(parameter, at, place, &what);
                self.parameter_schema(parameter, at, place, &what);
            }
            "cookie" => {
                let help = "only path, query and header parameters are supported";
                self.error(&at.key("in"), format!("{what} is not supported"), help);
            }
            other => {
                let help = "parameters stand in `path`, `query` or `header`";
                self.error(
                    &at.key("in"),
                    format!("parameter `{name}` stands in `{other}`"),
                    help,
                );
            }
        }
        if place == "header" {
            self.header_name(name, at, &what);
        }
    }

    fn header_name(&mut self, name: &str, at: &At<'_>, what: &str) {
        if !media::is_token(name) {
            let message = format!("`{name}` cannot be the name of a header");
            self.error(&at.key("name"), message, "use letters, digits and `-`");
        }
        let help = match name.to_ascii_lowercase().as_str() {
            "accept" | "content-type" => "the client sets this header itself",
            "authorization" if self.has_security() => {
                "OpenAPI leaves this header to `security`: the client sends what operations ask for; where they \
                 ask for nothing, callers set it with `Call::header`"
            }
            "authorization" => {
                "OpenAPI leaves this header to `security`, and the document asks for nothing: add a security \
                 scheme and `security` with an overlay action, or set it with `Call::header`"
            }
            _ => return,
        };
        self.warning(at, format!("{what} is not generated"), help);
    }

    fn style(&mut self, parameter: &'d Map<String, Value>, at: &At<'_>, place: &str, what: &str) {
        let supported = if place == "query" { "form" } else { "simple" };
        if let Some(style) = text(parameter, "style").filter(|style| *style != supported) {
            let message = format!("`style: {style}` of {what} is not supported");
            self.error(
                &at.key("style"),
                message,
                format!("use `style: {supported}`, the default"),
            );
        }
        if parameter.get("allowReserved") == Some(&Value::Bool(true)) {
            let message = format!("`allowReserved` of {what} is not supported");
            self.error(
                &at.key("allowReserved"),
                message,
                "values are always percent-encoded: take it out",
            );
        }
    }

    fn parameter_schema(
        &mut self,
        parameter: &'d Map<String, Value>,
        at: &At<'_>,
        place: &str,
        what: &str,
    ) {
        if parameter.contains_key("content") {
            let message = format!("`content` of {what} is not supported");
            return self.error(
                &at.key("content"),
                message,
                "describe the parameter with a `schema`",
            );
        }
        let Some(schema) = parameter.get("schema") else {
            return self.error(
                at,
                format!("{what} has no `schema`"),
                "add one, such as `schema: {type: string}`",
            );
        };
        let at = at.key("schema");
        let before = self.findings.len();
        self.schema(schema, &at);
        if self.findings.len() == before {
            self.parameter_type(schema, &at, place, what);
        }
    }

    /// A parameter is one scalar, or in the query a list of such.
    fn parameter_type(&mut self, schema: &'d Value, at: &At<'_>, place: &str, what: &str) {
        let mut types = self.types_of(schema);
        let mut noun = "type";
        if place == "query" && types == BTreeSet::from(["array"]) {
            noun = "type of entry";
            types = self
                .items_of(schema)
                .map(|items| self.types_of(items))
                .unwrap_or_default();
        }
        let types: Vec<&str> = types.into_iter().collect();
        let message = match types.as_slice() {
            ["string" | "number" | "integer" | "boolean"] => return,
            [] => format!("{what} does not say its {noun}"),
            [one] => format!("{what} has the {noun} `{one}`, which is not supported"),
            several => format!("{what} has more than one {noun}: {}", several.join(", ")),
        };
        let help = if place == "query" {
            "give it one of string, number, integer and boolean, or a list of one of them"
        } else {
            "give it one of string, number, integer and boolean"
        };
        self.error(at, message, help);
    }

    /// A list of parameters, and which they are. Each may occur once.
    pub(super) fn parameters(
        &mut self,
        holder: &'d Map<String, Value>,
        at: &At<'_>,
    ) -> Vec<Key<'d>> {
        let at = at.key("parameters");
        let mut keys = Vec::new();
        for (index, value) in list(holder, "parameters").iter().enumerate() {
            let at = at.index(index);
            self.parameter(value, &at);
            let Some(key) = key(self.resolved("parameters", value)) else {
                continue;
            };
            if keys.contains(&key) {
                let message = format!(
                    "{} parameter `{}` is declared twice: this one counts",
                    key.0, key.1
                );
                self.warning(&at, message, "take one of them out");
            }
            keys.push(key);
        }
        keys
    }

    /// The names in the placeholders of a path.
    pub(super) fn placeholders(&mut self, path: &'d str, at: &At<'_>) -> Vec<&'d str> {
        const HELP: &str = "write placeholders as `{name}`, each name once";
        let mut names = Vec::new();
        let mut rest = path;
        while let Some(start) = rest.find(['{', '}']) {
            let inner = rest[start..].strip_prefix('{');
            let Some((name, after)) = inner.and_then(|inner| inner.split_once('}')) else {
                self.error(
                    at,
                    format!("the path `{path}` has a brace without its partner"),
                    HELP,
                );
                break;
            };
            if name.is_empty() || name.contains(['{', '/']) {
                self.error(
                    at,
                    format!("the path `{path}` has a placeholder `{{{name}}}`"),
                    HELP,
                );
            } else if names.contains(&name) {
                self.error(
                    at,
                    format!("the path `{path}` has `{{{name}}}` twice"),
                    HELP,
                );
            } else {
                names.push(name);
            }
            rest = after;
        }
        names
    }

    /// Placeholders and path parameters of an operation belong together, one to one.
    pub(super) fn template(
        &mut self,
        placeholders: &[&str],
        shared: &[Key<'_>],
        own: &[Key<'_>],
        at: &At<'_>,
    ) {
        for name in placeholders {
            if !shared.iter().chain(own).any(|key| *key == ("path", *name)) {
                let message = format!(
                    "the placeholder `{{{name}}}` of the path has no parameter: it is taken for a text"
                );
                self.warning(
                    at,
                    message,
                    format!("declare a parameter `{name}` with `in: path`"),
                );
            }
        }
        self.without_placeholder(placeholders, own, at);
    }

    /// Path parameters that the path has no placeholder for.
    pub(super) fn without_placeholder(
        &mut self,
        placeholders: &[&str],
        keys: &[Key<'_>],
        at: &At<'_>,
    ) {
        for (place, name) in keys {
            if *place == "path" && !placeholders.contains(name) {
                let message = format!(
                    "path parameter `{name}` has no placeholder in the path: it is not sent"
                );
                self.warning(
                    at,
                    message,
                    format!("put `{{{name}}}` into the path, or take the parameter out"),
                );
            }
        }
    }
}

fn key(parameter: &Value) -> Option<Key<'_>> {
    Some((
        parameter.get("in")?.as_str()?,
        parameter.get("name")?.as_str()?,
    ))
}
