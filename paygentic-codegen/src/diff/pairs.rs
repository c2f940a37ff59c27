//! Which type of the new model stands where a type of the old one stood, and in which places.
//!
//! Types are paired by where they stand and not by name: so a type that was renamed is compared with what it was,
//! and a change in a type that forty operations reach is found once.

use std::collections::{HashMap, HashSet, VecDeque};

use indexmap::IndexMap;

use super::change::Place;
use super::matching::{self, Matched};
use crate::model::{
    Body, BodyContent, Model, Object, Operation, ResponseBody, TypeDef, TypeKind, TypeRef, Union,
};

/// The names of a type in the old and in the new model.
pub(super) type Pair<'m> = (&'m str, &'m str);

/// The types of a model by their names.
pub(super) type Types<'m> = HashMap<&'m str, &'m TypeDef>;

/// Pairs of types, each with the shortest way to it from every part of every operation.
#[derive(Default)]
pub(super) struct Pairs<'m>(pub IndexMap<Pair<'m>, Vec<Place>>);

/// A step of the walk: the types at a place, and the way there.
type Step = (TypeRef, TypeRef, String);

pub(super) fn types(model: &Model) -> Types<'_> {
    model
        .types
        .iter()
        .map(|def| (def.name.as_str(), def))
        .collect()
}

impl<'m> Pairs<'m> {
    /// Every pair that an operation of both models reaches, then the types of one name that stand in other places.
    pub(super) fn find(
        operations: &Matched<'m, Operation>,
        old: &Types<'m>,
        new: &Types<'m>,
        model: &'m Model,
    ) -> Self {
        let mut pairs = Self::default();
        for (before, after) in &operations.pairs {
            for (part, one, other) in roots(before, after) {
                let root = Place {
                    operation: after.name.clone(),
                    part,
                    path: String::new(),
                };
                pairs.walk(&root, (one, other, String::new()), old, new);
            }
        }
        for def in &model.types {
            if let Some((name, _)) = new.get_key_value(def.name.as_str()) {
                pairs.0.entry((&def.name, name)).or_default();
            }
        }
        pairs
    }

    /// Breadth first: what is found first is the shortest way.
    fn walk(&mut self, root: &Place, start: Step, old_types: &Types<'m>, new_types: &Types<'m>) {
        let mut seen = HashSet::new();
        let mut open = VecDeque::from([start]);
        while let Some((old, new, path)) = open.pop_front() {
            match (old, new) {
                (TypeRef::Option(old), new) => open.push_front((*old, new, path)),
                (old, TypeRef::Option(new)) => open.push_front((old, *new, path)),
                (TypeRef::List(old), TypeRef::List(new)) => {
                    open.push_front((*old, *new, format!("{path}[]")))
                }
                (TypeRef::Map(old), TypeRef::Map(new)) => {
                    open.push_front((*old, *new, format!("{path}{{}}")))
                }
                (TypeRef::Named(old), TypeRef::Named(new)) => {
                    let found = (
                        old_types.get_key_value(old.as_str()),
                        new_types.get_key_value(new.as_str()),
                    );
                    let (Some((old, old_def)), Some((new, new_def))) = found else {
                        continue;
                    };
                    if seen.insert((*old, *new)) {
                        let place = Place {
                            path: path.clone(),
                            ..root.clone()
                        };
                        self.0.entry((*old, *new)).or_default().push(place);
                        open.extend(steps(old_def, new_def, &path));
                    }
                }
                _ => {}
            }
        }
    }
}

/// The parts of an operation that have a type before and after.
fn roots(old: &Operation, new: &Operation) -> Vec<(String, TypeRef, TypeRef)> {
    let mut roots = Vec::new();
    if let (Some(old), Some(new)) = (&old.parameters, &new.parameters) {
        roots.push((
            "query".to_owned(),
            TypeRef::Named(old.clone()),
            TypeRef::Named(new.clone()),
        ));
    }
    if let (Some(old), Some(new)) = (json(old.body.as_ref()), json(new.body.as_ref())) {
        roots.push(("request".to_owned(), old.clone(), new.clone()));
    }
    if let (ResponseBody::Json(old), ResponseBody::Json(new)) = (&old.response, &new.response) {
        roots.push(("response".to_owned(), old.clone(), new.clone()));
    }
    for error in &old.errors {
        let same = new.errors.iter().find(|other| other.status == error.status);
        if let (Some(old), Some(new)) = (&error.ty, same.and_then(|other| other.ty.as_ref())) {
            roots.push((format!("error {}", error.status), old.clone(), new.clone()));
        }
    }
    roots
}

fn json(body: Option<&Body>) -> Option<&TypeRef> {
    match body {
        Some(Body {
            content: BodyContent::Json(ty),
            ..
        }) => Some(ty),
        _ => None,
    }
}

/// What two types hold at the same place.
fn steps(old: &TypeDef, new: &TypeDef, path: &str) -> Vec<Step> {
    match (&old.kind, &new.kind) {
        (
            TypeKind::Object(old) | TypeKind::Parameters(old),
            TypeKind::Object(new) | TypeKind::Parameters(new),
        ) => object_steps(old, new, path),
        (TypeKind::Union(old), TypeKind::Union(new)) => {
            let pairs = matching::variants(old, new).pairs.into_iter();
            pairs
                .map(|(old, new)| (old.ty.clone(), new.ty.clone(), path.to_owned()))
                .collect()
        }
        (TypeKind::Object(_), TypeKind::Union(union)) => alternative(&old.name, union, path),
        (TypeKind::Union(union), TypeKind::Object(_)) => alternative(&new.name, union, path),
        _ => Vec::new(),
    }
}

fn object_steps(old: &Object, new: &Object, path: &str) -> Vec<Step> {
    let fields = matching::fields(&old.fields, &new.fields).pairs.into_iter();
    let fields =
        fields.map(|(old, new)| (old.ty.clone(), new.ty.clone(), join(path, &new.name.wire)));
    let additional = old.additional.as_ref().zip(new.additional.as_ref());
    let additional = additional.map(|(old, new)| (old.clone(), new.clone(), format!("{path}{{}}")));
    fields.chain(additional).collect()
}

/// A struct that became one alternative of several, or the other way round.
fn alternative(name: &str, union: &Union, path: &str) -> Vec<Step> {
    let ty = TypeRef::Named(name.to_owned());
    let has_it = union.variants.iter().any(|variant| variant.ty == ty);
    has_it
        .then(|| (ty.clone(), ty, path.to_owned()))
        .into_iter()
        .collect()
}

/// The path of a property.
pub(super) fn join(path: &str, wire: &str) -> String {
    if path.is_empty() {
        wire.to_owned()
    } else {
        format!("{path}.{wire}")
    }
}
