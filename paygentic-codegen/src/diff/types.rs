//! Types: those that are gone or new, and the pairs of those that are not.

use super::accepts::Schema;
use super::change::{Action, Aspect, Rust, Subject, Wire};
use super::comparison::{Comparison, Site};
use super::draft::Draft;
use super::facts;
use super::matching;
use crate::model::{IdType, TypeDef, TypeKind, Variant};

impl<'m> Comparison<'m> {
    pub(super) fn compare_types(&mut self) {
        let pairs: Vec<_> = self
            .pairs
            .0
            .iter()
            .map(|(pair, places)| (*pair, Site::new(places.clone())))
            .collect();
        for ((old, new), site) in &pairs {
            // What a type is exchanged for is told where it stands, not in what the two have inside.
            if !self.is_exchanged((old, new))
                && let Some((old, new)) = self.definitions((old, new))
            {
                self.compare_pair(old, new, site);
            }
        }
        self.find_removed_types();
        self.find_added_types();
        self.compare_ids();
    }

    fn compare_pair(&mut self, old: &'m TypeDef, new: &'m TypeDef, site: &Site) {
        if old.name != new.name {
            let draft = Draft::new(Subject::Type, Action::Renamed, &new.name)
                .old(&old.name)
                .new_(&new.name);
            self.push(
                draft
                    .rust(Rust::Breaking)
                    .note(format!("write `{}`", new.name))
                    .at(site),
            );
        }
        self.compare_access(old, new, site);
        if std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind) {
            let draft = Draft::changed(Subject::Type, &new.name, Aspect::Type);
            let draft = draft
                .old(kind(&old.kind))
                .new_(kind(&new.kind))
                .rust(Rust::Breaking)
                .at(site);
            let wire = self.of_another_kind(old, new, site.uses);
            self.push(
                draft
                    .wire(wire)
                    .note("construct and read it as what it is now"),
            );
        }
        self.compare_inside(old, new, site);
    }

    /// What two types have inside.
    pub(super) fn compare_inside(&mut self, old: &'m TypeDef, new: &'m TypeDef, site: &Site) {
        match (&old.kind, &new.kind) {
            (TypeKind::Object(one), TypeKind::Object(other))
            | (TypeKind::Parameters(one), TypeKind::Parameters(other)) => {
                self.compare_objects((old, one), (new, other), site);
            }
            (TypeKind::Multipart(one), TypeKind::Multipart(other)) => {
                self.compare_objects((old, one), (new, other), site);
                let before = (&one.encodings, &other.encodings);
                self.compare_encodings(&new.name, before, site);
            }
            (TypeKind::Answers(one), TypeKind::Answers(other)) => {
                self.compare_answers((old, one), (new, other), site);
            }
            (TypeKind::Enum(one), TypeKind::Enum(other)) => {
                self.compare_enums((old, one), (new, other), site);
            }
            (TypeKind::Union(one), TypeKind::Union(other)) => {
                self.compare_unions((old, one), (new, other), site);
            }
            _ => {}
        }
        self.push_facts(
            Subject::Type,
            &new.name,
            facts::compare(
                Schema::of_type(self.old, old),
                Schema::of_type(self.new, new),
                true,
            ),
            site,
        );
    }

    /// Constructors and setters are there if a request holds the type.
    fn compare_access(&mut self, old: &TypeDef, new: &TypeDef, site: &Site) {
        let is_struct = |def: &TypeDef| matches!(def.kind, TypeKind::Object(_));
        if old.in_request == new.in_request || !is_struct(old) || !is_struct(new) {
            return;
        }
        let word = |def: &TypeDef| {
            if def.in_request {
                "in requests"
            } else {
                "not in requests"
            }
        };
        let draft = Draft::changed(Subject::Type, &new.name, Aspect::Access)
            .old(word(old))
            .new_(word(new));
        self.push(if old.in_request {
            draft
                .rust(Rust::Breaking)
                .note("constructor and setters are gone")
                .at(site)
        } else {
            draft.rust(Rust::Addition).at(site)
        });
    }

    fn compare_enums(
        &mut self,
        (old_def, old): (&TypeDef, &'m [Variant]),
        (def, new): (&TypeDef, &'m [Variant]),
        site: &Site,
    ) {
        let found = matching::values(old, new);
        let item =
            |def: &TypeDef, variant: &Variant| format!("{}::{}", def.name, variant.name.ident);
        for variant in found.added {
            let draft = Draft::new(Subject::Value, Action::Added, &item(def, variant))
                .new_(&variant.name.wire);
            self.push(draft.rust(Rust::Addition).at(site));
        }
        for variant in found.removed {
            let wire = site.uses.worst(Wire::Breaking, Wire::Safe);
            let draft = Draft::new(Subject::Value, Action::Removed, &item(old_def, variant))
                .old(&variant.name.wire);
            let note = if wire == Wire::Safe {
                "stop matching on it"
            } else {
                "the server no longer takes it"
            };
            self.push(draft.rust(Rust::Breaking).wire(wire).note(note).at(site));
        }
        for (one, other) in found
            .pairs
            .into_iter()
            .filter(|(one, other)| one.name != other.name)
        {
            let draft = Draft::new(Subject::Value, Action::Renamed, &item(def, other));
            let on_wire = one.name.wire != other.name.wire;
            let wire = if on_wire {
                site.uses.worst(Wire::Breaking, Wire::Risky)
            } else {
                Wire::Safe
            };
            let words =
                |variant: &Variant| format!("{} = {}", variant.name.ident, variant.name.wire);
            let draft = draft.old(words(one)).new_(words(other)).wire(wire).at(site);
            self.push(draft.breaks_if(one.name.ident != other.name.ident));
        }
    }

    /// Types that are gone, and not only called otherwise.
    fn find_removed_types(&mut self) {
        let renames = self.renames.clone();
        let is_gone = |def: &&TypeDef| {
            !self.new_types.contains(&def.name) && !renames.contains_key(def.name.as_str())
        };
        for def in self.old.types.iter().filter(is_gone).collect::<Vec<_>>() {
            let now = self.pairs.0.iter().filter(|((old, _), _)| *old == def.name);
            let (names, places): (Vec<_>, Vec<_>) = now
                .map(|((_, new), places)| (format!("`{new}`"), places.clone()))
                .unzip();
            let draft = Draft::new(Subject::Type, Action::Removed, &def.name).rust(Rust::Breaking);
            let draft = draft.at(&Site::new(places.concat())).old(kind(&def.kind));
            self.push(if names.is_empty() {
                draft
            } else {
                draft.note(format!("{} in its place", names.join(" or ")))
            });
        }
    }

    fn find_added_types(&mut self) {
        let is_new = |def: &&TypeDef| !self.old_types.contains(&def.name);
        for def in self.new.types.iter().filter(is_new).collect::<Vec<_>>() {
            let draft = Draft::new(Subject::Type, Action::Added, &def.name).new_(kind(&def.kind));
            self.push(draft.rust(Rust::Addition));
        }
    }

    fn compare_ids(&mut self) {
        let prefixes = |id: &IdType| {
            id.prefixes
                .iter()
                .map(|prefix| format!("{prefix}_"))
                .collect::<Vec<_>>()
                .join(" or ")
        };
        let found = matching::ids(&self.old.ids, &self.new.ids);
        for id in found.added {
            let draft = Draft::new(Subject::Id, Action::Added, &id.type_name).new_(prefixes(id));
            self.push(draft.rust(Rust::Addition));
        }
        for id in found.removed {
            let draft = Draft::new(Subject::Id, Action::Removed, &id.type_name).old(prefixes(id));
            self.push(draft.rust(Rust::Breaking));
        }
        for (old, new) in found.pairs {
            if old.type_name != new.type_name {
                let draft = Draft::new(Subject::Id, Action::Renamed, &new.type_name);
                let draft = draft.old(&old.type_name).new_(&new.type_name);
                self.push(
                    draft
                        .rust(Rust::Breaking)
                        .note(format!("write `{}`", new.type_name)),
                );
            } else if old.prefixes != new.prefixes {
                let draft = Draft::changed(Subject::Id, &new.type_name, Aspect::Format);
                self.push(draft.old(prefixes(old)).new_(prefixes(new)));
            }
        }
    }
}

fn kind(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object(_) => "struct",
        TypeKind::Enum(_) => "enum",
        TypeKind::Union(_) => "union",
        TypeKind::Parameters(_) => "parameters",
        TypeKind::Multipart(_) => "parts",
        TypeKind::Answers(_) => "answers",
    }
}
