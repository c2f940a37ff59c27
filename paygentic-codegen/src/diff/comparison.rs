//! The state of one comparison: both models, the pairs of types, and the changes found so far.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::accepts::{Schema, accepts, undescribed};
use super::change::{Rust, Subject, Wire};
use super::facts::FactChange;
use super::matching::{self, Matched, Models};
use super::pairs::{Pair, Pairs, TypesByName};
use super::pending_change::{JudgedChange, PendingChange};
use super::site::{Site, Uses};
use super::type_changes::{Replacement, Replacements, TypeChange};
use crate::markdown::code;
use crate::model::{Model, NamedRef, Operation, TypeDef, TypeRef};

/// The maximum nesting of replaced types that is resolved.
const ROUNDS: usize = 8;

/// The state of one comparison.
pub(super) struct Comparison<'m> {
    pub old: &'m Model,
    pub new: &'m Model,
    /// The old types, by their old and new names.
    pub old_types: TypesByName<'m>,
    pub new_types: TypesByName<'m>,
    pub operations: Matched<'m, Operation>,
    pub pairs: Pairs<'m>,
    /// The new names of renamed types, id types included.
    pub renames: HashMap<&'m str, &'m str>,
    /// The effects of replaced types over the wire.
    pub replacements: Replacements<'m>,
    pub changes: Vec<JudgedChange>,
}

impl<'m> Comparison<'m> {
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        let (old_types, new_types) = (TypesByName::of(old), TypesByName::of(new));
        let operations = matching::operations(old, new);
        let pairs = Pairs::find(&operations, &old_types, &new_types, old);
        let mut comparison = Self {
            old,
            new,
            old_types,
            new_types,
            operations,
            pairs,
            renames: HashMap::new(),
            replacements: Replacements::new(),
            changes: Vec::new(),
        };
        comparison.find_renames();
        comparison.find_replacements();
        comparison
    }

    /// Compares the contents of replaced types. One may contain another, so it takes
    /// several rounds.
    fn find_replacements(&mut self) {
        let pairs: Vec<Pair<'m>> =
            self.pairs.0.keys().copied().filter(|pair| self.is_replaced(*pair)).collect();
        let (sent, read) = (Uses::REQUEST, Uses::RESPONSE);
        for _ in 0..ROUNDS {
            let mut found = Replacements::new();
            for (old, new) in &pairs {
                let replacement = Replacement::new(
                    &self.inside((*old, *new), sent),
                    &self.inside((*old, *new), read),
                );
                found.entry(old).or_default().push((new, replacement));
            }
            if std::mem::replace(&mut self.replacements, found.clone()) == found {
                return;
            }
        }
    }

    /// The differences inside two types, without reporting them.
    fn inside(&mut self, pair: Pair<'m>, uses: Uses) -> Vec<JudgedChange> {
        let outer = std::mem::take(&mut self.changes);
        if let Some((old, new)) = self.definitions(pair) {
            self.compare_inside(old, new, &Site { places: Vec::new(), uses });
        }
        std::mem::replace(&mut self.changes, outer)
    }

    /// A type is renamed if it was removed, and the only type in its places is new.
    fn find_renames(&mut self) {
        let mut partners: IndexMap<&'m str, Vec<&'m str>> = IndexMap::new();
        for (old, new) in self.pairs.0.keys() {
            partners.entry(old).or_default().push(new);
        }
        let is_rename = |old: &'m str, new: &'m str| {
            !self.new_types.contains(old) && !self.old_types.contains(new)
        };
        let candidates: Vec<Pair<'m>> = partners
            .into_iter()
            .filter_map(|(old, partners)| match partners.as_slice() {
                [new] if is_rename(old, new) => Some((old, *new)),
                _ => None,
            })
            .collect();
        for (old, new) in &candidates {
            // A type that replaces several others is not a renamed one.
            if candidates.iter().filter(|(_, other)| other == new).count() == 1 {
                self.renames.insert(old, new);
                self.old_types.rename(old, new);
            }
        }
        for (old, new) in matching::ids(&self.old.ids, &self.new.ids).pairs {
            if old.type_name != new.type_name {
                self.renames.insert(&old.type_name, &new.type_name);
            }
        }
    }

    /// A type of the old model in the names of the new one.
    pub(super) fn renamed(&self, ty: &TypeRef) -> NamedRef<'m> {
        let name = |name: &'m str| self.renames.get(name).copied().unwrap_or(name);
        self.old.named(ty).map(&name, &name)
    }

    /// Whether a place has the same type before and after, under any name.
    pub(super) fn is_same(&self, old: &TypeRef, new: &TypeRef) -> bool {
        self.renamed(old) == self.new.named(new)
    }

    /// Both models.
    pub(super) fn models(&self) -> Models<'m> {
        (self.old, self.new)
    }

    fn type_change(&self) -> TypeChange<'_, 'm> {
        TypeChange { old: &self.old_types, new: &self.new_types, replacements: &self.replacements }
    }

    /// Whether a place has another type now, and not only another name for it.
    pub(super) fn is_replaced(&self, (old, new): Pair<'_>) -> bool {
        old != new && self.renames.get(old) != Some(&new)
    }

    pub(super) fn definitions(&self, (old, new): Pair<'_>) -> Option<(&'m TypeDef, &'m TypeDef)> {
        Some((self.old_types.get(old)?, self.new_types.get(new)?))
    }

    /// Completes a change of type: it breaks Rust, and what it does over the wire depends on both types.
    pub(super) fn retyped(
        &self,
        pending: PendingChange,
        (old, one): (&TypeRef, Schema<'_>),
        (new, other): (&TypeRef, Schema<'_>),
        site: &Site,
    ) -> PendingChange {
        let type_change = self.type_change();
        let (old, new) = (&self.renamed(old), &self.new.named(new));
        // Nullability is reported as presence.
        let other = other.nullable(true);
        let request = accepts(one, other).wire();
        let response = type_change.in_response(old, new);
        let worst = if site.uses.request { request } else { Wire::Safe }
            .max(if site.uses.is_read() { response } else { Wire::Safe });
        let how = match (worst, type_change.replacement(old, new)) {
            (_, Some(inside)) if !inside.members.is_empty() => {
                format!("the wire format differs in {}", members(inside))
            }
            (Wire::Breaking, _) => "existing programs send or expect the old type".to_owned(),
            _ => "not every value is encoded as before".to_owned(),
        };
        let pending = pending.rust(Rust::Breaking).values(request, response);
        pending.with(how).at(site)
    }

    /// The verdict on a property that existing programs send and a type no longer describes: it is ignored, or
    /// rejected.
    pub(super) fn sent_undescribed(&self, property: Schema<'_>, now: &TypeDef) -> Wire {
        undescribed(property, Schema::of_type(self.new, now)).wire().max(Wire::Risky)
    }

    /// Completes a change of the kind of a type.
    pub(super) fn of_another_kind(
        &self,
        pending: PendingChange,
        old: &TypeDef,
        new: &TypeDef,
    ) -> PendingChange {
        let schemas = (Schema::of_type(self.old, old), Schema::of_type(self.new, new));
        let names = (TypeRef::Named(old.name.as_str()), TypeRef::Named(new.name.as_str()));
        let response = self.type_change().of_another_kind(&names.0, &names.1);
        pending.values(accepts(schemas.0, schemas.1).wire(), response)
    }

    pub(super) fn push(&mut self, pending: PendingChange) {
        self.changes.push(pending.judged());
    }

    /// Reports the changed facts of a value, each as a change of the subject.
    pub(super) fn push_facts(
        &mut self,
        subject: Subject,
        item: &str,
        found: Vec<FactChange>,
        site: &Site,
    ) {
        for change in found {
            let site = site.suffix(&change.below);
            let pending = PendingChange::of(change.rule, subject, item);
            self.push(pending.between(change.old, change.new).at(&site));
        }
    }
}

/// The names of members, quoted because they may come from the document.
fn members(replacement: &Replacement) -> String {
    let names: Vec<String> = replacement.members.iter().map(|name| code(name)).collect();
    names.join(", ")
}
