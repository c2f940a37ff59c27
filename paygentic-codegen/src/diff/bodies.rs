//! Compares request bodies and responses as a whole; their types are compared in pairs, elsewhere.

use super::accepts::{Acceptance, Schema};
use super::catalogue as rules;
use super::change::{Rust, Subject, Wire};
use super::comparison::Comparison;
use super::encodings::{self, EncodedBody};
use super::facts;
use super::matching;
use super::pending_change::PendingChange;
use super::response_metadata;
use super::site::Site;
use crate::model::{Body, BodyContent, ErrorResponse, Model, Operation, ResponseBody, TypeRef};

impl<'m> Comparison<'m> {
    pub(super) fn compare_bodies(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "request");
        let of = |rule| PendingChange::of(rule, Subject::Body, &new.name).at(&site);
        match (&old.body, &new.body) {
            (None, Some(body)) => {
                let rule = match body.required {
                    true => &rules::REQUIRED_BODY_ADDED,
                    false => &rules::BODY_ADDED,
                };
                let pending = of(rule).new_(self.new.body_type(body));
                self.push(pending.rust(Rust::Breaking));
            }
            (Some(body), None) => {
                let pending = of(&rules::BODY_REMOVED).old(self.old.body_type(body));
                self.push(pending.rust(Rust::Breaking));
            }
            (Some(one), Some(other)) => self.compare_body(new, one, other, &site),
            (None, None) => {}
        }
    }

    fn compare_body(&mut self, operation: &Operation, old: &Body, new: &Body, site: &Site) {
        let of = |rule| PendingChange::of(rule, Subject::Body, &operation.name).at(site);
        let shown = (self.old.body_type(old), self.new.body_type(new));
        if old.required != new.required {
            let rule = match new.required {
                true => &rules::BODY_BECAME_REQUIRED,
                false => &rules::BODY_BECAME_OPTIONAL,
            };
            let pending = of(rule).both(shown.0.clone(), shown.1.clone());
            self.push(pending.rust(Rust::Breaking));
        }
        let schemas = (body_schema(self.old, old), body_schema(self.new, new));
        let types = old.content.ty().zip(new.content.ty());
        let same_type = types.is_some_and(|(one, other)| self.is_same(one, other));
        let found = facts::compare(schemas.0, schemas.1, same_type);
        self.push_facts(Subject::Body, &operation.name, found, site);
        let is_alike = std::mem::discriminant(&old.content) == std::mem::discriminant(&new.content);
        match types {
            Some((one, other)) if is_alike => {
                let types = (Some((one, schemas.0)), Some((other, schemas.1)));
                self.compare_whole(of(&rules::BODY_TYPE_CHANGED), types, site);
            }
            _ if is_alike => {}
            _ => {
                let request = Acceptance::of(is_still_accepted(old, new)).wire();
                let pending = of(&rules::BODY_KIND_CHANGED).both(shown.0, shown.1);
                let pending = pending.values(request, Wire::Safe);
                self.push(pending.rust(Rust::Breaking));
            }
        }
        if let (
            BodyContent::Form { encodings: one, ty },
            BodyContent::Form { encodings: other, .. },
        ) = (&old.content, &new.content)
            && let Some(object) = encodings::object_of(self.old, ty)
        {
            let holder = &operation.name;
            let body = EncodedBody { holder, object, old: one, new: other, has_parts: false };
            self.compare_encodings(&body, site);
        }
        self.compare_media_types(operation, old, new, site);
    }

    fn compare_media_types(&mut self, operation: &Operation, old: &Body, new: &Body, site: &Site) {
        let of = |rule| PendingChange::of(rule, Subject::Body, &operation.name).at(site);
        let media_types = |body: &Body| response_metadata::essences(&body.media_types);
        let (before, after) = (media_types(old), media_types(new));
        if response_metadata::essence(&old.media_type)
            != response_metadata::essence(&new.media_type)
        {
            let rule = match is_still_accepted(old, new) {
                true => &rules::BODY_MEDIA_TYPE_GENERALIZED,
                false => &rules::BODY_MEDIA_TYPE_CHANGED,
            };
            self.push(of(rule).both(&old.media_type, &new.media_type));
        } else if before != after {
            let rule = match before.is_subset(&after) {
                true => &rules::BODY_MEDIA_TYPE_ADDED,
                false => &rules::BODY_MEDIA_TYPE_REMOVED,
            };
            let lists = (response_metadata::list(&before), response_metadata::list(&after));
            self.push(of(rule).both(lists.0, lists.1));
        }
    }

    /// Compares the type of a whole body.
    fn compare_whole(
        &mut self,
        pending: PendingChange,
        (old, new): (Option<Whole<'_>>, Option<Whole<'_>>),
        site: &Site,
    ) {
        if old.map(|(ty, _)| self.renamed(ty)) == new.map(|(ty, _)| self.new.named(ty)) {
            return;
        }
        let shown = |model: &Model, ty: Option<Whole<'_>>| {
            ty.map_or_else(|| "()".to_owned(), |(ty, _)| model.display(ty))
        };
        let pending = pending.both(shown(self.old, old), shown(self.new, new));
        let pending = match (old, new) {
            (Some(old), Some(new)) => self.retyped(pending, old, new, site),
            _ => pending.rust(Rust::Breaking).at(site),
        };
        self.push(pending);
    }

    pub(super) fn compare_responses(&mut self, old: &'m Operation, new: &'m Operation) {
        let site = Site::of(new, "response");
        let of = |rule| PendingChange::of(rule, Subject::Response, &new.name).at(&site);
        let (before, after) = (self.old, self.new);
        match (&old.response, &new.response) {
            (
                ResponseBody::Json(_) | ResponseBody::Empty,
                ResponseBody::Json(_) | ResponseBody::Empty,
            ) => {
                let one = json(&old.response).map(|ty| (ty, answer_schema(before, old, ty)));
                let other = json(&new.response).map(|ty| (ty, answer_schema(after, new, ty)));
                let rule = match (one, other) {
                    // A program that expects no body ignores one.
                    (None, _) => &rules::RESPONSE_BODY_ADDED,
                    (_, None) => &rules::RESPONSE_BODY_REMOVED,
                    _ => &rules::RESPONSE_TYPE_CHANGED,
                };
                self.compare_whole(of(rule), (one, other), &site);
            }
            (ResponseBody::Events(one), ResponseBody::Events(other)) if one.form == other.form => {
                let types = (
                    Some((&one.ty, answer_schema(before, old, &one.ty))),
                    Some((&other.ty, answer_schema(after, new, &other.ty))),
                );
                self.compare_whole(of(&rules::RESPONSE_TYPE_CHANGED), types, &site);
            }
            // Their variants are compared like those of other types.
            (ResponseBody::Answers(_), ResponseBody::Answers(_))
            | (ResponseBody::Bytes, ResponseBody::Bytes) => {}
            (one, other) => {
                let shown = (before.response_type(one), after.response_type(other));
                let pending = of(&rules::RESPONSE_KIND_CHANGED).both(shown.0, shown.1);
                let pending = pending.values(Wire::Safe, other_kind(old, new));
                self.push(pending.rust(Rust::Breaking));
            }
        }
        let ty = |body: &'m ResponseBody| json(body).unwrap_or(&TypeRef::Json);
        let found = facts::compare(
            answer_schema(before, old, ty(&old.response)),
            answer_schema(after, new, ty(&new.response)),
            true,
        );
        self.push_facts(Subject::Response, &new.name, found, &site);
        if old.success != new.success {
            let pending = of(&rules::RESPONSE_STATUS_CHANGED);
            self.push(pending.both(old.success.join(", "), new.success.join(", ")));
        }
        self.compare_response_metadata(old, new);
    }

    pub(super) fn compare_errors(&mut self, old: &Operation, new: &Operation) {
        let found = matching::by_key(&old.errors, &new.errors, |error| error.status.clone());
        let (before, after) = self.models();
        let of = |rule, error: &ErrorResponse| {
            let site = Site::of(new, &format!("error {}", error.status));
            let item = format!("{}::{}", new.name, error.status);
            PendingChange::of(rule, Subject::Error, &item).at(&site)
        };
        let ty = |model: &Model, error: &ErrorResponse| {
            let ty = error.ty.as_ref();
            ty.map_or_else(|| "no JSON".to_owned(), |ty| model.display(ty))
        };
        for error in found.added {
            self.push(of(&rules::ERROR_ADDED, error).new_(ty(after, error)));
        }
        for error in found.removed {
            self.push(of(&rules::ERROR_REMOVED, error).old(ty(before, error)));
        }
        for (one, other) in found.pairs {
            let types = (one.ty.as_ref(), other.ty.as_ref());
            if types.0.map(|ty| self.renamed(ty)) != types.1.map(|ty| self.new.named(ty)) {
                let rule = match one.ty {
                    Some(_) => &rules::ERROR_TYPE_CHANGED,
                    None => &rules::ERROR_TYPE_ADDED,
                };
                self.push(of(rule, other).both(ty(before, one), ty(after, other)));
            }
        }
    }
}

/// A type, with the schema of the values that are sent or received.
type Whole<'a> = (&'a TypeRef, Schema<'a>);

/// Whether the server still accepts what existing programs send, by its media type.
fn is_still_accepted(old: &Body, new: &Body) -> bool {
    new.media_types.iter().any(|range| response_metadata::covers(range, &old.media_type))
}

/// The verdict on another kind of response: a program that expects no body ignores one, and a program whose media type is
/// still declared may receive it.
fn other_kind(old: &Operation, new: &Operation) -> Wire {
    if old.response == ResponseBody::Empty {
        return Wire::Safe;
    }
    let declared = |operation: &Operation| -> Vec<String> {
        let successes =
            operation.answers.iter().filter(|answer| operation.success.contains(&answer.status));
        successes.flat_map(|answer| answer.media_types.iter().cloned()).collect()
    };
    let (before, after) = (declared(old), declared(new));
    let is_kept = |media_type: &String| {
        after.iter().any(|range| response_metadata::covers(range, media_type))
    };
    if before.iter().all(is_kept) { Wire::Risky } else { Wire::Breaking }
}

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
