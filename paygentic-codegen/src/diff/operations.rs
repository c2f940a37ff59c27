//! Compares operations: names, routes, arguments.

use super::accepts::{Schema, Writing};
use super::catalogue as rules;
use super::change::{Rust, Subject, Wire};
use super::comparison::Comparison;
use super::facts;
use super::matching;
use super::pending_change::PendingChange;
use super::site::Site;
use crate::model::{Field, Object, Operation, PathParameter, PathStyle, Resource, TypeKind};

impl<'m> Comparison<'m> {
    pub(super) fn compare_operations(&mut self) {
        self.compare_resources(&self.old.resources, &self.new.resources);
        for operation in self.operations.added.clone() {
            let pending = of(&rules::OPERATION_ADDED, operation).new_(route(operation));
            self.push(pending.rust(Rust::Addition));
        }
        for operation in self.operations.removed.clone() {
            let pending = of(&rules::OPERATION_REMOVED, operation).old(route(operation));
            self.push(pending.rust(Rust::Breaking));
        }
        for (old, new) in self.operations.pairs.clone() {
            self.compare_names(old, new);
            self.compare_path_parameters(old, new);
            self.compare_arguments(old, new);
            self.compare_bodies(old, new);
            self.compare_responses(old, new);
            self.compare_errors(old, new);
            self.compare_operation_behaviour(old, new);
        }
    }

    /// The types of resources, which get another name if a model has theirs.
    fn compare_resources(&mut self, old: &'m [Resource], new: &'m [Resource]) {
        for (one, other) in matching::by_key(old, new, |resource| resource.path.clone()).pairs {
            if one.type_name != other.type_name {
                let pending =
                    PendingChange::of(&rules::TYPE_RENAMED, Subject::Type, &other.type_name);
                let pending = pending.both(&one.type_name, &other.type_name);
                self.push(pending.rust(Rust::Breaking));
            }
            self.compare_resources(&one.children, &other.children);
        }
    }

    fn compare_names(&mut self, old: &Operation, new: &Operation) {
        if old.name != new.name {
            let pending = of(&rules::OPERATION_RENAMED, new).both(&old.name, &new.name);
            self.push(pending.rust(Rust::Breaking));
        } else if old.id != new.id {
            self.push(of(&rules::OPERATION_ID_CHANGED, new).both(&old.id, &new.id));
        }
        let called = |operation: &Operation| {
            (operation.http_method.clone(), matching::route(&operation.path))
        };
        if called(old) != called(new) {
            let pending = of(&rules::OPERATION_ROUTE_CHANGED, new);
            self.push(pending.both(route(old), route(new)));
        }
    }

    fn compare_path_parameters(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "path");
        let of = |rule| PendingChange::of(rule, Subject::Operation, &new.name).at(&site);
        if old.path_parameters.len() != new.path_parameters.len() {
            let idents = |operation| names(operation, |parameter| &parameter.name.ident).join(", ");
            let pending = of(&rules::PATH_PARAMETERS_CHANGED).both(idents(old), idents(new));
            return self.push(pending.rust(Rust::Breaking));
        }
        let wires = |operation| names(operation, |parameter| &parameter.name.wire);
        let (before, after) = (wires(old), wires(new));
        if before != after && before.iter().all(|wire| after.contains(wire)) {
            let pending = of(&rules::PATH_PARAMETERS_REORDERED);
            let pending = pending.both(before.join(", "), after.join(", "));
            return self.push(pending.rust(Rust::Breaking));
        }
        for (one, other) in old.path_parameters.iter().zip(&new.path_parameters) {
            self.compare_path_parameter(new, one, other);
        }
    }

    fn compare_path_parameter(
        &mut self,
        operation: &Operation,
        old: &PathParameter,
        new: &PathParameter,
    ) {
        let item = format!("{}::{}", operation.name, new.name.ident);
        let site = Site::of(operation, "path").property(&new.name.wire);
        let of = |rule| PendingChange::of(rule, Subject::PathParameter, &item).at(&site);
        let schemas = (
            Schema::of_use(self.old, &old.ty, &old.facts).written(Writing::of_path(old.style)),
            Schema::of_use(self.new, &new.ty, &new.facts).written(Writing::of_path(new.style)),
        );
        let same_type = self.is_same(&old.ty, &new.ty);
        if old.name != new.name {
            // Callers pass the argument without its name, which only one style sends.
            let is_sent = matches!(new.style, PathStyle::Matrix { .. });
            let request = match is_sent && old.name.wire != new.name.wire {
                true => Wire::Breaking,
                false => Wire::Safe,
            };
            let pending = of(&rules::PATH_PARAMETER_RENAMED).values(request, Wire::Safe);
            self.push(pending.both(&old.name.wire, &new.name.wire));
        }
        if !same_type {
            let pending = of(&rules::PATH_PARAMETER_TYPE_CHANGED);
            let pending = pending.both(self.old.display(&old.ty), self.new.display(&new.ty));
            let pending = self.retyped(pending, (&old.ty, schemas.0), (&new.ty, schemas.1), &site);
            self.push(pending);
        }
        if !is_written_alike(schemas.0, [old.style, new.style]) {
            let pending = of(&rules::PATH_PARAMETER_STYLE_CHANGED);
            self.push(pending.both(old.style.to_string(), new.style.to_string()));
        }
        if old.deprecated != new.deprecated {
            self.push(deprecation(of, [old.deprecated, new.deprecated]));
        }
        let found = facts::compare(schemas.0, schemas.1, same_type);
        self.push_facts(Subject::PathParameter, &item, found, &site);
    }

    /// The query and header parameters as one argument; its fields are compared with the types.
    fn compare_arguments(&mut self, old: &Operation, new: &Operation) {
        let site = Site::of(new, "query");
        let of = |rule| {
            let pending = PendingChange::of(rule, Subject::Operation, &new.name);
            pending.rust(Rust::Breaking).at(&site)
        };
        let (before, after) = (old.parameters, new.parameters);
        match (before.map(|ty| self.old.name(ty)), after.map(|ty| self.new.name(ty))) {
            (None, Some(name)) => {
                let is_required = self.new_types.get(name).is_some_and(|def| {
                    matches!(&def.kind, TypeKind::Parameters(object) if has_required_parameters(object))
                });
                let rule = match is_required {
                    true => &rules::REQUIRED_PARAMETERS_ADDED,
                    false => &rules::PARAMETERS_ADDED,
                };
                let pending = of(rule).new_(format!("parameters: {name}"));
                self.push(pending.with(format!("`{name}`")));
            }
            (Some(name), None) => {
                self.push(of(&rules::PARAMETERS_REMOVED).old(format!("parameters: {name}")));
            }
            _ => {}
        }
    }
}

/// Whether both styles write the values of a path parameter alike: `explode` matters to lists and objects only.
fn is_written_alike(schema: Schema<'_>, styles: [PathStyle; 2]) -> bool {
    use PathStyle::{Label, Matrix, Simple};
    match styles {
        [old, new] if old == new => true,
        [Simple { .. }, Simple { .. }] => schema.is_single() || schema.is_list(),
        [Label { .. }, Label { .. }] | [Matrix { .. }, Matrix { .. }] => schema.is_single(),
        _ => false,
    }
}

/// A change of an operation as a whole.
pub(super) fn of(rule: &'static rules::Rule, operation: &Operation) -> PendingChange {
    PendingChange::of(rule, Subject::Operation, &operation.name).at(&Site::of(operation, ""))
}

/// A change of the deprecation of an item.
pub(super) fn deprecation(
    of: impl Fn(&'static rules::Rule) -> PendingChange,
    [old, new]: [bool; 2],
) -> PendingChange {
    let word = |condition: bool| condition.then(|| "deprecated".to_owned());
    let rule = match new {
        true => &rules::DEPRECATED,
        false => &rules::NOT_DEPRECATED,
    };
    of(rule).between(word(old), word(new))
}

fn route(operation: &Operation) -> String {
    format!("{} {}", operation.http_method, operation.path)
}

fn names(operation: &Operation, name: impl Fn(&PathParameter) -> &String) -> Vec<String> {
    let parameters = operation.path_parameters.iter();
    parameters.map(|parameter| name(parameter).clone()).collect()
}

/// Whether a request without any of these parameters is refused.
fn has_required_parameters(object: &Object) -> bool {
    !object.constants.is_empty()
        || object.fields.iter().any(Field::is_required)
        || !object.alternatives.is_empty()
}
