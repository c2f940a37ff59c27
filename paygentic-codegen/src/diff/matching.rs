//! Matches items of the old model with items of the new one: by name, else by shape.

use crate::model::{
    Field, IdType, Model, Operation, PathParameter, Presence, TypeRef, Union, UnionVariant, Variant,
};
use crate::names::words;

/// Items of both sides: the pairs that match, and those that only one side has.
pub(super) struct Matched<'m, T> {
    /// In the order of the new side.
    pub pairs: Vec<(&'m T, &'m T)>,
    pub removed: Vec<&'m T>,
    pub added: Vec<&'m T>,
}

/// The old and the new model, by which types are compared by name.
pub(super) type Models<'m> = (&'m Model, &'m Model);

/// Whether two items belong together.
type IsMatch<'r, T> = &'r dyn Fn(&T, &T) -> bool;

/// Matches items by the first rule, then the remaining ones by the next.
fn matched<'m, T>(
    old: impl IntoIterator<Item = &'m T>,
    new: &[&'m T],
    rules: &[IsMatch<'_, T>],
) -> Matched<'m, T> {
    let mut open: Vec<&T> = old.into_iter().collect();
    let mut partners: Vec<Option<&T>> = vec![None; new.len()];
    for rule in rules {
        for (partner, item) in partners.iter_mut().zip(new).filter(|(partner, _)| partner.is_none())
        {
            if let Some(index) = open.iter().position(|other| rule(other, item)) {
                *partner = Some(open.remove(index));
            }
        }
    }
    let both = partners.iter().zip(new);
    Matched {
        pairs: both.clone().filter_map(|(partner, item)| Some(((*partner)?, *item))).collect(),
        removed: open,
        added: both.filter(|(partner, _)| partner.is_none()).map(|(_, item)| *item).collect(),
    }
}

/// Operations match if they have the same id, else if they have the same method and path.
pub(super) fn operations<'m>(old: &'m Model, new: &'m Model) -> Matched<'m, Operation> {
    let by_id = |old: &Operation, new: &Operation| old.key() == new.key();
    let by_route = |old: &Operation, new: &Operation| {
        old.is_second == new.is_second
            && old.http_method == new.http_method
            && route(&old.path) == route(&new.path)
    };
    matched(old.operations(), &new.operations(), &[&by_id, &by_route])
}

/// A path without the names of its parameters, which never go over the wire.
pub fn route(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |route, part| {
        let rest = part.split_once('}').map_or("", |(_, rest)| rest);
        format!("{route}{{}}{rest}")
    })
}

/// Fields match by wire name, else by their name in Rust, else if exactly one on each side resembles
/// the other.
pub(super) fn fields<'m>(
    models: Models<'_>,
    old: &'m [Field],
    new: &'m [Field],
) -> Matched<'m, Field> {
    let by_wire = |old: &Field, new: &Field| old.name.wire == new.name.wire;
    let by_ident = |old: &Field, new: &Field| old.name.ident == new.name.ident;
    let all: Vec<&Field> = new.iter().collect();
    let mut found = matched(old, &all, &[&by_wire, &by_ident]);
    let mut renamed = Vec::new();
    for removed in &found.removed {
        let looks_like = |added: &&&'m Field| look_alike(models, removed, added);
        let candidates: Vec<&&Field> = found.added.iter().filter(looks_like).collect();
        if let [added] = candidates.as_slice()
            && (found.removed.iter()).filter(|removed| look_alike(models, removed, added)).count()
                == 1
        {
            renamed.push((*removed, **added));
        }
    }
    found
        .removed
        .retain(|field| !renamed.iter().any(|(removed, _)| std::ptr::eq(*removed, *field)));
    found.added.retain(|field| !renamed.iter().any(|(_, added)| std::ptr::eq(*added, *field)));
    found.pairs.extend(renamed);
    found
}

/// Words that occur in many names and so do not identify a property.
const COMMON: &[&str] = &[
    "amount", "at", "code", "count", "date", "id", "ids", "is", "key", "name", "number", "status",
    "total", "type", "url", "value",
];

/// Whether one field may be the other under a new name: they are used alike, and their names share a word that
/// is distinctive.
fn look_alike((old, new): Models<'_>, one: &Field, other: &Field) -> bool {
    let used =
        |field: &Field| (field.presence == Presence::Required, field.settable, field.location);
    let shared = || {
        let others = words(&other.name.wire);
        let distinctive = |word: &&String| !COMMON.contains(&word.as_str());
        words(&one.name.wire).iter().filter(distinctive).any(|word| others.contains(word))
    };
    old.named(&one.ty) == new.named(&other.ty)
        && used(one) == used(other)
        && one.facts == other.facts
        && shared()
}

/// Values match if they have the same wire name, else if they have the same name in Rust.
pub(super) fn values<'m>(old: &'m [Variant], new: &'m [Variant]) -> Matched<'m, Variant> {
    let by_wire = |old: &Variant, new: &Variant| old.name.wire == new.name.wire;
    let by_ident = |old: &Variant, new: &Variant| old.name.ident == new.name.ident;
    matched(old, &new.iter().collect::<Vec<_>>(), &[&by_wire, &by_ident])
}

/// Alternatives match if they share a tag value, else if they have the same name, else if they have the same payload
/// type.
pub(super) fn variants<'m>(
    models: Models<'_>,
    old: &'m Union,
    new: &'m Union,
) -> Matched<'m, UnionVariant> {
    let by_tag =
        |old: &UnionVariant, new: &UnionVariant| old.tags.iter().any(|tag| new.tags.contains(tag));
    let by_ident = |old: &UnionVariant, new: &UnionVariant| old.ident == new.ident;
    let by_type = |old: &UnionVariant, new: &UnionVariant| {
        let same = || models.0.named(&old.ty) == models.1.named(&new.ty);
        matches!(old.ty, TypeRef::Named(_)) && same()
    };
    let all: Vec<&UnionVariant> = new.variants.iter().collect();
    matched(&old.variants, &all, &[&by_tag, &by_ident, &by_type])
}

/// Kinds of ids match if they have the same name, else if they share a prefix.
pub(super) fn ids<'m>(old: &'m [IdType], new: &'m [IdType]) -> Matched<'m, IdType> {
    let by_name = |old: &IdType, new: &IdType| old.type_name == new.type_name;
    let by_prefix = |old: &IdType, new: &IdType| {
        old.prefixes.iter().any(|prefix| new.prefixes.contains(prefix))
    };
    matched(old, &new.iter().collect::<Vec<_>>(), &[&by_name, &by_prefix])
}

/// Matches items by a key.
pub(super) fn by_key<'m, T, K: PartialEq>(
    old: &'m [T],
    new: &'m [T],
    key: impl Fn(&T) -> K,
) -> Matched<'m, T> {
    let same = |old: &T, new: &T| key(old) == key(new);
    matched(old, &new.iter().collect::<Vec<_>>(), &[&same])
}

/// Path parameters match if they have the same wire name, else if they are the same argument of a method that has as
/// many of them as before.
pub(super) fn path_parameters<'m>(
    old: &'m Operation,
    new: &'m Operation,
) -> Vec<(&'m PathParameter, &'m PathParameter)> {
    let is_as_many = old.path_parameters.len() == new.path_parameters.len();
    let is_known = |name: &str| old.path_parameters.iter().any(|other| other.name.wire == name);
    let pair = |(index, old): (usize, &'m PathParameter)| {
        let same = new.path_parameters.iter().find(|new| new.name.wire == old.name.wire);
        let renamed = new.path_parameters.get(index).filter(|new| !is_known(&new.name.wire));
        same.or(renamed.filter(|_| is_as_many)).map(|new| (old, new))
    };
    old.path_parameters.iter().enumerate().filter_map(pair).collect()
}
