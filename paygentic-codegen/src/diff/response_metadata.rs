//! Compares what responses declare besides their types: media types and headers.

use std::collections::BTreeSet;

use super::accepts::{Acceptance, Schema, Writing, accepts};
use super::catalogue as rules;
use super::change::Subject;
use super::comparison::Comparison;
use super::fact_texts;
use super::matching;
use super::operations::deprecation;
use super::pending_change::PendingChange;
use super::site::Site;
use crate::model::{HeaderFacts, Model, Operation, ResponseBody, ResponseMetadata, TypeRef};

impl Comparison<'_> {
    /// Responses that are declared before and after; added and removed ones are reported by status.
    pub(super) fn compare_response_metadata(&mut self, old: &Operation, new: &Operation) {
        let answers = matching::by_key(&old.answers, &new.answers, |answer| answer.status.clone());
        for (one, other) in answers.pairs {
            self.compare_answer_media(new, one, other);
            self.compare_headers(new, one, other);
        }
    }

    fn compare_answer_media(
        &mut self,
        operation: &Operation,
        old: &ResponseMetadata,
        new: &ResponseMetadata,
    ) {
        let (before, after) = (&essences(&old.media_types), &essences(&new.media_types));
        if before == after || before.is_empty() || after.is_empty() {
            return;
        }
        // Callers interpret bytes by the media type they expect.
        let is_bytes = operation.response == ResponseBody::Bytes && is_success(operation, new);
        let rule = match (before.is_subset(after), is_bytes) {
            (true, _) => &rules::RESPONSE_MEDIA_TYPE_ADDED,
            (false, false) => &rules::RESPONSE_MEDIA_TYPE_REMOVED,
            (false, true) => &rules::RESPONSE_BYTES_CHANGED,
        };
        let pending = PendingChange::of(rule, subject(operation, new), &item(operation, new));
        self.push(pending.both(list(before), list(after)).at(&site(operation, new)));
    }

    fn compare_headers(
        &mut self,
        operation: &Operation,
        old: &ResponseMetadata,
        new: &ResponseMetadata,
    ) {
        let names: BTreeSet<&String> = old.headers.keys().chain(new.headers.keys()).collect();
        let part = header_site(operation, new);
        for name in names {
            let item = format!("{}::{name}", operation.name);
            let site = part.property(name);
            let of = |rule| PendingChange::of(rule, Subject::Header, &item).at(&site);
            match (old.headers.get(name), new.headers.get(name)) {
                (None, Some(header)) => self.push(of(&rules::HEADER_ADDED).new_(show(header))),
                (Some(header), None) => self.push(of(&rules::HEADER_REMOVED).old(show(header))),
                (Some(one), Some(other)) => self.compare_header(of, one, other),
                (None, None) => {}
            }
        }
    }

    fn compare_header(
        &mut self,
        of: impl Fn(&'static rules::Rule) -> PendingChange,
        old: &HeaderFacts,
        new: &HeaderFacts,
    ) {
        if old.deprecated != new.deprecated {
            self.push(deprecation(&of, [old.deprecated, new.deprecated]));
        }
        let (before, after) = (values(self.old, old), values(self.new, new));
        let is_read = accepts(after, before) == Acceptance::Yes && old.is_json == new.is_json;
        let is_same = is_read && accepts(before, after) == Acceptance::Yes;
        let rule = match (old.required, new.required) {
            (true, false) => &rules::HEADER_WEAKENED,
            _ if !is_read => &rules::HEADER_WEAKENED,
            (false, true) => &rules::HEADER_STRENGTHENED,
            _ if !is_same || old.ty != new.ty => &rules::HEADER_NARROWED,
            _ => return,
        };
        self.push(of(rule).both(show(old), show(new)));
    }
}

/// The values of a header: text, or JSON where the document says so.
fn values<'a>(model: &'a Model, header: &'a HeaderFacts) -> Schema<'a> {
    let schema = Schema::of_use(model, &header.ty, &header.facts);
    if header.is_json { schema } else { schema.written(Writing::Text(Some(','))) }
}

fn is_success(operation: &Operation, answer: &ResponseMetadata) -> bool {
    operation.success.contains(&answer.status)
}

fn subject(operation: &Operation, answer: &ResponseMetadata) -> Subject {
    if is_success(operation, answer) { Subject::Response } else { Subject::Error }
}

fn item(operation: &Operation, answer: &ResponseMetadata) -> String {
    if is_success(operation, answer) {
        operation.name.clone()
    } else {
        format!("{}::{}", operation.name, answer.status)
    }
}

fn site(operation: &Operation, answer: &ResponseMetadata) -> Site {
    if is_success(operation, answer) {
        Site::of(operation, "response")
    } else {
        Site::of(operation, &format!("error {}", answer.status))
    }
}

fn header_site(operation: &Operation, answer: &ResponseMetadata) -> Site {
    let part = if is_success(operation, answer) {
        "response header".to_owned()
    } else {
        format!("error {} header", answer.status)
    };
    Site::of(operation, &part)
}

/// A header in the keywords of JSON Schema: `string, format uuid, optional`.
fn show(header: &HeaderFacts) -> String {
    let nullable = header.facts.nullable.then(|| "may be null".to_owned());
    let json = header.is_json.then(|| "as JSON".to_owned());
    let presence = if header.required { "required" } else { "optional" };
    let parts = [json_of(&header.ty)].into_iter().chain(fact_texts::in_keywords(&header.facts));
    let parts = parts.chain(nullable).chain(json).chain([presence.to_owned()]);
    parts.collect::<Vec<_>>().join(", ")
}

fn json_of(ty: &TypeRef) -> String {
    match ty {
        TypeRef::String => "string".to_owned(),
        TypeRef::Integer => "integer".to_owned(),
        TypeRef::Number => "number".to_owned(),
        TypeRef::Boolean => "boolean".to_owned(),
        TypeRef::JsonObject => "object".to_owned(),
        TypeRef::List(items) if **items == TypeRef::Json => "array".to_owned(),
        TypeRef::List(items) => format!("array of {}", json_of(items)),
        _ => "any".to_owned(),
    }
}

/// Media types in normal form.
pub(super) fn essences(media_types: &BTreeSet<String>) -> BTreeSet<String> {
    media_types.iter().map(|media_type| essence(media_type)).collect()
}

/// Whether a media type, or all of a range, is in a range: `application/json` is in `application/*`.
pub(super) fn covers(range: &str, media_type: &str) -> bool {
    let (range, media_type) = (essence(range), essence(media_type));
    let name = range.split(';').next().unwrap_or_default();
    match name.strip_suffix('*') {
        Some("*/") => true,
        Some(family) if family.ends_with('/') => media_type.starts_with(family),
        _ => range == media_type,
    }
}

/// A media type in lower case and without the default charset: `application/json; charset=UTF-8` is
/// `application/json`.
pub(super) fn essence(media_type: &str) -> String {
    let mut parts = media_type.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_charset = |part: &&str| {
        let part = part.to_ascii_lowercase().replace(['"', ' '], "");
        part.is_empty() || part == "charset=utf-8"
    };
    parts.filter(|part| !is_charset(part)).fold(name, |name, part| format!("{name};{part}"))
}

pub(super) fn list(media_types: &BTreeSet<String>) -> String {
    let all: Vec<&str> = media_types.iter().map(String::as_str).collect();
    all.join(", ")
}
