//! Operations: names, routes, arguments, answers.

use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::{Comparison, Draft, Site};
use super::facts;
use super::matching;
use crate::emit::{body_type, response_type, rust_type};
use crate::model::{
    Body, BodyContent, ErrorResponse, Idempotency, Operation, Pagination, RateLimit, ResponseBody,
    TypeRef,
};

impl<'m> Comparison<'m> {
    pub(super) fn compare_operations(&mut self) {
        let route = |operation: &Operation| format!("{} {}", operation.http_method, operation.path);
        for operation in self.operations.added.clone() {
            let draft = Draft::new(Subject::Operation, Action::Added, &operation.name)
                .new_(route(operation));
            self.push(draft.rust(Rust::Addition).at(&Site::of(operation, "")));
        }
        for operation in self.operations.removed.clone() {
            let draft = Draft::new(Subject::Operation, Action::Removed, &operation.name)
                .old(route(operation));
            let draft = draft
                .rust(Rust::Breaking)
                .wire(Wire::Breaking)
                .at(&Site::of(operation, ""));
            self.push(draft.note("stop calling it"));
        }
        for (old, new) in self.operations.pairs.clone() {
            self.compare_names(old, new);
            self.compare_path_parameters(old, new);
            self.compare_arguments(old, new);
            self.compare_bodies(old, new);
            self.compare_responses(old, new);
            self.compare_errors(old, new);
            self.compare_conduct(old, new);
        }
    }

    fn compare_names(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "");
        if old.name != new.name {
            let draft = Draft::new(Subject::Operation, Action::Renamed, &new.name)
                .old(&old.name)
                .new_(&new.name);
            self.push(
                draft
                    .rust(Rust::Breaking)
                    .note(format!("call `{}`", new.name))
                    .at(&site),
            );
        } else if old.id != new.id {
            let draft = Draft::new(Subject::Operation, Action::Renamed, &new.name)
                .old(&old.id)
                .new_(&new.id);
            self.push(
                draft
                    .note("only the operation id; the method is called as before")
                    .at(&site),
            );
        }
        let route = |operation: &Operation| {
            (
                operation.http_method.clone(),
                matching::route(&operation.path),
            )
        };
        if route(old) != route(new) {
            let words =
                |operation: &Operation| format!("{} {}", operation.http_method, operation.path);
            let draft = Draft::changed(Subject::Operation, &new.name, Aspect::Route)
                .old(words(old))
                .new_(words(new));
            let note = "programs built before call the old address";
            self.push(draft.wire(Wire::Breaking).note(note).at(&site));
        }
    }

    fn compare_path_parameters(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "path");
        if old.path_parameters.len() != new.path_parameters.len() {
            let list = |operation: &Operation| {
                let names = operation
                    .path_parameters
                    .iter()
                    .map(|parameter| parameter.name.ident.as_str());
                names.collect::<Vec<_>>().join(", ")
            };
            let draft = Draft::changed(Subject::Operation, &new.name, Aspect::Constructors);
            let draft = draft
                .old(list(old))
                .new_(list(new))
                .rust(Rust::Breaking)
                .at(&site);
            self.push(draft.note("pass what the path needs now"));
            return;
        }
        for (one, other) in old.path_parameters.iter().zip(&new.path_parameters) {
            let (item, site) = (
                format!("{}::{}", new.name, other.name.ident),
                site.property(&other.name.wire),
            );
            let same_type = self.renamed(&one.ty) == other.ty;
            if one.name != other.name {
                // An argument has no name where it is passed, and a value in the path has none on the wire.
                let draft = Draft::new(Subject::PathParameter, Action::Renamed, &item);
                self.push(draft.old(&one.name.wire).new_(&other.name.wire).at(&site));
            }
            if !same_type {
                let draft = Draft::changed(Subject::PathParameter, &item, Aspect::Type);
                let draft = draft.old(rust_type(&one.ty)).new_(rust_type(&other.ty));
                let note = "strings convert as before; an id of another kind does not";
                let draft = self.retyped(draft, &one.ty, &other.ty, &site).note(note);
                self.push(draft);
            }
            let found = facts::compare(&one.facts, &other.facts, same_type);
            self.push_facts(Subject::PathParameter, &item, found, &site);
        }
    }

    /// The query and header parameters as one argument; what is in it is compared with the types.
    fn compare_arguments(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "query");
        let draft = Draft::changed(Subject::Operation, &new.name, Aspect::Constructors)
            .rust(Rust::Breaking)
            .at(&site);
        match (&old.parameters, &new.parameters) {
            (None, Some(name)) => {
                let is_required = self.new_types.get(name.as_str()).is_some_and(|def| {
                    matches!(&def.kind, crate::model::TypeKind::Parameters(object)
                        if object.fields.iter().any(crate::model::Field::is_required))
                });
                let wire = if is_required {
                    Wire::Breaking
                } else {
                    Wire::Safe
                };
                let note = format!("pass `{name}` as the last argument");
                self.push(
                    draft
                        .new_(format!("parameters: {name}"))
                        .wire(wire)
                        .note(note),
                );
            }
            (Some(name), None) => {
                let draft = draft.old(format!("parameters: {name}")).wire(Wire::Risky);
                self.push(draft.note("leave the last argument out"));
            }
            _ => {}
        }
    }

    fn compare_bodies(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "request");
        match (&old.body, &new.body) {
            (None, Some(body)) => {
                let draft =
                    Draft::new(Subject::Body, Action::Added, &new.name).new_(body_type(body));
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
                let draft =
                    Draft::new(Subject::Body, Action::Removed, &new.name).old(body_type(body));
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
                .old(body_type(old))
                .new_(body_type(new))
                .rust(Rust::Breaking)
                .at(site);
            self.push(if new.required {
                draft
                    .wire(Wire::Breaking)
                    .note("pass the body; requests without it are refused")
            } else {
                draft
            });
        }
        match (&old.content, &new.content) {
            (BodyContent::Json(one), BodyContent::Json(other)) => {
                self.compare_whole(Subject::Body, operation, Some(one), Some(other), site);
            }
            (BodyContent::Bytes, BodyContent::Bytes) => {}
            _ => {
                let draft = Draft::changed(Subject::Body, &operation.name, Aspect::Type);
                let draft = draft.old(body_type(old)).new_(body_type(new)).at(site);
                self.push(draft.rust(Rust::Breaking).wire(Wire::Breaking));
            }
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
        if old.map(|ty| self.renamed(ty)).as_ref() == new {
            return;
        }
        let words = |ty: Option<&TypeRef>| ty.map_or_else(|| "()".to_owned(), rust_type);
        let draft = Draft::changed(subject, &operation.name, Aspect::Type)
            .old(words(old))
            .new_(words(new));
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

    fn compare_responses(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "response");
        match (&old.response, &new.response) {
            (ResponseBody::Bytes, ResponseBody::Bytes) => {}
            (one @ ResponseBody::Bytes, other) | (one, other @ ResponseBody::Bytes) => {
                let draft = Draft::changed(Subject::Response, &new.name, Aspect::Type);
                let draft = draft
                    .old(response_type(one))
                    .new_(response_type(other))
                    .at(&site);
                self.push(
                    draft
                        .rust(Rust::Breaking)
                        .wire(Wire::Breaking)
                        .note("read the new type"),
                );
            }
            (one, other) => {
                self.compare_whole(Subject::Response, new, json(one), json(other), &site)
            }
        }
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

    fn compare_errors(&mut self, old: &Operation, new: &Operation) {
        let found = matching::by_key(&old.errors, &new.errors, |error| error.status.clone());
        let part = |error: &ErrorResponse| format!("error {}", error.status);
        let item = |error: &ErrorResponse| format!("{}::{}", new.name, error.status);
        let ty = |error: &ErrorResponse| {
            error
                .ty
                .as_ref()
                .map_or_else(|| "no JSON".to_owned(), rust_type)
        };
        for error in found.added {
            let draft = Draft::new(Subject::Error, Action::Added, &item(error)).new_(ty(error));
            self.push(draft.at(&Site::of(new, &part(error))));
        }
        for error in found.removed {
            let draft = Draft::new(Subject::Error, Action::Removed, &item(error)).old(ty(error));
            self.push(draft.at(&Site::of(new, &part(error))));
        }
        for (one, other) in found.pairs {
            if one.ty.as_ref().map(|ty| self.renamed(ty)) != other.ty {
                let draft = Draft::changed(Subject::Error, &item(other), Aspect::Type)
                    .old(ty(one))
                    .new_(ty(other));
                let note = "`body_as` of the old type may fail; the raw body is always there";
                self.push(
                    draft
                        .wire(Wire::Risky)
                        .note(note)
                        .at(&Site::of(new, &part(other))),
                );
            }
        }
    }

    /// How an operation is called and how it behaves, apart from what it carries.
    fn compare_conduct(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "");
        let changed = |aspect| Draft::changed(Subject::Operation, &new.name, aspect).at(&site);
        if old.authenticated != new.authenticated {
            let word = |operation: &Operation| {
                if operation.authenticated {
                    "with the token"
                } else {
                    "without a token"
                }
            };
            let draft = changed(Aspect::Security).old(word(old)).new_(word(new));
            self.push(if new.authenticated {
                draft
                    .wire(Wire::Breaking)
                    .note("programs built before send no token and are refused")
            } else {
                draft
            });
        }
        if old.idempotency != new.idempotency {
            let draft =
                changed(Aspect::Idempotency).between(key(&old.idempotency), key(&new.idempotency));
            let is_lost = key(&old.idempotency).is_some();
            self.push(if is_lost {
                draft.wire(Wire::Risky).note(
                    "a key where it was is not heeded any more: repeating may do things twice",
                )
            } else {
                draft
            });
        }
        if old.pagination != new.pagination {
            let draft =
                changed(Aspect::Pagination).between(pages(&old.pagination), pages(&new.pagination));
            let is_lost = old.pagination != Pagination::None;
            self.push(draft.wire(if is_lost { Wire::Risky } else { Wire::Safe }));
        }
        if old.rate_limit != new.rate_limit {
            let words = |limit: &Option<RateLimit>| {
                limit
                    .as_ref()
                    .map(|limit| format!("{} in {}", limit.max, limit.window))
            };
            let wire = if new.rate_limit.is_some() {
                Wire::Risky
            } else {
                Wire::Safe
            };
            self.push(
                changed(Aspect::RateLimit)
                    .between(words(&old.rate_limit), words(&new.rate_limit))
                    .wire(wire),
            );
        }
        if old.deprecated != new.deprecated {
            let word =
                |operation: &Operation| operation.deprecated.then(|| "deprecated".to_owned());
            let draft = changed(Aspect::Deprecation).between(word(old), word(new));
            self.push(if new.deprecated {
                draft.note("the compiler warns callers")
            } else {
                draft
            });
        }
    }
}

fn json(body: &ResponseBody) -> Option<&TypeRef> {
    match body {
        ResponseBody::Json(ty) => Some(ty),
        ResponseBody::Empty | ResponseBody::Bytes => None,
    }
}

fn key(idempotency: &Idempotency) -> Option<String> {
    let header = idempotency
        .header
        .as_ref()
        .map(|name| format!("header {name}"));
    let body = idempotency
        .body
        .as_ref()
        .map(|name| format!("request {}", name.wire));
    let places: Vec<String> = header.into_iter().chain(body).collect();
    (!places.is_empty()).then(|| places.join(" or "))
}

fn pages(pagination: &Pagination) -> Option<String> {
    match pagination {
        Pagination::None => None,
        Pagination::Offset { limit, offset } => Some(format!("by {limit} and {offset}")),
        Pagination::Token { token } => Some(format!("by {token}")),
    }
}
