//! What operations send and what they answer, as a whole.

use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::{Comparison, Site};
use super::draft::Draft;
use super::facts;
use super::matching;
use crate::model::{Body, BodyContent, ErrorResponse, Model, Operation, ResponseBody, TypeRef};

impl<'m> Comparison<'m> {
    pub(super) fn compare_bodies(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "request");
        match (&old.body, &new.body) {
            (None, Some(body)) => {
                let draft = Draft::new(Subject::Body, Action::Added, &new.name)
                    .new_(self.new.body_type(body));
                let wire = if body.required {
                    Wire::Breaking
                } else {
                    Wire::Safe
                };
                self.push(
                    draft
                        .rust(Rust::Breaking)
                        .wire(wire)
                        .note("pass the body")
                        .at(&site),
                );
            }
            (Some(body), None) => {
                let draft = Draft::new(Subject::Body, Action::Removed, &new.name)
                    .old(self.old.body_type(body));
                self.push(
                    draft
                        .rust(Rust::Breaking)
                        .wire(Wire::Risky)
                        .note("leave the body out")
                        .at(&site),
                );
            }
            (Some(one), Some(other)) => self.compare_body(new, one, other, &site),
            (None, None) => {}
        }
    }

    fn compare_body(&mut self, operation: &Operation, old: &Body, new: &Body, site: &Site) {
        if old.required != new.required {
            let draft = Draft::changed(Subject::Body, &operation.name, Aspect::Presence);
            let draft = draft
                .old(self.old.body_type(old))
                .new_(self.new.body_type(new))
                .at(site);
            let draft = draft.breaks_if(true);
            self.push(if new.required {
                draft
                    .wire(Wire::Breaking)
                    .note("pass the body; requests without it are refused")
            } else {
                draft
            });
        }
        let types = old.content.ty().zip(new.content.ty());
        let same_type = types.is_some_and(|(one, other)| self.is_same(one, other));
        let found = facts::compare(&old.facts, &new.facts, same_type);
        self.push_facts(Subject::Body, &operation.name, found, site);
        let is_alike = std::mem::discriminant(&old.content) == std::mem::discriminant(&new.content);
        match types {
            Some((one, other)) if is_alike => {
                self.compare_whole(Subject::Body, operation, Some(one), Some(other), site);
            }
            _ if is_alike => {}
            _ => {
                let draft = Draft::changed(Subject::Body, &operation.name, Aspect::Type);
                let draft = draft
                    .old(self.old.body_type(old))
                    .new_(self.new.body_type(new))
                    .at(site);
                self.push(draft.rust(Rust::Breaking).wire(Wire::Breaking));
            }
        }
        if let (
            BodyContent::Form { encodings: one, .. },
            BodyContent::Form {
                encodings: other, ..
            },
        ) = (&old.content, &new.content)
        {
            self.compare_encodings(&operation.name, (one, other), site);
        }
        if old.media_type != new.media_type {
            let draft = Draft::changed(Subject::Body, &operation.name, Aspect::MediaType);
            self.push(
                draft
                    .old(&old.media_type)
                    .new_(&new.media_type)
                    .wire(Wire::Breaking)
                    .at(site),
            );
        }
    }

    /// The type of a whole body; nothing is a type too.
    fn compare_whole(
        &mut self,
        subject: Subject,
        operation: &Operation,
        old: Option<&TypeRef>,
        new: Option<&TypeRef>,
        site: &Site,
    ) {
        if old.map(|ty| self.renamed(ty)) == new.map(|ty| self.new.named(ty)) {
            return;
        }
        let words = |model: &Model, ty: Option<&TypeRef>| {
            ty.map_or_else(|| "()".to_owned(), |ty| model.display(ty))
        };
        let draft = Draft::changed(subject, &operation.name, Aspect::Type)
            .old(words(self.old, old))
            .new_(words(self.new, new));
        let draft = match (old, new) {
            (Some(old), Some(new)) => self.retyped(draft, old, new, site),
            // Who expects nothing passes over what there is.
            (None, _) => draft
                .rust(Rust::Breaking)
                .note("there is an answer to read now")
                .at(site),
            (Some(_), None) => draft
                .rust(Rust::Breaking)
                .wire(Wire::Breaking)
                .note("there is nothing to read any more")
                .at(site),
        };
        self.push(draft);
    }

    pub(super) fn compare_responses(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "response");
        match (&old.response, &new.response) {
            (
                ResponseBody::Json(_) | ResponseBody::Empty,
                ResponseBody::Json(_) | ResponseBody::Empty,
            ) => {
                let (one, other) = (json(&old.response), json(&new.response));
                self.compare_whole(Subject::Response, new, one, other, &site);
            }
            (ResponseBody::Events(one), ResponseBody::Events(other)) if one.form == other.form => {
                let types = (Some(&one.ty), Some(&other.ty));
                self.compare_whole(Subject::Response, new, types.0, types.1, &site);
            }
            // Their variants are compared like those of other types.
            (ResponseBody::Answers(_), ResponseBody::Answers(_))
            | (ResponseBody::Bytes, ResponseBody::Bytes) => {}
            (one, other) => {
                let draft = Draft::changed(Subject::Response, &new.name, Aspect::Type);
                let draft = draft
                    .old(self.old.response_type(one))
                    .new_(self.new.response_type(other))
                    .at(&site);
                self.push(
                    draft
                        .rust(Rust::Breaking)
                        .wire(Wire::Breaking)
                        .note("read the new type"),
                );
            }
        }
        let found = facts::compare(&old.response_facts, &new.response_facts, true);
        self.push_facts(Subject::Response, &new.name, found, &site);
        if old.success != new.success {
            let draft = Draft::changed(Subject::Response, &new.name, Aspect::Values);
            self.push(
                draft
                    .old(old.success.join(", "))
                    .new_(new.success.join(", "))
                    .at(&site),
            );
        }
        let both_have = !old.media_types.is_empty() && !new.media_types.is_empty();
        if both_have && old.media_types != new.media_types {
            let draft = Draft::changed(Subject::Response, &new.name, Aspect::MediaType);
            let draft = draft
                .old(old.media_types.join(", "))
                .new_(new.media_types.join(", "))
                .at(&site);
            let is_bytes = new.response == ResponseBody::Bytes;
            self.push(draft.wire(if is_bytes { Wire::Risky } else { Wire::Safe }));
        }
    }

    pub(super) fn compare_errors(&mut self, old: &Operation, new: &Operation) {
        let found = matching::by_key(&old.errors, &new.errors, |error| error.status.clone());
        let part = |error: &ErrorResponse| format!("error {}", error.status);
        let item = |error: &ErrorResponse| format!("{}::{}", new.name, error.status);
        let (before, after) = self.models();
        let ty = |model: &Model, error: &ErrorResponse| {
            let ty = error.ty.as_ref();
            ty.map_or_else(|| "no JSON".to_owned(), |ty| model.display(ty))
        };
        for error in found.added {
            let draft =
                Draft::new(Subject::Error, Action::Added, &item(error)).new_(ty(after, error));
            self.push(draft.at(&Site::of(new, &part(error))));
        }
        for error in found.removed {
            let draft =
                Draft::new(Subject::Error, Action::Removed, &item(error)).old(ty(before, error));
            self.push(draft.at(&Site::of(new, &part(error))));
        }
        for (one, other) in found.pairs {
            let types = (one.ty.as_ref(), other.ty.as_ref());
            if types.0.map(|ty| self.renamed(ty)) != types.1.map(|ty| self.new.named(ty)) {
                let draft = Draft::changed(Subject::Error, &item(other), Aspect::Type)
                    .old(ty(before, one))
                    .new_(ty(after, other));
                let draft = draft.at(&Site::of(new, &part(other)));
                self.push(if one.ty.is_some() {
                    draft
                        .wire(Wire::Risky)
                        .note("`body_as` of the old type may fail; the raw body is always there")
                } else {
                    draft
                });
            }
        }
    }
}

fn json(body: &ResponseBody) -> Option<&TypeRef> {
    match body {
        ResponseBody::Json(ty) => Some(ty),
        ResponseBody::Empty
        | ResponseBody::Bytes
        | ResponseBody::Answers(_)
        | ResponseBody::Events(_) => None,
    }
}
