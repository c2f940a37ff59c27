//! Pairs each type of the old model with the type that takes its place in the new one, and lists the places.
//!
//! Types are paired by place and not by name: a renamed type is compared with its predecessor,
//! and a change of a type that forty operations use is found once.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use indexmap::IndexMap;

use super::change::Occurrence;
use super::matching::{self, Matched, Models};
use crate::model::{
    Answer, Body, Model, NamedRef, Operation, ResponseBody, TypeDef, TypeId, TypeKind, TypeRef,
    Union,
};

/// The names of a type in the old and in the new model.
pub(super) type Pair<'m> = (&'m str, &'m str);

/// The types of a model by their names.
pub(super) struct TypesByName<'m> {
    pub model: &'m Model,
    by_name: HashMap<&'m str, &'m TypeDef>,
}

/// The maximum number of paths to a pair that are reported for each part of an operation.
const MAX_PATHS: usize = 24;

/// Pairs of types, each with the paths to it from every part of every operation, the shortest first.
#[derive(Default)]
pub(super) struct Pairs<'m>(pub IndexMap<Pair<'m>, Vec<Occurrence>>);

/// A step of the walk: the types at a place, and its path.
type Step<'m> = (NamedRef<'m>, NamedRef<'m>, String);

impl<'m> TypesByName<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let types = model.types.iter();
        Self { model, by_name: types.map(|def| (def.name.as_str(), def)).collect() }
    }

    pub(super) fn get(&self, name: &str) -> Option<&'m TypeDef> {
        self.by_name.get(name).copied()
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Registers another name of a type.
    pub(super) fn rename(&mut self, old: &str, new: &'m str) {
        if let Some(def) = self.get(old) {
            self.by_name.insert(new, def);
        }
    }
}

impl<'m> Pairs<'m> {
    /// Every pair that an operation of both models reaches, then types with the same name in other places.
    pub(super) fn find(
        operations: &Matched<'m, Operation>,
        old: &TypesByName<'m>,
        new: &TypesByName<'m>,
        model: &'m Model,
    ) -> Self {
        let mut pairs = Self::default();
        for (before, after) in &operations.pairs {
            for (part, start) in roots((old.model, before), (new.model, after)) {
                let root = Occurrence { operation: after.name.clone(), part, path: String::new() };
                pairs.walk(&root, start, old, new);
            }
        }
        for def in &model.types {
            if let Some(same) = new.get(&def.name) {
                pairs.0.entry((&def.name, &same.name)).or_default();
            }
        }
        pairs
    }

    /// Breadth first: the shortest paths come first. Every path that does not contain a pair twice is followed, up to
    /// a limit for each pair.
    fn walk(
        &mut self,
        root: &Occurrence,
        start: Step<'m>,
        old_types: &TypesByName<'m>,
        new_types: &TypesByName<'m>,
    ) {
        let mut paths: HashMap<Pair<'m>, usize> = HashMap::new();
        let mut open = VecDeque::from([(start, Rc::new(Trail::default()))]);
        while let Some(((old, new, path), trail)) = open.pop_front() {
            let (old, new, path) = inside(old, new, path);
            let (TypeRef::Named(old), TypeRef::Named(new)) = (old, new) else {
                continue;
            };
            let (Some(old_def), Some(new_def)) = (old_types.get(old), new_types.get(new)) else {
                continue;
            };
            let count = paths.entry((old, new)).or_default();
            if *count >= MAX_PATHS || trail.has((old, new)) {
                continue;
            }
            *count += 1;
            let place = Occurrence { path: path.clone(), ..root.clone() };
            let places = self.0.entry((old, new)).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
            let trail = Rc::new(Trail::after((old, new), trail));
            let models = (old_types.model, new_types.model);
            let steps = steps((models.0, old_def), (models.1, new_def), &path);
            open.extend(steps.into_iter().map(|step| (step, Rc::clone(&trail))));
        }
    }
}

/// Unwraps lists, maps and options.
fn inside<'m>(old: NamedRef<'m>, new: NamedRef<'m>, path: String) -> Step<'m> {
    match (old, new) {
        (TypeRef::Option(old), new) => inside(*old, new, path),
        (old, TypeRef::Option(new)) => inside(old, *new, path),
        (TypeRef::List(old), TypeRef::List(new)) => inside(*old, *new, format!("{path}[]")),
        (TypeRef::Map(old), TypeRef::Map(new)) => inside(*old, *new, format!("{path}{{}}")),
        (old, new) => (old, new, path),
    }
}

/// The pairs on the path to a place.
#[derive(Default)]
struct Trail<'m>(Option<(Pair<'m>, Rc<Self>)>);

impl<'m> Trail<'m> {
    fn after(pair: Pair<'m>, before: Rc<Self>) -> Self {
        Self(Some((pair, before)))
    }

    fn has(&self, pair: Pair<'_>) -> bool {
        let mut trail = self;
        while let Some((own, before)) = &trail.0 {
            if *own == pair {
                return true;
            }
            trail = before;
        }
        false
    }
}

/// An item of a model, with that model.
type Of<'m, T> = (&'m Model, &'m T);

/// The parts of an operation that have a type before and after, and where in the part the type is.
fn roots<'m>(
    (old_model, old): Of<'m, Operation>,
    (new_model, new): Of<'m, Operation>,
) -> Vec<(String, Step<'m>)> {
    let mut roots = Vec::new();
    let mut below = |part: String, old: &TypeRef, new: &TypeRef, path: &str| {
        roots.push((part, (old_model.named(old), new_model.named(new), path.to_owned())));
    };
    for (old, new) in matching::path_parameters(old, new) {
        below("path".to_owned(), &old.ty, &new.ty, &new.name.wire);
    }
    let mut root = |part: String, old: &TypeRef, new: &TypeRef| below(part, old, new, "");
    if let (Some(old), Some(new)) = (old.parameters, new.parameters) {
        root("query".to_owned(), &TypeRef::Named(old), &TypeRef::Named(new));
    }
    if let (Some(old), Some(new)) = (sent(old.body.as_ref()), sent(new.body.as_ref())) {
        root("request".to_owned(), old, new);
    }
    let models = (old_model, new_model);
    if let Some((old, new)) = received(models, &old.response, &new.response) {
        root("response".to_owned(), &old, &new);
    }
    for error in &old.errors {
        let same = new.errors.iter().find(|other| other.status == error.status);
        if let (Some(old), Some(new)) = (&error.ty, same.and_then(|other| other.ty.as_ref())) {
            root(format!("error {}", error.status), old, new);
        }
    }
    roots
}

fn sent(body: Option<&Body>) -> Option<&TypeRef> {
    body?.content.ty()
}

/// The types of the response before and after, if both have one.
fn received(
    models: Models<'_>,
    old: &ResponseBody,
    new: &ResponseBody,
) -> Option<(TypeRef, TypeRef)> {
    let ty = |body: &ResponseBody| match body {
        ResponseBody::Answers(ty) => Some(TypeRef::Named(*ty)),
        other => other.ty().cloned(),
    };
    match (old, new) {
        // A response that became one of several, or the other way round.
        (ResponseBody::Json(old), ResponseBody::Answers(answers)) => {
            let other = answer((models.1, *answers), &models.0.named(old))?;
            Some((old.clone(), other))
        }
        (ResponseBody::Answers(answers), ResponseBody::Json(new)) => {
            let other = answer((models.0, *answers), &models.1.named(new))?;
            Some((other, new.clone()))
        }
        _ => ty(old).zip(ty(new)),
    }
}

/// The type of the response variant that has the given type in the other model.
fn answer((model, answers): (&Model, TypeId), ty: &NamedRef<'_>) -> Option<TypeRef> {
    let TypeKind::Answers(answers) = &model.def(answers)?.kind else {
        return None;
    };
    let mut types = answers.iter().filter_map(Answer::json);
    types.find(|other| model.named(other) == *ty).cloned()
}

/// The pairs of types inside two types, at the same locations.
fn steps<'m>(
    (old_model, old): Of<'m, TypeDef>,
    (new_model, new): Of<'m, TypeDef>,
    path: &str,
) -> Vec<Step<'m>> {
    let models = (old_model, new_model);
    let named = |old: &TypeRef, new: &TypeRef, path: String| {
        (old_model.named(old), new_model.named(new), path)
    };
    match (&old.kind, &new.kind) {
        (
            TypeKind::Object(old) | TypeKind::Parameters(old) | TypeKind::Multipart(old),
            TypeKind::Object(new) | TypeKind::Parameters(new) | TypeKind::Multipart(new),
        ) => {
            let fields = matching::fields(models, &old.fields, &new.fields).pairs;
            let fields = fields
                .into_iter()
                .map(|(old, new)| named(&old.ty, &new.ty, join(path, &new.name.wire)));
            let additional = old.additional.as_ref().zip(new.additional.as_ref());
            let additional = additional.map(|(old, new)| named(old, new, format!("{path}{{}}")));
            fields.chain(additional).collect()
        }
        (TypeKind::Union(old), TypeKind::Union(new)) => {
            let pairs = matching::variants(models, old, new).pairs.into_iter();
            pairs.map(|(old, new)| named(&old.ty, &new.ty, path.to_owned())).collect()
        }
        (TypeKind::Answers(old), TypeKind::Answers(new)) => {
            let pairs = matching::by_key(old, new, |answer| answer.ident.clone()).pairs;
            let types = pairs.into_iter().filter_map(|(old, new)| old.json().zip(new.json()));
            types.map(|(old, new)| named(old, new, path.to_owned())).collect()
        }
        (TypeKind::Object(_), TypeKind::Union(union)) => {
            alternative(&old.name, (new_model, union), path)
        }
        (TypeKind::Union(union), TypeKind::Object(_)) => {
            alternative(&new.name, (old_model, union), path)
        }
        _ => Vec::new(),
    }
}

/// A struct that became one alternative of several, or the other way round.
fn alternative<'m>(name: &'m str, (model, union): Of<'m, Union>, path: &str) -> Vec<Step<'m>> {
    let ty = TypeRef::Named(name);
    let has_it = union.variants.iter().any(|variant| model.named(&variant.ty) == ty);
    has_it.then(|| (ty.clone(), ty, path.to_owned())).into_iter().collect()
}

/// The path of a property.
pub(super) fn join(path: &str, wire: &str) -> String {
    if path.is_empty() { wire.to_owned() } else { format!("{path}.{wire}") }
}
