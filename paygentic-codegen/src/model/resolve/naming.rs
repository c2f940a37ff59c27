//! Assigns the names of all types, after everything has been resolved.
//!
//! A name conflict never rejects a document. Each type takes the first of these names that is free:
//!
//! 1. the name that the overlay or the document gives it (`x-rust-name`);
//! 2. its key in `components.schemas`; the id of its operation; for ids, the property that holds them; for an
//!    inline schema, the name of the containing type and the property;
//! 3. a longer form: with the omitted suffix (`CreateMembershipRequest` where `CreateMembership` exists),
//!    `Body` or `Parameters` after the operation id, the prefix of an id (`CusId`), `Value` after an inline
//!    enum with one value;
//! 4. its `title`, if the document has one;
//! 5. the name of 2. with a number, starting at 2. This is a warning, with the overlay action that names it.
//!
//! Precedence: given names, components, operations, components whose suffix is omitted, ids, then inline
//! schemas, outermost first, and finally inline enums with one value; each group in the order of the
//! document. A numbered name is never one that another type wants. So a type that is added at the end of
//! a document does not rename existing ones, and a component keeps its key whatever inline schemas are added.

use std::collections::{HashMap, HashSet};

use super::arena::Slot;
use super::ids::IdKinds;
use super::name_seed::Rank;
use crate::model::{IdKind, IdType, TypeId};
use crate::names;

/// The names of all types and ids.
#[derive(Debug, Default)]
pub(super) struct TypeNames {
    /// By the index of the slot.
    pub types: Vec<String>,
    pub ids: Vec<IdType>,
    /// The kind of ids for each entry of `IdKinds`, in the same order.
    pub kinds: Vec<IdKind>,
    /// The types whose name got a number, each with the wanted name.
    pub numbered: Vec<(TypeId, String)>,
    /// Every name that is taken.
    pub taken: HashSet<String>,
}

/// Names the slots that are kept, and the ids.
pub(super) fn name(slots: &[Slot], is_kept: &[bool], ids: &IdKinds) -> TypeNames {
    let mut namer = TypeNamer {
        slots,
        names: TypeNames { types: vec![String::new(); slots.len()], ..TypeNames::default() },
        depths: depths(slots),
        roots: roots(slots),
    };
    let mut groups: Vec<(Rank, usize)> = namer.order().map(|(group, _)| group).collect();
    groups.push((Rank::Ids, 0));
    groups.sort_unstable();
    groups.dedup();
    let mut members: HashMap<(Rank, usize), Vec<usize>> = HashMap::new();
    for (group, index) in namer.order().collect::<Vec<_>>() {
        members.entry(group).or_default().push(index);
    }
    for group in groups {
        if group.0 == Rank::Ids {
            namer.ids(ids);
        }
        namer.group(members.get(&group).map_or(&[], Vec::as_slice), is_kept);
    }
    namer.names
}

struct TypeNamer<'s> {
    slots: &'s [Slot],
    names: TypeNames,
    depths: Vec<usize>,
    roots: HashSet<String>,
}

/// The names that slots without an owner want. A numbered name must not take any of them.
fn roots(slots: &[Slot]) -> HashSet<String> {
    let roots = slots.iter().filter(|slot| slot.seed.owner.is_none());
    roots.map(|slot| names::type_name(&slot.seed.words)).collect()
}

/// The nesting depth of each type. An owner always precedes the types inside it.
fn depths(slots: &[Slot]) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::with_capacity(slots.len());
    for slot in slots {
        let owner = slot.seed.owner.and_then(|owner| depths.get(owner.index()));
        depths.push(owner.map_or(0, |depth| depth + 1));
    }
    depths
}

impl TypeNamer<'_> {
    /// Every slot with its group. A type that is named after its owner comes in a later group.
    fn order(&self) -> impl Iterator<Item = ((Rank, usize), usize)> + '_ {
        let slots = self.slots.iter().enumerate();
        slots.map(|(index, slot)| {
            let rank = match slot.given {
                Some(_) => Rank::Given,
                None => slot.seed.rank,
            };
            let depth = match rank {
                Rank::InPlace => self.depths[index],
                _ => 0,
            };
            ((rank, depth), index)
        })
    }

    fn group(&mut self, members: &[usize], is_kept: &[bool]) {
        let mut left = Vec::new();
        for &index in members {
            let wanted = self.wanted(index);
            // An unused type keeps its name for the types inside it, but does not reserve it.
            if !is_kept[index] || self.names.taken.insert(wanted.clone()) {
                self.names.types[index] = wanted;
            } else {
                left.push((index, wanted));
            }
        }
        for (index, name) in left {
            let found =
                self.fallbacks(index, &name).find(|fallback| !self.names.taken.contains(fallback));
            let found = found.unwrap_or_else(|| {
                self.names.numbered.push((TypeId::new(index), name.clone()));
                names::numbered(&name, |name| {
                    self.names.taken.contains(name) || self.roots.contains(name)
                })
            });
            self.names.taken.insert(found.clone());
            self.names.types[index] = found;
        }
    }

    /// The fallback names of a slot whose wanted name is taken, in the order in which they are tried.
    fn fallbacks<'n>(&'n self, index: usize, wanted: &str) -> impl Iterator<Item = String> + 'n {
        let seed = &self.slots[index].seed;
        let of_value = (seed.rank == Rank::OneValue).then(|| format!("{wanted}Value"));
        let fallbacks = seed.fallbacks.iter().map(|fallback| names::type_name(fallback));
        of_value.into_iter().chain(fallbacks)
    }

    fn wanted(&self, index: usize) -> String {
        let Slot { seed, given, .. } = &self.slots[index];
        if let Some(given) = given {
            return given.clone();
        }
        let owner = seed.owner.and_then(|owner| self.names.types.get(owner.index()));
        let whole =
            owner.map_or_else(|| seed.words.clone(), |owner| format!("{owner}{}", seed.words));
        names::type_name(&names::short(&whole))
    }

    fn ids(&mut self, id_kinds: &IdKinds) {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut kinds: Vec<(usize, IdType)> = Vec::new();
        let mut of_prefix = Vec::new();
        for (prefix, candidates) in id_kinds.names() {
            // Prefixes with the same name are one kind: an API may have changed the prefix of its ids.
            let wanted = candidates.first().cloned().unwrap_or_default();
            let place = *places.entry(wanted.clone()).or_insert_with(|| {
                let free = candidates.iter().find(|name| !self.names.taken.contains(*name));
                let type_name = free.cloned().unwrap_or_else(|| {
                    names::numbered(&wanted, |name| self.names.taken.contains(name))
                });
                self.names.taken.insert(type_name.clone());
                let kind = IdType { type_name, prefixes: Vec::new() };
                kinds.push((kinds.len(), kind));
                kinds.len() - 1
            });
            kinds[place].1.prefixes.extend(prefix.map(str::to_owned));
            of_prefix.push(place);
        }
        // Sorted by name, because the order of first use changes with the document.
        kinds.sort_by(|one, other| one.1.type_name.cmp(&other.1.type_name));
        let position = |place: &usize| kinds.iter().position(|(index, _)| index == place);
        self.names.kinds = of_prefix
            .iter()
            .map(|place| IdKind::new(position(place).unwrap_or_default()))
            .collect();
        self.names.ids = kinds.into_iter().map(|(_, kind)| kind).collect();
    }
}
