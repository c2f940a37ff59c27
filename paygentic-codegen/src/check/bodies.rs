//! Checks request bodies and responses, and reports what the SDK cannot send or read.

use serde_json::{Map, Value};

use super::shape::{AllowedKey, ValueKind, may, must};
use super::{Checker, map};
use crate::diagnostic::listed;
use crate::document::media;
use crate::location::LocationRef;
use crate::lower::{parse_status, styles};

pub(super) const REQUEST_BODY: &[AllowedKey] = &[
    must("content", ValueKind::Object),
    may("required", ValueKind::Flag),
    may("description", ValueKind::Text),
];

pub(super) const RESPONSE: &[AllowedKey] = &[
    may("description", ValueKind::Text),
    may("content", ValueKind::Object),
    may("headers", ValueKind::Object),
    may("links", ValueKind::Object),
];

pub(super) const MEDIA_TYPE: &[AllowedKey] = &[
    may("schema", ValueKind::Any),
    may("example", ValueKind::Any),
    may("examples", ValueKind::Object),
    may("itemSchema", ValueKind::Any),
    may("encoding", ValueKind::Object),
];

pub(super) const ENCODING: &[AllowedKey] = &[
    may("contentType", ValueKind::Text),
    may("headers", ValueKind::Object),
    may("style", ValueKind::Text),
    may("explode", ValueKind::Flag),
    may("allowReserved", ValueKind::Flag),
];

pub(super) const HEADER: &[AllowedKey] = &[
    may("description", ValueKind::Text),
    may("required", ValueKind::Flag),
    may("deprecated", ValueKind::Flag),
    may("style", ValueKind::Text),
    may("explode", ValueKind::Flag),
    may("schema", ValueKind::Any),
    may("content", ValueKind::Object),
    may("example", ValueKind::Any),
    may("examples", ValueKind::Object),
];

impl<'d> Checker<'d> {
    /// Checks a request body.
    pub(super) fn request_body(&mut self, value: &'d Value, at: &LocationRef<'_>) {
        if self.is_reference(value, at, "requestBodies") {
            return;
        }
        let Some(body) = self.shape(value, at, "a request body", REQUEST_BODY) else {
            return;
        };
        let Some(content) = map(body, "content") else {
            return;
        };
        let at = at.key("content");
        self.content(content, &at);
        self.chosen(content, &at);
    }

    /// Warns about content types that are never sent: a body is sent as one of them.
    fn chosen(&mut self, content: &'d Map<String, Value>, at: &LocationRef<'_>) {
        let chosen = media::chosen(content);
        let others = content.keys().filter(|name| Some(name.as_str()) != chosen);
        let others = listed(others.map(String::as_str));
        match chosen {
            Some(_) if others.is_empty() => {}
            Some(chosen) => {
                let message = format!("the request body is sent as `{chosen}`, never as {others}");
                self.warning(at, message, "remove the other media types if that is intended");
            }
            None => {
                let message = "the request body has no content type: any content is accepted";
                self.warning(at, message, "add `application/json` with a schema");
            }
        }
    }

    /// Checks the responses of an operation, by status.
    pub(super) fn responses(&mut self, responses: &'d Map<String, Value>, at: &LocationRef<'_>) {
        let mut has_success = false;
        for (status, response) in responses.iter().filter(|(status, _)| !status.starts_with("x-")) {
            let at = at.key(status);
            has_success |= status.starts_with(['2', '3']);
            let meant = parse_status(status);
            if meant.is_some() {
                self.response(response, &at);
            }
            if meant.as_ref() != Some(status) {
                let reading = meant.map_or_else(
                    || "it is skipped".to_owned(),
                    |meant| format!("it is read as `{meant}`"),
                );
                let message = format!("invalid status `{status}`: {reading}");
                let help = "write a number such as `200`, a range such as `4XX`, or `default`";
                self.warning(&at, message, help);
            }
        }
        if !has_success {
            self.no_success(at);
        }
    }

    pub(super) fn no_success(&mut self, at: &LocationRef<'_>) {
        let message = "no successful response is declared: the method returns nothing";
        let help = "declare one, such as `200` or `204`; `default` is read as an error";
        self.warning(at, message, help);
    }

    /// Checks a response of an operation or of the components.
    pub(super) fn response(&mut self, value: &'d Value, at: &LocationRef<'_>) {
        if self.is_reference(value, at, "responses") {
            return;
        }
        let Some(response) = self.shape(value, at, "a response", RESPONSE) else {
            return;
        };
        if map(response, "links").is_some_and(|links| !links.is_empty()) {
            self.note(&at.key("links"), "no code is generated for links", "");
        }
        for (name, header) in map(response, "headers").into_iter().flatten() {
            self.header(header, &at.key("headers").key(name));
        }
        let Some(content) = map(response, "content") else {
            return;
        };
        let at = at.key("content");
        self.content(content, &at);
        self.chosen_json(content, &at);
        if content.contains_key("*/*") && !content.keys().any(|name| media::is_json(name)) {
            let message = "a response of any content type is returned as bytes";
            self.warning(&at, message, "write `application/json` if the server sends JSON");
        }
    }

    /// Warns about JSON content types that are never read: a response is read as one of them.
    fn chosen_json(&mut self, content: &'d Map<String, Value>, at: &LocationRef<'_>) {
        let Some(chosen) = media::chosen_json(content.keys()) else {
            return;
        };
        let schema = |name: &str| content.get(name)?.get("schema");
        let is_other = |name: &&String| {
            let other = schema(name);
            media::is_json(name) && other.is_some() && other != schema(chosen)
        };
        let others = listed(content.keys().filter(is_other).map(String::as_str));
        if !others.is_empty() {
            let message =
                format!("the JSON of the response is read as `{chosen}`, never as {others}");
            self.warning(at, message, "remove the other media types if that is intended");
        }
    }

    fn content(&mut self, content: &'d Map<String, Value>, at: &LocationRef<'_>) {
        for (name, value) in content {
            let at = at.key(name);
            if !media::is_media_type(name) {
                self.warning(
                    &at,
                    format!("invalid content type `{name}`: it is never sent"),
                    "use one such as `application/json`",
                );
            }
            let Some(media_type) = self.shape(value, &at, "a content type", MEDIA_TYPE) else {
                continue;
            };
            for key in ["schema", "itemSchema"] {
                if let Some(schema) = media_type.get(key) {
                    self.schema(schema, &at.key(key));
                }
            }
            let has_fields = media::is_form(name) || media::is_multipart(name);
            for (field, encoding) in map(media_type, "encoding").into_iter().flatten() {
                self.encoding(encoding, has_fields, &at.key("encoding").key(field));
            }
        }
    }

    /// Checks the encoding of a property of a form, which has the styles of the query.
    fn encoding(&mut self, value: &'d Value, is_used: bool, at: &LocationRef<'_>) {
        let Some(encoding) = self.shape(value, at, "an encoding", ENCODING) else {
            return;
        };
        if !is_used {
            return;
        }
        if map(encoding, "headers").is_some_and(|headers| !headers.is_empty()) {
            self.warning(&at.key("headers"), "headers of parts are not sent", "");
        }
        let style = encoding.get("style").and_then(Value::as_str);
        if let Some(style) = style.filter(|style| !styles("query").contains(style)) {
            let message = format!("unsupported form style `{style}`: the default is used");
            self.warning(&at.key("style"), message, "");
        }
    }

    /// Checks a header of a response. No code is generated for its schema, but it is checked anyway.
    pub(super) fn header(&mut self, value: &'d Value, at: &LocationRef<'_>) {
        if self.is_reference(value, at, "headers") {
            return;
        }
        let Some(header) = self.shape(value, at, "a header", HEADER) else {
            return;
        };
        if let Some(schema) = header.get("schema") {
            self.schema(schema, &at.key("schema"));
        }
        if let Some(content) = map(header, "content") {
            self.content(content, &at.key("content"));
        }
    }
}
