//! What is said of responses besides their types: media types and headers.

use std::collections::BTreeSet;

use super::change::{Action, Aspect, Subject, Wire};
use super::comparison::{Comparison, Site};
use super::draft::Draft;
use super::matching;
use crate::model::{AnswerFacts, HeaderFacts, Operation, ResponseBody};

impl Comparison<'_> {
    /// Responses that are declared before and after; those that came or went are told by their statuses.
    pub(super) fn compare_said(&mut self, old: &Operation, new: &Operation) {
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
        if old.media_types == new.media_types
            || old.media_types.is_empty()
            || new.media_types.is_empty()
        {
            return;
        }
        let draft = Draft::changed(
            subject(operation, new),
            &item(operation, new),
            Aspect::MediaType,
        );
        let draft = draft
            .old(list(&old.media_types))
            .new_(list(&new.media_types))
            .at(&site(operation, new));
        // What is read as bytes is taken for what it was.
        let is_bytes = operation.response == ResponseBody::Bytes;
        let is_lost = !old.media_types.is_subset(&new.media_types);
        self.push(draft.wire(if is_bytes && is_lost {
            Wire::Risky
        } else {
            Wire::Safe
        }));
    }

    fn compare_headers(&mut self, operation: &Operation, old: &AnswerFacts, new: &AnswerFacts) {
        let names: BTreeSet<&String> = old.headers.keys().chain(new.headers.keys()).collect();
        let part = header_site(operation, new);
        for name in names {
            let item = format!("{}::{name}", operation.name);
            let site = part.property(name);
            match (old.headers.get(name), new.headers.get(name)) {
                (None, Some(header)) => {
                    let draft = Draft::new(Subject::Header, Action::Added, &item);
                    self.push(draft.new_(words(header)).at(&site));
                }
                (Some(header), None) => {
                    let draft = Draft::new(Subject::Header, Action::Removed, &item);
                    let note = "programs that read it find nothing";
                    self.push(
                        draft
                            .old(words(header))
                            .wire(Wire::Risky)
                            .note(note)
                            .at(&site),
                    );
                }
                (Some(one), Some(other)) if one != other => {
                    let draft = Draft::changed(Subject::Header, &item, Aspect::Type);
                    let is_weaker = one.required && !other.required;
                    let is_other = one.json != other.json;
                    let draft = draft.old(words(one)).new_(words(other)).at(&site);
                    self.push(if is_weaker || is_other {
                        let note = "programs that read it may find nothing, or something else";
                        draft.wire(Wire::Risky).note(note)
                    } else {
                        draft
                    });
                }
                _ => {}
            }
        }
    }
}

fn is_success(operation: &Operation, answer: &AnswerFacts) -> bool {
    operation.success.contains(&answer.status)
}

fn subject(operation: &Operation, answer: &AnswerFacts) -> Subject {
    if is_success(operation, answer) {
        Subject::Response
    } else {
        Subject::Error
    }
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

fn words(header: &HeaderFacts) -> String {
    let json = if header.json.is_empty() {
        "any"
    } else {
        header.json.as_str()
    };
    let presence = if header.required {
        "required"
    } else {
        "optional"
    };
    format!("{json}, {presence}")
}

pub(super) fn list(media_types: &BTreeSet<String>) -> String {
    let all: Vec<&str> = media_types.iter().map(String::as_str).collect();
    all.join(", ")
}
