//! What operations send and what they answer, as a whole.

use super::accepts::Schema;
use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::{Comparison, Site};
use super::draft::Draft;
use super::facts;
use super::matching;
use super::said;
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
        let schemas = (body_schema(self.old, old), body_schema(self.new, new));
        let types = old.content.ty().zip(new.content.ty());
        let same_type = types.is_some_and(|(one, other)| self.is_same(one, other));
        let found = facts::compare(schemas.0, schemas.1, same_type);
        self.push_facts(Subject::Body, &operation.name, found, site);
        let is_alike = std::mem::discriminant(&old.content) == std::mem::discriminant(&new.content);
        match types {
            Some((one, other)) if is_alike => {
                self.compare_whole(
                    Subject::Body,
                    operation,
                    Some((one, schemas.0)),
                    Some((other, schemas.1)),
                    site,
                );
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
        } else if old.media_types != new.media_types {
            let draft = Draft::changed(Subject::Body, &operation.name, Aspect::MediaType);
            let lists = (said::list(&old.media_types), said::list(&new.media_types));
            self.push(draft.old(lists.0).new_(lists.1).at(site));
        }
    }

    /// The type of a whole body; nothing is a type too.
    fn compare_whole(
        &mut self,
        subject: Subject,
        operation: &Operation,
        old: Option<Whole<'_>>,
        new: Option<Whole<'_>>,
        site: &Site,
    ) {
        if old.map(|(ty, _)| self.renamed(ty)) == new.map(|(ty, _)| self.new.named(ty)) {
            return;
        }
        let words = |model: &Model, ty: Option<Whole<'_>>| {
            ty.map_or_else(|| "()".to_owned(), |(ty, _)| model.display(ty))
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

    pub(super) fn compare_responses(&mut self, old: &'m Operation, new: &'m Operation) {
        let site = Site::of(new, "response");
        match (&old.response, &new.response) {
            (
                ResponseBody::Json(_) | ResponseBody::Empty,
                ResponseBody::Json(_) | ResponseBody::Empty,
            ) => {
                let one = json(&old.response).map(|ty| (ty, answer_schema(self.old, old, ty)));
                let other = json(&new.response).map(|ty| (ty, answer_schema(self.new, new, ty)));
                self.compare_whole(Subject::Response, new, one, other, &site);
            }
            (ResponseBody::Events(one), ResponseBody::Events(other)) if one.form == other.form => {
                let types = (
                    Some((&one.ty, answer_schema(self.old, old, &one.ty))),
                    Some((&other.ty, answer_schema(self.new, new, &other.ty))),
                );
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
        let ty = |body: &'m ResponseBody| json(body).unwrap_or(&TypeRef::Json);
        let found = facts::compare(
            answer_schema(self.old, old, ty(&old.response)),
            answer_schema(self.new, new, ty(&new.response)),
            true,
        );
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
        self.compare_said(old, new);
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

/// A type, with what is said of the values that are sent or answered.
type Whole<'a> = (&'a TypeRef, Schema<'a>);

fn body_schema<'a>(model: &'a Model, body: &'a Body) -> Schema<'a> {
    let ty = body.content.ty().unwrap_or(&TypeRef::File);
    Schema::of_use(model, ty, &body.facts)
}

fn answer_schema<'a>(model: &'a Model, operation: &'a Operation, ty: &'a TypeRef) -> Schema<'a> {
    Schema::of_use(model, ty, &operation.response_facts)
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
