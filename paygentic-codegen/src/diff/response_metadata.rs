//! Compares what responses declare besides their types: media types and headers.

use std::collections::BTreeSet;

use super::catalogue as rules;
use super::change::Subject;
use super::comparison::Comparison;
use super::matching;
use super::pending_change::PendingChange;
use super::site::Site;
use crate::model::{AnswerFacts, HeaderFacts, Operation, ResponseBody};

impl Comparison<'_> {
    /// Responses that are declared before and after; those that came or went are reported by their statuses.
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
        old: &AnswerFacts,
        new: &AnswerFacts,
    ) {
        let (before, after) = (&plain(&old.media_types), &plain(&new.media_types));
        if before == after || before.is_empty() || after.is_empty() {
            return;
        }
        // What is read as bytes is taken for what it was.
        let is_bytes = operation.response == ResponseBody::Bytes && is_success(operation, new);
        let rule = match (before.is_subset(after), is_bytes) {
            (true, _) => &rules::RESPONSE_MEDIA_TYPE_ADDED,
            (false, false) => &rules::RESPONSE_MEDIA_TYPE_REMOVED,
            (false, true) => &rules::RESPONSE_BYTES_CHANGED,
        };
        let pending = PendingChange::of(rule, subject(operation, new), &item(operation, new));
        self.push(pending.both(list(before), list(after)).at(&site(operation, new)));
    }

    fn compare_headers(&mut self, operation: &Operation, old: &AnswerFacts, new: &AnswerFacts) {
        let names: BTreeSet<&String> = old.headers.keys().chain(new.headers.keys()).collect();
        let part = header_site(operation, new);
        for name in names {
            let (one, other) = (old.headers.get(name), new.headers.get(name));
            let rule = match (one, other) {
                (None, _) => &rules::HEADER_ADDED,
                (_, None) => &rules::HEADER_REMOVED,
                (Some(one), Some(other)) if one == other => continue,
                (Some(one), Some(other)) if one.json == other.json && other.required => {
                    &rules::HEADER_STRENGTHENED
                }
                _ => &rules::HEADER_WEAKENED,
            };
            let item = format!("{}::{name}", operation.name);
            let pending = PendingChange::of(rule, Subject::Header, &item);
            let pending = pending.between(one.map(show), other.map(show));
            self.push(pending.at(&part.property(name)));
        }
    }
}

fn is_success(operation: &Operation, answer: &AnswerFacts) -> bool {
    operation.success.contains(&answer.status)
}

fn subject(operation: &Operation, answer: &AnswerFacts) -> Subject {
    if is_success(operation, answer) { Subject::Response } else { Subject::Error }
}

fn item(operation: &Operation, answer: &AnswerFacts) -> String {
    if is_success(operation, answer) {
        operation.name.clone()
    } else {
        format!("{}::{}", operation.name, answer.status)
    }
}

fn site(operation: &Operation, answer: &AnswerFacts) -> Site {
    if is_success(operation, answer) {
        Site::of(operation, "response")
    } else {
        Site::of(operation, &format!("error {}", answer.status))
    }
}

fn header_site(operation: &Operation, answer: &AnswerFacts) -> Site {
    let part = if is_success(operation, answer) {
        "response header".to_owned()
    } else {
        format!("error {} header", answer.status)
    };
    Site::of(operation, &part)
}

fn show(header: &HeaderFacts) -> String {
    let json = if header.json.is_empty() { "any" } else { header.json.as_str() };
    let presence = if header.required { "required" } else { "optional" };
    format!("{json}, {presence}")
}

/// Media types by what they mean.
pub(super) fn plain(media_types: &BTreeSet<String>) -> BTreeSet<String> {
    media_types.iter().map(|media_type| essence(media_type)).collect()
}

/// A media type in lower case and without the charset that texts have anyway: `application/json; charset=UTF-8` is
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
