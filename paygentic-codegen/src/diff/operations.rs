//! Operations: names, routes, arguments, answers.

use super::accepts::Schema;
use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::{Comparison, Site};
use super::draft::Draft;
use super::facts;
use super::matching;
use crate::model::{
    Access, Field, Idempotency, Object, Operation, Pagination, RateLimit, Resource, SecurityScheme,
    TypeKind,
};

impl<'m> Comparison<'m> {
    pub(super) fn compare_operations(&mut self) {
        self.compare_resources(&self.old.resources, &self.new.resources);
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

    /// The types of resources, which give way to models of their name.
    fn compare_resources(&mut self, old: &'m [Resource], new: &'m [Resource]) {
        for (one, other) in matching::by_key(old, new, |resource| resource.path.clone()).pairs {
            if one.type_name != other.type_name {
                let draft = Draft::new(Subject::Type, Action::Renamed, &other.type_name);
                let draft = draft
                    .old(&one.type_name)
                    .new_(&other.type_name)
                    .rust(Rust::Breaking);
                self.push(draft.note(format!("write `{}`", other.type_name)));
            }
            self.compare_resources(&one.children, &other.children);
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
        let wires = |operation: &Operation| -> Vec<String> {
            operation
                .path_parameters
                .iter()
                .map(|parameter| parameter.name.wire.clone())
                .collect()
        };
        let (before, after) = (wires(old), wires(new));
        if before != after && before.iter().all(|wire| after.contains(wire)) {
            let draft = Draft::changed(Subject::Operation, &new.name, Aspect::Constructors);
            let draft = draft
                .old(before.join(", "))
                .new_(after.join(", "))
                .at(&site);
            let note = "put the arguments into the new order; if they are of one type, the compiler does not notice";
            self.push(draft.rust(Rust::Breaking).wire(Wire::Breaking).note(note));
            return;
        }
        for (one, other) in old.path_parameters.iter().zip(&new.path_parameters) {
            let (item, site) = (
                format!("{}::{}", new.name, other.name.ident),
                site.property(&other.name.wire),
            );
            let same_type = self.is_same(&one.ty, &other.ty);
            if one.name != other.name {
                // An argument has no name where it is passed, and a value in the path has none on the wire.
                let draft = Draft::new(Subject::PathParameter, Action::Renamed, &item);
                self.push(draft.old(&one.name.wire).new_(&other.name.wire).at(&site));
            }
            let schemas = (
                Schema::of_use(self.old, &one.ty, &one.facts),
                Schema::of_use(self.new, &other.ty, &other.facts),
            );
            if !same_type {
                let draft = Draft::changed(Subject::PathParameter, &item, Aspect::Type);
                let draft = draft
                    .old(self.old.display(&one.ty))
                    .new_(self.new.display(&other.ty));
                let note = "strings convert as before; an id of another kind does not";
                let draft = self
                    .retyped(draft, (&one.ty, schemas.0), (&other.ty, schemas.1), &site)
                    .note(note);
                self.push(draft);
            }
            if one.style != other.style {
                let draft = Draft::changed(Subject::PathParameter, &item, Aspect::Location);
                let draft = draft
                    .old(one.style.to_string())
                    .new_(other.style.to_string());
                self.push(draft.wire(Wire::Breaking).at(&site));
            }
            if one.deprecated != other.deprecated {
                let word = |is_so: bool| is_so.then(|| "deprecated".to_owned());
                let draft = Draft::changed(Subject::PathParameter, &item, Aspect::Deprecation);
                let draft = draft.between(word(one.deprecated), word(other.deprecated));
                self.push(draft.at(&site));
            }
            let found = facts::compare(schemas.0, schemas.1, same_type);
            self.push_facts(Subject::PathParameter, &item, found, &site);
        }
    }

    /// The query and header parameters as one argument; what is in it is compared with the types.
    fn compare_arguments(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "query");
        let draft = Draft::changed(Subject::Operation, &new.name, Aspect::Constructors)
            .rust(Rust::Breaking)
            .at(&site);
        let (before, after) = (old.parameters, new.parameters);
        match (
            before.map(|ty| self.old.name(ty)),
            after.map(|ty| self.new.name(ty)),
        ) {
            (None, Some(name)) => {
                let is_required = self.new_types.get(name).is_some_and(|def| {
                    matches!(&def.kind, TypeKind::Parameters(object) if asks_for_something(object))
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

    /// What an operation asks for, in words.
    fn security(&self, operation: &Operation, is_old: bool) -> String {
        let service = if is_old {
            &self.old.service
        } else {
            &self.new.service
        };
        match (&service.access, operation.is_authenticated()) {
            (Access::Credentials(_), true) => {
                format!("with {}", service.security_in_words(operation))
            }
            (_, true) if operation.security.iter().any(Vec::is_empty) => {
                "with the token or without".to_owned()
            }
            (_, true) => "with the token".to_owned(),
            (_, false) => "without a token".to_owned(),
        }
    }

    /// What an operation asks for, as it is sent.
    fn sent(operation: &Operation, schemes: &[SecurityScheme]) -> Vec<Vec<String>> {
        let place = |index: &usize| Some(schemes.get(*index)?.place.to_string());
        let sets = operation.security.iter();
        let mut sets: Vec<Vec<String>> = sets
            .map(|set| set.iter().filter_map(place).collect())
            .collect();
        if sets.is_empty() {
            sets.push(Vec::new());
        }
        sets
    }

    /// What a token must be allowed to do.
    fn compare_scopes(&mut self, old: &Operation, new: &Operation) {
        if old.scopes == new.scopes {
            return;
        }
        let words = |operation: &Operation| match operation.scopes.len() {
            0 => "no scope".to_owned(),
            _ => {
                let scopes = operation.scopes.iter().map(String::as_str);
                format!("scope {}", scopes.collect::<Vec<_>>().join(", "))
            }
        };
        let draft = Draft::changed(Subject::Operation, &new.name, Aspect::Security);
        let draft = draft
            .old(words(old))
            .new_(words(new))
            .at(&Site::of(new, ""));
        self.push(if new.scopes.is_subset(&old.scopes) {
            draft
        } else {
            draft
                .wire(Wire::Risky)
                .note("a token without the scope is refused")
        });
    }

    /// How an operation is called and how it behaves, apart from what it carries.
    fn compare_conduct(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "");
        let changed = |aspect| Draft::changed(Subject::Operation, &new.name, aspect).at(&site);
        let before = Self::sent(old, &self.old.service.schemes);
        let after = Self::sent(new, &self.new.service.schemes);
        // What became of the one token is told of the client.
        let is_moved = old.is_authenticated()
            && new.is_authenticated()
            && before.len() == after.len()
            && self.security(old, true) == self.security(new, false);
        if before != after && !is_moved {
            let words = (self.security(old, true), self.security(new, false));
            let draft = changed(Aspect::Security).old(words.0).new_(words.1);
            // Whatever was sent before is one of the things that are asked for.
            let meets = |sent: &Vec<String>| {
                let mut asked = after.iter();
                asked.any(|asked| asked.iter().all(|place| sent.contains(place)))
            };
            self.push(if !before.iter().all(meets) {
                draft
                    .wire(Wire::Breaking)
                    .note("programs built before send no token and are refused")
            } else {
                draft
            });
        }
        self.compare_scopes(old, new);
        if old.servers != new.servers {
            let words = |operation: &Operation| match operation.servers.as_slice() {
                [] => "that of the client".to_owned(),
                servers => servers
                    .iter()
                    .map(|server| server.url.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            let draft = changed(Aspect::Address).old(words(old)).new_(words(new));
            self.push(
                draft
                    .wire(Wire::Risky)
                    .note("programs built before call the old address"),
            );
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
            let is_tighter = match (&old.rate_limit, &new.rate_limit) {
                (_, None) => false,
                (None, Some(_)) => true,
                (Some(old), Some(new)) => new.max < old.max || new.window != old.window,
            };
            let wire = if is_tighter { Wire::Risky } else { Wire::Safe };
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
        Pagination::Page { limit, page, .. } => Some(format!("by {limit} and {page}")),
        Pagination::After { after, .. } => Some(format!("by {after}")),
        Pagination::Address => Some("by the address of the next page".to_owned()),
    }
}

/// Whether a request without any of these parameters is refused.
fn asks_for_something(object: &Object) -> bool {
    let written = object.constants.iter().any(|constant| constant.written);
    written || object.fields.iter().any(Field::is_required) || !object.alternatives.is_empty()
}
