//! Compares types: those that were added or removed, and the pairs of the others.

use super::accepts::Schema;
use super::catalogue as rules;
use super::change::{Rust, Subject};
use super::comparison::Comparison;
use super::encodings::EncodedBody;
use super::facts;
use super::matching;
use super::pending_change::PendingChange;
use super::site::Site;
use crate::model::{IdType, TypeDef, TypeKind, Variant};

impl<'m> Comparison<'m> {
    pub(super) fn compare_types(&mut self) {
        let pairs: Vec<_> =
            self.pairs.0.iter().map(|(pair, places)| (*pair, Site::new(places.clone()))).collect();
        for ((old, new), site) in &pairs {
            // A replaced type is reported where it is used, and the contents of the two types are not compared.
            if !self.is_replaced((old, new))
                && let Some((old, new)) = self.definitions((old, new))
            {
                self.compare_pair(old, new, site);
            }
        }
        self.find_removed_types();
        self.find_added_types();
        self.compare_queues();
        self.compare_ids();
    }

    fn compare_pair(&mut self, old: &'m TypeDef, new: &'m TypeDef, site: &Site) {
        let of = |rule| PendingChange::of(rule, Subject::Type, &new.name).at(site);
        if old.name != new.name {
            let pending = of(&rules::TYPE_RENAMED).both(&old.name, &new.name);
            self.push(pending.rust(Rust::Breaking));
        }
        self.compare_access(old, new, site);
        if std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind) {
            let pending = of(&rules::TYPE_KIND_CHANGED).rust(Rust::Breaking);
            let pending = pending.both(kind(&old.kind), kind(&new.kind));
            let pending = self.of_another_kind(pending, old, new);
            self.push(pending);
        }
        self.compare_inside(old, new, site);
    }

    /// Compares the contents of two types.
    pub(super) fn compare_inside(&mut self, old: &'m TypeDef, new: &'m TypeDef, site: &Site) {
        match (&old.kind, &new.kind) {
            (TypeKind::Object(one), TypeKind::Object(other))
            | (TypeKind::Parameters(one), TypeKind::Parameters(other)) => {
                self.compare_objects((old, one), (new, other), site);
            }
            (TypeKind::Multipart(one), TypeKind::Multipart(other)) => {
                self.compare_objects((old, one), (new, other), site);
                let body = EncodedBody {
                    holder: &new.name,
                    object: one,
                    old: &one.encodings,
                    new: &other.encodings,
                    has_parts: true,
                };
                self.compare_encodings(&body, site);
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
        let schemas = (Schema::of_type(self.old, old), Schema::of_type(self.new, new));
        let found = facts::compare(schemas.0, schemas.1, true);
        self.push_facts(Subject::Type, &new.name, found, site);
    }

    /// Constructors and setters exist if a request contains the type.
    fn compare_access(&mut self, old: &TypeDef, new: &TypeDef, site: &Site) {
        let is_struct = |def: &TypeDef| matches!(def.kind, TypeKind::Object(_));
        if old.in_request == new.in_request || !is_struct(old) || !is_struct(new) {
            return;
        }
        let word = |def: &TypeDef| match def.in_request {
            true => "in requests",
            false => "not in requests",
        };
        let (rule, rust) = if old.in_request {
            (&rules::TYPE_NOT_SENT, Rust::Breaking)
        } else {
            (&rules::TYPE_SENT, Rust::Addition)
        };
        let pending = PendingChange::of(rule, Subject::Type, &new.name).rust(rust);
        self.push(pending.both(word(old), word(new)).at(site));
    }

    fn compare_enums(
        &mut self,
        (old_def, old): (&TypeDef, &'m [Variant]),
        (def, new): (&TypeDef, &'m [Variant]),
        site: &Site,
    ) {
        let of = |rule, def: &TypeDef, variant: &Variant| {
            let item = format!("{}::{}", def.name, variant.name.ident);
            PendingChange::of(rule, Subject::Value, &item).at(site)
        };
        let found = matching::values(old, new);
        for variant in found.added {
            let pending = of(&rules::VALUE_ADDED, def, variant).rust(Rust::Addition);
            self.push(pending.new_(&variant.name.wire));
        }
        for variant in found.removed {
            let pending = of(&rules::VALUE_REMOVED, old_def, variant).rust(Rust::Breaking);
            self.push(pending.old(&variant.name.wire));
        }
        let shown = |variant: &Variant| format!("{} = {}", variant.name.ident, variant.name.wire);
        let renamed = found.pairs.into_iter().filter(|(one, other)| one.name != other.name);
        for (one, other) in renamed {
            let rule = if one.name.wire == other.name.wire {
                &rules::VALUE_RENAMED
            } else {
                &rules::VALUE_WIRE_NAME_CHANGED
            };
            let pending = of(rule, def, other).both(shown(one), shown(other));
            self.push(pending.breaks_if(one.name.ident != other.name.ident));
        }
    }

    /// Types that were removed, not only renamed.
    fn find_removed_types(&mut self) {
        let renames = self.renames.clone();
        let is_gone = |def: &&TypeDef| {
            !self.new_types.contains(&def.name) && !renames.contains_key(def.name.as_str())
        };
        for def in self.old.types.iter().filter(is_gone).collect::<Vec<_>>() {
            let now = self.pairs.0.iter().filter(|((old, _), _)| *old == def.name);
            let (names, places): (Vec<_>, Vec<_>) =
                now.map(|((_, new), places)| (format!("`{new}`"), places.clone())).unzip();
            let pending = PendingChange::of(&rules::TYPE_REMOVED, Subject::Type, &def.name);
            let pending = pending.rust(Rust::Breaking).old(kind(&def.kind));
            let pending = pending.at(&Site::new(places.concat()));
            self.push(pending.with(match names.is_empty() {
                true => "stop using it".to_owned(),
                false => format!("use {} instead", names.join(" or ")),
            }));
        }
    }

    fn find_added_types(&mut self) {
        let is_new = |def: &&TypeDef| !self.old_types.contains(&def.name);
        for def in self.new.types.iter().filter(is_new).collect::<Vec<_>>() {
            let pending = PendingChange::of(&rules::TYPE_ADDED, Subject::Type, &def.name);
            self.push(pending.new_(kind(&def.kind)).rust(Rust::Addition));
        }
    }

    fn compare_ids(&mut self) {
        let prefixes = |id: &IdType| {
            let all = id.prefixes.iter().map(|prefix| format!("{prefix}_"));
            all.collect::<Vec<_>>().join(" or ")
        };
        let of = |rule, id: &IdType| PendingChange::of(rule, Subject::Id, &id.type_name);
        let found = matching::ids(&self.old.ids, &self.new.ids);
        for id in found.added {
            let pending = of(&rules::ID_ADDED, id).new_(prefixes(id));
            self.push(pending.rust(Rust::Addition));
        }
        for id in found.removed {
            let pending = of(&rules::ID_REMOVED, id).old(prefixes(id));
            self.push(pending.rust(Rust::Breaking));
        }
        for (old, new) in found.pairs {
            if old.type_name != new.type_name {
                let pending = of(&rules::ID_RENAMED, new).both(&old.type_name, &new.type_name);
                self.push(pending.rust(Rust::Breaking));
            } else if old.prefixes != new.prefixes {
                let pending = of(&rules::ID_PREFIXES_CHANGED, new);
                self.push(pending.both(prefixes(old), prefixes(new)));
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
